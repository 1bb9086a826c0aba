"""`python -m workshop.bench register`: how soon a record is found among a million, encrypted as in daily work.

The records are drawn (`_armoury`). Figures are processor time, since a busy machine makes waiting no worse; beside
each, in the same run, what SQLite alone takes for the like on a plain file of the same numbers: no encryption, no
ranking, no record put together.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from statistics import median, quantiles

from db.model import Cell, CellState, FieldReading, Page, PageState, Row, new_id
from db.store import connect, pages, readings, records
from desktop.fields.confusions import DEFAULT
from desktop.fields.serials import LOOK_ALIKES
from desktop.operations import books, duplicates, everything, finding, searching, settling
from desktop.operations.finding import Query
from desktop.operations.review import review_page, with_their_rows
from desktop.operations.session import Session
from desktop.operations.views import Entry
from workshop.bench._armoury import FORM, ROWS, armoury, draw
from workshop.bench._million_window import peak_megabytes

RECORDS = 1_000_000
QUESTIONS = 200
HITS = 50
MEGABYTES = 500.0
"""What the window may take with all records in it."""


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
    parser.add_argument(
        "--keep", type=Path, help="folder in which the register is left, and used again if it is there"
    )
    asked = parser.parse_args(argv)
    rng = random.Random(asked.seed)
    with tempfile.TemporaryDirectory() as passing:
        began = time.process_time()
        home = asked.keep or Path(passing) / "home"
        session = armoury(home, asked.records, asked.seed)
        spent = time.process_time() - began
        try:
            size = (session.store.folder / "register.db").stat().st_size
            print(
                f"{searching.count(session):,} records, {size / 1e6:,.0f} MB, filled in {spent:,.0f} s of processing"
            )
            bare = _bare(Path(passing) / "bare.db", session)
            measured = measure(session, bare, asked.questions, rng)
            bare.close()
        finally:
            session.close()
        peak = peak_megabytes(home)
    print(f"The window on it, all records leafed through: at most {peak:.0f} MB (limit {MEGABYTES:.0f} MB).")
    print("| What, to the first 50 hits | n | median | p95 | at most | SQLite alone: median | p95 |")
    print("|---|---|---|---|---|---|---|")
    for one in measured:
        print(_line(one))
    return 0 if peak <= MEGABYTES and all(_p95(one.ours) <= one.most for one in measured) else 1


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
    session: Session, bare: sqlite3.Connection, questions: int, rng: random.Random
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
    ids = records.ids(session.store)
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
    saved = save(session, min(questions, 100))
    return (
        *results,
        twice,
        Measured("what the whole register may have twice", 60_000, (whole,), (groups,)),
        *saved,
    )


def save(session: Session, count: int) -> tuple[Measured, Measured]:
    """What saving fields takes above a bare fsync on the same disk, in turn with bare ones.

    By the clock, since an fsync is waited for, and on a busy PC with whatever else the disk is asked for meanwhile; and
    the processor time, which is what is above the fsync where nothing else is done.
    """
    store = session.store
    ledger = books.new_book(session, "Being checked", FORM)
    data = new_id().encode()  # no picture is in a register twice
    sha256 = hashlib.sha256(data).hexdigest()
    pages.put_picture(store, ledger.id, sha256, data)
    page = Page(new_id(), ledger.id, 1, "", "scan.png", sha256, 100, 100, 300.0, "00", PageState.READ, "", ())
    rows = [Row(new_id(), page.id, number, struck=False) for number in range(1, ROWS + 1)]
    quad = ((0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0))
    cells = [Cell(new_id(), row.id, column.name, quad) for row in rows for column in FORM.columns]
    with connect.action(store):
        pages.add_page(store, page)
        readings.add_table(store, rows, cells)
        read = CellState.READ
        said = [text for drawn in draw(ROWS, random.Random(ROWS)) for _, text in drawn.values[:5]]
        readings.add_readings(store, [FieldReading(new_id(), cell.id, "choice", text, text, read, 0.9, session.now())
                                      for cell, text in zip(cells, said, strict=True)])  # fmt: skip
    serials = [cell for cell in cells if cell.column == "Serial number"]
    # As whoever types on it sees it: the lists of makes and models are there then.
    review_page(session, page.id)
    ours, bare, spent, bare_spent = [], [], [], []
    with (store.folder / "bare").open("wb") as file:
        for number, cell in enumerate(islice(cycle(serials), count)):
            began, at_work = time.perf_counter(), time.process_time()
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())
            alone, at_work_alone = time.perf_counter(), time.process_time()
            with_their_rows(session, settling.settle(session, cell.id, Entry(f"AB {number:05d}")))
            bare.append((alone - began) * 1000)
            bare_spent.append((at_work_alone - at_work) * 1000)
            ours.append((time.perf_counter() - alone) * 1000 - bare[-1])
            spent.append((time.process_time() - at_work_alone) * 1000 - bare_spent[-1])
    return (
        Measured("saving a field, above one bare fsync", 5, tuple(ours), tuple(bare)),
        Measured("the same in processor time", 5, tuple(spent), tuple(bare_spent)),
    )


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
