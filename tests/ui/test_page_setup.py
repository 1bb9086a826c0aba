"""Page set-up by keyboard and mouse: lines are moved, columns named, the form tried, saved, written and brought in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from db.model import Page, PageState
from desktop.fields.forms import LedgerForm, load_form
from desktop.operations import books, importing, page_setup, reading, rescans
from desktop.operations.session import Session
from desktop.ui.actions import Where
from desktop.ui.pagesetup.draft import Chosen, Run
from desktop.ui.pagesetup.screen import PageSetupScreen
from tests.ledgers import drawn, page_of, write_picture
from tests.operations.conftest import PASSPHRASE
from tests.ui.person import Person
from tests.ui.shelf import FORM, Shelf


class At:
    """Somebody at Page set-up, with the book's first page before them."""

    def __init__(self, person: Person, shelf: Shelf) -> None:
        self.person = person
        self.shelf = shelf

    @property
    def screen(self) -> PageSetupScreen:
        return self.person.room.page_setup

    def comes(self) -> None:
        self.person.starts()
        self.person.unlocks(PASSPHRASE)
        self.person.visit.room.reading.stop()  # type: ignore[union-attr]
        self.person.room.shell.go(Where.CAPTURE)
        self.person.waits_for_everything()
        self.person.waits(lambda: self.person.room.capture.pages.chosen() is not None)
        self.person.presses("F4")
        assert self.person.is_at() is Where.SETUP
        self.person.waits(lambda: self.screen.page_id() != "")
        self.person.waits_for_everything()

    def xs(self) -> list[float]:
        return [round(float(x), 1) for x in self.screen.draft().now.mesh.points[1, :, 0]]

    def names(self) -> list[str]:
        return [column.name for column in self.screen.draft().now.form.columns]

    def form(self) -> LedgerForm:
        """The form of the register's book."""

        def work(session: Session) -> LedgerForm:
            return books.form_of(books.book_number(session, 1))

        return self.shelf.does(work)

    def chooses_file(self, path: Path) -> None:
        self.person.names_files(str(path))
        self.person.waits_for_everything()


@pytest.fixture
def at(person: Person, shelf: Shelf) -> At:
    return At(person, shelf)


def test_lines_go_by_arrows_are_added_and_taken_away_and_every_change_can_be_taken_back(at: At) -> None:
    at.shelf.page(read=False)
    at.comes()
    before, person = at.xs(), at.person
    person.presses("Ctrl+Right", "Right", "Shift+Right", "Up")  # Up moves no line that runs down
    step = 1 / at.screen.canvas.scale()
    assert at.xs()[1] - before[1] == pytest.approx(11 * step, abs=0.2)
    assert at.xs()[2:] == before[2:]
    person.presses("Ins")
    assert at.names() == ["No.", "Serial number", "1", "Place", "Year"]
    assert len(at.xs()) == 6
    assert at.screen.draft().chosen == Chosen(Run.DOWN, 2)
    person.presses("Ctrl+Del")
    assert at.names() == ["No.", "Serial number", "Place", "Year"]
    bands = at.screen.draft().now.mesh.bands
    person.presses("F6", "Ctrl+Left", "Up", "Ins")
    assert at.screen.draft().now.mesh.bands == bands + 1
    for _ in range(6):
        person.presses("Ctrl+Z")
    assert at.xs() == before
    assert not at.screen.action("setup_undo").isEnabled()


def test_a_line_is_dragged_and_a_press_beside_the_lines_chooses_the_column(at: At) -> None:
    at.shelf.page(read=False)
    at.comes()
    canvas, mesh = at.screen.canvas, at.screen.draft().now.mesh
    place = mesh.points[2, 1] * canvas.scale()
    start = QPoint(round(place[0]), round(place[1]) + 9)
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=start)
    for by in (5, 14, 20):
        QTest.mouseMove(canvas, start + QPoint(by, 0))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=start + QPoint(20, 0))
    assert at.xs()[1] - float(mesh.points[1, 1, 0]) == pytest.approx(20 / canvas.scale(), rel=0.15)
    assert len(at.screen.draft().before) == 1  # a drag is one step
    middle = (mesh.points[2, 2] + mesh.points[3, 3]) / 2 * canvas.scale()
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(round(middle[0]), round(middle[1])))
    assert at.screen.columns.list.currentRow() == 2


def test_a_form_of_unnamed_columns_is_named_from_the_list_tried_and_saved(
    at: At, tmp_path: Path, shelf: Shelf
) -> None:
    other = replace(FORM, columns=tuple(reversed(FORM.columns)))
    for _ in range(2):
        shelf.page(read=False)
    strange = write_picture(drawn(page_of(other, [], ruled_rows=8), dpi=150), tmp_path / "strange.png")

    def bring(session: Session) -> None:
        importing.import_pictures(session, books.book_number(session, 1).id, [strange], all_new=True)

    shelf.does(bring)
    at.comes()
    side = at.screen.columns
    side.list.setCurrentRow(2)
    side.meaning.setCurrentIndex(side.meaning.findData("make"))
    side.meaning.activated.emit(side.meaning.currentIndex())
    side.name.setText("Maker")
    side.name.editingFinished.emit()
    assert at.names() == ["No.", "Serial number", "Maker", "Year"]
    at.person.presses("F5")
    at.person.waits_for_everything()
    words = [at.screen.tries.list.item(row).text() for row in range(at.screen.tries.list.count())]
    assert words[0].startswith("Page 2: 8 rows")
    assert words[1].startswith("Page 3 does not fit.")
    assert at.screen.tries.words.text() == "It fits 1 of 2 other pages."
    at.person.presses("Ctrl+Return")
    at.person.waits(
        lambda: "is saved" in at.person.is_told()
    )  # the register is not opened beside it meanwhile
    at.person.waits_for_everything()
    saved = at.form()
    assert saved.measured
    assert (saved.columns[2].name, saved.columns[2].field) == ("Maker", "make")


def test_settings_of_pages_dittos_and_languages_are_saved_with_the_form(at: At) -> None:
    at.shelf.page(read=False)
    at.comes()
    side = at.screen.form_side
    side.pages.setCurrentIndex(side.pages.findData("split"))
    side.pages.activated.emit(side.pages.currentIndex())
    side.dittos.setText("do idem")
    side.dittos.editingFinished.emit()
    side.languages["fra"].click()
    side.languages["eng"].click()
    side.heading.setCurrentIndex(2)
    side.heading.activated.emit(2)
    at.person.presses("Ctrl+Return")
    at.person.waits(lambda: "is saved" in at.person.is_told())  # the notice goes by itself after a while
    at.person.waits_for_everything()
    form = at.form()
    assert (form.split, form.spread, form.ditto, form.languages) == (True, False, ("do", "idem"), ("fra",))
    assert form.header_rows == 2


def test_a_page_that_does_not_fit_is_opened_with_its_reason_and_read_by_the_lines_drawn(
    at: At, tmp_path: Path
) -> None:
    five = replace(FORM, columns=(*FORM.columns, replace(FORM.columns[2], name="Rack", width=0.2)))
    shares = (0.12, 0.25, 0.3, 0.16, 0.17)
    five = replace(
        five, columns=tuple(replace(c, width=w) for c, w in zip(five.columns, shares, strict=True))
    )
    picture = write_picture(drawn(page_of(five, [], ruled_rows=8), dpi=150), tmp_path / "five.png")

    def bring(session: Session) -> Page:
        book = books.new_book(session, "Pistols", replace(FORM, measured=True))
        (outcome,) = importing.import_pictures(session, book.id, [picture], all_new=True)
        return reading.read_page(session, outcome.page_id)

    assert at.shelf.does(bring).state is PageState.FAILED
    at.person.starts()
    at.person.unlocks(PASSPHRASE)
    at.person.room.shell.go(Where.CAPTURE)
    at.person.waits_for_everything()
    at.person.waits(lambda: at.person.room.capture.pages.chosen() is not None)
    at.person.presses("Return")  # there is nothing to check on it
    assert at.person.is_at() is Where.SETUP
    at.person.waits(lambda: at.screen.page_id() != "")
    assert "has 5 columns" in at.screen.wrong.text()
    assert at.names() == ["No.", "Serial number", "Place", "Year", "1"]
    at.person.presses("Ctrl+R")
    at.person.waits_for_everything()
    at.person.waits(lambda: not at.screen.action("setup_read").isEnabled())

    def now(session: Session) -> tuple[Page, ...]:
        return rescans.current_pages(session, books.book_number(session, 1).id)

    (page,) = at.shelf.does(now)
    assert page.state is PageState.READ
    assert at.shelf.does(lambda s: page_setup.unfit_pages(s, page.ledger_id)) == ()


def test_a_form_is_written_for_another_pc_and_one_from_a_file_and_a_blank_sheet_is_taken(
    at: At, tmp_path: Path
) -> None:
    at.shelf.page(read=False)
    at.comes()
    at.person.presses("Ctrl+E")
    at.chooses_file(tmp_path / "ours.toml")
    written = load_form(tmp_path / "ours.toml")
    assert [column.name for column in written.columns] == at.names()
    other = replace(written, name="Theirs", languages=("por",))
    other = replace(other, columns=(replace(other.columns[0], name="N.º"), *other.columns[1:]))
    page_setup.export_form(other, tmp_path / "theirs.toml")
    at.person.presses("Ctrl+I")
    at.chooses_file(tmp_path / "theirs.toml")
    at.person.waits(lambda: at.names()[0] == "N.º")
    assert at.screen.draft().now.form.languages == ("por",)
    five = replace(FORM, columns=(*FORM.columns, replace(FORM.columns[0], name="Rack")))
    five = replace(five, columns=tuple(replace(column, width=0.2) for column in five.columns))
    blank = write_picture(drawn(page_of(five, [], ruled_rows=8), dpi=150), tmp_path / "sheet.png")
    at.person.presses("Ctrl+O")
    at.chooses_file(blank)
    at.person.waits(lambda: at.names() == ["1", "2", "3", "4", "5"])
    assert at.screen.action("setup_save").isEnabled()
    assert not at.screen.action("setup_read").isEnabled()
