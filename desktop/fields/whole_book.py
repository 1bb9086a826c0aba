"""What no cell shows and a whole book does: the order of its numbers, gaps, repeats, outliers, its own totals.

Values in, findings out. A finding names the row where it is to be looked at and says what made it suspicious; none is
an error by itself: books are continued on loose leaves, and armouries renumber.
"""

from __future__ import annotations

import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from desktop.fields.dates import western_digits
from desktop.fields.problems import Problem
from desktop.fields.serial_rules import serial_shape, unlike_the_others
from desktop.fields.serials import UNREAD, search_keys

_GAP_NAMED: Final = 3  # a gap of so many numbers names each of them
_FEWEST_OF_A_SERIES: Final = 6
_FAR: Final = 20.0
"""Times the middle distance from the middle: an outlier of a series (after Iglewicz and Hoaglin 1993, who take 3.5 on
what is normally distributed; serial numbers of lots are not, and a wrong first figure is hundreds away)."""
_TOTAL: Final = re.compile(
    r"\b(?:grand\s+)?(?:sub-?)?tot(?:al|als|ale|aux|ales|ais)\b|\bsuma\b|\bsoma\b|\bjumla\b|المجموع|الإجمالي",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"\d[\d ., ]*")
_OUT: Final = frozenset({"issued", "transferred"})
_BACK: Final = frozenset({"returned", "received"})
_GONE: Final = frozenset({"transferred", "lost", "stolen", "destroyed", "deactivated"})


@dataclass(frozen=True, slots=True)
class BookRow:
    """A row of a book as filed, in the order of the book. `key` is whatever leads back to it."""

    key: str
    page: int
    row: int
    serial: str
    struck: bool
    kind: str  # weapon, movement, quantity
    values: Mapping[str, str] = field(default_factory=dict)  # text by field
    events: tuple[str, ...] = ()  # their kinds, in order


@dataclass(frozen=True, slots=True)
class Finding:
    """Something suspicious, at the row where it is looked at."""

    key: str
    page: int
    row: int
    problem: Problem


def findings(rows: Sequence[BookRow], stated: int | None = None) -> tuple[Finding, ...]:
    """Everything that a book's rows say together, in the order of the book.

    `stated` is how many entries the book itself says it has, where a person knows that.
    """
    found = [
        *_running(rows),
        *_repeats(rows),
        *_outliers(rows),
        *_totals(rows),
        *_moved(rows),
        *_stated(rows, stated),
    ]
    place = {row.key: at for at, row in enumerate(rows)}
    return tuple(sorted(found, key=lambda one: place[one.key]))


def _at(row: BookRow, key: str, /, **values: object) -> Finding:
    told = tuple((name, str(value)) for name, value in values.items())
    return Finding(row.key, row.page, row.row, Problem(key, told))


def _running(rows: Sequence[BookRow]) -> Iterator[Finding]:
    """The numbers that the book gives its entries: each one more than the one before."""
    numbered = [(row, number) for row in rows if (number := _integer(row.values.get("number_in_book", "")))]
    seen: dict[int, BookRow] = {}
    highest = before = 0
    for place, (row, number) in enumerate(numbered):
        following = numbered[place + 1][1] if place + 1 < len(numbered) else 0
        # One odd number between its neighbours is misread; the run goes on by what it should be.
        odd = bool(before) and number != before + 1 and following == before + 2
        if number in seen:
            first = seen[number]
            yield _at(row, "book_number_repeats", number=number, page=first.page, row=first.row)
        elif odd:
            yield _at(row, "book_number_odd", number=number, expected=before + 1)
        elif number < before:
            yield _at(row, "book_number_backwards", number=number, before=before)
        elif before and number > highest + 1:
            missing = number - highest - 1
            names = f"{highest + 1}" if missing == 1 else f"{highest + 1}-{number - 1}"
            key = "book_number_gap" if missing > _GAP_NAMED else "book_number_missing"
            yield _at(row, key, numbers=names, count=missing, before=highest, number=number)
        before = before + 1 if odd else number
        seen.setdefault(before, row)
        highest = max(highest, before)


def _repeats(rows: Sequence[BookRow]) -> Iterator[Finding]:
    """One serial number twice in a stock register; movement books repeat them by their nature."""
    seen: dict[tuple[str, ...], BookRow] = {}
    for row in rows:
        plain = search_keys(row.serial).plain
        if row.kind != "weapon" or not plain or row.struck or any(sign in plain for sign in UNREAD):
            continue
        identity = (plain, *(row.values.get(name, "").casefold() for name in ("make", "model")))
        first = seen.setdefault(identity, row)
        if first is not row:
            yield _at(row, "book_serial_repeats", serial=row.serial, page=first.page, row=first.row)


def _outliers(rows: Sequence[BookRow]) -> Iterator[Finding]:
    """Of one make and model: a number made unlike the others, or far from where the others lie."""
    series: dict[tuple[str, str], list[BookRow]] = defaultdict(list)
    for row in rows:
        if row.kind == "weapon" and row.serial and not row.struck:
            series[row.values.get("make", ""), row.values.get("model", "")].append(row)
    for members in series.values():
        if len(members) < _FEWEST_OF_A_SERIES:
            continue
        odd = unlike_the_others([row.serial for row in members])
        for row, problems in zip(members, odd, strict=True):
            for problem in problems:
                yield Finding(row.key, row.page, row.row, problem)
        unlike = {row.key for row, problems in zip(members, odd, strict=True) if problems}
        yield from _far([row for row in members if row.key not in unlike])


def _far(members: Sequence[BookRow]) -> Iterator[Finding]:
    """By median and median absolute deviation, among numbers of the same shape and length."""
    shapes: dict[tuple[str, int], list[tuple[BookRow, int]]] = defaultdict(list)
    for row in members:
        keys = search_keys(row.serial)
        if keys.digits and not any(sign in keys.plain for sign in UNREAD):
            shapes[serial_shape(row.serial), len(keys.digits)].append((row, int(keys.digits)))
    for alike in shapes.values():
        if len(alike) < _FEWEST_OF_A_SERIES:
            continue
        middle = statistics.median(number for _, number in alike)
        spread = statistics.median(abs(number - middle) for _, number in alike)
        for row, number in alike:
            if abs(number - middle) > _FAR * max(spread, 1):
                nearest = min((r for r in alike if r[0] is not row), key=lambda one: abs(one[1] - middle))
                yield _at(
                    row, "book_serial_far", serial=row.serial, usual=nearest[0].serial, count=len(alike)
                )


def _totals(rows: Sequence[BookRow]) -> Iterator[Finding]:
    """A row that says a total: of the page, or of the book so far; entries or pieces. Either may be meant."""
    entries, pieces, on_page = 0, 0, Counter[int]()
    page_pieces: Counter[int] = Counter()
    for row in rows:
        said = _stated_total(row)
        if said is None:
            if not row.struck:
                count = _integer(row.values.get("quantity", "")) or 1
                entries, pieces = entries + 1, pieces + count
                on_page[row.page] += 1
                page_pieces[row.page] += count
            continue
        if said not in {entries, pieces, on_page[row.page], page_pieces[row.page]}:
            yield _at(row, "book_total_differs", stated=said, page_count=on_page[row.page], count=entries)


def _stated_total(row: BookRow) -> int | None:
    """The number of a row that says total, None for any other."""
    if search_keys(row.serial).plain and not _TOTAL.search(row.serial):
        return None
    for name, text in row.values.items():
        if name != "number_in_book" and _TOTAL.search(text):
            inside = _NUMBER.search(western_digits(text))
            number = _integer(inside.group()) if inside else None
            return number or _integer(row.values.get("quantity", ""))
    return None


def _moved(rows: Sequence[BookRow]) -> Iterator[Finding]:
    """In a movement book: what was issued and never came back, and what came back or was issued twice over."""
    last: dict[str, tuple[BookRow, str]] = {}
    for row in rows:
        plain = search_keys(row.serial).plain
        if row.kind != "movement" or not plain or row.struck:
            continue
        for kind in row.events:
            before = last.get(plain)
            if before is not None:
                if kind == "issued" and before[1] == "issued":
                    yield _at(
                        row, "book_issued_twice", serial=row.serial, page=before[0].page, row=before[0].row
                    )
                elif kind == "returned" and before[1] == "returned":
                    yield _at(
                        row, "book_returned_twice", serial=row.serial, page=before[0].page, row=before[0].row
                    )
                elif before[1] in _GONE and kind in _OUT | {"returned"}:
                    yield _at(
                        row, "book_moved_when_gone", serial=row.serial, page=before[0].page, row=before[0].row
                    )
            if kind in _OUT | _BACK | _GONE:
                last[plain] = (row, kind)
    for row, kind in last.values():
        if kind == "issued":
            yield _at(row, "book_not_returned", serial=row.serial)


def _stated(rows: Sequence[BookRow], stated: int | None) -> Iterator[Finding]:
    counted = [row for row in rows if not row.struck and _stated_total(row) is None]
    if stated is not None and counted and len(counted) != stated:
        yield _at(counted[-1], "book_count_differs", stated=stated, count=len(counted))


def _integer(text: str) -> int | None:
    """A whole number, its thousands parted or not; None for anything else and for 0."""
    bare = re.sub(r"(?<=\d)[ .,  ](?=\d{3}\b)", "", western_digits(text.strip()).rstrip("."))
    return int(bare) or None if bare.isdecimal() and len(bare) < 10 else None


def counted(found: Iterable[Finding]) -> dict[str, int]:
    """How many findings of each kind, by the sentence's key."""
    return dict(Counter(one.problem.key for one in found))
