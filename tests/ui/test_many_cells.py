"""One thing said of many cells, by keyboard: the cells are shown first, one step takes it back."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.operations.session import Workplace
from desktop.ui.review.column_always import AskAlways
from desktop.ui.review.many import ManyCells
from desktop.ui.review.why import why_text
from tests.operations.conftest import PASSPHRASE, SwappableTools
from tests.ui.person import Person
from tests.ui.shelf import Shelf, shelf_in

ROWS = (
    ("1", "0045127", "Rack A", "1941"),
    ("2", "0045128", "Rack A", "1941"),
    ("3", "0045129", "Depot Nord", "1942"),
    ("4", "", "Rack A", ""),
)


@pytest.fixture(scope="module")
def read_before(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    shelf = shelf_in(tmp_path_factory.mktemp("read"))
    shelf.page(ROWS)
    return shelf


@pytest.fixture
def at_page(
    read_before: Shelf, workplace: Workplace, tools: SwappableTools, tmp_path: Path, person: Person
) -> Person:
    read_before.copied(workplace, tools, tmp_path)
    person.starts()
    person.unlocks(PASSPHRASE)
    person.opens_review()
    return person


def asks(person: Person) -> ManyCells:
    person.waits(lambda: person.dialog(ManyCells) is not None)
    found = person.dialog(ManyCells)
    assert isinstance(found, ManyCells)
    return found


def places(person: Person) -> list[str]:
    sheet = person.review.checking.sheet
    assert sheet is not None
    return [view.text for row in sheet.rows for view in row if view.column.name == "Place"][:4]


def test_all_cells_that_say_the_same_are_shown_and_changed_at_once(at_page: Person) -> None:
    at_page.goes_to(1, "Place")
    at_page.presses("Ctrl+R")
    dialog = asks(at_page)
    assert dialog.list.count() == 3
    at_page.waits_for_everything()
    assert not dialog.list.item(0).icon().isNull()
    at_page.types("Store 9")
    at_page.presses("Return")
    at_page.waits_for_everything()
    assert places(at_page) == ["Store 9", "Store 9", "Depot Nord", "Store 9"]
    at_page.presses("Ctrl+Z")
    at_page.waits_for_everything()
    assert places(at_page) == ["Rack A", "Rack A", "Depot Nord", "Rack A"]


def test_a_run_is_filled_down_after_it_was_seen(at_page: Person) -> None:
    at_page.goes_to(3, "Serial number")
    at_page.presses("Ctrl+D")
    dialog = asks(at_page)
    assert "0045130" in dialog.list.item(0).text()
    at_page.presses("Return")
    at_page.waits_for_everything()
    at_page.goes_to(4, "Serial number")
    assert at_page.reads() == "0045130"


def test_esc_changes_nothing(at_page: Person) -> None:
    at_page.goes_to(1, "Place")
    at_page.presses("Ctrl+R")
    asks(at_page)
    at_page.types("Store 9")
    at_page.presses("Esc")
    at_page.waits_for_everything()
    assert places(at_page) == ["Rack A", "Rack A", "Depot Nord", "Rack A"]


def test_what_a_column_always_is_is_offered_where_nothing_stands_and_taken_by_a_key(at_page: Person) -> None:
    at_page.goes_to(1, "Year")
    at_page.presses("Ctrl+Shift+D")
    at_page.waits(lambda: at_page.dialog(AskAlways) is not None)
    at_page.types("1944")
    at_page.presses("Return")
    at_page.waits_for_everything()
    at_page.goes_to(4, "Year")
    at_page.waits(lambda: at_page.review.lens.editor().placeholderText() == "1944")
    assert at_page.review.checking.view().text == ""
    at_page.presses("F4")
    at_page.waits(lambda: at_page.review.lens.editor().text() == "1944")
    at_page.presses("Return")
    at_page.waits_for_everything()
    at_page.goes_to(4, "Year")
    assert "said of this column of the book" in why_text(at_page.review.checking.view())
