"""Quantity rows: ammunition, magazines, parts by item, lot, count and unit. Never a weapon without a serial number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from db.model import Record
from db.store import progress, records
from desktop.operations.books import book_number
from desktop.operations.session import Session

_WENT: Final = frozenset({"issued", "transferred", "lost", "stolen", "destroyed", "deactivated"})
_GROUPED: Final = re.compile(r"\d{1,3}(?:([ .,'\u202f\u00a0])\d{3})(?:\1\d{3})*")


@dataclass(frozen=True, slots=True)
class Total:
    """What the books say of one item and lot in one unit. `unread` rows have a count that is no whole number."""

    item: str
    lot: str
    unit: str
    came: int
    went: int
    rows: int
    unread: int

    @property
    def balance(self) -> int:
        """What should be there by the rows that can be counted."""
        return self.came - self.went


def totals(session: Session, book: int = 0) -> tuple[Total, ...]:
    """Every item and lot with what came and went, in alphabetical order. Struck rows are left out.

    Nothing is converted between units. Raises Expected("book_unknown").
    """
    ledger_id = book_number(session, book).id if book else ""
    sums: dict[tuple[str, str, str], list[int]] = {}
    for record in _rows(session, ledger_id):
        said = {field.name: field.text for field in record.fields}
        key = (said.get("item", ""), said.get("lot", ""), said.get("unit", ""))
        total = sums.setdefault(key, [0, 0, 0, 0])
        number = count_of(said.get("quantity", ""))
        total[2] += 1
        if number is None:
            total[3] += 1
        else:
            total[1 if any(event.kind in _WENT for event in record.events) else 0] += number
    return tuple(Total(*key, *total) for key, total in sorted(sums.items()))


def count_of(text: str) -> int | None:
    """A whole number as ledgers write it: 1,250, 1 250 and 1.250 are one thousand two hundred and fifty; else None."""
    plain = text.strip()
    if plain.isascii() and plain.isdigit():
        return int(plain)
    return int(re.sub(r"\D", "", plain)) if _GROUPED.fullmatch(plain) else None


def _rows(session: Session, ledger_id: str) -> Iterator[Record]:
    for record in records.iterate(session.store, progress.quantity_ids(session.store, ledger_id)):
        if not record.struck:
            yield record
