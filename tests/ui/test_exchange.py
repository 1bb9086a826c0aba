"""Exchange by keyboard: a batch sealed, its receipt, the registry's keys, its answer, what it sent back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit, QWidget

from db.errors import Expected
from db.store import batches
from desktop.exchange.age import age_decrypted, new_age_key
from desktop.exchange.public_keys import PublicKeys, public_keys_text
from desktop.exchange.signature import new_signing_key
from desktop.operations import answered, exchange_keys, sealing
from desktop.operations.session import Session
from desktop.operations.views import SealedBatch
from desktop.ui.actions import Where
from desktop.ui.dialogs.ask_line import AskLine
from desktop.ui.receipt_sheet import receipt_html, write_receipt
from desktop.ui.screens.exchange import ANSWER, KEYS, SENT_BACK, WHAT, ExchangeScreen
from tests.operations.answers import as_list
from tests.operations.conftest import PASSPHRASE
from tests.operations.filed import file_rows
from tests.ui.person import Person
from tests.ui.shelf import Shelf

ROWS = [(str(n), f"00451{n:02d}", "Rack A", "1941") for n in range(1, 5)]
SAID = {
    "0045101": {"answer": "accepted", "registry_number": "R-1"},
    "0045102": {"answer": "rejected", "code": "E7", "note": "no such model"},
    "0045103": {"answer": "question", "note": "which rack?"},
}
SECRET, AGE = new_age_key()
KEYS_OF = PublicKeys(
    "registry", "9" * 32, "Central registry", "", new_signing_key(bytes(32)).public.raw.hex(), AGE
)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def filed(shelf: Shelf) -> Shelf:
    book = shelf.book()
    shelf.does(lambda session: file_rows(session, book, ROWS))
    return shelf


@pytest.fixture
def sealed(filed: Shelf, stick: Path) -> SealedBatch:
    return filed.does(lambda session: sealing.seal(session, stick))


@pytest.fixture
def answer(filed: Shelf, sealed: SealedBatch, tmp_path: Path) -> Path:
    def work(session: Session) -> Path:
        workbook = batches.files(session.store, sealed.batch.id)["batch.xlsx"]
        return as_list(workbook, SAID, tmp_path / "answer.csv")

    return filed.does(work)


@pytest.fixture
def screen(filed: Shelf, person: Person) -> Callable[[], ExchangeScreen]:
    def sits_down() -> ExchangeScreen:
        person.starts()
        person.unlocks(PASSPHRASE)
        person.presses("Alt+5")
        person.waits(lambda: person.is_at() is Where.EXCHANGE)
        person.waits_for_everything()
        return person.room.exchange

    return sits_down


def step(screen: ExchangeScreen) -> int:
    return screen._steps.currentIndex()


def line_of(person: Person) -> QLineEdit:
    asks = person.dialog(AskLine)
    assert isinstance(asks, AskLine)
    return asks.line


def test_an_answer_is_read_list_by_list_before_it_is_taken(
    filed: Shelf, answer: Path, person: Person, screen: Callable[[], ExchangeScreen]
) -> None:
    exchange = screen()
    assert "No answer yet" in exchange.what.earlier.item(0).text()
    person.presses("Ctrl+I")
    person.names_files(str(answer))
    person.waits(lambda: step(exchange) == ANSWER)
    assert "Rows that would change: 3. Nothing has changed yet." in exchange.answer.said()
    assert "no signature" in exchange.answer.said()
    shown = [exchange.answer.kinds.item(row).text() for row in range(exchange.answer.kinds.count())]
    assert shown == ["Accepted: 1", "Rejected: 1", "Questions: 1", "Without an answer: 1"]
    person.presses("Down")
    assert "E7 · no such model" in exchange.answer.lines.item(0).text()
    assert filed.does(answered.sent_back) == ()
    person.presses("Return")
    person.waits(lambda: step(exchange) == SENT_BACK and exchange.back.list.count() == 2)
    assert "Accepted: 1" in person.is_told()
    person.presses("Return")  # the rejected one, with its page
    person.waits(lambda: person.is_at() is Where.REVIEW)
    person.waits_for_everything()
    person.presses("Alt+5")
    person.waits_for_everything()
    assert step(exchange) == SENT_BACK
    exchange.back.list.setCurrentRow(1)
    person.presses("Ctrl+Shift+R")
    person.waits(lambda: person.dialog(AskLine) is not None)
    line_of(person).setText("rack 7")
    person.presses("Return")
    person.waits(lambda: exchange.back.list.count() == 1)
    person.presses("Ctrl+D")
    person.waits(lambda: person.dialog(AskLine) is not None)
    line_of(person).setText("it is a model all the same")
    person.presses("Return")
    person.waits(lambda: exchange.back.list.count() == 0)
    person.presses("Esc")
    person.waits_for_everything()
    assert step(exchange) == WHAT
    assert "accepted: 1 · duplicates: 0 · rejected: 1" in exchange.what.earlier.item(0).text()


def test_the_receipt_is_written_as_a_pdf(
    filed: Shelf, sealed: SealedBatch, person: Person, screen: Callable[[], ExchangeScreen], tmp_path: Path
) -> None:
    exchange = screen()
    target = tmp_path / "receipt.pdf"
    exchange.desk.save_receipt_to(sealed.batch, target)
    person.waits(lambda: "Written" in person.is_told())
    assert target.read_bytes().startswith(b"%PDF")
    assert not target.with_name("receipt.pdf.part").exists()
    text = receipt_html(sealed.receipt)
    head = sealed.receipt.header.journal_head
    assert f"{head[:8]} {head[8:16]}" in text
    assert sealed.receipt.signer in text


def test_keys_are_trusted_once_their_fingerprint_was_read_out(
    filed: Shelf, person: Person, screen: Callable[[], ExchangeScreen], stick: Path, tmp_path: Path
) -> None:
    path = tmp_path / "LM-registry.keys.json"
    path.write_bytes(public_keys_text(KEYS_OF))
    exchange = screen()
    person.presses("Ctrl+E")
    person.waits_for_everything()
    assert step(exchange) == KEYS
    exchange.desk.bring_keys_from(path)
    person.waits(lambda: person.dialog(AskLine) is not None)
    line_of(person).setText("0000 0000")
    person.presses("Return")
    person.waits(lambda: "fingerprint" in person.is_told())
    assert filed.does(exchange_keys.registry) is None
    exchange.desk.bring_keys_from(path)
    person.waits(lambda: person.dialog(AskLine) is not None)
    line_of(person).setText(KEYS_OF.fingerprint[-9:])
    person.presses("Return")
    person.waits(lambda: filed.does(exchange_keys.registry) is not None)
    exchange.desk.write_keys_to(stick)
    person.waits((stick / "LM-CA1.keys.json").exists)
    person.presses("Return")
    person.waits_for_everything()
    assert step(exchange) == WHAT
    person.presses("Return")
    exchange.choose(stick)
    person.presses("Return")
    person.waits(exchange.receipt)
    (folder,) = (one for one in stick.iterdir() if one.is_dir())
    assert age_decrypted((folder / "batch.xlsx.age").read_bytes(), SECRET, "").startswith(b"PK")


def test_what_is_no_answer_is_said_and_changes_nothing(
    filed: Shelf, person: Person, screen: Callable[[], ExchangeScreen], tmp_path: Path
) -> None:
    path = tmp_path / "letter.csv"
    path.write_text("Dear Sir", encoding="utf-8")
    exchange = screen()
    exchange.desk.look_at(path)
    person.waits(person.is_told)
    assert "has no column" in person.is_told()
    assert step(exchange) == WHAT


def test_a_receipt_that_cannot_be_written_is_said(sealed: SealedBatch, tmp_path: Path, qapp: QWidget) -> None:
    (tmp_path / "taken.pdf").mkdir()
    with pytest.raises(Expected, match="out_not_writable"):
        write_receipt(sealed.receipt, tmp_path / "taken.pdf")
