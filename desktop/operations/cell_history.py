"""Everything that was ever said of a cell: by machines, by persons, taken back, filed; who, when, what and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from db.model import CellState, FieldReading, Record
from db.store import people, readings, records, row_states, steps, whole
from db.store.row_states import RowStanding
from desktop.operations.rescans import CHOICE
from desktop.operations.session import Session


class Did(StrEnum):
    """What happened to a cell."""

    READ = "read"  # one engine by itself
    CHOSEN = "chosen"  # the choice that is made of what the engines said
    PROPOSED = "proposed"  # a person said something of it and did not decide
    SETTLED = "settled"
    ASKED = "asked"
    UNDONE = "undone"  # what stood there before stands there again
    REDONE = "redone"
    FILED = "filed"  # as a revision of the row's record
    STRUCK = "struck"  # its row
    ROW = "row"  # its row was added, parted, joined, or is no more struck


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One thing that happened. `who` is a person's name, or the engine's; "" for the choice of the machine."""

    at: str
    who: str
    column: str
    did: Did
    state: CellState
    as_written: str
    text: str  # the value that counts
    why: str
    revision: int = 0  # of the record, where it was filed


def cell_history(session: Session, cell_id: str) -> tuple[HistoryLine, ...]:
    """What was said of a cell, oldest first. Raises Expected("cell_unknown")."""
    return _of_cells(session, [cell_id])


def record_history(session: Session, record_id: str) -> tuple[HistoryLine, ...]:
    """What was said of every cell that a record's fields came from, oldest first. Raises Expected("record_unknown")."""
    record = records.record(session.store, record_id)
    cells = dict.fromkeys(field.cell_id for field in record.fields if field.cell_id)
    return _of_cells(session, list(cells))


def _of_cells(session: Session, cell_ids: Sequence[str]) -> tuple[HistoryLine, ...]:
    lines = [line for cell_id in cell_ids for line in _of_cell(session, cell_id)]
    return tuple(sorted(lines, key=lambda line: line.at))


def _of_cell(session: Session, cell_id: str) -> Iterator[HistoryLine]:
    store = session.store
    cell = readings.cell(store, cell_id)
    names = {user.id: user.name for user in people.users(store)}
    page = readings.page_of_cell(store, cell_id)
    taken_back = steps.of_cell(store, page.id, cell_id)
    for reading in readings.history(store, cell_id):
        kind, user_id = taken_back.get(reading.id, ("", ""))
        again = {"undo": Did.UNDONE, "redo": Did.REDONE}.get(kind)
        who = names.get(user_id, "") if again else _who(reading, names)
        yield HistoryLine(
            reading.at, who, cell.column, again or _did(reading), reading.state, reading.as_written, reading.text,
            reading.note,
        )  # fmt: skip
    for state in row_states.said(store, cell.row_id):
        struck = state.standing in {RowStanding.STRUCK, RowStanding.LEFT_OUT}
        yield HistoryLine(
            state.at, names.get(state.by, ""), cell.column, Did.STRUCK if struck else Did.ROW, CellState.BLANK, "", "",
            state.note,
        )  # fmt: skip
    latest = records.record_of_row(store, cell.row_id)
    if latest is not None:
        for revision in (*whole.earlier(store, [latest.id]).get(latest.id, ()), latest):
            yield _filed(revision, cell_id, cell.column, names.get(revision.filed_by, ""))


def _filed(revision: Record, cell_id: str, column: str, who: str) -> HistoryLine:
    field = next((each for each in revision.fields if each.cell_id == cell_id), None)
    written, text = (field.as_written, field.text) if field else ("", "")
    state = CellState.READ if field else CellState.BLANK
    return HistoryLine(
        revision.filed_at, who, column, Did.FILED, state, written, text, revision.reason, revision.revision
    )


def _who(reading: FieldReading, names: dict[str, str]) -> str:
    reader = reading.reader
    if reader == CHOICE:
        return ""
    return names.get(reader.removeprefix("clerk:"), reader.removeprefix("clerk:"))


def _did(reading: FieldReading) -> Did:
    if reading.reader == CHOICE:
        return Did.CHOSEN
    if not reading.reader.startswith("clerk:"):
        return Did.READ
    if reading.asked:
        return Did.ASKED
    return Did.SETTLED if reading.settled else Did.PROPOSED
