"""The value that counts, from what stands on the paper. What stands there is kept beside it, always."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from desktop.fields.dates import full_year, parse_date, western_digits
from desktop.fields.definitions import Kind, definition
from desktop.fields.layout import Column, LedgerForm
from desktop.fields.vocabularies import Vocabularies

CIRCA: Final = "c. "
_CIRCA_WORDS: Final = re.compile(
    r"(?:circa|ca|c|vers|environ|env|cerca de|aprox|hacia|kama|about|approx|حوالي|~)\.?\s*", re.IGNORECASE
)
_PARTING: Final = re.compile(r"[\s.,·'’/-]")  # what hands put between thousands, and before the small coin
_YEAR: Final = re.compile(r"['’]?(\d{4}|\d{2})\.?")


def value_of(column: Column, as_written: str, form: LedgerForm, vocabularies: Vocabularies) -> str:
    """What counts of `as_written` in this column.

    Dates become ISO 8601 at the precision of the paper, years four figures ("c. 1943" where the paper says
    about), what the column's list knows its canonical name, and bare digits lose what parts their thousands.
    Serial numbers and everything else stay as they are written.
    A cell without writing has the column's constant.
    """
    if not as_written.strip():
        return column.constant
    kind = definition(column.field).kind
    if kind is Kind.DATE:
        found = parse_date(as_written, form.languages)
        return as_written if found is None else found.iso
    if kind is Kind.YEAR:
        year = year_of(as_written, form)
        return as_written if year is None else (CIRCA if year.circa else "") + f"{year.number:04d}"
    if kind is Kind.SERIAL_NUMBER:
        return as_written
    if kind is Kind.DIGITS:
        figures = _PARTING.sub("", western_digits(as_written))
        return figures if figures.isascii() and figures.isdigit() else as_written
    known = listed(column, as_written, vocabularies)
    return as_written if known is None else known


def listed(column: Column, text: str, vocabularies: Vocabularies) -> str | None:
    """The canonical name that the column's list has for `text`; None where it has none or several.

    A model may be written with its maker before it ("Norinco Type 54 pistol"), as long as the list knows no other
    maker of it.
    """
    vocabulary = vocabularies.of(column)
    if vocabulary is None:
        return None
    known = vocabulary.find(text)
    makers = vocabularies.named("makers")
    if known is not None or makers is None or definition(column.field).name != "model":
        return known
    words = text.split()
    for count in range(1, min(4, len(words))):
        maker = makers.find(" ".join(words[:count]))
        model = vocabulary.entry(" ".join(words[count:]))
        if maker and model and model.fact("maker") in {"", maker}:
            return model.canonical
    return None


@dataclass(frozen=True, slots=True)
class Year:
    """A year of manufacture or import as read."""

    number: int
    circa: bool = False
    century_guessed: bool = False


def year_of(text: str, form: LedgerForm) -> Year | None:
    """The year that `text` says; where it is a whole date, that date's. None when it is neither."""
    plain = western_digits(unicodedata.normalize("NFKC", text)).strip()
    bare = _CIRCA_WORDS.sub("", plain, count=1) if _CIRCA_WORDS.match(plain) else plain
    circa = bare != plain
    figures = _YEAR.fullmatch(bare)
    known = full_year(figures[1]) if figures else None
    if known is not None:
        return Year(known[0], circa=circa, century_guessed=known[1])
    found = parse_date(bare, form.languages)
    return None if found is None else Year(found.year, circa=circa, century_guessed=bool(found.doubts))
