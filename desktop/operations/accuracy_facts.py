"""What is known of every cell that was typed blind: what was filed, what is true, and what each reader had said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from db.model import CellState, FieldReading, Lot, Page, Truth
from db.store import informing, ledgers, pages, people, readings, samples
from desktop.accuracy.draw import in_order
from desktop.fields.definitions import Kind, definition
from desktop.fields.values import value_of
from desktop.fields.vocabularies import Vocabularies
from desktop.operations.judging import (
    CellVerdict,
    FiledCell,
    People,
    Verdict,
    agrees,
    filed_records,
    judge,
    people_of,
    typed_by_record,
)
from desktop.operations.lot_views import CheckCell
from desktop.operations.session import Session

CHOICE = "choice"
CLERK = "clerk:"

SETTLED = frozenset({Verdict.RIGHT, Verdict.WRONG})


@dataclass(frozen=True, slots=True)
class Said:
    """What a machine's reader said of a cell, as the value that counts."""

    reader: str
    text: str
    right: bool
    confidence: float
    at: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One cell that was typed blind. `true` is None where two people disagree, or nobody can read it."""

    record_id: str
    drawn: bool  # by the simple random sample, and not only to inform
    settled: bool  # known to be right or wrong; else it waits for a third person
    filed_at: str
    book: int
    page: Page
    row: int
    hand: str
    cell: CheckCell
    serial: bool
    filed: str
    true: str | None
    wrong: bool
    machine: tuple[Said, ...]  # the last of each reader; none where the truth is not known
    choices: tuple[Said, ...]  # what was shown to people, from the first reading to the last
    keyer: str  # the name of whoever keyed it first; "" where the machine's reading was passed
    typed: tuple[str, ...]  # by the checkers, as the value that counts; the filed text where it is the same


def facts(session: Session, lot_id: str = "") -> tuple[Fact, ...]:
    """Of one lot, or of all. A record that was drawn in two lots counts in the later one alone."""
    store = session.store
    done: set[str] = set()
    found: list[Fact] = []
    for summary in samples.lots(store):
        if lot_id and summary.id != lot_id:
            continue
        typed = typed_by_record(samples.truths(store, summary.id))
        new = {record_id: truths for record_id, truths in typed.items() if record_id not in done}
        done |= new.keys()
        if new:
            found += _of_lot(session, samples.lot(store, summary.id, new), new)
    return tuple(found)


def _of_lot(session: Session, lot: Lot, typed: Mapping[str, Sequence[Truth]]) -> Iterator[Fact]:
    store = session.store
    drawn = _sample(session, lot, typed)
    filed = filed_records(session, lot, typed)
    hands = informing.hands(store, sorted({one.record.page_id for one in filed.values()}))
    known = people_of(session, list(typed))
    books = {ledger.id: ledger.number for ledger in ledgers.ledgers(store)}
    names = {user.id: user.name for user in people.users(store)}
    shown = pages.pages_called(store, sorted({one.record.page_id for one in filed.values()}))
    cells = [cell.cell.cell_id for one in filed.values() for cell in one.cells]
    histories = readings.histories(store, cells)
    for record_id, one in filed.items():
        judged = judge(one, typed[record_id], known)
        for cell in judged.cells:
            history = histories.get(cell.filed.cell.cell_id, ())
            true = _true_text(cell, known.vocabularies)
            said = _machine(history, cell.filed, true, known.vocabularies)
            keyer = next((each.reader for each in history if each.reader.startswith(CLERK)), "")
            yield Fact(
                record_id, record_id in drawn, cell.verdict in SETTLED, one.record.filed_at,
                books[one.record.ledger_id], shown[one.record.page_id], one.row_number,
                hands.get(one.record.page_id, ""), cell.filed.cell,
                definition(cell.filed.cell.field).kind is Kind.SERIAL_NUMBER, cell.filed.text, true,
                cell.verdict is Verdict.WRONG, tuple({each.reader: each for each in said}.values()),
                tuple(each for each in said if each.reader == CHOICE),
                names.get(keyer.removeprefix(CLERK), ""), _typed(cell.filed, typed[record_id], known),
            )  # fmt: skip


def _sample(session: Session, lot: Lot, typed: Mapping[str, Sequence[Truth]]) -> frozenset[str]:
    """Of the records that were typed, those of the simple random sample."""
    beside = {one for each in informing.draws(session.store, lot.id) for one in each.records}
    if not beside & typed.keys():
        return frozenset(typed)
    # A record may be in both: the sample of a longer plan reaches it.
    every = samples.lot(session.store, lot.id).records
    order = in_order(samples.seed(session.store, lot.id), (record_id for record_id, _ in every))
    decided = samples.decisions(session.store, lot.id)
    whole = bool(decided) and decided[-1].decision in {"refused", "released"}
    size = len(order) if whole else samples.plans(session.store, lot.id)[-1].size
    return frozenset(order[:size]) & typed.keys()


def _typed(filed: FiledCell, truths: Iterable[Truth], known: People) -> tuple[str, ...]:
    return tuple(
        filed.text
        if agrees(filed, truth.text, truth.state, known.vocabularies)
        else value_of(filed.column, truth.text.strip(), filed.form, known.vocabularies)
        for truth in truths
        if truth.cell_id == filed.cell.cell_id
    )


def _true_text(cell: CellVerdict, vocabularies: Vocabularies) -> str | None:
    """What is true of a cell, as the value that counts."""
    if cell.verdict is Verdict.RIGHT:
        return cell.filed.text
    if cell.truth is None or cell.truth.state is CellState.UNREADABLE:
        return None
    typed = cell.truth.text.strip()
    return value_of(cell.filed.column, typed, cell.filed.form, vocabularies) if typed else ""


def _machine(
    history: Iterable[FieldReading], filed: FiledCell, true: str | None, vocabularies: Vocabularies
) -> tuple[Said, ...]:
    """Everything that machines said, oldest first."""
    if true is None:
        return ()
    fold = str.strip if filed.serial is not None else _folded  # of a serial number every character counts
    return tuple(
        Said(one.reader, text, fold(text) == fold(true), one.confidence, one.at)
        for one in history
        if not one.reader.startswith(CLERK)
        for text in (_value(one, filed, vocabularies),)
    )


def _value(reading: FieldReading, filed: FiledCell, vocabularies: Vocabularies) -> str:
    """Engines keep only what is written; the choice its value too."""
    if reading.state is CellState.BLANK or not reading.as_written:
        return ""
    if reading.reader == CHOICE:
        return reading.text
    return value_of(filed.column, reading.as_written, filed.form, vocabularies)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
