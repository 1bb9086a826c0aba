"""What a column of a page or book always is: proposed where nothing stands, never put in, taken back as a step."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from db.errors import Expected
from db.model import CellState, Page
from desktop.cli.door import run
from desktop.operations import review, settling
from desktop.operations.column_defaults import BOOK, NOTES, PAGE, always
from desktop.operations.drafting import draft
from desktop.operations.saying_always import say_always, sayable
from desktop.operations.session import Session
from desktop.operations.views import CellView, Entry
from desktop.paths import PASSPHRASE_VARIABLE, REGISTER_VARIABLE
from tests.operations.conftest import FORM, PASSPHRASE

ROWS: Sequence[Sequence[str]] = (("1", "0045127", "Mauser", "1941"), ("2", "0045128", "", ""))


@pytest.fixture
def page(bring: Callable[..., Page]) -> Page:
    """One on which a make and a year are missing."""
    return bring(rows=ROWS)


def at(session: Session, page: Page, row: int, column: str) -> CellView:
    shown = review.review_page(session, page.id)
    return next(view for view in shown.rows[row - 1].cells if view.column.name == column)


def test_a_default_is_proposed_in_empty_cells_and_put_into_none(session: Session, page: Page) -> None:
    empty, full = at(session, page, 2, "Make"), at(session, page, 1, "Make")
    settling.mark(session, empty.cell.id, CellState.BLANK)
    assert review.ghost(session, empty.cell.id) == "Mauser"  # the value above, as long as nothing is said
    say_always(session, full.cell.id, BOOK, "Walther")
    assert review.ghost(session, empty.cell.id) == "Walther"
    say_always(session, full.cell.id, PAGE, "Beretta")
    assert review.ghost(session, empty.cell.id) == "Beretta"
    assert at(session, page, 2, "Make").text == ""
    assert at(session, page, 1, "Make") == full


def test_what_was_taken_from_a_default_says_so_and_what_was_typed_otherwise_does_not(
    session: Session, page: Page
) -> None:
    empty = at(session, page, 2, "Make")
    settling.mark(session, empty.cell.id, CellState.BLANK)
    say_always(session, empty.cell.id, PAGE, "Beretta")
    (other,) = settling.settle(session, empty.cell.id, Entry("Walther"))
    assert other.note == ""
    settling.mark(session, empty.cell.id, CellState.BLANK)
    (taken,) = settling.settle(session, empty.cell.id, Entry("Beretta"))
    assert taken.note == NOTES[PAGE]
    shown = review.review_page(session, page.id)
    assert draft(shown.rows[1], FORM, page).reason == ""  # where it came from is no reason for a correction
    (again,) = settling.settle(session, empty.cell.id, Entry("Beretta"))
    assert again.note == ""  # it stood there already: nothing was taken


def test_what_a_column_always_is_can_be_changed_removed_and_taken_back(session: Session, page: Page) -> None:
    cell_id = at(session, page, 2, "Make").cell.id
    say_always(session, cell_id, BOOK, "Walther")
    say_always(session, cell_id, BOOK, "Beretta")
    step = settling.undo(session)
    assert step is not None
    assert (step.page_id, step.cells, step.row) == (page.id, (), 2)
    assert always(session, cell_id).text == "Walther"
    settling.undo(session)
    assert always(session, cell_id).text == ""
    settling.redo(session)
    assert always(session, cell_id).book == "Walther"
    assert say_always(session, cell_id, BOOK, "").text == ""


def test_no_serial_number_is_ever_said_to_be_always_the_same(session: Session, page: Page) -> None:
    with pytest.raises(Expected, match="default_serial"):
        say_always(session, at(session, page, 1, "Serial number").cell.id, BOOK, "0045127")
    with pytest.raises(Expected, match="default_serial"):  # nobody is asked what would be refused
        sayable(session, at(session, page, 1, "Serial number").cell.id)


def test_the_command_line_says_shows_and_takes_away_what_a_column_always_is(
    session: Session, page: Page, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(PASSPHRASE_VARIABLE, PASSPHRASE)
    monkeypatch.setenv(REGISTER_VARIABLE, str(session.store.folder))
    cell_id = at(session, page, 2, "Make").cell.id
    assert run(["always", "1/1/2/Make", "Walther"]) == 0
    assert run(["always", "1/1/2/Make", "Beretta", "--page"]) == 0
    assert (always(session, cell_id).page, always(session, cell_id).book) == ("Beretta", "Walther")
    assert run(["always", "1/1/2/Make", "--nothing", "--page"]) == 0
    capsys.readouterr()
    assert run(["always", "1/1/2/Make"]) == 0
    assert "in empty cells: Walther" in capsys.readouterr().out
    assert run(["always", "1/1/2/Serial number", "0045127"]) == 8
