"""Books on other PCs, through the window: given away, shown as locked, taken back, and a bundle looked at and taken."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QWidget

from desktop.operations import exchange_keys, taking_books
from desktop.operations.session import Session, Workplace, open_session
from desktop.ui.actions import Where
from desktop.ui.dialogs.ask_line import AskLine
from desktop.ui.dialogs.moved_books import MovedBooks
from tests.operations.conftest import PASSPHRASE
from tests.operations.pcs import Pcs, second_register, trust
from tests.ui.person import Person
from tests.ui.shelf import Shelf


@pytest.fixture
def other(workplace: Workplace, tmp_path: Path) -> Iterator[Session]:
    """The register of another PC."""
    session = second_register(workplace, tmp_path / "other")
    yield session
    session.close()


def types(person: Person, text: str) -> None:
    asks = person.dialog(AskLine)
    assert isinstance(asks, AskLine)
    asks.line.setText(text)
    asks.accept()


def test_a_book_goes_to_another_pc_and_comes_back(
    shelf: Shelf, clerk: Person, other: Session, workplace: Workplace, tmp_path: Path
) -> None:
    shelf.page()
    stick = tmp_path / "stick"
    stick.mkdir()
    here = open_session(workplace, workplace.places.register, PASSPHRASE)
    trust(other, here, stick, "Office")
    pcs = Pcs(here, other, stick)
    clerk.room.shell.go(Where.EXCHANGE)
    moved = clerk.room.exchange.moved
    clerk.presses("Ctrl+L")
    clerk.waits(lambda: moved.isVisible() and moved.list.count() == 1)
    assert not moved.give.isEnabled()
    assert "No other PC is known" in moved.said.text()

    keys = exchange_keys.own_keys(other)
    moved.bring_keys_from(exchange_keys.write_own_keys(other, stick))
    clerk.waits(lambda: clerk.dialog(AskLine) is not None)
    types(clerk, "0000 0000")
    clerk.waits(lambda: "not what was said" in moved.said.text())
    moved.bring_keys_from(exchange_keys.write_own_keys(other, stick))
    clerk.waits(lambda: clerk.dialog(AskLine) is not None)
    types(clerk, keys.fingerprint[-9:])
    clerk.waits(lambda: clerk.dialog(AskLine) is not None)
    types(clerk, "Reading room")
    clerk.waits(moved.give.isEnabled)

    moved.give_to(stick)
    clerk.waits(lambda: moved.list.count() == 1 and "locked here" in moved.list.item(0).text())
    clerk.waits(lambda: "read back and compared" in moved.said.text())
    assert not moved.take_in.isVisible()
    (bundle,) = stick.glob("LW-*")
    taking_books.take_bundle(other, bundle)
    bundle.rename(tmp_path / "went")
    book = moved.chosen()
    assert book is not None
    pcs.send(other, book.ledger.id, here)

    moved.look_at(stick)
    clerk.waits(moved.take_in.isVisible)
    assert "Nothing was taken in yet" in moved.said.text()
    clerk.waits(moved.take_in.isEnabled)
    moved.take_bundle()
    clerk.waits(lambda: "Taken in" in moved.said.text())
    clerk.waits(lambda: moved.list.item(0).text().endswith("worked on here"))

    moved.give_to(stick)
    clerk.waits(moved.back.isEnabled)
    moved.take_back("the stick was lost")
    clerk.waits(lambda: moved.list.item(0).text().endswith("worked on here"))
    moved.reject()
    here.close()


def test_everything_in_it_has_a_name_and_a_key(clerk: Person) -> None:
    clerk.room.shell.go(Where.EXCHANGE)
    moved = clerk.room.exchange.moved
    clerk.presses("Ctrl+L")
    clerk.waits(moved.isVisible)
    for control in (moved.list, moved.peer, *moved.findChildren(QAbstractButton)):
        assert isinstance(control, QWidget)
        assert control.accessibleName() or (isinstance(control, QAbstractButton) and control.text())
        assert control.focusPolicy().value & 1  # Tab goes there
    assert isinstance(moved, MovedBooks)
    moved.reject()
