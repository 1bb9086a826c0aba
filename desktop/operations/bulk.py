"""One thing said of many cells, each of them seen: a value that stands in several, the lines below a cell.

What is proposed is shown first, cell by cell; keeping it is one step that can be taken back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from db.errors import Exit, Expected
from db.model import CellState, FieldReading, Page, PageState
from db.store import connect, readings
from desktop.fields.definitions import Kind, definition
from desktop.fields.serial_ranges import expand
from desktop.fields.serials import next_in_run
from desktop.operations.cells import page_cells
from desktop.operations.rescans import current_pages
from desktop.operations.review import RUN
from desktop.operations.rights import require
from desktop.operations.session import Session
from desktop.operations.settling import keep_step, to_say, views_of
from desktop.operations.views import CellView, Entry, StepTaken


@dataclass(frozen=True, slots=True)
class Proposed:
    """One cell with what would stand in it; `page` is its page's place in the book."""

    view: CellView
    page_id: str
    page: int
    text: str


def alike(session: Session, cell_id: str) -> tuple[Proposed, ...]:
    """All cells of the same column of the book that say the same, the filed pages left out; the cell's own first.

    Raises Expected("alike_serial"): what is read alike in two serial numbers is not for that the same number.
    """
    page = readings.page_of_cell(session.store, cell_id)
    own = _view(session, page, cell_id)
    if definition(own.column.field).kind is Kind.SERIAL_NUMBER:
        raise Expected("alike_serial", Exit.REFUSED)
    found = [
        Proposed(view, each.id, each.position, own.as_written)
        for each in current_pages(session, page.ledger_id)
        if each.state is PageState.READ
        for row in page_cells(session, each)
        for view in row.cells
        if view.column.name == own.column.name
        and view.state is CellState.READ
        and view.as_written == own.as_written
    ]
    return tuple(sorted(found, key=lambda one: one.view.cell.id != cell_id))


def below(session: Session, cell_id: str, text: str) -> tuple[Proposed, ...]:
    """What filling down from a cell that says `text` would put into the empty lines right below it, to the next value.

    A range gives each of its numbers to a line, the first to the cell's own. Where serial numbers step by one, the
    run goes on. Anything else is repeated. () where nothing is to be filled.
    """
    page = readings.page_of_cell(session.store, cell_id)
    column = _column(session, page, cell_id)
    at = next(place for place, view in enumerate(column) if view.cell.id == cell_id)
    empty: list[CellView] = []
    for view in column[at + 1 :]:
        if view.text or view.as_written or view.standing.value in {"unreadable", "asked"}:
            break
        empty.append(view)
    serial = definition(column[at].column.field).kind is Kind.SERIAL_NUMBER
    lines: list[CellView] = empty
    values: Sequence[str] = [text] * len(empty)
    if serial:
        values = expand(text, len(empty) + 1)
        lines = [column[at], *empty]
        if not values:
            lines, values = empty, _run_on(column[: at + 1], text, len(empty))
    return tuple(
        Proposed(view, page.id, page.position, value)
        for view, value in zip(lines, values, strict=False)
        if value
    )


def say_all(session: Session, said: Sequence[tuple[str, str]], note: str = "") -> StepTaken | None:
    """Say of many cells what stands in them (cell id, text), in one step; None for none. Raises as `settle`."""
    require(session, "settle")
    before: dict[str, FieldReading] = {}
    new: dict[str, FieldReading] = {}
    first: Page | None = None
    own = {cell_id for cell_id, _ in said}
    with connect.action(session.store):
        for cell_id, text in said:
            page, standing, changed = to_say(session, cell_id, Entry(text, note=note))
            first = first or page
            before.update(standing)
            for reading in changed:
                if reading.cell_id == cell_id or reading.cell_id not in own:
                    new[reading.cell_id] = reading
        if first is not None:
            keep_step(session, first, list(new.values()), before, "do")
    return StepTaken(first.id, views_of(session, first, list(new.values()))) if first is not None else None


def _run_on(above: Sequence[CellView], text: str, count: int) -> list[str]:
    """The next numbers where the last ones step by one; [] where they do not."""
    run = [*[view.text for view in above[:-1] if view.text][1 - RUN :], text]
    found: list[str] = []
    while len(run) >= RUN and len(found) < count:
        following = next_in_run(run[-RUN:])
        if not following:
            break
        found.append(following)
        run.append(following)
    return found


def _view(session: Session, page: Page, cell_id: str) -> CellView:
    return next(view for view in _column(session, page, cell_id) if view.cell.id == cell_id)


def _column(session: Session, page: Page, cell_id: str) -> list[CellView]:
    name = readings.cell(session.store, cell_id).column
    return [view for row in page_cells(session, page) for view in row.cells if view.column.name == name]
