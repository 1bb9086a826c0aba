"""What a step did to whole rows, for whoever takes it back or does it again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from db.errors import Exit, Expected
from db.model import new_id
from db.store import readings, records, row_states, steps
from db.store.row_states import RowStanding, RowState
from desktop.operations.session import Session

Was = tuple[RowState, RowState]
"""What a row was, and what it is from now on."""


def now_said(session: Session, was: RowState, **changed: object) -> Was:
    """A row as it was, and as this person says that it is from now on."""
    fresh = {"id": new_id(), "at": session.now(), "by": session.user.id, **changed}
    return was, replace(was, **fresh)  # type: ignore[arg-type]  # fields by name


def rows_before(session: Session, step: steps.Step) -> tuple[Was, ...]:
    """The rows that a step changed, as they are and as they were before it, which they are to be again.

    Raises Expected (Exit.REFUSED): undo_row_used, where one would go in which somebody else said something since;
    undo_filed, where it is a record.
    """
    store = session.store
    answers = []
    for row_id, before, _ in steps.row_changes(store, step.id):
        was = row_states.state(store, row_id)
        then = next((each for each in row_states.said(store, row_id) if each.id == before), None)
        target = then or row_states.as_found(store, row_id)
        if target.standing is RowStanding.ABSENT and was.standing is not RowStanding.ABSENT:
            _refuse_used(session, row_id, step)
        fresh = replace(target, id=new_id(), at=session.now(), by=session.user.id)
        answers.append((was, fresh))
    return tuple(answers)


def refuse_recorded(session: Session, row_id: str) -> None:
    """Raise Expected("join_filed", Exit.REFUSED) where a row is a record: that goes on pointing at it."""
    if records.record_of_row(session.store, row_id) is not None:
        raise Expected("join_filed", Exit.REFUSED)


def row_to_show(session: Session, rows: Sequence[Was]) -> int:
    """The number of the first of these rows that shows, else of the one above it; 0 where no row changed."""
    if not rows:
        return 0
    store = session.store
    first = min((now for _, now in rows), key=lambda now: (now.standing is RowStanding.ABSENT, now.place))
    page_id = row_states.page_of(store, first.row_id)
    numbers = {row.id: row.number for row in readings.rows(store, page_id)}
    above = [
        numbers[each.row_id]
        for each in row_states.states(store, page_id)
        if each.row_id in numbers and each.place <= first.place
    ]
    return max(above, default=1)


def _refuse_used(session: Session, row_id: str, step: steps.Step) -> None:
    own = {after for _, _, after in steps.changes(session.store, step.id)}
    cells = [cell.id for cell in row_states.cells_of_any(session.store, row_id)]
    said = readings.latest_of(session.store, cells).values()
    if any((reading.settled or reading.asked) and reading.id not in own for reading in said):
        raise Expected("undo_row_used", Exit.REFUSED)
    refuse_recorded(session, row_id)
