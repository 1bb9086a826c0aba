"""What a person does, stage by stage, on a small register, each saying what it showed as done.

A stage says `saved CELL TEXT`, `filed PAGE`, `sealed FOLDER` or `backed FOLDER` the moment the operation came back,
which is when the window shows it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from db.cipher import connect as connect_file
from db.migrations import MIGRATIONS, REGISTER_ID, migrate
from db.model import Armoury, CellState, User
from db.places import BOOKS, REGISTER
from db.store import connect, ledgers, pages, readings
from db.vault import Cost, DataKey, create_keys
from desktop.fields.forms import Column, LedgerForm
from desktop.operations import backups, books, filing, importing, reading, sealing, settling
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
    session.close()
    return key


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
    tools = ReadingTools(resources_folder(), lambda: (QuickEngine(),))
    where = Places(resources_folder(), place.home, place.home, place.home / "private")
    store = connect.open_store(place.register, key)
    return session_of(Workplace(where, system_clock, tools), store, key, _USER.id)


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
