r"""Any text as a cell's text, and back: what XML cannot hold travels escaped as `_xHHHH_` (ECMA-376 22.9.2.19).

Escaped are control characters, the carriage return (XML makes a line feed of it), lone surrogates, U+FFFE and
U+FFFF, and an underscore that would otherwise begin such an escape (`_x005F_`). Spreadsheet programs and we read
them back the same way.
"""

from __future__ import annotations

import re

MOST_CHARACTERS = 32_767
"""What a cell can hold, in UTF-16 units, as every spreadsheet program counts them."""

# Tab and line feed are fine as they are; \x7f-\x9f are discouraged by XML but allowed, and come through.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")


def cell_text(text: str) -> str:
    """`text` as it stands in the workbook's XML."""
    fit = _UNFIT.sub(_escaped, text)
    # A text of spaces alone is dropped by spreadsheet programs unless its first one is escaped.
    return f"_x{ord(fit[0]):04X}_{fit[1:]}" if fit.isspace() else fit


def text_of_cell(stored: str) -> str:
    """The text that `stored` stands for; the inverse of `cell_text`."""
    return _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), stored) if "_x" in stored else stored


def length(stored: str) -> int:
    """How long a spreadsheet program finds the stored text: UTF-16 units."""
    if stored.isascii():
        return len(stored)
    return len(stored) + sum(character > "\uffff" for character in stored)


def _escaped(match: re.Match[str]) -> str:
    return f"_x{ord(match[0]):04X}_"
