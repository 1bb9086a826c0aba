"""`python -m workshop.bench register`: how soon records are found among a million, encrypted as they are in daily work.

Makes, models and serial numbers are drawn (`workshop.draw.arms`): in runs as armouries receive them, some repeated,
some with a look-alike or another character in place of one, some with a character that nobody could read. Figures are
processor time, since a busy machine makes waiting no worse; beside each, in the same run, what SQLite alone takes for
the like on a plain file of the same numbers: no encryption, no ranking, no record put together.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median, quantiles

from db.finding_step import WORDS_OF_RECORDS
from db.model import Cell, CellState, FieldReading, Page, PageState, Row, new_id
from db.store import connect, pages, readings
from desktop.fields.confusions import DEFAULT
from desktop.fields.forms import Column, LedgerForm
from desktop.fields.serials import LOOK_ALIKES, search_keys
from desktop.operations import books, duplicates, everything, finding, searching, settling
from desktop.operations.finding import Query
from desktop.operations.reading_tools import ReadingTools
from desktop.operations.register import NewRegister, create_register
from desktop.operations.review import with_their_rows
from desktop.operations.session import Session, Workplace, open_session
from desktop.operations.views import Entry
from desktop.paths import Places, resources_folder
from workshop.draw.arms import MODELS, Model

RECORDS = 1_000_000
QUESTIONS = 200
HITS = 50
_ROWS = 40  # of a page
_BLOCK = 20_000  # records of a book, kept by one action
_PASSPHRASE = "four words that differ"  # noqa: S105 - of a register that is thrown away
_INTO = {
    "pages": "insert into pages values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "rows": "insert into rows values (?, ?, ?, ?)",
    "records": "insert into records values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "record_fields": "insert into record_fields values (?, ?, ?, ?, ?, ?, ?)",
}
FORM = LedgerForm(
    "Register",
    (
        Column("Serial number", "serial_number", 0.3, ditto=False),
        Column("Make", "make", 0.2),
        Column("Model", "model", 0.2),
        Column("Calibre", "calibre", 0.2),
        Column("Year", "year", 0.1),
    ),
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """One record as drawn."""

    serial: str
    model: Model
    year: int


@dataclass(frozen=True, slots=True)
class Measured:
    """Processor milliseconds of one kind of question, and of SQLite alone."""

    name: str
    most: float
    ours: tuple[float, ...]
    bare: tuple[float, ...]


def main(argv: list[str]) -> int:
    """Measure and print a table; 1 where a limit is not kept."""
    parser = argparse.ArgumentParser(prog="python -m workshop.bench register", description=__doc__)
    parser.add_argument("--records", type=int, default=RECORDS)
    parser.add_argument("--questions", type=int, default=QUESTIONS, help="of each kind")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(argv)
    rng = random.Random(asked.seed)
    with tempfile.TemporaryDirectory() as folder:
        session = _register(Path(folder))
        try:
            began = time.process_time()
            ids = fill(session, asked.records, rng)
            spent = time.process_time() - began
            session.store.db.execute("pragma wal_checkpoint(truncate)")
            size = (session.store.folder / "register.db").stat().st_size
            print(
                f"{asked.records:,} records, {size / 1e6:,.0f} MB encrypted, filled in {spent:,.0f} s of processor time"
            )
            bare = _bare(Path(folder) / "bare.db", session)
            measured = measure(session, bare, ids, asked.questions, rng)
            bare.close()
        finally:
            session.close()
    print("| What, to the first 50 hits | n | median | p95 | at most | SQLite alone: median | p95 |")
    print("|---|---|---|---|---|---|---|")
    for one in measured:
        print(_line(one))
    return 0 if all(_p95(one.ours) <= one.most for one in measured) else 1


def draw(count: int, rng: random.Random) -> Iterator[Drawn]:
    """Records as an armoury's books have them."""
    kept: list[Drawn] = []
    pools = {
        "9": "0123456789",
        "A": "ABCDEFGHJKLMNPRSTUVWXYZ",
        "a": "abcdefghkmnprstuvwxyz",
        "Я": "АБВГДЕЖИКЛМНПРСТ",
    }
    run = 0
    model, serial, year = MODELS[0], "", 0
    for _ in range(count):
        chance = rng.random()
        if kept and chance < 0.03:
            before = rng.choice(kept)
            yield Drawn(
                _altered(before.serial, rng) if chance < 0.02 else before.serial, before.model, before.year
            )
            continue
        if run <= 0:
            model = rng.choice(MODELS)
            serial = "".join(rng.choice(pools[c]) if c in pools else c for c in rng.choice(model.shapes))
            year = rng.randint(*model.years)
            run = rng.randint(1, 40)
        run -= 1
        drawn = Drawn(serial, model, year)
        if len(kept) < 20_000:
            kept.append(drawn)
        else:
            kept[rng.randrange(len(kept))] = drawn
        yield drawn
        serial = _next(serial, rng)


def _next(serial: str, rng: random.Random) -> str:
    """The serial some steps on: what lies in one chest is near, not always next."""
    figures = [at for at, c in enumerate(serial) if c.isdecimal()]
    number = "".join(serial[at] for at in figures)
    on = str((int(number) + rng.randint(1, 9)) % 10 ** len(number)).zfill(len(number))
    text = list(serial)
    for at, figure in zip(figures, on, strict=True):
        text[at] = figure
    return "".join(text)


def _altered(serial: str, rng: random.Random) -> str:
    """With one character another, a look-alike mostly, or unread."""
    at = rng.randrange(len(serial))
    group = next((group for group in LOOK_ALIKES if serial[at] in group), "")
    other = (
        rng.choice(group.replace(serial[at], ""))
        if group and rng.random() < 0.6
        else rng.choice("0123456789?")
    )
    return serial[:at] + other + serial[at + 1 :]


def _register(folder: Path) -> Session:
    places = Places(resources_folder(), folder / "home", folder / "home", folder / "private")
    place = Workplace(places, lambda: datetime.now(UTC), ReadingTools(resources_folder(), tuple))
    create_register(place, places.register, NewRegister("Bench", "B1", "", "Bench", _PASSPHRASE))
    return open_session(place, places.register, _PASSPHRASE)


def fill(session: Session, count: int, rng: random.Random) -> list[str]:
    """File records as pages of books have them, straight into the tables; the ids of all."""
    ids: list[str] = []
    source = draw(count, rng)
    db = session.store.db
    page_id = ""
    while block := [drawn for drawn, _ in zip(source, range(_BLOCK), strict=False)]:
        ledger_id = books.new_book(session, f"From {len(ids) + 1}", FORM).id
        with connect.action(session.store):
            sheets, rows, records, fields = [], [], [], []
            for drawn in block:
                number = len(ids)
                if number % _ROWS == 0:
                    page_id = new_id()
                    sheets.append((page_id, ledger_id, number // _ROWS + 1, "", "scan.png", page_id, 100, 100, 300.0,
                                  "00", "filed", "", "[]", None))  # fmt: skip
                row_id, record_id, keys = new_id(), new_id(), search_keys(drawn.serial)
                rows.append((row_id, page_id, number % _ROWS + 1, 0))
                records.append((number + 1, record_id, 1, "weapon", ledger_id, page_id, row_id, 0, drawn.serial,
                                "marked", "2026-03-01T09:30:00Z", session.user.id, "", "c" * 64,
                                keys.plain, keys.folded, keys.digits))  # fmt: skip
                for place, (name, text) in enumerate(_values(drawn)):
                    fields.append((number + 1, place, name, text, text, None, None))
                ids.append(record_id)
            for table, values in (
                ("pages", sheets),
                ("rows", rows),
                ("records", records),
                ("record_fields", fields),
            ):
                if values:
                    db.conn.executemany(_INTO[table], values)
            first = len(ids) - len(block)
            db.execute(f"{WORDS_OF_RECORDS} where f.record_seq > ? group by f.record_seq", (first,))
    db.execute("analyze")
    return ids


def _values(drawn: Drawn) -> tuple[tuple[str, str], ...]:
    model = drawn.model
    return (
        ("serial_number", drawn.serial), ("make", model.make), ("model", model.model), ("calibre", model.calibre),
        ("year", str(drawn.year)), ("weapon_type", model.type),
    )  # fmt: skip


def _bare(path: Path, session: Session) -> sqlite3.Connection:
    """A plain file with the same numbers and indexes of SQLite's own."""
    bare = sqlite3.connect(path)
    bare.execute("create table numbers (seq integer primary key, plain text not null)")
    found = session.store.db.execute("select seq, plain from latest_records")
    bare.executemany("insert into numbers values (?, ?)", found)
    bare.execute("create index by_plain on numbers (plain)")
    bare.execute("create virtual table parts using fts5 (plain, content='', tokenize='trigram')")
    bare.execute("insert into parts (rowid, plain) select seq, plain from numbers")
    bare.commit()
    return bare


def measure(
    session: Session, bare: sqlite3.Connection, ids: Sequence[str], questions: int, rng: random.Random
) -> tuple[Measured, ...]:
    """Ask questions of each kind that records are in; ours and SQLite's in turn."""
    picked = [
        row[0] for row in session.store.db.execute(
            "select plain from latest_records where length(plain) >= 5 and plain not like '%?%' limit 200000"
        )
    ]  # fmt: skip
    sample = [rng.choice(picked) for _ in range(questions)]

    def find(text: str) -> None:
        finding.find(session, Query(serial=text), HITS)

    def part(text: str) -> None:
        bare.execute(
            "select rowid from parts where plain match ? order by rowid desc limit 50", (f'"{text}"',)
        ).fetchall()

    def glob(text: str) -> None:
        bare.execute(
            "select seq from numbers where plain glob ? order by seq desc limit 50", (f"*{text}*",)
        ).fetchall()

    def same(text: str) -> None:
        bare.execute("select seq from numbers where plain = ?", (text,)).fetchall()

    parts = [_part(text, rng) for text in sample]
    three = [_with_three(text, rng) for text in sample]
    other = [_without_three(text, rng) for text in sample[: max(20, questions // 4)]]
    alike = [_look_alike(text, rng) for text in sample]
    results = [
        _measured("part of a number", 30, parts, find, part),
        _measured("`?`, `*` and three known in a row", 30, three, find, glob),
        _measured("any other `?` and `*`", 300, other, find, glob),
        _measured("look-alikes", 30, alike, find, same),
    ]
    everything_there = everything.places(session)

    def shown(_text: str) -> None:
        searching.count(session)
        finding.find(session, Query(), 200)

    def whole_table(_text: str) -> None:
        everything.places(session)

    def jump(_text: str) -> None:
        at = rng.randrange(len(everything_there))
        everything.at(session, everything_there[at : at + HITS])

    def first(_text: str) -> None:
        bare.execute("select seq from numbers order by seq desc limit 50").fetchall()

    results += [
        _measured("table of all records shown", 100, sample[:20], shown, first),
        _measured("all its lines can be gone to", 1000, sample[:5], whole_table, first),
        _measured("jump to anywhere in it", 30, sample, jump, first),
    ]
    some = [rng.choice(ids) for _ in range(questions)]
    ours = [_ms(partial(duplicates.of_record, session, record_id, DEFAULT)) for record_id in some]
    alone = [_ms(partial(same, text)) for text in sample]
    twice = Measured("what one record may be twice", 20, tuple(ours), tuple(alone))
    heard: list[int] = []
    whole = _ms(partial(duplicates.of_register, session, DEFAULT, lambda step: heard.append(step.done)))
    groups = _ms(
        lambda: bare.execute("select count(*) from (select 1 from numbers group by plain)").fetchone()
    )
    print(f"What the whole register may have twice: told {len(heard)} times how far it is.")
    saved = Measured("saving a field, above one bare fsync", 5, *save(session, min(questions, 100)))
    return (
        *results,
        twice,
        Measured("what the whole register may have twice", 60_000, (whole,), (groups,)),
        saved,
    )


def save(session: Session, count: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Milliseconds that saving fields takes above a bare fsync on the same disk, and the bare ones, in turn.

    By the clock, since an fsync is waited for.
    """
    store = session.store
    ledger = books.new_book(session, "Being checked", FORM)
    data = b"a page"
    sha256 = hashlib.sha256(data).hexdigest()
    pages.put_picture(store, ledger.id, sha256, data)
    page = Page(new_id(), ledger.id, 1, "", "scan.png", sha256, 100, 100, 300.0, "00", PageState.READ, "", ())
    rows = [Row(new_id(), page.id, number, struck=False) for number in range(1, count + 1)]
    quad = ((0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0))
    cells = [Cell(new_id(), row.id, column.name, quad) for row in rows for column in FORM.columns]
    with connect.action(store):
        pages.add_page(store, page)
        readings.add_table(store, rows, cells)
        read = CellState.READ
        said = [text for drawn in draw(count, random.Random(count)) for _, text in _values(drawn)[:5]]
        readings.add_readings(store, [FieldReading(new_id(), cell.id, "choice", text, text, read, 0.9, session.now())
                                      for cell, text in zip(cells, said, strict=True)])  # fmt: skip
    serials = [cell for cell in cells if cell.column == "Serial number"]
    ours, bare = [], []
    with (store.folder / "bare").open("wb") as file:
        for number, cell in enumerate(serials):
            began = time.perf_counter()
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())
            alone = time.perf_counter()
            with_their_rows(session, settling.settle(session, cell.id, Entry(f"AB {number:05d}")))
            bare.append((alone - began) * 1000)
            ours.append((time.perf_counter() - alone) * 1000 - bare[-1])
    return tuple(ours), tuple(bare)


def _measured(
    name: str, most: float, texts: Sequence[str], ours: Callable[[str], None], bare: Callable[[str], None]
) -> Measured:
    times = [(_ms(partial(ours, text)), _ms(partial(bare, text))) for text in texts]
    return Measured(name, most, tuple(one for one, _ in times), tuple(other for _, other in times))


def _ms(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


def _part(plain: str, rng: random.Random) -> str:
    length = rng.randint(3, min(5, len(plain)))
    at = rng.randrange(len(plain) - length + 1)
    return plain[at : at + length]


def _with_three(plain: str, rng: random.Random) -> str:
    """One character unknown, or the rest, with three known ones in a row left."""
    at = rng.randrange(len(plain) - 2)
    kept = range(at, at + 3)
    if rng.random() < 0.3:
        return f"{plain[0]}*{plain[at : at + 3]}" if at > 1 else f"{plain[at : at + 3]}?*"
    unknown = rng.choice([place for place in range(len(plain)) if place not in kept])
    return plain[:unknown] + "?" + plain[unknown + 1 :]


def _without_three(plain: str, rng: random.Random) -> str:
    start = rng.randrange(3)
    return "".join("?" if place % 3 == start else c for place, c in enumerate(plain))


def _look_alike(plain: str, rng: random.Random) -> str:
    places = [at for at, c in enumerate(plain) if any(c in group for group in LOOK_ALIKES)]
    text = list(plain)
    for at in rng.sample(places, min(len(places), rng.randint(1, 2))):
        group = next(group for group in LOOK_ALIKES if plain[at] in group)
        text[at] = rng.choice(group.replace(plain[at], ""))
    return "".join(text)


def _line(one: Measured) -> str:
    ours = f"{median(one.ours):.1f} ms | {_p95(one.ours):.1f} ms | {one.most:.0f} ms"
    return f"| {one.name} | {len(one.ours)} | {ours} | {median(one.bare):.1f} ms | {_p95(one.bare):.1f} ms |"


def _p95(values: Sequence[float]) -> float:
    return quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]
