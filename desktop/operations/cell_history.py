"""Everything that was ever said of a cell: by machines, by persons, taken back, filed; who, when, what and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from db.model import CellState, FieldReading, Record
from db.store import people, readings, records, steps, whole
from desktop.operations.cells import is_unread
from desktop.operations.rescans import CHOICE
from desktop.operations.row_history import RowDid, row_history
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


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One thing that happened to a cell, or to its whole row.

    `who` is a person's name, or the engine's; "" for the choice of the machine. `column` is "" where the row is told of
    beside other cells of it.
    """

    at: str
    who: str
    column: str
    did: Did | RowDid
    state: CellState
    as_written: str
    text: str  # the value that counts
    why: str
    revision: int = 0  # of the record, where it was filed
    step: str = "do"  # of the row: undo where that was taken back, redo where it was done again


def cell_history(session: Session, cell_id: str) -> tuple[HistoryLine, ...]:
    """What was said of a cell, oldest first. Raises Expected("cell_unknown")."""
    column = readings.cell(session.store, cell_id).column
    return _in_order([*_of_cell(session, cell_id), *_of_row(session, cell_id, column)])


def record_history(session: Session, record_id: str) -> tuple[HistoryLine, ...]:
    """What was said of every cell that a record's fields came from, oldest first. Raises Expected("record_unknown")."""
    record = records.record(session.store, record_id)
    cells = dict.fromkeys(field.cell_id for field in record.fields if field.cell_id)
    lines = [line for cell_id in cells for line in _of_cell(session, cell_id)]
    rows = {readings.cell(session.store, cell_id).row_id: cell_id for cell_id in cells}
    return _in_order([*lines, *(line for cell_id in rows.values() for line in _of_row(session, cell_id, ""))])


def _in_order(lines: Sequence[HistoryLine]) -> tuple[HistoryLine, ...]:
    return tuple(sorted(lines, key=lambda line: line.at))


def _of_row(session: Session, cell_id: str, column: str) -> Iterator[HistoryLine]:
    names = {user.id: user.name for user in people.users(session.store)}
    page = readings.page_of_cell(session.store, cell_id)
    for line in row_history(session, page.id, readings.cell(session.store, cell_id).row_id):
        who = names.get(line.by, "")
        yield HistoryLine(line.at, who, column, line.did, CellState.READ, "", "", line.why, step=line.step)


def _of_cell(session: Session, cell_id: str) -> Iterator[HistoryLine]:
    store = session.store
    cell = readings.cell(store, cell_id)
    names = {user.id: user.name for user in people.users(store)}
    page = readings.page_of_cell(store, cell_id)
    taken_back = steps.of_cell(store, page.id, cell_id)
    for reading in readings.history(store, cell_id):
        if is_unread(reading):
            continue  # nobody said anything of it: its row was added, which is told of the row
        kind, user_id = taken_back.get(reading.id, ("", ""))
        again = {"undo": Did.UNDONE, "redo": Did.REDONE}.get(kind)
        who = names.get(user_id, "") if again else _who(reading, names)
        yield HistoryLine(
            reading.at, who, cell.column, again or _did(reading), reading.state, reading.as_written, reading.text,
            reading.note,
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
