"""The dates of a column: how likely one is beside the others, and which dates a damaged reading may have been.

By hand the points of a date are the first thing to be lost: 15.5.1967 is read as 1551967. But a ledger's dates go on
in one style and stay in one year for many rows, so what is left of a date says much of what is gone.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, TypeVar

from desktop.fields.dates import MONTH_FIRST, ParsedDate, parse_date

_Key = TypeVar("_Key", str, int)
_EARLIEST, _LATEST = 1850, 2039  # no clock is asked, so that a page reads the same whenever it is read
_SOME_DAY: Final = 1 / (365 * 100)  # of a day before any other of the column is known
_PRIOR_ROWS: Final = 2.0
_SAME_MONTH, _SAME_YEAR = (
    0.45,
    0.4,
)  # share of a column's dates that lie in a month, in a year that another has
_STYLES: Final = 1 / 12  # of one of the usual ways to write a date before any is known
_ODD_STYLE: Final = 1 / 600
_USUAL: Final = re.compile(
    r"(?P<day>[dz])(?P<sign>[./ -])((?P=day)|[bB])(?P=sign)[Yy]|Y-[dz]-[dz]|[bB] ?[dz], ?Y|[dz] ?[bB] ?Y|Y"
)
_NO_YEAR: Final = re.compile(r"[dz] ?[bB]|[bB] ?[dz]")  # 9 Feb, under a heading with the year
_ODD_NAME: Final = 0.02  # a month's name like JUn
_FAR_YEAR: Final = 0.05
_MONTH_FIRST: Final = 0.15
_NO_DATE: Final = math.log(0.05)  # something else stands there: a remark, a year that none of this explains
_LETTER, _FIGURE = math.log(1 / 60), math.log(1 / 11)
_PARTS: Final = re.compile(r"[0-9]+|[^\W\d_]+")
_SEPARATOR: Final = re.compile(r"[./\- ]")
_MOST_MONTHS: Final = 6  # of a column that are tried where one is missing


@dataclass(frozen=True, slots=True)
class Dating:
    """Dates of one column, each weighed by its belief: their styles, years, months, and months' names as written."""

    rows: float = 0.0
    styles: Mapping[str, float] = field(default_factory=dict)
    years: Mapping[int, float] = field(default_factory=dict)
    months: Mapping[str, float] = field(default_factory=dict)  # "1984-03"
    names: Mapping[str, float] = field(default_factory=dict)

    def without(self, text: str, belief: float, languages: Sequence[str]) -> Dating:
        """The same but for one date that it was learnt from."""
        return _added(self, text, -belief, languages)

    def log_probability(self, text: str, languages: Sequence[str]) -> float:
        """Natural logarithm of the probability that a cell of the column says `text`."""
        found = _parsed(text, tuple(languages))
        own = style_of(text)
        if found is None and _NO_YEAR.fullmatch(own) and _is_day_and_month(text, languages):
            style = (self.styles.get(own, 0.0) + _PRIOR_ROWS * _STYLES) / (self.rows + _PRIOR_ROWS)
            return math.log(style) - math.log(366)
        # A letter in a date belongs to a month's name; alone among figures it is a mistake.
        if found is None or sum(c.isalpha() for c in text) == 1:
            return _NO_DATE + sum(_LETTER if c.isalpha() else _FIGURE for c in text)
        world = _STYLES if _USUAL.fullmatch(own) else _ODD_STYLE
        style = (self.styles.get(own, 0.0) + _PRIOR_ROWS * world) / (self.rows + _PRIOR_ROWS)
        day = _SOME_DAY * (1.0 if _EARLIEST <= found.year <= _LATEST else _FAR_YEAR)
        day *= 30.0 if found.precision == "month" else 365.0 if found.precision == "year" else 1.0
        share = self.rows / (self.rows + _PRIOR_ROWS)
        near = self.months.get(found.iso[:7], 0.0) / 30 * _SAME_MONTH if len(found.iso) > 4 else 0.0
        near += self.years.get(found.year, 0.0) / 365 * _SAME_YEAR
        known = near / self.rows if self.rows else 0.0
        likely = (1 - share) * day + share * (known + (1 - _SAME_MONTH - _SAME_YEAR) * day)
        if MONTH_FIRST in found.doubts:
            likely *= _MONTH_FIRST
        for name in _names(text):
            plain = 1.0 if name.islower() or name.istitle() or name.isupper() else _ODD_NAME
            likely *= (self.names.get(name, 0.0) + _PRIOR_ROWS * plain) / (self.rows + _PRIOR_ROWS)
        return math.log(style) + math.log(likely)


NO_DATES: Final = Dating()


def learn_dates(texts: Iterable[tuple[str, float]], languages: Sequence[str]) -> Dating:
    """What texts with how far each is believed say of a column's dates; what is no date says nothing."""
    dating = NO_DATES
    for text, belief in texts:
        dating = _added(dating, text, belief, languages)
    return dating


def style_of(text: str) -> str:
    """How a date is written: "d.d.Y" for 15.5.1967, "z.z.Y" for 15.05.1967, "d b y" for 4 feb 76, "d B y" for 4 Feb 76.

    A day or month of two figures tells nothing of whether the others have a zero before them.
    """
    style = _PARTS.sub(_class_of, text)
    style = style.replace("n", "z" if "z" in style and "d" not in style else "d")
    whole = sum(map(style.count, "dzbB")) == 3  # then the last is a year of two figures
    return style[:-1] + "y" if whole and style[-1] in "dz" else style


def _class_of(found: re.Match[str]) -> str:
    piece = found.group()
    if not piece.isdecimal():
        return "b" if piece.islower() else "B"
    if len(piece) > 2:
        return "Y" if len(piece) == 4 else "?"
    return "d" if len(piece) == 1 else "z" if piece[0] == "0" else "n"


def mended(text: str, dating: Dating, languages: Sequence[str]) -> Iterator[str]:
    """Dates that were perhaps written where `text` was read; none where it is one of a usual style."""
    style = style_of(text)
    if _parsed(text, tuple(languages)) is not None and _USUAL.fullmatch(style):
        return
    if _NO_YEAR.fullmatch(style) and _is_day_and_month(text, languages):
        return
    sign = _sign(text, dating)
    parts = _PARTS.findall(text)
    named = [place for place, part in enumerate(parts) if not part.isdecimal()]
    if named:
        yield from _with_names(parts, named, dating)
        return
    seen: dict[str, None] = {}
    for figures in _unjoined("".join(parts)):
        for first, second in ((1, 1), (1, 2), (2, 1), (2, 2)):
            day, month = figures[:first], figures[first : first + second]
            for year in _years(figures[first + second :], dating):
                seen[sign.join((day, month, year))] = None
    if len(parts) == 2 and len(parts[0]) <= 2:  # 6..1988, 7.2003
        months = sorted(dating.months, key=lambda month: -dating.months[month])[:_MOST_MONTHS]
        for known in months:
            seen[sign.join((parts[0], str(int(known[5:])), parts[1]))] = None
    yield from (one for one in seen if _parsed(one, tuple(languages)) is not None)


def _with_names(parts: Sequence[str], named: Sequence[int], dating: Dating) -> Iterator[str]:
    """With a month's name: its neighbours told apart, and the names that others of the column have."""
    yield " ".join(parts)
    if len(named) == 1:
        at = named[0]
        for name in dating.names:
            if abs(len(name) - len(parts[at])) <= 1 and set(name.casefold()) & set(parts[at].casefold()):
                yield " ".join((*parts[:at], name, *parts[at + 1 :]))


def _sign(text: str, dating: Dating) -> str:
    """What stands between a date's parts: as in this text, else as in the column's other dates."""
    found = _SEPARATOR.search(text)
    if found is not None and found.group() != " ":
        return found.group()
    style = max(dating.styles, key=lambda one: dating.styles[one], default="d.d.Y")
    usual = _SEPARATOR.search(style)
    return usual.group() if usual is not None else "."


def _unjoined(figures: str) -> Iterator[str]:
    """The figures, and with each 4 taken for a point and a 1 that run into one another: 2184992 is 21.8.1992."""
    yield figures
    for place, figure in enumerate(figures):
        if figure == "4":
            yield figures[:place] + "1" + figures[place + 1 :]


def _years(year: str, dating: Dating) -> Iterator[str]:
    """A year of two or four figures, and those of the column that differ from it in one figure."""
    if len(year) not in {2, 4}:
        return
    yield year
    for other in dating.years:
        written = f"{other:04d}"[-len(year) :]
        if sum(a != b for a, b in zip(written, year, strict=True)) == 1:
            yield written


def _added(dating: Dating, text: str, belief: float, languages: Sequence[str]) -> Dating:
    found = _parsed(text, tuple(languages))
    if found is None:
        return dating
    names = _names(text)
    return Dating(
        max(0.0, dating.rows + belief),
        _more(dating.styles, style_of(text), belief),
        _more(dating.years, found.year, belief),
        _more(dating.months, found.iso[:7], belief) if len(found.iso) > 4 else dating.months,
        _more(dating.names, names[0], belief) if len(names) == 1 else dating.names,
    )


def _is_day_and_month(text: str, languages: Sequence[str]) -> bool:
    """Whether a leap year has that day: the year itself stands elsewhere."""
    return _parsed(f"{text} 1904", tuple(languages)) is not None


def _names(text: str) -> list[str]:
    return [part for part in _PARTS.findall(text) if not part.isdecimal()]


def _more(counts: Mapping[_Key, float], key: _Key, belief: float) -> Mapping[_Key, float]:
    left = counts.get(key, 0.0) + belief
    others = {one: count for one, count in counts.items() if one != key}
    return {**others, key: left} if left > 0.01 else others


@lru_cache(maxsize=8192)
def _parsed(text: str, languages: tuple[str, ...]) -> ParsedDate | None:
    return parse_date(text, languages)
