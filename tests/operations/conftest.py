"""A register with a clerk at it, a clock that a test turns, and pages that a scripted engine reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db.model import Ledger, Page
from desktop.fields.forms import Column, LedgerForm
from desktop.operations import books, importing, reading
from desktop.operations.reading_tools import ReadingTools
from desktop.operations.register import NewRegister, create_register
from desktop.operations.session import Session, Workplace, open_session
from desktop.paths import Places, resources_folder
from desktop.recognition.engine import Engine
from tests.db.builders import CHEAP
from tests.engines import ScriptedEngine, in_order
from tests.ledgers import drawn, page_of, write_picture

PASSPHRASE = "four words that differ"

FORM = LedgerForm(
    "Short register",
    (
        Column("No.", "number_in_book", 0.15),
        Column("Serial number", "serial_number", 0.3, ditto=False),
        Column("Make", "make", 0.35),
        Column("Year", "year", 0.2),
    ),
)
"""One column of each kind, so that a scripted engine knows which column it is asked for."""

ROWS = (
    ("1", "0045127", "Walther", "1941"),
    ("2", "0045128", "do", "1941"),
    ("3", "0045129", "do", "1942"),
)


@dataclass
class Clock:
    """A clock that stands still until a test turns it."""

    now: datetime = field(default_factory=lambda: datetime(2026, 3, 1, 9, 30, tzinfo=UTC))

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@dataclass
class Engines:
    """The engine of the moment; a test puts another one in its place."""

    engine: Engine = field(default_factory=lambda: in_order({}))

    def __call__(self) -> Sequence[Engine]:
        return (self.engine,)


class SwappableTools(ReadingTools):
    """Asks for the engines each time, since tests change them between pages."""

    def __init__(self, engines: Engines) -> None:
        super().__init__(resources_folder(), engines)
        self.swap = engines

    @property
    def engines(self) -> tuple[Engine, ...]:
        return tuple(self.swap())


def a_workplace(places: Places, tools: ReadingTools) -> Workplace:
    """A PC at which passphrases are wrapped cheaply: nobody guesses at them, and the full cost is 0.16 s each."""
    return Workplace(places, Clock(), tools, cost=CHEAP)


@pytest.fixture
def tools() -> SwappableTools:
    return SwappableTools(Engines())


@pytest.fixture
def workplace(tmp_path: Path, tools: SwappableTools) -> Workplace:
    home = tmp_path / "home"
    return a_workplace(Places(resources_folder(), home, home, tmp_path / "private"), tools)


@pytest.fixture
def session(workplace: Workplace) -> Iterator[Session]:
    folder = workplace.places.register
    create_register(workplace, folder, NewRegister("Central armoury", "CA1", "KEN", "A. Njoroge", PASSPHRASE))
    session = open_session(workplace, folder, PASSPHRASE)
    yield session
    session.close()


@pytest.fixture
def book(session: Session) -> Ledger:
    return books.new_book(session, "Pistols", FORM)


Draw = Callable[..., Path]


@pytest.fixture
def draw(tmp_path: Path) -> Draw:
    """Draw rows as a small page; `seed` makes another picture of the same writing."""

    def drawing(
        name: str, rows: Sequence[Sequence[str]] = ROWS, *, seed: int = 1, struck: Sequence[int] = ()
    ) -> Path:
        page = drawn(page_of(FORM, rows, struck=struck, ruled_rows=8), seed=seed, dpi=150)
        return write_picture(page, tmp_path / name)

    return drawing


def script(rows: Sequence[Sequence[str]]) -> ScriptedEngine:
    """An engine that reads the rows of a page right. Dittos and blanks are the picture's own and are not asked for."""
    kinds = ("number", "serial_number", "text", "year")
    return in_order({kind: [row[at] for row in rows] for at, kind in enumerate(kinds)})


@pytest.fixture
def bring(session: Session, book: Ledger, tools: SwappableTools, draw: Draw) -> Callable[..., Page]:
    """Draw, bring in and read a page."""

    def bringing(name: str = "page.png", rows: Sequence[Sequence[str]] = ROWS, **options: object) -> Page:
        (outcome,) = importing.import_pictures(session, book.id, [draw(name, rows, **options)], all_new=True)
        tools.swap.engine = script(rows)
        return reading.read_page(session, outcome.page_id)

    return bringing
