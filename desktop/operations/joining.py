"""Two rows that are one entry: what stands in the lower one comes into the upper one."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace

from db.errors import Exit, Expected
from db.model import CellState, FieldReading, PageState, new_id
from db.store import connect, lock, pages, readings, row_states
from db.store.row_states import RowStanding
from desktop.imaging.reshaping import joined
from desktop.operations.rights import require
from desktop.operations.row_steps import now_said, refuse_recorded
from desktop.operations.session import Session
from desktop.operations.settling import keep_step, views_of
from desktop.operations.views import CellView


def join_rows(session: Session, row_id: str) -> tuple[CellView, ...]:
    """Join a row with the one below it: the cells that changed. One step, taken back by undo as a whole.

    Written lines of one column stand behind one another, and the picture shows both; the lower row is not there any
    more. What only a machine read waits to be checked as before. Raises Expected: not_allowed, row_last, join_filed.
    """
    require(session, "settle")
    store = session.store
    with connect.action(store):
        upper = readings.row(store, row_id)
        page = pages.page(store, upper.page_id)
        lock.refuse_away(store, page.ledger_id)
        if page.state is PageState.FILED:
            raise Expected("join_filed", Exit.REFUSED)
        lower = next((row for row in readings.rows(store, page.id) if row.number > upper.number), None)
        if lower is None:
            raise Expected("row_last", Exit.REFUSED)
        refuse_recorded(session, lower.id)
        found = readings.cells_of_rows(store, [upper.id, lower.id])
        latest = readings.latest_on_page(store, page.id)
        above = {cell.column: cell for cell in found.get(upper.id, ())}
        quads = {cell.id: cell.quad for cell in above.values()}
        changed: dict[str, FieldReading] = {}
        for cell in found.get(lower.id, ()):
            own_cell = above.get(cell.column)
            if own_cell is None:
                continue
            quads[own_cell.id] = joined(own_cell.quad, cell.quad)
            said, own = latest.get(cell.id), latest.get(own_cell.id)
            if said is None or own is None:
                continue
            both = _joined(own, said)
            now = own if both is None else replace(both, id=new_id(), cell_id=own.cell_id, at=session.now())
            changed.update({own.cell_id: now} if both is not None else {})
            for reading in _repeating(latest, now, {own.cell_id, cell.id}):
                changed[reading.cell_id] = replace(reading, id=new_id(), at=session.now())
        rows = [
            now_said(session, row_states.state(store, upper.id), quads=quads),
            now_said(session, row_states.state(store, lower.id), standing=RowStanding.ABSENT),
        ]
        keep_step(session, page, list(changed.values()), latest, "do", rows=rows, told="change_rows")
    return views_of(session, page, list(changed.values()))


def row_of(session: Session, cell_id: str) -> str:
    """The id of the row in which a cell stands. Raises Expected("cell_unknown")."""
    return readings.cell(session.store, cell_id).row_id


def page_of_row(session: Session, row_id: str) -> str:
    """The id of the page on which a row stands. Raises Expected("row_unknown")."""
    return readings.row(session.store, row_id).page_id


def _repeating(
    latest: Mapping[str, FieldReading], now: FieldReading, sources: AbstractSet[str]
) -> list[FieldReading]:
    """The cells that repeat either of two joined ones, as they repeat what stands there now."""
    root = now.source_cell_id or now.cell_id
    return [
        replace(reading, text=now.text, source_cell_id=root)
        for reading in latest.values()
        if reading.source_cell_id in sources
        and reading.cell_id not in sources
        and (reading.text, reading.source_cell_id) != (now.text, root)
    ]


def _joined(upper: FieldReading, lower: FieldReading) -> FieldReading | None:
    """What stands in the upper cell of one entry of two lines; None where that stays as it is."""
    if lower.state in {CellState.BLANK, CellState.DITTO}:
        return None  # "same as above" under the first line of an entry says nothing new
    if upper.state is CellState.BLANK:
        return lower
    if upper.state is CellState.DITTO or CellState.UNREADABLE in {upper.state, lower.state}:
        return replace(upper, settled=False, confidence=0.0)  # a person has to say what stands in both lines
    space = (1.0,) if upper.characters and lower.characters else ()
    both = bool(space)
    return replace(
        upper,
        text=f"{upper.text} {lower.text}",
        as_written=f"{upper.as_written} {lower.as_written}",
        confidence=min(upper.confidence, lower.confidence),
        settled=upper.settled and lower.settled,
        characters=(*upper.characters, *space, *lower.characters) if both else (),
        alternatives=(),
        source_cell_id="",
    )
