"""The Characters lens by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.operations.session import Workplace
from desktop.operations.views import Standing
from tests.operations.conftest import PASSPHRASE, SwappableTools
from tests.ui.person import Person
from tests.ui.shelf import ROWS, Shelf, shelf_in

SERIAL = "Serial number"


@pytest.fixture(scope="module")
def read_before(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    shelf = shelf_in(tmp_path_factory.mktemp("read"))
    shelf.page(ROWS)
    return shelf


@pytest.fixture
def shelf(read_before: Shelf, workplace: Workplace, tools: SwappableTools, tmp_path: Path) -> Shelf:
    return read_before.copied(workplace, tools, tmp_path)


@pytest.fixture
def at_signs(shelf: Shelf, person: Person) -> Person:
    """A clerk before the characters of the page, at the grid of those read as 5."""
    person.starts()
    person.unlocks(PASSPHRASE)
    person.opens_review()
    person.presses("Ctrl+3")
    person.waits_for_everything()
    signs = person.review.characters
    for _ in range(20):
        current = signs.current()
        if current is None or current.sign == "5":
            break
        person.presses("Tab")
    return person


def test_a_typed_character_proposes_on_a_serial_and_settles_nothing(at_signs: Person, shelf: Shelf) -> None:
    signs = at_signs.review.characters
    first = signs.current()
    assert first is not None
    assert (first.sign, first.column) == ("5", SERIAL)
    at_signs.types("6")
    at_signs.presses("Return")
    at_signs.waits_for_everything()
    kept = shelf.latest(first.cell_id)
    assert (kept.as_written[first.at], kept.settled) == ("6", False)
    at_signs.presses("Ctrl+1")
    at_signs.waits_for_everything()
    at_signs.goes_to(first.row_number, SERIAL)
    assert at_signs.reads() == first.written[: first.at] + "6" + first.written[first.at + 1 :]
    assert at_signs.sees().standing is Standing.TO_CHECK


def test_undo_takes_a_whole_screen_back(at_signs: Person, shelf: Shelf) -> None:
    signs = at_signs.review.characters
    five = list(signs.model.glyphs)
    assert len(five) == 3
    at_signs.types("666")
    at_signs.presses("Return")
    at_signs.waits_for_everything()
    assert [shelf.latest(one.cell_id).as_written[one.at] for one in five] == ["6"] * 3
    at_signs.presses("Ctrl+Z")
    at_signs.waits_for_everything()
    assert [shelf.latest(one.cell_id).as_written for one in five] == [one.written for one in five]
    assert {one.sign for one in signs.model.glyphs}  # they are gathered again


def test_space_doubts_and_esc_takes_it_back(at_signs: Person) -> None:
    signs = at_signs.review.characters
    at_signs.presses("Space")
    assert list(signs.model.said.values()) == [""]
    at_signs.presses("Esc")
    assert signs.model.said == {}


def test_f2_shows_the_character_in_its_cell_and_enter_then_settles_it(at_signs: Person, shelf: Shelf) -> None:
    signs = at_signs.review.characters
    first = signs.current()
    assert first is not None
    at_signs.presses("F2")
    at_signs.waits_for_everything()
    assert at_signs.review.peek.isVisible()
    at_signs.presses("F2", "Return")
    at_signs.waits_for_everything()
    assert shelf.latest(first.cell_id).settled


def test_every_character_gets_its_picture_and_a_name_that_can_be_read_out(at_signs: Person) -> None:
    signs = at_signs.review.characters
    at_signs.waits(lambda: signs._picture(signs.model.glyphs[0]) is not None)
    from PySide6.QtCore import Qt

    said = str(signs.model.data(signs.model.place(0), Qt.ItemDataRole.AccessibleTextRole))
    assert "Serial number, row" in said


def test_how_far_is_gathered_goes_from_the_page_to_all_that_waits(at_signs: Person) -> None:
    assert at_signs.review.characters.scope.currentText() == "This page"
    at_signs.presses("Ctrl+E")
    assert at_signs.review.characters.scope.currentText() == "This book"
    at_signs.waits_for_everything()
    assert at_signs.review.characters.model.glyphs


def test_locking_leaves_no_character_on_the_screen(at_signs: Person) -> None:
    signs = at_signs.review.characters
    at_signs.review.forget()
    assert signs.model.glyphs == []
    assert not signs._pixmaps
