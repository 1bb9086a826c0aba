"""Blind checking: the next record, what stands there, and only then what differs. Nobody checks their own work."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from db.errors import Exit, Expected
from db.model import CellState, Decision, InformingDraw, Lot, Truth, new_id
from db.places import book_file
from db.store import connect, informing, journal, ledgers, pages, people, samples
from desktop.accuracy.draw import in_order
from desktop.accuracy.errors import aligned
from desktop.accuracy.sampling import Plan, further, proved
from desktop.accuracy.sequence import at_most
from desktop.fields.definitions import Kind, definition
from desktop.fields.dittos import is_ditto
from desktop.fields.problems import Problem
from desktop.operations.judging import (
    FiledRecord,
    People,
    RecordVerdict,
    Verdict,
    agrees,
    filed_record,
    filed_records,
    judge,
    people_of,
    typed_by_record,
)
from desktop.operations.lot_views import LIMITS, CheckItem, Compared, LotStanding, LotState
from desktop.operations.lot_words import number, percent
from desktop.operations.review import page_picture
from desktop.operations.session import Session
from desktop.operations.settling import LONGEST
from desktop.operations.views import Entry, PagePicture


@dataclass(frozen=True, slots=True)
class Course:
    """A drawn lot with everything that was typed for it, in the order of drawing."""

    lot: Lot
    seed: bytes
    order: tuple[str, ...]
    plan: Plan
    target: int
    state: LotState
    decisions: tuple[Decision, ...]
    typed: Mapping[str, Sequence[Truth]]
    filed: Mapping[str, FiledRecord]  # the records of which anything was typed
    known: People
    informing: tuple[InformingDraw, ...]

    def verdict(self, record_id: str) -> RecordVerdict:
        """What is known of one record."""
        typed = self.typed.get(record_id, ())
        if not typed:
            return RecordVerdict(Verdict.UNSEEN, ())
        return judge(self.filed[record_id], typed, self.known)

    def wanted(self) -> tuple[str, ...]:
        """The records to check, in the order of drawing."""
        return self.order[: self.target]

    def beside(self) -> tuple[str, ...]:
        """The records that were drawn to inform and are not in the sample, in the order in which they came."""
        sample = set(self.wanted())
        drawn = (record_id for one in self.informing for record_id in one.records)
        return tuple(dict.fromkeys(record_id for record_id in drawn if record_id not in sample))


def course(session: Session, lot_id: str) -> Course:
    """Everything about a drawn lot. Raises Expected: lot_unknown, lot_not_drawn."""
    store = session.store
    lot = samples.lot(store, lot_id)
    seed = samples.seed(store, lot_id)
    newest = samples.plans(store, lot_id)[-1]
    size = len(lot.records)
    plan = Plan(size, Fraction(newest.share), Fraction(newest.risk), newest.size)
    decided = samples.decisions(store, lot_id)
    state = _state(decided, plan.size)
    order = in_order(seed, (record_id for record_id, _ in lot.records))
    target = size if state in {LotState.REFUSED, LotState.RELEASED} else plan.size
    typed = typed_by_record(samples.truths(store, lot_id))
    drawn = informing.draws(store, lot_id)
    known = people_of(session, [*order[:target], *(one for each in drawn for one in each.records)])
    filed = filed_records(session, lot, typed)
    return Course(lot, seed, order, plan, target, state, decided, typed, filed, known, drawn)


def state_of(session: Session, lot_id: str) -> LotState | None:
    """How far a lot is, without weighing its records; None before it was drawn."""
    decided = samples.decisions(session.store, lot_id)
    try:
        samples.seed(session.store, lot_id)
    except Expected:
        return None
    return _state(decided, samples.plans(session.store, lot_id)[-1].size)


def _state(decided: Sequence[Decision], size: int) -> LotState:
    if not decided:
        return LotState.OPEN
    state = LotState(decided[-1].decision)
    if state is LotState.PASSED and decided[-1].size < size:
        return LotState.OPEN  # a longer plan was added since
    return state


def standing(session: Session, lot_id: str) -> LotStanding:
    """How far a lot is and what can be said of it; what others do at the same time is seen when asked again."""
    return standing_of(session, course(session, lot_id))


def standing_of(session: Session, now: Course) -> LotStanding:
    """The same of a course that is at hand."""
    verdicts = [now.verdict(record_id).verdict for record_id in now.wanted()]
    settled = {Verdict.RIGHT, Verdict.WRONG}
    checked = next((at for at, one in enumerate(verdicts) if one not in settled), len(verdicts))
    clean = next((at for at, one in enumerate(verdicts) if one is not Verdict.RIGHT), len(verdicts))
    wrong = [at for at, one in enumerate(verdicts) if one is Verdict.WRONG]
    beside = [now.verdict(record_id).verdict for record_id in now.beside()]
    found_wrong = {now.order[at] for at in wrong}
    found_wrong |= {
        one for one, verdict in zip(now.beside(), beside, strict=True) if verdict is Verdict.WRONG
    }
    changed = len(samples.revised(session.store, now.lot.id) - found_wrong)
    shown = LotStanding(
        now.lot, now.state, now.plan, now.target, checked, len(wrong), min(clean, checked),
        verdicts.count(Verdict.WAITS), changed, now.decisions, (),
        len(beside), sum(one in settled for one in beside), beside.count(Verdict.WRONG),
    )  # fmt: skip
    return replace(shown, words=tuple(_words(shown)))


def next_item(session: Session, lot_id: str) -> CheckItem | None:
    """The next record that this person can check; None when the sample is done.

    Raises Expected (Exit.REFUSED): only_user, own_work_left count=….
    """
    now = course(session, lot_id)
    left = 0
    for record_id in _to_check(now):
        verdict = now.verdict(record_id)
        if verdict.verdict in {Verdict.RIGHT, Verdict.WRONG} and not _unseen(verdict):
            continue
        left += 1
        if _may_check(session, now, record_id):
            return _item(now, filed_record(session, now.lot, record_id), verdict)
    if left:
        if len(people.users(session.store)) == 1:
            raise Expected("only_user", Exit.REFUSED)
        raise Expected("own_work_left", Exit.REFUSED, count=left)
    return None


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of a refused lot before it can be released."""

    mine: int  # records that this person may check now
    unchecked: int  # records that are not settled, whoever may check them
    wrong: int  # records found wrong


def left_of(session: Session, lot_id: str) -> Left:
    """The same of any drawn lot. Raises Expected: lot_unknown, lot_not_drawn."""
    now = course(session, lot_id)
    verdicts = {record_id: now.verdict(record_id) for record_id in now.wanted()}
    settled = {Verdict.RIGHT, Verdict.WRONG}
    waiting = [one for one, found in verdicts.items() if found.verdict not in settled or _unseen(found)]
    return Left(
        sum(_may_check(session, now, record_id) for record_id in waiting),
        len(waiting),
        sum(found.verdict is Verdict.WRONG for found in verdicts.values()),
    )


def enter(
    session: Session, lot_id: str, record_id: str, entries: Mapping[str, Entry]
) -> tuple[Compared, ...]:
    """Keep what a person typed blind for every cell of a record, and only then say what was filed.

    Raises Expected: not_your_check, cells_missing, type_what_it_stands_for, value_too_long, lot_decided,
    clock_went_back.
    """
    store = session.store
    with connect.action(store):
        now = course(session, lot_id)
        if record_id not in _to_check(now):
            raise Expected("lot_decided", Exit.REFUSED)
        if not _may_check(session, now, record_id):
            raise Expected("not_your_check", Exit.REFUSED)
        filed = filed_record(session, now.lot, record_id)
        item = _item(now, filed, now.verdict(record_id))
        if set(entries) != {cell.cell_id for cell in item.cells}:
            raise Expected("cells_missing", Exit.REFUSED)
        at = session.now()
        refuse_old_clock(at, now)
        new = [
            _truth(session, now.lot, filed, cell.cell_id, entries[cell.cell_id], at) for cell in item.cells
        ]
        samples.add_truths(store, new)
        journal.append(
            store, at=at, actor=session.user.id, action="check_record", subject=lot_id,
            details={"record": record_id, "cells": len(new), "third": item.third},
        )  # fmt: skip
    return tuple(_compared(session, filed, truth) for truth in new)


def _to_check(now: Course) -> tuple[str, ...]:
    """The sample while it decides something, then what was drawn to inform."""
    decided = now.state in {LotState.PASSED, LotState.RELEASED}
    return now.beside() if decided else (*now.wanted(), *now.beside())


def place_of(session: Session, page_id: str) -> tuple[int, int]:
    """The number of the book and the page's place in it."""
    page = pages.page(session.store, page_id)
    return ledgers.ledger(session.store, page.ledger_id).number, page.position


def check_picture(session: Session, page_id: str) -> PagePicture:
    """The page to type from. Raises Expected("lot_pictures_gone") where it was moved to another PC."""
    try:
        return page_picture(session, page_id)
    except Expected as lost:
        if lost.key not in {"book_missing", "picture_lost"}:
            raise
        book, _ = place_of(session, page_id)
        raise Expected("lot_pictures_gone", Exit.REGISTER, book=book, name=book_file(book)) from lost


def refuse_old_clock(at: str, now: Course) -> None:
    """Raise Expected where the clock says a time before what was done to this lot."""
    times = [now.lot.frozen_at, *(truth.at for typed in now.typed.values() for truth in typed)]
    before = max([*times, *(decision.at for decision in now.decisions)])
    if at < before:
        raise Expected("clock_went_back", Exit.REFUSED, now=at, before=before)


def _unseen(verdict: RecordVerdict) -> bool:
    return any(cell.verdict is Verdict.UNSEEN for cell in verdict.cells)


def _may_check(session: Session, now: Course, record_id: str) -> bool:
    """Not who keyed the record, nor who typed for it already."""
    me = session.user.id
    return me not in now.known.keyers.get(record_id, frozenset()) and all(
        truth.by != me for truth in now.typed.get(record_id, ())
    )


def _item(now: Course, filed: FiledRecord, verdict: RecordVerdict) -> CheckItem:
    """All cells for the first checker; for the third person those that wait."""
    waiting = tuple(cell.filed.cell for cell in verdict.cells if cell.verdict is Verdict.WAITS)
    cells = waiting or tuple(cell.cell for cell in filed.cells)
    record = filed.record
    return CheckItem(now.lot.id, record.id, record.page_id, filed.row_number, cells, bool(waiting))


def _truth(session: Session, lot: Lot, filed: FiledRecord, cell_id: str, entry: Entry, at: str) -> Truth:
    cell = next(each for each in filed.cells if each.cell.cell_id == cell_id)
    text = entry.text if entry.state is CellState.READ else ""
    state = CellState.BLANK if entry.state is CellState.READ and not text.strip() else entry.state
    if len(text) > LONGEST:
        raise Expected("value_too_long", most=LONGEST)
    serial = definition(cell.cell.field).kind is Kind.SERIAL_NUMBER
    if state is CellState.DITTO or (state is CellState.READ and not serial and is_ditto(text, cell.form)):
        raise Expected("type_what_it_stands_for", Exit.REFUSED)
    return Truth(
        new_id(), lot.id, filed.record.id, cell_id, cell.cell.field, text, state, at, session.user.id
    )


def _compared(session: Session, filed: FiledRecord, truth: Truth) -> Compared:
    cell = next(each for each in filed.cells if each.cell.cell_id == truth.cell_id)
    same = agrees(cell, truth.text, truth.state, session.workplace.vocabularies)
    characters = () if same else aligned(truth.text, cell.text)
    return Compared(cell.cell, truth.text, truth.state, cell.text, same, characters)


def _words(shown: LotStanding) -> Iterator[Problem]:
    plan = shown.plan
    base = (("lot", number(plan.lot)), ("sure", percent(1 - plan.risk)))
    checked = ("checked", number(shown.checked))
    if shown.state is LotState.RELEASED:
        yield Problem("lot_released", (("lot", number(plan.lot)), ("wrong", number(shown.wrong))))
    elif shown.state is LotState.PASSED:
        yield Problem("lot_passed", (checked, *base, ("share", percent(plan.limit))))
        yield from _next_claim(plan)
    elif shown.state is LotState.REFUSED or shown.wrong:
        key = "lot_refused" if shown.state is LotState.REFUSED else "lot_cannot_pass"
        yield Problem(key, (checked, ("lot", number(plan.lot)), ("wrong", number(shown.wrong))))
        seen = min(shown.wrong, shown.checked)
        bound = max(shown.wrong, at_most(plan.lot, shown.clean, shown.checked, seen, plan.risk))
        yield Problem("lot_wrong_at_most", (*base, ("count", number(bound))))
    else:
        yield Problem("lot_begun", (checked, ("target", number(shown.target))))
        if shown.checked:
            share = Fraction(proved(plan.lot, shown.checked, plan.risk), plan.lot)
            yield Problem("lot_clean_so_far", (*base, ("share", percent(share))))
    if shown.waiting_for_third:
        yield Problem("lot_waits_for_third", (("count", number(shown.waiting_for_third)),))
    if shown.changed:
        yield Problem("lot_was_changed", (("count", number(shown.changed)),))
    if shown.beside:
        yield Problem("lot_beside", (
            ("checked", number(shown.beside_checked)), ("drawn", number(shown.beside)),
            ("wrong", number(shown.beside_wrong)),
        ))  # fmt: skip


def _next_claim(plan: Plan) -> Iterator[Problem]:
    smaller = next((limit for limit in LIMITS if limit < plan.limit), None)
    if smaller is not None:
        more = further(plan.lot, plan.size, smaller, plan.risk)
        if more:
            yield Problem("lot_more", (("more", number(more)), ("share", percent(smaller))))
