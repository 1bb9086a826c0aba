"""The register printed and handed over from the Records window."""

from __future__ import annotations

from pathlib import Path

from desktop.operations.archiving import verify_archive
from desktop.ui.records.on_paper import OnPaper
from tests.printing.kept import fill
from tests.printing.test_bound_book import pages_of
from tests.ui.person import Person
from tests.ui.shelf import Shelf


def asked(clerk: Person) -> OnPaper:
    clerk.presses("Ctrl+Shift+P")
    clerk.waits(lambda: clerk.dialog(OnPaper) is not None)
    dialog = clerk.dialog(OnPaper)
    assert isinstance(dialog, OnPaper)
    return dialog


def test_a_book_the_figures_and_everything_are_written_where_a_person_says(
    clerk: Person, shelf: Shelf, tmp_path: Path
) -> None:
    shelf.does(fill)
    clerk.presses("Ctrl+F")
    clerk.waits(lambda: clerk.room.records.table.rowCount() == 4)
    dialog = asked(clerk)
    assert [dialog.which.itemData(at) for at in range(dialog.which.count())] == [0, 1, 2]
    dialog.which.setCurrentIndex(2)
    dialog.write(tmp_path / "book")
    clerk.waits(lambda: "entries: 1" in clerk.is_told())
    assert "Ш-10512" in pages_of(tmp_path / "book.pdf")[1]
    dialog = asked(clerk)
    dialog.figures.setChecked(True)
    assert not dialog.which.isEnabled()
    dialog.write(tmp_path / "figures.pdf")
    clerk.waits(lambda: "figures.pdf" in clerk.is_told())
    dialog = asked(clerk)
    dialog.archive.setChecked(True)
    dialog.write(tmp_path)
    clerk.waits(lambda: "Written and read back" in clerk.is_told())
    (folder,) = tmp_path.glob("LM-CA1-register-*")
    assert verify_archive(folder).problems == ()


def test_what_cannot_be_written_is_said_and_escape_closes(
    clerk: Person, shelf: Shelf, tmp_path: Path
) -> None:
    shelf.does(fill)
    clerk.presses("Ctrl+F")
    clerk.waits(lambda: clerk.room.records.table.rowCount() == 4)
    dialog = asked(clerk)
    dialog.write(tmp_path / "gone" / "book.pdf")
    clerk.waits(lambda: "book.pdf" in clerk.is_told() and clerk.dialog(OnPaper) is None)
    asked(clerk)
    clerk.presses("Esc")
    clerk.waits(lambda: clerk.dialog(OnPaper) is None)
