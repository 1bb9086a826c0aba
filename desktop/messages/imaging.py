"""Sentences of the imaging room: what happened, and what to do next."""

from collections.abc import Mapping
from typing import Final

SENTENCES: Final[Mapping[str, str]] = {
    "no_table": "No table was found on this page. Scan it again if it has one, straight and with all its edges; "
    "a page without a table can be left out.",
    "other_columns": "The table on this page has {found} columns; the form of this ledger has {expected}. Choose "
    "the form that fits this page, or correct the form.",
}
