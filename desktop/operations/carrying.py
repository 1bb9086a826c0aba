"""What people did on the picture before, carried to a new picture of the page; what cannot be, is said on the page.

A field that is read as it was stays settled. What a person had typed into a row of their own is proposed and checked
again: no reader speaks for it. Second entries, and questions that wait, go with their cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from db.model import Cell, CellState, FieldReading, Page, Quad, Row, new_id
from db.store import readings, row_states, second_entries
from db.store.row_states import RowStanding, RowState
from desktop.fields.problems import Problem
from desktop.imaging import reshaping
from desktop.operations.rescans import old_rows, row_for, taken_over
from desktop.operations.session import Session


def carry_over(session: Session, page: Page) -> tuple[Problem, ...]:
    """Carry what can be carried to a page that was read just now, within the transaction; what could not be.

    Nothing for a page that is no new picture of another.
    """
    if not page.replaces:
        return ()
    store = session.store
    before = readings.latest_on_page(store, page.replaces)
    found = frozenset(row_states.found_rows(store, page.replaces))
    for row in readings.rows(store, page.replaces):
        if row.id not in found:
            _carry_row(session, page, row, before)
    linked = {old.id: new for new, old in old_rows(session, page).items()}
    settled = taken_over(session, page)
    readings.add_readings(store, settled)
    cells = _cells_for(session, page, linked)
    _carry_standings(session, linked)
    _carry_questions(session, cells, before)
    _carry_entries(session, cells, before, {reading.cell_id: reading for reading in settled})
    return _left(session, page, linked, before, {reading.cell_id for reading in settled}, cells)


def _carry_row(session: Session, page: Page, old: Row, before: Mapping[str, FieldReading]) -> None:
    """Add a row that a person had added, where the row above it is on the new picture and it was not found there."""
    store = session.store
    linked = {was.id: new for new, was in old_rows(session, page).items()}
    if old.id in linked:
        return
    own = {cell.column: cell for cell in _cells(session, old.id)}
    said = {name: before[cell.id] for name, cell in own.items() if cell.id in before}
    above = [
        row for row in readings.rows(store, page.replaces) if row.number < old.number and row.id in linked
    ]
    if not above or not any(
        reading.state is not CellState.BLANK or reading.settled for reading in said.values()
    ):
        return
    after = linked[above[-1].id]
    upper, lower = _quads(session, page, after, above[-1], own)
    new = Row(row_for(page, old), page.id, row_states.next_number(store, page.id), struck=False)
    made = {name: Cell(new_id(), new.id, name, quad) for name, quad in lower.items()}
    was = row_states.state(store, old.id)
    place = row_states.place_after(store, after)
    readings.add_table(store, [new], list(made.values()))
    now = RowState(new_id(), new.id, place, was.standing, note=was.note, at=session.now(), by=was.by)
    states = [now]
    if upper:
        whole = row_states.state(store, after)
        states.append(replace(whole, id=new_id(), quads=upper, at=session.now(), by=was.by))
    row_states.add_states(store, states)
    readings.add_readings(store, [_proposed(session, cell, said.get(name)) for name, cell in made.items()])


def _proposed(session: Session, cell: Cell, said: FieldReading | None) -> FieldReading:
    """What a person had typed, to be looked at again; what stood for another cell stands for itself."""
    if said is None:
        reader = f"clerk:{session.user.id}"
        return FieldReading(new_id(), cell.id, reader, "", "", CellState.BLANK, 0.0, session.now())
    ditto = said.state is CellState.DITTO
    return replace(
        said, id=new_id(), cell_id=cell.id, at=session.now(), settled=False, confidence=0.0, source_cell_id="",
        note=said.note if said.asked else "",
        characters=(), alternatives=(), as_written=said.text if ditto else said.as_written,
        state=CellState.READ if ditto else said.state,
    )  # fmt: skip


def _quads(
    session: Session, page: Page, after: str, above: Row, own: Mapping[str, Cell]
) -> tuple[dict[str, Quad], dict[str, Quad]]:
    """Where the upper row lies from now on, by cell, if it was parted; and by column where the added one does."""
    upper = _cells(session, after)
    parted = row_states.state(session.store, above.id).quads
    if parted:
        halves = {
            cell.column: reshaping.parted(
                cell.quad,
                _share([part for part in _cells(session, above.id) if part.column == cell.column], own),
            )
            for cell in upper
        }
        return (
            {cell.id: halves[cell.column][0] for cell in upper},
            {name: half[1] for name, half in halves.items()},
        )
    rows = readings.rows(session.store, page.id)
    at = next(place for place, row in enumerate(rows) if row.id == after)
    beneath = (
        {cell.column: cell.quad for cell in _cells(session, rows[at + 1].id)} if at + 1 < len(rows) else {}
    )
    return {}, {cell.column: reshaping.added(cell.quad, beneath.get(cell.column)) for cell in upper}


def _share(upper: Sequence[Cell], lower: Mapping[str, Cell]) -> float:
    """How far down (0 to 1) a row had been parted in a column; half where that is not known."""
    low = lower.get(upper[0].column) if upper else None
    if low is None:
        return 0.5
    top, cut, foot = upper[0].quad[0][1], upper[0].quad[3][1], low.quad[3][1]
    share = (cut - top) / (foot - top) if foot > top else 0.5
    return share if 0.0 < share < 1.0 else 0.5


def _carry_standings(session: Session, linked: Mapping[str, str]) -> None:
    """A row that a person had struck, or said not to be, is so on the new picture."""
    store = session.store
    for old, new in linked.items():
        was, now = row_states.state(store, old), row_states.state(store, new)
        changed = was.id and was.standing is not row_states.as_found(store, old).standing
        if changed and was.standing not in {now.standing, RowStanding.ABSENT}:
            again = replace(
                now, id=new_id(), standing=was.standing, note=was.note, at=session.now(), by=was.by
            )
            row_states.add_states(store, [again])


def _carry_questions(session: Session, cells: Mapping[str, str], before: Mapping[str, FieldReading]) -> None:
    """A question waits on at the new picture, beside what is read there now."""
    now = readings.latest_of(session.store, list(cells.values()))
    asked = [
        replace(now[new], id=new_id(), reader=said.reader, asked=True, note=said.note, at=session.now())
        for old, new in cells.items()
        if (said := before.get(old)) is not None and said.asked and new in now and not now[new].asked
    ]
    readings.add_readings(session.store, asked)


def _carry_entries(
    session: Session,
    cells: Mapping[str, str],
    before: Mapping[str, FieldReading],
    settled: Mapping[str, FieldReading],
) -> None:
    """What was typed blind goes with its cell; a decision with the value that it decided."""
    store = session.store
    decided = second_entries.decided(store, list(cells))
    for old, entries in second_entries.entries(store, list(cells)).items():
        ids = {}
        for entry in entries:
            ids[entry.id] = new_id()
            second_entries.add_entry(store, replace(entry, id=ids[entry.id], cell_id=cells[old]))
        decision, now = decided.get(old), settled.get(cells[old])
        stands = decision is not None and now is not None and decision.reading_id == before[old].id
        if decision is not None and now is not None and stands and decision.second_entry in ids:
            second_entries.add_decision(
                store,
                replace(
                    decision, id=new_id(), cell_id=cells[old], second_entry=ids[decision.second_entry],
                    reading_id=now.id,
                ),
            )  # fmt: skip


def _left(
    session: Session,
    page: Page,
    linked: Mapping[str, str],
    before: Mapping[str, FieldReading],
    settled: Iterable[str],
    cells: Mapping[str, str],
) -> tuple[Problem, ...]:
    """What of people's work is not on the new picture as it was on the one before."""
    store, kept = session.store, set(settled)
    every = readings.cells(store, page.replaces)
    typed = second_entries.entries(store, [cell.id for cell in every])
    worked = {
        cell.row_id
        for cell in every
        if cell.id in typed or (cell.id in before and (before[cell.id].settled or before[cell.id].asked))
    }
    added = {
        row.id for row in readings.rows(store, page.replaces) if linked.get(row.id) == row_for(page, row)
    }
    fields = [
        cell
        for cell in every
        if cell.id in cells and cell.row_id not in added and cell.id in before and before[cell.id].settled
    ]
    again = sum(cells[cell.id] not in kept for cell in fields)
    rows = [
        row.number for row in readings.rows(store, page.replaces) if row.id in worked and row.id not in linked
    ]
    found = []
    if again:
        found.append(Problem("not_carried_fields", (("count", str(again)),)))
    if rows:
        found.append(Problem("not_carried_rows", (("rows", ", ".join(map(str, rows))),)))
    return tuple(found)


def _cells_for(session: Session, page: Page, linked: Mapping[str, str]) -> dict[str, str]:
    """By each cell of a row that is on both pictures, the cell of the new one."""
    now = {(cell.row_id, cell.column): cell.id for cell in readings.cells(session.store, page.id)}
    return {
        cell.id: now[linked[cell.row_id], cell.column]
        for cell in readings.cells(session.store, page.replaces)
        if cell.row_id in linked and (linked[cell.row_id], cell.column) in now
    }


def _cells(session: Session, row_id: str) -> tuple[Cell, ...]:
    return readings.cells_of_rows(session.store, [row_id]).get(row_id, ())
