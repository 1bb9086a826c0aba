"""What a person does, stage by stage, on a small register, each saying what it showed as done.

A stage says `saved CELL TEXT`, `filed PAGE`, `sealed FOLDER`, `backed FOLDER`, `gave FOLDER` or `took BOOK` the moment
the operation came back, which is when the window shows it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from db.cipher import connect as connect_file
from db.migrations import MIGRATIONS, REGISTER_ID, migrate
from db.model import Armoury, CellState, User
from db.places import BOOKS, REGISTER
from db.store import connect, ledgers, pages, readings
from db.vault import Cost, DataKey, create_keys, unlock
from desktop.fields.forms import Column, LedgerForm
from desktop.operations import (
    backups,
    books,
    exchange_keys,
    filing,
    importing,
    peers,
    reading,
    sealing,
    sending_books,
    settling,
    taking_books,
)
from desktop.operations.reading_tools import ReadingTools
from desktop.operations.session import Session, Workplace, session_of, system_clock
from desktop.operations.views import Entry as Said
from desktop.paths import Places, resources_folder
from desktop.recognition.engine import NOTHING_WRITTEN, Cancel, Crop, Guess, Hint, never
from workshop.draw.camera import packed
from workshop.draw.layout import Layout
from workshop.draw.look import Camera, Look, Paper, Pens
from workshop.draw.page import draw_page
from workshop.draw.truth import Entry, PageSpec, read

FORM: Final = LedgerForm(
    "Short register",
    (
        Column("No.", "number_in_book", 0.2),
        Column("Serial number", "serial_number", 0.4, ditto=False),
        Column("Year", "year", 0.4),
    ),
)
ROWS: Final = 4
PAGES: Final = 2
_CHEAP: Final = Cost(memory_kib=8, iterations=1, lanes=1)  # nobody guesses here
_USER: Final = User("b" * 32, "Amina", "administrator")
_OTHER_USER: Final = User("d" * 32, "Baraka", "administrator")
_ARMOURY: Final = Armoury("a" * 32, "Central armoury", "CAR", "KEN", practice=False)
_AT: Final = "2026-03-01T09:30:00Z"
PASSPHRASE: Final = "four words that differ"  # noqa: S105 - of registers that live for a second

Say = Callable[[str], None]


class QuickEngine:
    """Reads nothing: it makes a text of each crop's bytes, at once and always the same."""

    name = "quick"

    def heeded(self, hint: Hint) -> Hint:
        """Every hint is the same to it."""
        return Hint(hint.kind)

    def read(self, crops: Sequence[Crop], hint: Hint, cancel: Cancel = never) -> list[Guess]:  # noqa: ARG002
        """A text a crop."""
        return [_guess(hashlib.sha256(crop.tobytes()).hexdigest()[:6].upper()) if crop.size else NOTHING_WRITTEN
                for crop in crops]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A home of its own: register, stick, pictures."""

    home: Path

    @property
    def register(self) -> Path:
        """The register's folder."""
        return self.home / "register"

    @property
    def stick(self) -> Path:
        """Where batches are written."""
        return self.home / "stick"

    @property
    def pictures(self) -> Path:
        """What is brought in."""
        return self.home / "pictures"

    @property
    def other(self) -> Place:
        """The other PC of the armoury: a register of its own; the stick goes to and fro."""
        return Place(self.home / "other")


def make(place: Place) -> DataKey:
    """Begin a register with a book, draw the pictures; the register's key."""
    place.stick.mkdir(parents=True)
    place.pictures.mkdir()
    key, _ = create_keys(place.register, _USER, PASSPHRASE, _CHEAP)
    connect.create_store(place.register, key, _ARMOURY, _USER, _AT).close()
    for number in range(1, PAGES + 1):
        entries = tuple(
            Entry((read(str(row)), read(f"{number}{row}4512"), read("1941"))) for row in range(1, ROWS + 1)
        )
        spec = PageSpec(FORM, entries, title="REGISTER", folio=str(number), ruled_rows=ROWS)
        drawn = draw_page(
            spec, Look("typed", Paper(), Pens(), Camera()), seed=number, layout=Layout(), dpi=110
        )
        (place.pictures / f"{number}.png").write_bytes(packed(drawn.pixels, ".png"))
    session = at_work(place, key)
    books.new_book(session, "Pistols", FORM)
    _pair(session, place)
    session.close()
    return key


def _pair(session: Session, place: Place) -> None:
    """The armoury's other PC, and each the other's keys."""
    key, _ = create_keys(place.other.register, _OTHER_USER, PASSPHRASE, _CHEAP)
    armoury = replace(_ARMOURY, id="c" * 32)
    connect.create_store(place.other.register, key, armoury, _OTHER_USER, _AT).close()
    with closing(at_other(place)) as there:
        for one, other, name in ((session, there, "Reading room"), (there, session, "Office")):
            keys = exchange_keys.write_own_keys(other, place.stick)
            peers.trust_peer(one, peers.read_peer_keys(one, keys), name)
            keys.unlink()


def make_old(place: Place) -> DataKey:
    """A register as the first version of the program left it."""
    key, _ = create_keys(place.register, _USER, PASSPHRASE, _CHEAP)
    (place.register / BOOKS).mkdir()
    db = connect_file(place.register / REGISTER, key, make=True)
    with db.atomic():
        migrate(db, MIGRATIONS[:1], REGISTER_ID)
        db.execute("insert into armoury values (1, ?, ?, ?, ?, 0, ?)", (*_armoury(), _AT))
        db.execute("insert into users values (?, ?, ?)", (_USER.id, _USER.name, _USER.role))
    db.execute("pragma journal_mode = wal")
    db.close()
    return key


def at_work(place: Place, key: DataKey) -> Session:
    """Somebody at the register."""
    return session_of(_workplace(place), connect.open_store(place.register, key), key, _USER.id)


def _workplace(place: Place) -> Workplace:
    tools = ReadingTools(resources_folder(), lambda: (QuickEngine(),))
    where = Places(resources_folder(), place.home, place.home, place.home / "private")
    return Workplace(where, system_clock, tools, cost=_CHEAP)


def at_other(place: Place) -> Session:
    """Somebody at the other PC."""
    key, user_id = unlock(place.other.register, PASSPHRASE)
    here = _workplace(place.other)
    return session_of(here, connect.open_store(place.other.register, key), key, user_id)


def bring_in(place: Place, key: DataKey, say: Say) -> None:
    """Import."""
    session = at_work(place, key)
    (book,) = ledgers.ledgers(session.store)
    outcomes = importing.import_pictures(session, book.id, [place.pictures], all_new=True)
    for one in outcomes:
        say(f"brought {one.page_id}")
    session.close()


def have_read(place: Place, key: DataKey, say: Say) -> None:
    """Reading."""
    session = at_work(place, key)
    for page in reading.waiting(session):
        reading.read_page(session, page.id)
        say(f"read {page.id}")
    session.close()


def settle(place: Place, key: DataKey, say: Say) -> None:
    """Settling: a correction for every cell."""
    session = at_work(place, key)
    for page in _pages(session):
        for number, cell in enumerate(readings.cells(session.store, page)):
            text = str(1900 + number)
            settling.settle(session, cell.id, Said(text, CellState.READ))
            say(f"saved {cell.id} {text}")
    session.close()


def file(place: Place, key: DataKey, say: Say) -> None:
    """Filing."""
    session = at_work(place, key)
    for page in _pages(session):
        filing.file_page(session, page)
        say(f"filed {page}")
    session.close()


def seal(place: Place, key: DataKey, say: Say) -> None:
    """Sealing, and writing to the stick."""
    session = at_work(place, key)
    say(f"sealed {Path(sealing.seal(session, place.stick).path).name}")
    session.close()


def back_up(place: Place, key: DataKey, say: Say) -> None:
    """Two backups, of which the second links to the first."""
    session = at_work(place, key)
    for title in ("Rifles", "Revolvers"):
        say(f"backed {backups.back_up(session, backups.place_of(session)).path.name}")
        books.new_book(session, title, FORM)
    session.close()


def give(place: Place, key: DataKey, say: Say) -> None:
    """Giving a book to the other PC: locked here, written to the stick, read back."""
    session = at_work(place, key)
    (peer,) = peers.peers(session)
    sent = sending_books.send_book(session, ledgers.ledgers(session.store)[0].id, peer.id, place.stick)
    say(f"gave {sent.path.name}")
    session.close()


def take(place: Place, key: DataKey, say: Say) -> None:  # noqa: ARG001 - as every stage
    """Taking it in there."""
    session = at_other(place)
    bundle = taking_books.bundle_in(place.stick)
    say(f"took {taking_books.take_bundle(session, bundle).header.ledger_id}")
    session.close()


def bring_up_to_date(place: Place, key: DataKey, say: Say) -> None:
    """Migration of an older register."""
    session = at_work(place, key)
    say("migrated")
    session.close()


Stage = Callable[[Place, DataKey, Say], None]

STAGES: Final[Mapping[str, Stage]] = {
    "import": bring_in,
    "reading": have_read,
    "settling": settle,
    "filing": file,
    "sealing": seal,
    "backup": back_up,
    "giving": give,
    "taking": take,
    "migration": bring_up_to_date,
}
"""In the order of a working day; each begins where the one before ended, but for the last."""


def _pages(session: Session) -> list[str]:
    return [
        page.id for book in ledgers.ledgers(session.store) for page in pages.pages(session.store, book.id)
    ]


def _armoury() -> tuple[str, str, str, str]:
    return _ARMOURY.id, _ARMOURY.name, _ARMOURY.code, _ARMOURY.country


def _guess(text: str) -> Guess:
    return Guess(text, 0.9, (0.9,) * len(text), choices=((),) * len(text))
