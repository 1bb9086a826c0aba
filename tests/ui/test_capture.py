"""Capture by keyboard: a scanner, a pile from both sides, a watched folder, pages put in, replaced and numbered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QTextEdit

from db.model import Page
from desktop.capture.scanners.sane import SaneScanner
from desktop.fields.problems import Problem
from desktop.operations import rescans
from desktop.operations.session import Session
from desktop.ui.actions import COMMANDS, Command, Where, forbidden_keys
from desktop.ui.capture.pile import TurnedPile
from desktop.ui.dialogs.ask_line import AskLine
from desktop.ui.dialogs.doubles import Doubles
from desktop.ui.screens.capture import CaptureScreen
from tests.capture.files import encoded
from tests.capture.scanners.plans import SILENT_SECONDS, Plan, program
from tests.operations.conftest import PASSPHRASE
from tests.ui.person import Person
from tests.ui.shelf import Shelf

Load = Callable[..., None]


class At:
    """Somebody at the Capture screen of a book."""

    def __init__(self, person: Person, shelf: Shelf, tmp_path: Path) -> None:
        self.person = person
        self.shelf = shelf
        self._folder = tmp_path

    @property
    def screen(self) -> CaptureScreen:
        return self.person.room.capture

    def sheets(self, *names: str) -> list[Path]:
        """Pages that differ; too small to take long."""
        import numpy as np

        made = []
        for name in names:
            pixels = np.full((420, 300), 255, np.uint8)
            at = sum(name.encode())
            pixels[20 + at % 300 : 40 + at % 300, 30 : 60 + at % 200] = 0
            pixels[at % 90 + 100 : at % 90 + 108, 40 : 50 + at % 120] = 0
            made.append(self._folder / f"{name}.png")
            made[-1].write_bytes(encoded(pixels, "PNG"))
        return made

    def loads(self, sheets: Sequence[Path], then: str = "end") -> None:
        """Sheets into the feeder, or onto the glass."""
        stand_in = SaneScanner(
            program("sane", Plan(tuple(map(str, sheets)), then), self._folder), SILENT_SECONDS
        )
        place = replace(self.person.visit.place, scanner=stand_in)
        self.person.visit.place = place
        for lane in (self.person.visit.scan, self.person.visit.jobs):
            if self.person.visit.room is not None:
                lane.ask(lambda session: setattr(session, "workplace", place), lambda _nothing: None)

    def arrives(self) -> None:
        self.person.starts()
        self.person.unlocks(PASSPHRASE)
        self.person.visit.room.reading.stop()  # type: ignore[union-attr]
        self.person.room.shell.go(Where.CAPTURE)
        self.person.waits_for_everything()
        self.person.waits(lambda: self.screen.book.count() == 1)

    def feeds(self, sides: str = "one") -> None:
        bar = self.screen.desk.bar
        bar.paper.setCurrentIndex(bar.paper.findData("feeder"))
        bar.sides.setCurrentIndex(bar.sides.findData(sides))

    def pages(self) -> tuple[Page, ...]:
        def work(session: Session) -> tuple[Page, ...]:
            (book,) = session.store.db.query("select id from ledgers")
            return rescans.current_pages(session, book["id"])

        return self.shelf.does(work)


@pytest.fixture
def at(person: Person, shelf: Shelf, tmp_path: Path) -> At:
    shelf.book()
    return At(person, shelf, tmp_path)


@pytest.fixture
def good(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every picture is a page of its own: these are about where pages go."""
    monkeypatch.setattr("desktop.operations.importing._alike", lambda *_: None)


@pytest.mark.usefixtures("good")
def test_space_scans_a_page_r_replaces_it_and_i_puts_one_in_before_it(at: At) -> None:
    at.loads(at.sheets("a"))
    at.arrives()
    at.person.waits(at.screen.desk.can_scan)
    at.person.presses("Space")
    at.person.waits(lambda: at.screen.pages.count() == 1)
    at.person.waits(at.screen.desk.can_scan)
    (first,) = at.pages()
    at.loads(at.sheets("b"))
    at.person.presses("I")
    at.person.waits(lambda: at.screen.pages.count() == 2)
    at.person.waits(at.screen.desk.can_scan)
    before, after = at.pages()
    assert after.id == first.id
    at.loads(at.sheets("c"))
    at.person.waits_for_everything()
    at.screen.pages.setCurrentRow(0)
    at.person.presses("R")
    at.person.waits(lambda: at.pages()[0].id != before.id)
    at.person.waits_for_everything()
    assert at.pages()[0].replaces == before.id
    assert at.screen.pages.count() == 2


@pytest.mark.usefixtures("good")
def test_a_jam_is_said_with_what_to_do_and_the_pages_before_it_are_in(at: At) -> None:
    at.loads(at.sheets("a", "b"), "jam")
    at.arrives()
    at.person.waits(at.screen.desk.can_scan)
    at.feeds()
    at.person.presses("F9")
    at.person.waits(lambda: "Paper jammed. Open the lid" in at.person.is_told())
    at.person.waits(lambda: at.screen.pages.count() == 2)


@pytest.mark.usefixtures("good")
def test_a_pile_is_turned_by_a_drawing_and_each_back_stands_after_its_front(at: At) -> None:
    at.loads(at.sheets("front 1", "front 2"))
    at.arrives()
    at.person.waits(at.screen.desk.can_scan)
    at.feeds("pile")
    at.person.presses("Space")
    at.person.waits(lambda: at.person.dialog(TurnedPile) is not None)
    fronts = [page.sha256 for page in at.pages()]
    at.loads(at.sheets("back 2", "back 1"))
    at.person.waits_for_everything()
    at.person.presses("Return")
    at.person.waits(lambda: at.screen.pages.count() == 4)
    at.person.waits_for_everything()
    hashes = [page.sha256 for page in at.pages()]
    assert [hashes[0], hashes[2]] == fronts


@pytest.mark.usefixtures("good")
def scanned_badly(at: At, monkeypatch: pytest.MonkeyPatch, *wrong: Problem) -> Page:
    """The page of a scan of which that is said."""
    monkeypatch.setattr("desktop.operations.importing.quality", lambda _pixels: wrong)
    at.loads(at.sheets("a"))
    at.arrives()
    at.person.waits(at.screen.desk.can_scan)
    at.person.presses("Space")
    at.person.waits(lambda: at.screen.desk.doubtful)
    at.person.waits_for_everything()
    (page,) = at.pages()
    return page


def test_a_page_that_is_not_good_enough_is_scanned_again_by_the_same_key(
    at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = scanned_badly(at, monkeypatch, Problem("too_few_dots", (("height", "5"),)))
    assert "dots high" in at.screen.side.wrong.text()
    assert "Scan again" in at.screen._scan_button.text()
    monkeypatch.setattr("desktop.operations.importing.quality", lambda _pixels: ())
    at.loads(at.sheets("b"))
    at.person.presses("Space")
    at.person.waits(lambda: at.pages()[0].id != first.id)
    at.person.waits_for_everything()
    (second,) = at.pages()
    assert second.replaces == first.id
    assert not at.screen.desk.doubtful
    assert "dots high" not in at.screen.side.wrong.text()


def test_a_jam_while_a_page_is_scanned_again_leaves_the_key_as_it_was(
    at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = scanned_badly(at, monkeypatch, Problem("too_few_dots", (("height", "5"),)), Problem("cut_left"))
    said = at.screen.outcomes.item(1).text()
    assert "dots high" in said
    assert "cut off at the left edge" in said
    at.loads([], "jam")
    at.person.presses("Space")
    at.person.waits(lambda: "Paper jammed" in at.person.is_told())
    at.person.waits_for_everything()
    assert at.screen.desk.doubtful == first.id
    assert "Scan again" in at.screen._scan_button.text()
    at.loads(at.sheets("b"))
    at.person.presses("Space")
    at.person.waits(lambda: at.pages()[0].replaces == first.id)
    at.person.waits_for_everything()
    assert len(at.pages()) == 1


def test_a_page_that_is_good_enough_for_the_person_is_kept(at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    from desktop.fields.problems import Problem

    bad = (Problem("too_few_dots", (("height", "5"),)),)
    monkeypatch.setattr("desktop.operations.importing.quality", lambda _pixels: bad)
    at.loads(at.sheets("a"))
    at.arrives()
    at.person.waits(at.screen.desk.can_scan)
    at.person.presses("Space")
    at.person.waits(lambda: at.screen.desk.doubtful)
    at.person.waits_for_everything()
    at.person.presses("Esc")
    assert "Scan again" not in at.screen._scan_button.text()


@pytest.mark.usefixtures("good")
def test_missing_page_numbers_are_named_over_the_pages(at: At) -> None:
    at.loads(at.sheets("a", "b"))
    at.arrives()
    at.person.waits(at.screen.desk.can_scan)
    at.feeds()
    at.person.presses("Space")
    at.person.waits(lambda: at.screen.pages.count() == 2 and at.screen.desk.can_scan())
    at.person.waits_for_everything()
    for row, number in ((0, "12"), (1, "14")):
        at.screen.pages.setCurrentRow(row)
        at.person.presses("F2")
        at.person.waits(lambda: at.person.dialog(AskLine) is not None)
        asks = at.person.dialog(AskLine)
        assert isinstance(asks, AskLine)
        asks.line.setText(number)
        at.person.presses("Return")
        at.person.waits_for_everything()
    at.person.waits(lambda: at.screen.numbers.line.text().startswith("Page 13 is missing."))


@pytest.mark.usefixtures("good")
def test_a_watched_folder_brings_in_what_is_saved_there(at: At, tmp_path: Path) -> None:
    phone = tmp_path / "phone"
    phone.mkdir()
    at.arrives()
    at.person.presses("Ctrl+W")
    at.person.waits(lambda: at.person.dialog(QFileDialog) is not None)
    at.person.names_files(str(phone))
    at.person.waits(lambda: at.screen.watching.folder == phone)
    (sheet,) = at.sheets("a")
    (phone / "IMG 1.png").write_bytes(sheet.read_bytes())
    at.person.waits(lambda: at.screen.pages.count() == 1)
    at.person.presses("Ctrl+W")
    at.person.waits(lambda: at.screen.watching.folder is None)
    assert [path.name for path in phone.iterdir()] == ["IMG 1.png"]


def test_a_page_that_looks_like_one_already_in_is_asked_about(at: At) -> None:
    at.shelf.page()
    at.loads([at.shelf.picture(name="again.png")])
    at.arrives()
    at.person.waits(at.screen.desk.can_scan)
    at.person.presses("Space")
    at.person.waits(lambda: at.person.dialog(Doubles) is not None)
    at.person.presses("Return")
    at.person.waits(lambda: any(page.replaces for page in at.pages()))
    at.person.waits_for_everything()
    private = at.person.visit.place.places.private
    assert [path for path in private.rglob("*") if path.is_file()] == []


def test_without_a_scanner_files_come_first(at: At) -> None:
    at.arrives()
    at.person.waits(lambda: not at.screen.desk.bar.ready())
    assert at.screen._bring_button.isVisible()
    assert not at.screen._scan_button.isVisible()


def test_no_text_can_be_typed_where_letters_are_keys(at: At) -> None:
    at.arrives()
    assert at.screen.findChildren(QLineEdit) == []
    assert at.screen.findChildren(QTextEdit) == []
    letters = [row for row in COMMANDS if any(len(key) == 1 or key == "Space" for key in row.keys)]
    # At My work 1, 2 and 3 decide, and work only while nothing is typed there.
    assert {row.where for row in letters if not set(row.keys) <= set("123")} == {Where.CAPTURE}
    assert forbidden_keys((Command("one", ("F10",), "", "", Where.CAPTURE),)) == (("F10", "one"),)
