"""What was typed blind against what was filed: which cells of a lot's records are right, wrong, or wait for a third."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from db.model import Cell, CellState, Lot, Record, SerialState, Truth
from db.store import ledgers, people, readings, records, samples
from desktop.fields.absences import serial_state
from desktop.fields.definitions import Kind, definition
from desktop.fields.forms import Column, LedgerForm
from desktop.fields.values import value_of
from desktop.fields.vocabularies import Vocabularies
from desktop.operations.books import form_of
from desktop.operations.lot_views import CheckCell
from desktop.operations.session import Session


class Verdict(StrEnum):
    """What is known of a cell or a record."""

    UNSEEN = "unseen"
    RIGHT = "right"
    WRONG = "wrong"
    WAITS = "waits"  # for a third person


@dataclass(frozen=True, slots=True)
class FiledCell:
    """A cell to be checked with what was filed of it."""

    cell: CheckCell
    column: Column
    form: LedgerForm
    text: str
    as_written: str
    serial: SerialState | None  # of a serial number's cell


@dataclass(frozen=True, slots=True)
class FiledRecord:
    """A record of a lot as it was frozen."""

    record: Record
    row_number: int
    cells: tuple[FiledCell, ...]


@dataclass(frozen=True, slots=True)
class CellVerdict:
    """A cell judged; `truth` is what people agree on, None where they do not (yet)."""

    filed: FiledCell
    verdict: Verdict
    truth: Truth | None


@dataclass(frozen=True, slots=True)
class RecordVerdict:
    """A record judged by its cells."""

    verdict: Verdict
    cells: tuple[CellVerdict, ...]


@dataclass(frozen=True, slots=True)
class People:
    """Who there is, and who keyed which record."""

    everybody: frozenset[str]
    keyers: Mapping[str, frozenset[str]]
    vocabularies: Vocabularies

    def third_for(self, record_id: str, checkers: set[str]) -> bool:
        """Whether there is anybody who neither keyed nor checked the record."""
        return bool(self.everybody - self.keyers.get(record_id, frozenset()) - checkers)


def filed_record(session: Session, lot: Lot, record_id: str) -> FiledRecord:
    """A record as it was frozen, with the cells that are checked."""
    return filed_records(session, lot, [record_id])[record_id]


def filed_records(session: Session, lot: Lot, record_ids: Iterable[str]) -> dict[str, FiledRecord]:
    """Records as they were frozen, by a few queries however many they are."""
    store = session.store
    revisions = dict(lot.records)
    found = records.revisions(store, [(record_id, revisions[record_id]) for record_id in record_ids])
    row_ids = [record.row_id for record in found]
    rows, cells = readings.rows_called(store, row_ids), readings.cells_of_rows(store, row_ids)
    forms = {
        ledger_id: form_of(ledgers.ledger(store, ledger_id))
        for ledger_id in {record.ledger_id for record in found}
    }
    return {
        record.id: FiledRecord(
            record,
            rows[record.row_id].number,
            tuple(_filed_cells(record, cells.get(record.row_id, ()), forms[record.ledger_id], lot.fields)),
        )
        for record in found
    }


def _filed_cells(
    record: Record, own: Sequence[Cell], form: LedgerForm, wanted: Sequence[str]
) -> Iterator[FiledCell]:
    columns = {column.name: column for column in form.columns}
    by_cell = {field.cell_id: field for field in record.fields if field.cell_id}
    for cell in own:
        column = columns.get(cell.column)
        if column is None or column.field not in wanted:
            continue
        said = by_cell.get(cell.id)
        is_serial = definition(column.field).kind is Kind.SERIAL_NUMBER
        yield FiledCell(
            CheckCell(cell.id, column.field, column.name), column, form,
            said.text if said else "", said.as_written if said else "",
            record.serial_state if is_serial else None,
        )  # fmt: skip


def agrees(filed: FiledCell, text: str, state: CellState, vocabularies: Vocabularies) -> bool:
    """Whether what was typed says what was filed.

    A serial number is the same when every character is; "can't be read" agrees only with a value that was filed as
    illegible. Of other fields the value counts that the form makes of the text, whatever its capitals and spaces.
    """
    if state is CellState.UNREADABLE:
        if filed.serial is not None:
            return filed.serial is SerialState.ILLEGIBLE
        return not (filed.text or filed.as_written)
    typed = text.strip() if state is CellState.READ else ""
    if filed.serial is not None:
        if not typed:
            return filed.serial is SerialState.NOT_RECORDED
        meant = serial_state(typed)
        return meant is filed.serial and (meant is not SerialState.MARKED or typed == filed.text.strip())
    if not typed:
        return not filed.as_written.strip()
    # The lists grow: what was filed before a name was on one means the same as what it gives today.
    same = (filed.text, value_of(filed.column, filed.text, filed.form, vocabularies))
    return _folded(value_of(filed.column, typed, filed.form, vocabularies)) in map(_folded, same)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def same_truth(one: Truth, other: Truth, filed: FiledCell, vocabularies: Vocabularies) -> bool:
    """Whether two people saw the same."""
    if one.state is not other.state:
        return False
    if filed.serial is not None:
        return one.text.strip() == other.text.strip()
    left, right = (
        value_of(filed.column, each.text.strip(), filed.form, vocabularies) for each in (one, other)
    )
    return _folded(left) == _folded(right)


def judge_cell(
    filed: FiledCell, typed: Sequence[Truth], vocabularies: Vocabularies, *, third_there: bool
) -> CellVerdict:
    """The first entry stands where it agrees with what was filed. Where not, a third person decides, if there is one.

    A checker can't make two entries agree with each other.
    """
    if not typed:
        return CellVerdict(filed, Verdict.UNSEEN, None)
    for truth in typed[:2]:
        if agrees(filed, truth.text, truth.state, vocabularies):
            return CellVerdict(filed, Verdict.RIGHT, truth)
    if len(typed) == 1:
        if third_there:
            return CellVerdict(filed, Verdict.WAITS, None)
        return CellVerdict(filed, Verdict.WRONG, typed[0])
    agreed = same_truth(typed[0], typed[1], filed, vocabularies)
    return CellVerdict(filed, Verdict.WRONG, typed[1] if agreed else None)


def judge(record: FiledRecord, truths: Sequence[Truth], known: People) -> RecordVerdict:
    """A record by all its cells: wrong if any cell is, whatever else waits."""
    by_cell: dict[str, list[Truth]] = {}
    for truth in truths:
        by_cell.setdefault(truth.cell_id, []).append(truth)
    third = known.third_for(record.record.id, {truth.by for truth in truths})
    cells = tuple(
        judge_cell(cell, by_cell.get(cell.cell.cell_id, ()), known.vocabularies, third_there=third)
        for cell in record.cells
    )
    found = {cell.verdict for cell in cells}
    for worst in (Verdict.UNSEEN, Verdict.WRONG, Verdict.WAITS):
        if worst in found:
            return RecordVerdict(worst, cells)
    return RecordVerdict(Verdict.RIGHT, cells)


def people_of(session: Session, record_ids: Sequence[str]) -> People:
    """Who there is, and who keyed these records."""
    everybody = frozenset(user.id for user in people.users(session.store))
    return People(everybody, samples.keyers(session.store, record_ids), session.workplace.vocabularies)


def typed_by_record(truths: Iterable[Truth]) -> dict[str, list[Truth]]:
    """What was typed, by record, in the order in which it came."""
    answers: dict[str, list[Truth]] = {}
    for truth in truths:
        answers.setdefault(truth.record_id, []).append(truth)
    return answers
