"""Practice errors: announced by a supervisor, judged by a checker who sees the value, shown to the checker first.

A round shows serial numbers that two people agree on beside their picture, some with one character taken for its
look-alike. Which and as what follows from the round's seed: no wrong value is kept in the register, not even here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from db.errors import Exit, Expected
from db.model import PracticeResult, PracticeRound, new_id
from db.store import connect, people
from db.store import practice_rounds as kept
from desktop.accuracy.draw import SEED_BYTES
from desktop.accuracy.intervals import Interval
from desktop.accuracy.keyers import caught
from desktop.accuracy.practice import in_round, misread, planted
from desktop.operations.accuracy_facts import Fact, facts
from desktop.operations.journalling import tell_journal
from desktop.operations.lot_views import CheckCell
from desktop.operations.lots import Chance, supervisors_only
from desktop.operations.session import Session

ITEMS = 20
FEWEST = 8
"""Fewer values than this tell nothing."""


@dataclass(frozen=True, slots=True)
class PracticeItem:
    """Is this value right? Nothing here says whether it was planted."""

    page_id: str
    row_number: int
    cell: CheckCell
    shown: str


@dataclass(frozen=True, slots=True)
class Missed:
    """A planted value that the checker took for right."""

    item: PracticeItem
    true: str


@dataclass(frozen=True, slots=True)
class RoundResult:
    """What the checker is shown, before anybody else can see it."""

    result: PracticeResult
    caught: Interval  # share of the planted ones
    missed: tuple[Missed, ...]


def announce(session: Session, checker_id: str, chance: Chance, items: int = ITEMS) -> PracticeRound:
    """Announce a round to a checker.

    Raises Expected: may_not_decide, user_unknown, practice_too_few, practice_waits.
    """
    supervisors_only(session)
    store = session.store
    with connect.action(store):
        checker = people.user(store, checker_id)
        if kept.waiting(store, checker.id) is not None:
            raise Expected("practice_waits", Exit.REFUSED, name=checker.name)
        there = len(_agreed(session))
        if there < FEWEST:
            raise Expected("practice_too_few", Exit.REFUSED, count=there, least=FEWEST)
        made = PracticeRound(
            new_id(), checker.id, min(items, there), chance(SEED_BYTES), session.now(), session.user.id
        )
        kept.add_round(store, made)
        tell_journal(session, "announce_practice", made.id, checker=checker.id, items=made.items)
    return made


def waiting(session: Session) -> PracticeRound | None:
    """The round that was announced to this person; None where there is none."""
    return kept.waiting(session.store, session.user.id)


def begin(session: Session, round_id: str) -> tuple[PracticeItem, ...]:
    """What is to be judged. Raises Expected: practice_unknown, not_your_round, practice_too_few."""
    announced = _own(session, round_id)
    agreed = _agreed(session)
    shown = in_round(announced.seed, agreed, announced.items)
    if len(shown) < 2:
        raise Expected("practice_too_few", Exit.REFUSED, count=len(shown), least=FEWEST)
    wrong = planted(announced.seed, shown)
    return tuple(_item(announced, agreed[one], is_wrong=one in wrong) for one in shown)


def finish(session: Session, round_id: str, right: Mapping[str, bool]) -> RoundResult:
    """Keep how many were caught, and show it to the checker. `right` says by cell what the checker took for right.

    Raises Expected: practice_unknown, not_your_round, practice_done, practice_not_whole.
    """
    store = session.store
    with connect.action(store):
        announced = _own(session, round_id)
        waits = kept.waiting(store, session.user.id)
        if waits is None or waits.id != round_id:
            raise Expected("practice_done", Exit.REFUSED)
        agreed = _agreed(session)
        if len(right) < 2 or len(right) > announced.items or not right.keys() <= agreed.keys():
            raise Expected("practice_not_whole", Exit.REFUSED)
        wrong = planted(announced.seed, right)
        missed = [one for one in wrong if right[one]]
        sound = [one for one in right if one not in wrong]
        alarms = sum(not right[one] for one in sound)
        made = PracticeResult(
            round_id, len(wrong), len(wrong) - len(missed), len(sound), alarms, session.now()
        )
        kept.add_result(store, made)
        tell_journal(session, "finish_practice", round_id, planted=made.planted, caught=made.caught)
    told = tuple(
        Missed(_item(announced, agreed[one], is_wrong=True), agreed[one].filed) for one in sorted(missed)
    )
    return RoundResult(made, caught(made.caught, made.planted), told)


def caught_by_all(session: Session) -> Interval | None:
    """The share of planted errors that was caught, of all checkers together; no checker's own."""
    results = [one for _, one in kept.results(session.store)]
    if not results:
        return None
    return caught(sum(one.caught for one in results), sum(one.planted for one in results))


def _agreed(session: Session) -> dict[str, Fact]:
    """Serial numbers that were filed by one person and typed alike by another, by cell."""
    return {
        one.cell.cell_id: one
        for one in facts(session)
        if one.serial and one.settled and not one.wrong and one.filed and one.typed[:1] == (one.filed,)
        and misread(bytes(SEED_BYTES), one.cell.cell_id, one.filed)
    }  # fmt: skip


def _own(session: Session, round_id: str) -> PracticeRound:
    announced = kept.practice_round(session.store, round_id)
    if announced.checker != session.user.id:
        raise Expected("not_your_round", Exit.REFUSED)
    return announced


def _item(announced: PracticeRound, one: Fact, *, is_wrong: bool) -> PracticeItem:
    shown = misread(announced.seed, one.cell.cell_id, one.filed) if is_wrong else one.filed
    return PracticeItem(one.page.id, one.row, one.cell, shown)
