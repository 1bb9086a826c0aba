"""A shelf for the window's tests: a book whose pages are drawn, brought in and read before anybody sits down."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from db.model import FieldReading, Ledger, Page
from db.store import readings
from desktop.fields.forms import Column, LedgerForm
from desktop.operations import books, importing, leafing, reading
from desktop.operations.register import NewRegister, create_register
from desktop.operations.session import Session, Workplace, open_session
from desktop.paths import Places, resources_folder
from desktop.recognition.engine import Guess
from tests.engines import guess
from tests.ledgers import drawn, page_of, write_picture
from tests.operations.conftest import PASSPHRASE, Engines, SwappableTools, a_workplace, script

T = TypeVar("T")
Rows = Sequence[Sequence[str]]

FORM = LedgerForm(
    "Short register",
    (
        Column("No.", "number_in_book", 0.15),
        Column("Serial number", "serial_number", 0.3, ditto=False),
        Column("Place", "place", 0.35),
        Column("Year", "year", 0.2),
    ),
)
"""Only its serial numbers want a person whatever the reader's confidence."""

ROWS = (
    ("1", "0045127", "Rack A", "1941"),
    ("2", "0045128", "do", "1941"),
    ("3", "0045129", "do", "1942"),
)


@dataclass
class Shelf:
    """One book of short pages; `read_as` is what the engine makes of a page, right unless said otherwise."""

    workplace: Workplace
    tools: SwappableTools
    folder: Path
    pages: list[Page] = field(default_factory=list)

    def page(
        self, rows: Rows = ROWS, read_as: Rows | None = None, *, read: bool = True, ruled_rows: int = 8
    ) -> Page:
        """Draw a page, bring it in and read it."""
        picture = self.picture(rows, ruled_rows=ruled_rows)

        def work(session: Session) -> Page:
            shelf = leafing.books_with_pages(session)
            book = shelf[0].ledger if shelf else books.new_book(session, "Pistols", FORM)
            (outcome,) = importing.import_pictures(session, book.id, [picture], all_new=True)
            if read:
                self.tools.swap.engine = script(read_as or rows)
                return reading.read_page(session, outcome.page_id)
            (page,) = (page for page in reading.waiting(session) if page.id == outcome.page_id)
            return page

        page = self.does(work)
        self.pages.append(page)
        return page

    def picture(self, rows: Rows = ROWS, *, ruled_rows: int = 8, name: str = "") -> Path:
        """Draw a page as a file."""
        number = len(list(self.folder.glob("*.png"))) + 1
        made = drawn(page_of(FORM, rows, ruled_rows=ruled_rows), seed=number, dpi=150)
        return write_picture(made, self.folder / (name or f"page {number}.png"))

    def copied(self, workplace: Workplace, tools: SwappableTools, folder: Path) -> Shelf:
        """The same register in another home."""
        shutil.copytree(self.workplace.places.data, workplace.places.data)
        return Shelf(workplace, tools, folder, list(self.pages))

    def book(self) -> Ledger:
        """Begin the book, with nothing in it."""
        return self.does(lambda session: books.new_book(session, "Pistols", FORM))

    def latest(self, cell_id: str) -> FieldReading:
        """What the register holds of a cell."""

        def work(session: Session) -> FieldReading:
            found = readings.latest(session.store, cell_id)
            assert found is not None
            return found

        return self.does(work)

    def does(self, work: Callable[[Session], T]) -> T:
        """Do something with the register, beside the window."""
        session = open_session(self.workplace, self.workplace.places.register, PASSPHRASE)
        try:
            return work(session)
        finally:
            session.close()


def shelf_in(folder: Path) -> Shelf:
    """A register made in a folder, to be copied."""
    tools = SwappableTools(Engines())
    home = folder / "home"
    workplace = a_workplace(Places(resources_folder(), home, home, folder / "private"), tools)
    new = NewRegister("Central armoury", "CA1", "KEN", "A. Njoroge", PASSPHRASE)
    create_register(workplace, workplace.places.register, new)
    return Shelf(workplace, tools, folder)


def unsure(text: str, at: int, instead: str) -> Guess:
    """A guess that doubts one character and says what else it may be."""
    sure = guess(text)
    characters = tuple(0.5 if place == at else 0.99 for place in range(len(text)))
    choices = tuple(((instead, 0.45),) if place == at else () for place in range(len(text)))
    return replace(sure, confidence=0.5, characters=characters, choices=choices)
