"""What the tests of the store file: small, true to the rules, made anew each time."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

from db.model import (
    Alternative,
    Answer,
    AnswerFile,
    Armoury,
    Batch,
    Cell,
    CellState,
    Decision,
    Event,
    FieldReading,
    InformingDraw,
    JournalEntry,
    Ledger,
    Lot,
    Marking,
    Page,
    PageState,
    PracticeResult,
    PracticeRound,
    Record,
    RecordField,
    Row,
    SamplePlan,
    SerialState,
    Truth,
    User,
    new_id,
)
from db.model_desk import Amendment, ColumnDefault, Holder, SecondDecision, SecondEntry, SecondPlan, Statement
from db.model_moving import BookMove, Peer
from db.model_tracing import Judgement, TraceRequest, TraceStep
from db.store import (
    amendments,
    answers,
    batches,
    column_defaults,
    informing,
    judgements,
    ledgers,
    moves,
    pages,
    practice_rounds,
    readings,
    records,
    samples,
    second_entries,
    statements,
    traces,
)
from db.store.connect import Store, action
from db.vault import Cost

CHEAP = Cost(memory_kib=8, iterations=1, lanes=1)
PASSPHRASE = "correct horse battery"
AT = "2026-03-01T09:30:00Z"
ARMOURY = Armoury("a" * 32, "Central Armoury", "CAR", "KEN", practice=False)
USER = User("b" * 32, "Amina", "administrator")
QUAD = ((10.0, 20.5), (110.25, 21.0), (110.0, 60.0), (9.75, 59.0))


def a_ledger(store: Store, title: str = "Rifles") -> Ledger:
    with action(store):
        ledger = Ledger(new_id(), ledgers.next_number(store), title, 'name = "stock"\n')
        ledgers.add_ledger(store, ledger)
    return ledger


def picture_bytes(words: str) -> tuple[bytes, str]:
    data = f"picture of {words}".encode()
    return data, hashlib.sha256(data).hexdigest()


def a_page(store: Store, ledger: Ledger, words: str = "page", replaces: str = "") -> Page:
    data, sha256 = picture_bytes(words)
    pages.put_picture(store, ledger.id, sha256, data)
    with action(store):
        page = Page(
            new_id(), ledger.id, pages.next_position(store, ledger.id), "12", "scan.png", sha256, 2480, 3508,
            300.0, "00ff", PageState.IMPORTED, "", (json.dumps({"k": "v"}),), replaces,
        )  # fmt: skip
        pages.add_page(store, page)
    return page


def a_table(
    store: Store, page: Page, rows: int = 2, columns: tuple[str, ...] = ("serial_number", "model")
) -> list[Cell]:
    """Cells row by row."""
    lines = [Row(new_id(), page.id, number, struck=False) for number in range(1, rows + 1)]
    boxes = [Cell(new_id(), line.id, column, QUAD) for line in lines for column in columns]
    with action(store):
        readings.add_table(store, lines, boxes)
    return boxes


def a_reading(cell: Cell, text: str = "AB 123", reader: str = "choice", **changed: object) -> FieldReading:
    reading = FieldReading(
        new_id(), cell.id, reader, text, text, CellState.READ, 0.75, AT, reader.startswith("clerk:"),
        (0.5, 1.0), (Alternative("A8 123", 0.2),),
    )  # fmt: skip
    return replace(reading, **changed)  # type: ignore[arg-type]  # the tests hand in fields by name


def read(store: Store, *new: FieldReading) -> None:
    with action(store):
        readings.add_readings(store, new)


def a_record(store: Store, page: Page, cell: Cell, serial: str = "AB 123", **changed: object) -> Record:
    """A record that is not filed yet, of a cell that has a reading."""
    reading = readings.latest(store, cell.id)
    if reading is None:
        reading = a_reading(cell, serial)
        read(store, reading)
    record = Record(
        new_id(), 1, "weapon", page.ledger_id, page.id, cell.row_id, struck=False, serial=serial,
        serial_state=SerialState.MARKED,
        fields=(
            RecordField("serial_number", serial, serial, cell.id, reading.id),
            RecordField("make", "X", "x", "", ""),
        ),
        markings=(Marking("proof", "crown", "barrel", "left", "stamped", "1944", cell.id),),
        events=(Event("issued", "1984-03", "March 84", "2 Bn", "V 12", "1", "", cell.id),),
        filed_at=AT, filed_by=USER.id, reason="", row_sha256="c" * 64,
    )  # fmt: skip
    return replace(record, **changed)  # type: ignore[arg-type]  # the tests hand in fields by name


def keys_of(serial: str) -> tuple[str, str, str]:
    plain = "".join(letter for letter in serial.upper() if letter.isalnum())
    folded = plain.translate(str.maketrans("OQDILSBZGT", "0001158267"))
    return plain, folded, "".join(letter for letter in plain if letter.isdigit())


def file(store: Store, *new: Record) -> None:
    with action(store):
        for record in new:
            records.add_record(store, record, keys_of(record.serial))


def seal(store: Store, *members: tuple[str, int]) -> Batch:
    with action(store):
        number = batches.next_number(store)
        batch = Batch(new_id(), number, f"LM-CAR-{number}", AT, USER.id, len(members), members)
        batches.add_batch(store, batch, {"batch.xlsx": b"PK\x03\x04", "manifest.json": b"{}"})
    return batch


def a_lot(store: Store, user_id: str, record_id: str, cell_id: str) -> Lot:
    """A lot of one record, drawn, checked and refused; inside an action."""
    lot = Lot(new_id(), "book", "Book 1", AT, user_id, "e" * 64, ("serial_number",), ((record_id, 1),))
    samples.add_lot(store, lot)
    samples.put_seed(store, lot.id, bytes(32), AT)
    samples.add_plan(store, SamplePlan(lot.id, "1/100", "1/20", 1, AT, user_id))
    typed = Truth(
        new_id(), lot.id, record_id, cell_id, "serial_number", "AB 124", CellState.READ, AT, user_id
    )
    samples.add_truths(store, [typed])
    decided = Decision(new_id(), lot.id, "refused", 1, 1, 1, 1, "1/100", "1/20", AT, user_id, "f" * 64, 3)
    samples.add_decision(store, decided)
    informing.add_draw(store, InformingDraw(new_id(), lot.id, "clerk", user_id, AT, user_id, (record_id,)))
    return lot


def a_practice_round(store: Store, user_id: str, page_id: str) -> PracticeRound:
    """A round that was done, and a page whose hand is known; inside an action."""
    announced = PracticeRound(new_id(), user_id, 20, bytes(32), AT, user_id)
    practice_rounds.add_round(store, announced)
    practice_rounds.add_result(store, PracticeResult(announced.id, 8, 7, 12, 1, AT))
    informing.say_hand(store, [page_id], "Sgt. Otieno", AT, user_id)
    return announced


def a_trace(store: Store, user_id: str, record_id: str, other_id: str) -> None:
    """A request that was answered with a record, and what somebody said of two; inside an action."""
    asked = TraceRequest(
        new_id(), 1, "T 7", "NCB", "", "2026-03-01", "AB 123", "", "", "", "", "found", "", AT, user_id
    )
    traces.add_request(store, asked)
    traces.add_step(
        store, TraceStep(new_id(), asked.id, "answered", "", "", "2026-03-02", AT, user_id, ((record_id, 1),))
    )
    first, second = sorted((record_id, other_id))
    judgements.add_judgement(store, Judgement(new_id(), first, second, "same", "", AT, user_id))


def a_second_entry(store: Store, user_id: str, reading: FieldReading, record_id: str) -> None:
    """A second entry, a decision on it, what a book and a person say; inside an action."""
    cell_id = reading.cell_id
    second_entries.add_plan(store, SecondPlan("handwritten", "1/20", AT, user_id))
    typed = SecondEntry(new_id(), cell_id, "AB 124", CellState.READ, AT, user_id)
    second_entries.add_entry(store, typed)
    decided = SecondDecision(new_id(), cell_id, reading.id, typed.id, "first", reading.id, AT, user_id)
    second_entries.add_decision(store, decided)
    ledger_id = store.db.execute("select id from ledgers").fetchone()[0]
    statements.add_statement(store, Statement(ledger_id, 40, None, AT, user_id))
    step_id, page_id = store.db.execute("select id, page_id from steps").fetchone()
    said = ColumnDefault(
        new_id(), ledger_id, page_id, cell_id, "make", "book", "Mauser", step_id, AT, user_id
    )
    column_defaults.add_defaults(store, [said])
    held = Amendment(new_id(), record_id, "holder", Holder("2nd Battalion"), "seen", AT, user_id)
    amendments.add_amendment(store, held)


def an_answer(
    batch: Batch, record_id: str, reply: str = "accepted", revision: int = 1, **more: str
) -> Answer:
    texts = {"registry_number": "", "duplicate_of": "", "code": "", "note": "", "answered_on": ""} | more
    return Answer("", batch.id, record_id, revision, "c" * 64, reply, **texts)


def take(store: Store, user_id: str, *said: Answer) -> AnswerFile:
    """An answer that was taken."""
    data = new_id().encode()
    file = AnswerFile(new_id(), "answer.xlsx", hashlib.sha256(data).hexdigest(), "", AT, user_id)
    keys = {one.registry_number: one.registry_number.upper() for one in said}
    with action(store):
        answers.add_answers(store, file, data, [replace(one, answer_file=file.id) for one in said], keys)
    return file


def a_move(store: Store, user_id: str, ledger_id: str, record_id: str) -> None:
    """A book that came from another PC, whose journal told of it; one of its records was sent there."""
    moves.add_peer(store, Peer("9" * 32, "Second PC", "8" * 64, "age1", AT, user_id))
    came = BookMove(new_id(), ledger_id, 1, "in", "9" * 32, ARMOURY.id, "7" * 64, "", AT, user_id)
    moves.add_move(store, came)
    entry = JournalEntry(4, AT, user_id, "begin_book", ledger_id, "{}", "", "6" * 64)
    moves.add_foreign_entries(store, ledger_id, [("9" * 32, entry)])
    moves.add_sent(store, [(record_id, 1, "9" * 32, "LM-CAR-0007")])
