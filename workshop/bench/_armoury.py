"""A register of as many records as a country's armouries have, for the benches: filed in bulk, kept to be used again.

Makes, models and serial numbers are drawn (`workshop.draw.arms`): in runs as armouries receive them, some repeated,
some with a look-alike or another character in place of one, some with a character that nobody could read. The rows are
put straight into the tables; what the program's triggers add for each record is added for all of them at once
afterwards, and is the same.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from db.finding_step import WORDS_OF_RECORDS
from db.model import new_id
from db.store import connect
from desktop.fields.forms import Column, LedgerForm
from desktop.fields.serials import LOOK_ALIKES, search_keys
from desktop.operations import books
from desktop.operations.register import NewRegister, create_register
from desktop.operations.session import Session, open_session
from desktop.operations.workplace import workplace
from desktop.paths import HOME_VARIABLE
from workshop.draw.arms import MODELS, Model

PASSPHRASE: Final = "four words that differ"  # noqa: S105 - of a register that is thrown away
CLERK: Final = "Bench"
FORM: Final = LedgerForm(
    "Register",
    (
        Column("Serial number", "serial_number", 0.3, ditto=False),
        Column("Make", "make", 0.2),
        Column("Model", "model", 0.2),
        Column("Calibre", "calibre", 0.2),
        Column("Year", "year", 0.1),
    ),
)
ROWS: Final = 40  # of a page
_BLOCK: Final = 20_000  # records of a book, kept by one action
_KEPT: Final = 20_000  # records that a later one may repeat
# With SQLite's usual 2 MB every row of a random id has its page read, checked and enciphered again: a million records
# took hours. As much as the tables themselves, and they are filled in minutes.
_CACHE_KB: Final = 3_000_000
_INTO: Final = {
    "pages": "insert into pages values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "rows": "insert into rows values (?, ?, ?, ?)",
    "records": "insert into records values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "record_fields": "insert into record_fields values (?, ?, ?, ?, ?, ?, ?)",
}
_EACH: Final = ("records_follow", "records_become_latest")
"""What the program does for each record that is filed; `_FOR_ALL` does it for all."""
_FOR_ALL: Final = (
    "insert into latest_records select id, seq, revision, plain, 0 from records order by id",
    "insert into record_search (rowid, plain) select seq, plain from records where plain <> '' order by seq",
    f"{WORDS_OF_RECORDS} group by f.record_seq",
    "analyze",
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """One record as drawn."""

    serial: str
    model: Model
    year: int

    @property
    def values(self) -> tuple[tuple[str, str], ...]:
        """Its fields: the columns of FORM, left to right, and what kind of weapon it is."""
        model = self.model
        return (
            ("serial_number", self.serial), ("make", model.make), ("model", model.model), ("calibre", model.calibre),
            ("year", str(self.year)), ("weapon_type", model.type),
        )  # fmt: skip


def armoury(home: Path, count: int, seed: int) -> Session:
    """The session of a clerk with a register of `count` records in `home`; one that was filled there is used again."""
    place = workplace({HOME_VARIABLE: str(home)})
    folder = place.places.register
    whole = home / f"{count}-records-{seed}"
    if not whole.exists():
        create_register(place, folder, NewRegister("Bench", "B1", "", CLERK, PASSPHRASE))
        session = open_session(place, folder, PASSPHRASE)
        _fill(session, count, random.Random(seed))
        session.close()
        whole.touch()
    return open_session(place, folder, PASSPHRASE)


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
            text = _altered(before.serial, rng) if chance < 0.02 else before.serial
            yield Drawn(text, before.model, before.year)
            continue
        if run <= 0:
            model = rng.choice(MODELS)
            serial = "".join(rng.choice(pools[c]) if c in pools else c for c in rng.choice(model.shapes))
            year = rng.randint(*model.years)
            run = rng.randint(1, 40)
        run -= 1
        drawn = Drawn(serial, model, year)
        if len(kept) < _KEPT:
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
    alike = group and rng.random() < 0.6
    other = rng.choice(group.replace(serial[at], "")) if alike else rng.choice("0123456789?")
    return serial[:at] + other + serial[at + 1 :]


def _fill(session: Session, count: int, rng: random.Random) -> None:
    """File records as pages of books have them."""
    db = session.store.db
    for setting in (f"cache_size = -{_CACHE_KB}", "synchronous = off", "journal_mode = off"):
        db.execute(f"pragma {setting}")
    source = draw(count, rng)
    ledgers = [books.new_book(session, f"Book {at}", FORM).id for at in range(-(-count // _BLOCK))]
    with connect.action(session.store):
        each = [
            db.execute("select sql from sqlite_master where name = ?", (name,)).fetchone()[0]
            for name in _EACH
        ]
        for name in _EACH:
            db.execute(f"drop trigger {name}")
        for at, ledger_id in enumerate(ledgers):
            block = list(islice(source, _BLOCK))
            _put(session, ledger_id, at * _BLOCK, block)
        for sql in (*_FOR_ALL, *each):
            db.execute(sql)
    db.execute("pragma journal_mode = wal")


def _put(session: Session, ledger_id: str, before: int, block: list[Drawn]) -> None:
    """One book's pages, rows and records; `before` records are filed already."""
    sheets, rows, records, fields = [], [], [], []
    page_id = ""
    for number, drawn in enumerate(block, start=before):
        if number % ROWS == 0:
            page_id = new_id()
            sheets.append((page_id, ledger_id, (number - before) // ROWS + 1, "", "scan.png", page_id, 100, 100, 300.0,
                           "00", "filed", "", "[]", None))  # fmt: skip
        row_id, keys = new_id(), search_keys(drawn.serial)
        rows.append((row_id, page_id, number % ROWS + 1, 0))
        records.append((number + 1, new_id(), 1, "weapon", ledger_id, page_id, row_id, 0, drawn.serial,
                        "marked", "2026-03-01T09:30:00Z", session.user.id, "", "c" * 64,
                        keys.plain, keys.folded, keys.digits))  # fmt: skip
        for place, (name, text) in enumerate(drawn.values):
            fields.append((number + 1, place, name, text, text, None, None))
    for table, values in (("pages", sheets), ("rows", rows), ("records", records), ("record_fields", fields)):
        session.store.db.conn.executemany(_INTO[table], values)
