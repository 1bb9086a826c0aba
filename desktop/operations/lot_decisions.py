"""What follows from a check: passed, refused, corrected, released."""

from __future__ import annotations

from collections.abc import Mapping

from db.errors import Exit, Expected
from db.model import CellState, Decision, new_id
from db.store import connect, journal, samples
from desktop.accuracy.sampling import proved
from desktop.accuracy.sequence import at_most
from desktop.operations.filing import file_page
from desktop.operations.judging import Verdict
from desktop.operations.lot_views import Finding, LotState, WrongCell
from desktop.operations.lots import supervisors_only
from desktop.operations.session import Session
from desktop.operations.settling import settle
from desktop.operations.spot_checks import course, refuse_old_clock, standing_of
from desktop.operations.views import Entry

REASON = "found wrong by a spot check"


def decide(session: Session, lot_id: str) -> Decision:
    """Decide on a lot from what was checked: one wrong record refuses it, a whole clean sample passes it.

    A refused lot is released when all its records were checked and the wrong ones corrected. Raises Expected
    (Exit.REFUSED): may_not_decide, check_not_done, third_needed, not_corrected, lot_changed, lot_decided,
    clock_went_back.
    """
    supervisors_only(session)
    store = session.store
    with connect.action(store):
        now = course(session, lot_id)
        shown = standing_of(session, now)
        decision = _decision(shown.state, wrong=shown.wrong)
        left = shown.target - shown.checked
        if decision != "refused":
            if shown.waiting_for_third:
                raise Expected("third_needed", Exit.REFUSED, count=shown.waiting_for_third)
            if left:
                raise Expected("check_not_done", Exit.REFUSED, left=left)
            if shown.changed:
                raise Expected("lot_changed", Exit.REFUSED, count=shown.changed)
        if decision == "released":
            waiting = [one for one in findings(session, lot_id) if not one.corrected]
            if waiting:
                raise Expected("not_corrected", Exit.REFUSED, count=len(waiting))
        at = session.now()
        refuse_old_clock(at, now)
        plan = now.plan
        if decision == "passed":
            bound = proved(plan.lot, shown.checked, plan.risk)
        elif decision == "refused":
            seen = min(shown.wrong, shown.checked)
            bound = max(shown.wrong, at_most(plan.lot, shown.clean, shown.checked, seen, plan.risk))
        else:
            bound = 0
        entry = journal.append(
            store, at=at, actor=session.user.id, action="decide_lot", subject=lot_id,
            details={"decision": decision, "checked": shown.checked, "wrong": shown.wrong, "at_most": bound},
        )  # fmt: skip
        made = Decision(
            new_id(), lot_id, decision, plan.size, shown.checked, shown.wrong, bound, str(plan.limit),
            str(plan.risk), at, session.user.id, entry.hash, entry.number,
        )  # fmt: skip
        samples.add_decision(store, made)
    return made


def _decision(state: LotState, *, wrong: int) -> str:
    if state in {LotState.PASSED, LotState.RELEASED}:
        raise Expected("lot_decided", Exit.REFUSED)
    if state is LotState.REFUSED:
        return "released"
    return "refused" if wrong else "passed"


def findings(session: Session, lot_id: str) -> tuple[Finding, ...]:
    """The records that were found wrong, in the order of drawing; then those that were drawn to inform."""
    now = course(session, lot_id)
    revised = samples.revised(session.store, lot_id)
    answers = []
    for record_id in (*now.wanted(), *now.beside()):
        judged = now.verdict(record_id)
        if judged.verdict is not Verdict.WRONG:
            continue
        filed = now.filed[record_id]
        cells = tuple(
            WrongCell(
                one.filed.cell, one.filed.text, one.truth.text if one.truth else None,
                one.truth.state if one.truth else CellState.READ,
            )
            for one in judged.cells
            if one.verdict is Verdict.WRONG
        )  # fmt: skip
        record = filed.record
        answers.append(Finding(record_id, record.page_id, filed.row_number, cells, record_id in revised))
    return tuple(answers)


def correct(session: Session, lot_id: str, record_id: str, said: Mapping[str, Entry] | None = None) -> None:
    """Correct a record that was found wrong by what was typed, as a revision with its reason.

    `said` answers by cell where two people saw two different things. Raises Expected: may_not_decide,
    nothing_wrong_here, truth_not_agreed, and what settling and filing refuse.
    """
    supervisors_only(session)
    found = next((one for one in findings(session, lot_id) if one.record_id == record_id), None)
    if found is None:
        raise Expected("nothing_wrong_here", Exit.REFUSED)
    entries = {}
    for wrong in found.cells:
        cell_id = wrong.cell.cell_id
        if said and cell_id in said:
            entries[cell_id] = said[cell_id]
        elif wrong.truth is not None:
            entries[cell_id] = Entry(wrong.truth, wrong.state)
        else:
            raise Expected("truth_not_agreed", Exit.REFUSED)
    for cell_id, entry in entries.items():
        settle(session, cell_id, Entry(entry.text, entry.state, entry.note or REASON))
    file_page(session, found.page_id)
