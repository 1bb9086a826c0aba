"""Dates as clerks write them, to ISO 8601 at the precision that the paper has: 1984, 1984-03, 1984-03-09.

Rules, each stated because each is a choice:

- Day before month, as in all six languages of the program. Where only the other order gives a date (04/25/1984), that
  is taken and said (`month_first`).
- A year of two digits: 00-29 is 2000-2029, 30-99 is 1930-1999 (the rule of the common spreadsheets), and it is
  said (`century`). No clock is asked, so a page gives the same values whenever it is read.
- Month names are those of the six languages, in full or shortened; Roman numerals I-XII; figures of any script.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop.fields.months import month_of

CENTURY = "century"
MONTH_FIRST = "month_first"

_PIVOT = 30
_FIGURES = re.compile(r"\d+")
_ORDINAL = re.compile(r"(?<=\d)\s*(?:st|nd|rd|th|er|ère|ere|[ºª°])(?![^\W\d_])", re.IGNORECASE)
# Words that stand beside a date in the six languages and say nothing of it.
_FILLERS = frozenset(
    (
        "of",
        "the",
        "de",
        "del",
        "do",
        "du",
        "le",
        "la",
        "el",
        "o",
        "a",
        "dated",
        "tarehe",
        "mwezi",
        "wa",
        "سنة",
        "عام",
        "شهر",
        "يوم",
        "في",
        "م",
    )
)
_SEPARATORS = re.compile(r"[\s./\\,;:_\-‐-―−·'’]+")


@dataclass(frozen=True, slots=True)
class ParsedDate:
    """`precision` is "year", "month" or "day"; `doubts` says which choice was made (CENTURY, MONTH_FIRST)."""

    iso: str
    precision: str
    doubts: tuple[str, ...] = ()

    @property
    def year(self) -> int:
        """The year as a number."""
        return int(self.iso[:4])


def parse_date(text: str, languages: Sequence[str]) -> ParsedDate | None:
    """The date that `text` says, None when it says none that exists. `languages` are Tesseract's names.

    Shortened month names are understood in `languages` (in all six where it is empty); whole names always.
    """
    parts = _parts(text)
    if not 1 <= len(parts) <= 3:
        return None
    words = [place for place, part in enumerate(parts) if not part.isdigit()]
    if len(words) > 1:
        return None
    if words:
        return _with_month_name(parts, words[0], languages)
    if len(parts) == 1:
        return _one_number(parts[0])
    return _figures(parts)


def full_year(figures: str) -> tuple[int, bool] | None:
    """The year that two or four figures say, and whether the century is a guess."""
    if len(figures) == 4:
        return int(figures), False
    if len(figures) == 2:
        short = int(figures)
        return (2000 if short < _PIVOT else 1900) + short, True
    return None


def western_digits(text: str) -> str:
    """`text` with the decimal figures of every script written 0-9."""
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


def _parts(text: str) -> list[str]:
    """Figures and words, without separators, ordinal endings and words that only accompany a date."""
    if len(text) > 60:
        return []
    plain = _ORDINAL.sub("", western_digits(unicodedata.normalize("NFC", text)).strip())
    # Written together: 9MAR84, 12III1984.
    plain = re.sub(r"(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)", " ", plain)
    parts = [part for part in _SEPARATORS.split(plain) if part]
    # Arabic months of the Levant have two words (تشرين الأول): joined where they are neighbours.
    joined: list[str] = []
    for part in parts:
        if part.casefold() in _FILLERS:
            continue
        if joined and not part.isdigit() and not joined[-1].isdigit():
            joined[-1] += " " + part
        else:
            joined.append(part)
    return joined


def _with_month_name(parts: list[str], place: int, languages: Sequence[str]) -> ParsedDate | None:
    month = month_of(parts[place], languages)
    if month is None:
        return None
    figures = parts[:place] + parts[place + 1 :]
    if len(figures) == 1:
        # "March 9" has no year, and "9 March" none either.
        return (
            _date(figures[0], month, None)
            if len(figures[0]) in {2, 4} and _reads_as_year(figures[0])
            else None
        )
    if len(figures) != 2:
        return None
    day, year = figures
    if len(day) == 4:
        day, year = year, day
    return _date(year, month, day)


def _reads_as_year(figures: str) -> bool:
    """Two figures after a month name are a year when no day can be meant: "Mar 84", not "Mar 12"."""
    return len(figures) == 4 or int(figures) > 31


def _one_number(figures: str) -> ParsedDate | None:
    if len(figures) == 4:
        return _date(figures, None, None)
    if len(figures) == 8:
        if figures[:2] in {"18", "19", "20"}:
            found = _date(figures[:4], int(figures[4:6]), figures[6:])
            if found is not None:
                return found
        return _date(figures[4:], int(figures[2:4]), figures[:2])
    if len(figures) == 6:
        return _date(figures[4:], int(figures[2:4]), figures[:2])
    return None


def _figures(parts: list[str]) -> ParsedDate | None:
    if len(parts) == 2:
        first, second = parts
        if len(first) == 4 and len(second) <= 2:
            return _date(first, int(second), None)
        return _date(second, int(first), None) if len(first) <= 2 else None
    first, second, third = parts
    if len(first) == 4 or (len(first) == 2 and int(first) > 31):
        return _date(first, int(second), third)
    found = _date(third, int(second), first)
    if found is not None:
        return found
    turned = _date(third, int(first), second)
    return None if turned is None else ParsedDate(turned.iso, turned.precision, (*turned.doubts, MONTH_FIRST))


def _date(year_figures: str, month: int | None, day_figures: str | None) -> ParsedDate | None:
    """A date from its parts; None when a part is impossible, so that 31.02. is no date rather than another one."""
    known = full_year(year_figures)
    if known is None or known[0] < 1000 or len(day_figures or "") > 2:
        return None
    year, guessed = known
    doubts = (CENTURY,) if guessed else ()
    if month is None:
        return ParsedDate(f"{year:04d}", "year", doubts)
    try:
        whole = date(year, month, int(day_figures or "1")).isoformat()
    except ValueError:
        return None
    return ParsedDate(whole, "day", doubts) if day_figures else ParsedDate(whole[:7], "month", doubts)
