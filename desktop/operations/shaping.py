"""Rows as they are on the paper where the program took them otherwise: one added, one parted in two, one struck."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from db.errors import Exit, Expected
from db.model import Cell, CellState, FieldReading, Page, PageState, Quad, Row, new_id
from db.store import connect, lock, pages, readings, row_states
from db.store.row_states import RowStanding, RowState
from desktop.fields.forms import LedgerForm
from desktop.imaging import reshaping
from desktop.operations import machine_readings
from desktop.operations.rereading import AROUND, PageAgain, machine_said, page_again, read_cells
from desktop.operations.rights import require
from desktop.operations.row_steps import Was, now_said, row_to_show
from desktop.operations.session import Session
from desktop.operations.settling import keep_step, note_step, views_of
from desktop.operations.views import StepTaken
from desktop.operations.work import Cancel, never
from desktop.recognition.combine import CellReading


def add_row(session: Session, row_id: str) -> StepTaken:
    """Add an empty row after one, with a piece of the picture to read it from. One step, taken back by undo.

    Also on a filed page: what is typed there says why, and is filed when the page is finished again. A row in which
    nothing is written makes no record. Raises Expected: not_allowed, row_unknown, row_no_room.
    """
    require(session, "settle")
    store = session.store
    with connect.action(store):
        page = _page_of(session, row_id)
        upper, lower = _with_next(session, page, row_id)
        beneath = {cell.column: cell.quad for cell in _cells(session, lower.id)} if lower else {}
        quads = {
            cell.column: reshaping.added(cell.quad, beneath.get(cell.column))
            for cell in _cells(session, upper.id)
        }
        row, cells, was = _new_row(session, page, row_id, quads)
        # Nothing was read there: once something is typed, the other fields of the row want a person.
        empty = [
            FieldReading(
                new_id(), cell.id, f"clerk:{session.user.id}", "", "", CellState.BLANK, 0.0, session.now()
            )
            for cell in cells
        ]
        keep_step(session, page, empty, {}, "do", rows=[was], told="change_rows")
        return StepTaken(page.id, (), readings.row(store, row.id).number)


def part_row(session: Session, row_id: str, cancel: Cancel = never) -> StepTaken:
    """Part a row in two where least is written between its lines, and read both. One step, taken back by undo.

    What a person had settled of the whole row stays in the upper one, and both halves of its cell are looked at again
    unless the upper one alone reads so; on a filed page all of it stays as it is. Raises Expected: not_allowed,
    row_unknown, row_no_room, row_changed_meanwhile, picture_lost, …, Cancelled.
    """
    require(session, "settle")
    store = session.store
    upper = readings.row(store, row_id)
    lock.refuse_away(store, pages.page(store, upper.page_id).ledger_id)
    again = page_again(session, upper.page_id, cancel)
    cells = _cells(session, row_id)
    share = reshaping.where_to_part(again.grey, again.cleaning, [cell.quad for cell in cells])
    halves = {cell.column: reshaping.parted(cell.quad, share) for cell in cells}
    before = row_states.state(store, row_id)
    said = _read_halves(session, again, upper, cells, halves, cancel)
    with connect.action(store):
        if row_states.state(store, row_id) != before:
            raise Expected("row_changed_meanwhile", Exit.REFUSED)
        page = pages.page(store, upper.page_id)
        standing = readings.latest_on_page(store, page.id)
        _, lower, born = _new_row(session, page, row_id, {name: low for name, (_, low) in halves.items()})
        quads = {cell.id: halves[cell.column][0] for cell in cells}
        rows = [now_said(session, before, quads=quads), born]
        row_states.add_states(store, [now for _, now in rows])
        changed = _keep_halves(session, page, again.form, ((cells, said.upper), (lower, said.lower)))
        note_step(session, page, changed, standing, "do", rows=rows, told="change_rows")
        return StepTaken(page.id, views_of(session, page, changed), row_to_show(session, rows[:1]))


def strike_row(session: Session, row_id: str, why: str = "", *, on_paper: bool = False) -> StepTaken:
    """Strike a row, or take that back where it is struck. One step; the row is kept and goes on being shown.

    A row struck here is no entry: it makes no record. One that has a line through it on the paper (`on_paper`) is an
    entry of the past, filed as struck. On a filed page a row that is a record is filed anew, with the reason, when the
    page is finished again. Raises Expected: not_allowed, row_unknown, reason_needed.
    """
    require(session, "settle")
    store = session.store
    with connect.action(store):
        page = _page_of(session, row_id)
        if page.state is PageState.FILED and not why.strip():
            raise Expected("reason_needed", Exit.REFUSED)
        wanted = RowStanding.STRUCK if on_paper else RowStanding.LEFT_OUT
        before = row_states.state(store, row_id)
        struck = before.standing in {RowStanding.STRUCK, RowStanding.LEFT_OUT}
        back = struck and (before.standing is wanted or not on_paper)
        was = now_said(session, before, standing=RowStanding.ENTRY if back else wanted, note=why.strip())
        keep_step(session, page, [], {}, "do", rows=[was], told="change_rows")
        return StepTaken(page.id, (), row_to_show(session, [was]))


@dataclass(frozen=True, slots=True)
class _Halves:
    """What was read in the two halves of a row, by column."""

    upper: Mapping[str, CellReading]
    lower: Mapping[str, CellReading]


def _page_of(session: Session, row_id: str) -> Page:
    page = pages.page(session.store, readings.row(session.store, row_id).page_id)
    lock.refuse_away(session.store, page.ledger_id)
    return page


def _with_next(session: Session, page: Page, row_id: str) -> tuple[Row, Row | None]:
    """A row and the one below it."""
    rows = readings.rows(session.store, page.id)
    at = next(place for place, row in enumerate(rows) if row.id == row_id)
    return rows[at], rows[at + 1] if at + 1 < len(rows) else None


def _cells(session: Session, row_id: str) -> tuple[Cell, ...]:
    return readings.cells_of_rows(session.store, [row_id]).get(row_id, ())


def _new_row(
    session: Session, page: Page, after: str, quads: Mapping[str, Quad]
) -> tuple[Row, tuple[Cell, ...], Was]:
    """Add a row with its cells, absent as yet: what it was, and that it stands after another one from now on."""
    store = session.store
    place = row_states.place_after(store, after)
    row = Row(new_id(), page.id, row_states.next_number(store, page.id), struck=False)
    cells = tuple(Cell(new_id(), row.id, name, quad) for name, quad in quads.items())
    readings.add_table(store, [row], cells)
    unborn = RowState(new_id(), row.id, place, RowStanding.ABSENT, at=session.now(), by=session.user.id)
    row_states.add_states(store, [unborn])
    return row, cells, now_said(session, unborn, standing=RowStanding.ENTRY)


def _read_halves(
    session: Session,
    again: PageAgain,
    upper: Row,
    cells: Sequence[Cell],
    halves: Mapping[str, tuple[Quad, Quad]],
    cancel: Cancel,
) -> _Halves:
    """Read what lies above and below the cut; the rows around are cut out too, by which letters are known."""
    store = session.store
    parts = [
        [Cell(f"{half} {cell.column}", cell.row_id, cell.column, halves[cell.column][half]) for cell in cells]
        for half in (0, 1)
    ]
    every = readings.rows(store, again.page.id)
    at = next(place for place, row in enumerate(every) if row.id == upper.id)
    rows: list[tuple[Row, Sequence[Cell]]] = []
    for row in every[max(0, at - AROUND) : at + AROUND + 1]:
        rows += [(row, part) for part in parts] if row.id == upper.id else [(row, _cells(session, row.id))]
    wanted = {cell.id for part in parts for cell in part}
    said = read_cells(session, again, rows, wanted, cancel)
    upper_said, lower_said = (
        {cell.column: said[cell.id] for cell in part if cell.id in said} for part in parts
    )
    return _Halves(upper_said, lower_said)


def _keep_halves(
    session: Session,
    page: Page,
    form: LedgerForm,
    halves: Sequence[tuple[Sequence[Cell], Mapping[str, CellReading]]],
) -> list[FieldReading]:
    """Keep what was read in both rows and the dittos that repeat it, as it comes: one may stand on another."""
    store = session.store
    columns = {column.name: column for column in form.columns}
    changed: dict[str, FieldReading] = {}
    whole: set[str] = set()  # columns of which a person had said what stands in both halves
    for cells, read in halves:
        standing = readings.latest_of(store, [cell.id for cell in cells])
        for cell in cells:
            now, found = standing.get(cell.id), read.get(cell.column)
            decided = now is not None and (now.settled or now.asked or page.state is PageState.FILED)
            if found is None:
                continue
            if now is not None and decided:
                if _says_more(now, found) and page.state is not PageState.FILED:
                    whole.add(cell.column)
                    again = replace(
                        now, id=new_id(), settled=False, confidence=0.0, note="", at=session.now()
                    )
                    readings.add_readings(
                        store, [*machine_readings.engines(cell.id, found, session.now()), again]
                    )
                    changed[cell.id] = again
                continue
            seen = replace(found, confidence=0.0) if cell.column in whole else found
            new = machine_said(session, page, columns[cell.column], cell.id, seen)
            readings.add_readings(store, [*machine_readings.engines(cell.id, found, session.now()), *new])
            changed.update((reading.cell_id, reading) for reading in new)
    return list(changed.values())


def _says_more(now: FieldReading, found: CellReading) -> bool:
    """Whether what a person settled of a whole cell is something else than what its upper half alone reads as."""
    same = now.state is CellState.BLANK or now.as_written == found.as_written
    return now.settled and not same
