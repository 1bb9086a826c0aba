"""Two PCs of one armoury, each with a register of its own, that trust each other's keys."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from db.errors import Expected
from db.model import Cell, CellState, FieldReading, Ledger, Page, PageState, Row, User, new_id
from db.model_moving import Peer
from db.store import connect, journal, pages, readings
from db.store import people as store_people
from db.vault import DataKey
from desktop.operations import exchange_keys, filing, peers, people, sending_books, settling, taking_books
from desktop.operations.books import form_of
from desktop.operations.cells import page_cells
from desktop.operations.register import NewRegister, create_register
from desktop.operations.session import Session, Workplace, open_session, session_of
from desktop.operations.views import Entry, Standing
from tests.operations.conftest import PASSPHRASE
from tests.operations.filed import QUAD

ROWS = (
    ("1", "0045127", "Walther", "1941"),
    ("2", "0045128", "Walther", "1941"),
    ("3", "0045129", "Walther", "1942"),
)


Bring = Callable[..., Page]
"""Brings a page of three rows into the book."""


@dataclass
class Pcs:
    """The first PC (where the book was begun), the second, and the stick between them."""

    first: Session
    second: Session
    stick: Path

    def known(self, of: Session, at: Session) -> Peer:
        """How a PC is known at the other."""
        return next(peer for peer in peers.peers(at) if peer.id == of.armoury.id)

    def send(self, of: Session, ledger_id: str, to: Session, *, for_good: bool = False) -> Path:
        """Give a book to the other PC: the bundle's folder."""
        peer = self.known(to, of)
        return sending_books.send_book(of, ledger_id, peer.id, self.stick, for_good=for_good).path

    def move(self, of: Session, ledger_id: str, to: Session) -> taking_books.BundlePreview:
        """Give a book to the other PC and take it in there."""
        return taking_books.take_bundle(to, self.send(of, ledger_id, to))


def second_register(
    workplace: Workplace, folder: Path, code: str = "CA1", user: str = "B. Otieno"
) -> Session:
    """Another register on a PC of its own."""
    there = replace(workplace, places=replace(workplace.places, data=folder, config=folder / "config"))
    create_register(there, folder, NewRegister("Central armoury", code, "KEN", user, PASSPHRASE))
    return open_session(there, folder, PASSPHRASE)


def trust(one: Session, other: Session, stick: Path, name: str) -> Peer:
    """Bring the other PC's keys in."""
    path = exchange_keys.write_own_keys(other, stick)
    peer = peers.trust_peer(one, peers.read_peer_keys(one, path), name)
    path.unlink()
    return peer


def settle_page(session: Session, page: Page) -> None:
    """Settle everything on a page as it was read, and file it."""
    for row in page_cells(session, page):
        for view in row.cells:
            if view.standing is Standing.TO_CHECK:
                settling.accept(session, view.cell.id)
    filing.file_page(session, page.id)


def correct(session: Session, cell_id: str, text: str) -> None:
    """Another value in a filed cell, with a reason."""
    settling.settle(session, cell_id, Entry(text, CellState.READ, "seen again"))


def a_clerk(session: Session, name: str) -> User:
    """Somebody else who works at a PC."""
    return people.add_person(session, name, "clerk", "another four words")


def a_page(session: Session, book: Ledger, words: str = "page", state: PageState = PageState.READ) -> Page:
    """A page of three rows as the machine read it, or still to be read; no picture is drawn for it."""
    store = session.store
    data = f"picture of {words}".encode()
    sha256 = hashlib.sha256(data).hexdigest()
    pages.put_picture(store, book.id, sha256, data)
    columns = [column.name for column in form_of(book).columns]
    with connect.action(store):
        page = Page(
            new_id(), book.id, pages.next_position(store, book.id), "", f"{words}.png", sha256, 2480, 3508, 300.0,
            sha256[:16], state, "", (),
        )  # fmt: skip
        pages.add_page(store, page)
        pages.put_thumbnail(store, page.id, data)
        if state is PageState.READ:
            lines = [Row(new_id(), page.id, at, struck=False) for at in range(1, len(ROWS) + 1)]
            cells = [[Cell(new_id(), line.id, name, QUAD) for name in columns] for line in lines]
            readings.add_table(store, lines, [cell for row in cells for cell in row])
            readings.add_readings(
                store,
                [
                    FieldReading(new_id(), cell.id, "choice", text, text, CellState.READ, 0.5, session.now())
                    for texts, row in zip(ROWS, cells, strict=True)
                    for text, cell in zip(texts, row, strict=True)
                ],
            )
        journal.append(
            store, at=session.now(), actor=session.user.id, action="import_page", subject=page.id, details={}
        )
    return page


def opened_copy(workplace: Workplace, source: Path, folder: Path, key: DataKey) -> Session:
    """A copy of a register, opened for its first user."""
    shutil.copytree(source, folder)
    there = replace(workplace, places=replace(workplace.places, data=folder, config=folder / "config"))
    store = connect.open_store(folder, key)
    return session_of(there, store, key, store_people.users(store)[0].id)


def key_of(call: Callable[[], object]) -> str:
    with pytest.raises(Expected) as refused:
        call()
    return refused.value.key


def reopened(session: Session, folder: Path) -> Session:
    """The register in a folder, opened anew by the same person."""
    store = connect.open_store(folder, session.store.key)
    return session_of(session.workplace, store, session.store.key, session.user.id)


def serial_cells(session: Session, page: Page) -> list[str]:
    return [cell.id for cell in readings.cells(session.store, page.id) if cell.column == "Serial number"]
