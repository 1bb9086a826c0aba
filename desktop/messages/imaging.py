"""Sentences of the imaging room: what happened, and what to do next."""

from collections.abc import Mapping
from typing import Final

SENTENCES: Final[Mapping[str, str]] = {
    "no_table": "No table was found on this page. Scan it again if it has one, straight and with all its edges; "
    "a page without a table can be left out.",
    "other_columns": "The table on this page has {found} columns; the form of this ledger has {expected}. Choose "
    "the form that fits this page, or correct the form.",
    "header_guessed": "Nothing on this page parts its heading from its entries; the first row was taken for the "
    "heading. Say in the form how many rows the heading has if that is wrong.",
    "row_guessed": "The rule above or below this row is not to be seen; it was put where the other rows say.",
}
