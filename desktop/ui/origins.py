"""Where a value came from, in words, wherever a reading's note is shown."""

from __future__ import annotations

from desktop.operations.column_defaults import BOOK, NOTES, PAGE
from desktop.ui.words import translate


def from_default(note: str) -> str:
    """In words that a value was taken from what its column is said to be always; "" for a note that a person wrote."""
    if note == NOTES[PAGE]:
        return translate("Review", "Taken from what was said of this column of the page.")
    if note == NOTES[BOOK]:
        return translate("Review", "Taken from what was said of this column of the book.")
    return ""
