"""What the doors are shown of spot checks. A `CheckItem` holds nothing of what was filed: the check is blind."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final

from db.model import CellState, Decision, Lot
from desktop.accuracy.errors import Pair
from desktop.accuracy.sampling import Plan
from desktop.fields.problems import Problem

LIMITS: Final = (Fraction(5, 100), Fraction(2, 100), Fraction(1, 100), Fraction(1, 200))
"""The shares that are offered: at most so many may be wrong."""


class LotState(StrEnum):
    """How far a lot is."""

    OPEN = "open"  # frozen, its sample is being checked
    PASSED = "passed"
    REFUSED = "refused"  # all its records are to be checked; none is sent before
    RELEASED = "released"  # refused, checked whole, corrected


@dataclass(frozen=True, slots=True)
class LotChoice:
    """Which records. `kind`: batch (filed and unsent), book, week (one person's) or range (by day of filing)."""

    kind: str
    ledger_id: str = ""
    user_id: str = ""
    start: str = ""  # first day, ISO
    end: str = ""  # last day, ISO; of a week the seventh


@dataclass(frozen=True, slots=True)
class LotPlan:
    """What checking would take, before anything is frozen."""

    title: str
    plan: Plan
    words: tuple[Problem, ...]
    others: tuple[Plan, ...]  # for the other limits that are offered


@dataclass(frozen=True, slots=True)
class CheckCell:
    """One cell to be typed."""

    cell_id: str
    field: str
    column: str


@dataclass(frozen=True, slots=True)
class CheckItem:
    """The next record to check: where it is and which cells, and not a word of what it says."""

    lot_id: str
    record_id: str
    page_id: str
    row_number: int
    cells: tuple[CheckCell, ...]
    third: bool  # somebody's entry differed from what was filed; this one decides


@dataclass(frozen=True, slots=True)
class Compared:
    """A cell after it was typed: both texts and where they part."""

    cell: CheckCell
    typed: str
    typed_state: CellState
    filed: str
    same: bool
    characters: tuple[Pair, ...]  # (typed, filed), "" where one has none


@dataclass(frozen=True, slots=True)
class WrongCell:
    """A filed value that was found wrong; `truth` is None where two checkers saw two different things."""

    cell: CheckCell
    filed: str
    truth: str | None
    state: CellState


@dataclass(frozen=True, slots=True)
class Finding:
    """A record that was found wrong."""

    record_id: str
    page_id: str
    row_number: int
    cells: tuple[WrongCell, ...]
    corrected: bool


@dataclass(frozen=True, slots=True)
class LotStanding:
    """A lot, how far it is, and what can be said of it."""

    lot: Lot
    state: LotState
    plan: Plan
    target: int  # records to check: the plan's, or all of a refused lot
    checked: int  # of them, in the order of drawing without a gap
    wrong: int
    clean: int  # checked before the first wrong one
    waiting_for_third: int
    changed: int  # records with a later revision than the frozen one, but for those corrected here
    decisions: tuple[Decision, ...]
    words: tuple[Problem, ...]
    beside: int = 0  # drawn to inform, never counted towards the claim
    beside_checked: int = 0
    beside_wrong: int = 0


@dataclass(frozen=True, slots=True)
class Drawing:
    """The order of drawing of a lot, for anyone to draw again."""

    lot: Lot
    seed: bytes
    order: tuple[str, ...]
