"""What the doors are shown of second entry. A `SecondItem` holds nothing of what the first person typed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from db.model import CellState


class SecondStanding(StrEnum):
    """How far a cell is that two people are to type."""

    WAITS = "waits"  # for another person
    AGREED = "agreed"
    DISPUTED = "disputed"  # for a third person, or the supervisor
    DECIDED = "decided"


@dataclass(frozen=True, slots=True)
class SecondItem:
    """A cell to be typed blind: where it is, and not a word of what was typed."""

    cell_id: str
    page_id: str
    book: int
    page: int
    row_number: int
    column: str
    field: str


@dataclass(frozen=True, slots=True)
class Version:
    """What one of two people typed. Whose it is, is not said: the paper decides."""

    text: str
    state: CellState


@dataclass(frozen=True, slots=True)
class Dispute:
    """Two entries that differ, for somebody who keyed neither."""

    item: SecondItem
    first: Version
    second: Version
    first_reading: str
    second_entry: str


@dataclass(frozen=True, slots=True)
class SecondCounts:
    """How many cells are to be typed twice, and how far they are."""

    wanted: int = 0
    waits: int = 0
    disputed: int = 0

    @property
    def done(self) -> int:
        """Two people agree on them, or a third decided."""
        return self.wanted - self.waits - self.disputed

    def __add__(self, other: SecondCounts) -> SecondCounts:
        return SecondCounts(
            self.wanted + other.wanted, self.waits + other.waits, self.disputed + other.disputed
        )
