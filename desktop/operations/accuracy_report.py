"""How wrong the records and the reading are, by field, book, reader and confidence, from what was typed blind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from db.model import CellState, FieldReading
from db.store import ledgers, people, readings, samples
from desktop.accuracy.calibration import Reliability, reliability
from desktop.accuracy.errors import Errors, errors
from desktop.accuracy.intervals import Interval, wilson
from desktop.fields.definitions import Kind, definition
from desktop.fields.problems import Problem
from desktop.fields.values import value_of
from desktop.operations.judging import CellVerdict, FiledCell, Verdict, filed_record, verdicts_of
from desktop.operations.session import Session

LEAST = 30
"""No figure for a person with fewer fields."""

CHOICE = "choice"
CLERK = "clerk:"


@dataclass(frozen=True, slots=True)
class Report:
    """Shares are of wrong things; each has its n. Records are counted only where a simple random sample drew them."""

    fields: Mapping[str, Interval]  # filed value against truth
    records: Interval  # any identity field wrong
    serials: Errors  # filed serial numbers
    machine: Mapping[str, Interval]  # by reader: "choice", "tesseract", "field-reader"; all fields
    machine_serials: Errors  # what the machine showed against the truth
    people: Mapping[str, Interval]  # by name, from 30 fields on, without an order of merit
    books: Mapping[str, Interval]
    bands: Mapping[str, Interval]  # by the confidence of the machine's choice
    reliability: Reliability
    said: tuple[Problem, ...]


@dataclass(slots=True)
class _Tally:
    """Wrong and all, by name."""

    counts: dict[str, list[int]] = field(default_factory=dict)

    def add(self, name: str, *, wrong: bool) -> None:
        both = self.counts.setdefault(name, [0, 0])
        both[0] += wrong
        both[1] += 1

    def shares(self, least: int = 1) -> dict[str, Interval]:
        return {name: wilson(wrong, n) for name, (wrong, n) in sorted(self.counts.items()) if n >= least}


@dataclass(slots=True)
class _Counting:
    """What is counted cell by cell."""

    session: Session
    names: Mapping[str, str]
    fields: _Tally = field(default_factory=_Tally)
    machine: _Tally = field(default_factory=_Tally)
    people: _Tally = field(default_factory=_Tally)
    books: _Tally = field(default_factory=_Tally)
    bands: _Tally = field(default_factory=_Tally)
    serials: list[tuple[str, str]] = field(default_factory=list)
    machine_serials: list[tuple[str, str]] = field(default_factory=list)
    sure: list[float] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)

    def count(self, cell: CellVerdict, book: str) -> None:
        """A cell of which is known whether it was filed right."""
        filed, wrong = cell.filed, cell.verdict is Verdict.WRONG
        self.fields.add(filed.cell.field, wrong=wrong)
        self.books.add(book, wrong=wrong)
        history = readings.history(self.session.store, filed.cell.cell_id)
        keyer = next((one.reader for one in history if one.reader.startswith(CLERK)), None)
        if keyer is not None:
            self.people.add(self.names.get(keyer.removeprefix(CLERK), ""), wrong=wrong)
        true = _true_text(self.session, cell)
        if true is not None:
            self._count_readers(filed, history, true)

    def _count_readers(self, filed: FiledCell, history: Iterable[FieldReading], true: str) -> None:
        serial = definition(filed.cell.field).kind is Kind.SERIAL_NUMBER and bool(true)
        if serial:
            self.serials.append((true, filed.text))
        for one in _last_of_each(history):
            missed = not _reads(self.session, filed, one, true)
            self.machine.add(one.reader, wrong=missed)
            if one.reader != CHOICE:
                continue
            self.sure.append(one.confidence)
            self.right.append(not missed)
            self.bands.add(_band(one.confidence), wrong=missed)
            if serial:
                self.machine_serials.append((true, one.text))


def report(session: Session, lot_id: str = "") -> Report:
    """The report of one lot, or of all. A record that was drawn in two lots counts in the later one alone."""
    store = session.store
    books = {ledger.id: f"{ledger.number}" for ledger in ledgers.ledgers(store)}
    counted = _Counting(session, {user.id: user.name for user in people.users(store)})
    wrong_records = seen_records = 0
    done: set[str] = set()
    for summary in samples.lots(store):
        if lot_id and summary.id != lot_id:
            continue
        lot = samples.lot(store, summary.id)
        for record_id, judged in verdicts_of(session, lot).items():
            if record_id in done:
                continue
            done.add(record_id)
            if judged.verdict in _SETTLED:
                seen_records += 1
                wrong_records += any(_wrong_identity(cell) for cell in judged.cells)
            book = books[filed_record(session, lot, record_id).record.ledger_id]
            for cell in judged.cells:
                if cell.verdict in _SETTLED:
                    counted.count(cell, book)
    said = [Problem("report_clerks_lean"), Problem("report_too_few", (("least", str(LEAST)),))]
    return Report(
        counted.fields.shares(), wilson(wrong_records, seen_records), errors(counted.serials),
        counted.machine.shares(), errors(counted.machine_serials), counted.people.shares(LEAST),
        counted.books.shares(), counted.bands.shares(), reliability(counted.sure, counted.right),
        tuple(said) if seen_records else (Problem("report_empty"),),
    )  # fmt: skip


_SETTLED = frozenset({Verdict.RIGHT, Verdict.WRONG})


def _wrong_identity(cell: CellVerdict) -> bool:
    return cell.verdict is Verdict.WRONG and definition(cell.filed.cell.field).identity


def _true_text(session: Session, cell: CellVerdict) -> str | None:
    """What is true of a cell, as the value that counts; None where two people disagree, or nobody can read it."""
    if cell.verdict is Verdict.RIGHT:
        return cell.filed.text
    if cell.truth is None or cell.truth.state is CellState.UNREADABLE:
        return None
    typed = cell.truth.text.strip()
    return (
        value_of(cell.filed.column, typed, cell.filed.form, session.workplace.vocabularies) if typed else ""
    )


def _last_of_each(history: Iterable[FieldReading]) -> tuple[FieldReading, ...]:
    """The last thing that each machine's reader said of the cell."""
    last = {one.reader: one for one in history if not one.reader.startswith(CLERK)}
    return tuple(last.values())


def _reads(session: Session, filed: FiledCell, reading: FieldReading, true: str) -> bool:
    """Whether a machine's reading gives the true value. Engines keep only what is written; the choice its value too."""
    if reading.state is CellState.BLANK or not reading.as_written:
        return not true
    if reading.reader == CHOICE:
        text = reading.text
    else:
        text = value_of(filed.column, reading.as_written, filed.form, session.workplace.vocabularies)
    return " ".join(text.split()).casefold() == " ".join(true.split()).casefold()


def _band(confidence: float) -> str:
    for low in (0.98, 0.9, 0.7, 0.5):
        if confidence >= low:
            return f"{low:.2f}"
    return "0.00"
