"""Any text as a cell of a CSV file that no spreadsheet takes for a formula, and back, character for character.

Spreadsheet programs run a cell that begins with one of `= + - @`, also in full width, also after blanks and signs that
have no shape (OWASP, CSV Injection). Such a cell gets one apostrophe before it. So does a text that begins with an
apostrophe itself; whoever takes the first apostrophe off each cell that begins with one has every text as it was.
"""

from __future__ import annotations

import re
from typing import Final

_HAZARD: Final = re.compile(
    "^(?:'|[\\s\x00-\x20\x7f-\xa0\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]*"
    "(?:[=+\\-@\uff1d\uff0b\uff0d\uff20\u2212]|[\t\r]))"
)


def csv_text(text: str) -> str:
    """`text` as it stands in a cell."""
    return f"'{text}" if _HAZARD.match(text) else text


def text_of_csv(cell: str) -> str:
    """The text that a cell stands for; the inverse of `csv_text`."""
    return cell.removeprefix("'")
