"""Ins adds a row, Ctrl+Shift+J parts one, Ctrl+Del strikes one, F5 reads a cell again; Ctrl+Z takes each back."""

from __future__ import annotations

from desktop.ui.dialogs.cell_history import CellHistory
from tests.engines import in_order
from tests.operations.conftest import SwappableTools
from tests.ui.person import Person
from tests.ui.shelf import ROWS, Shelf


def numbers(person: Person) -> list[int]:
    sheet = person.review.checking.sheet
    assert sheet is not None
    return [row[0].row_number for row in sheet.rows]


def test_a_row_is_added_typed_into_struck_and_taken_back_by_keys(shelf: Shelf, person: Person) -> None:
    shelf.page(ROWS)
    person.starts()
    person.unlocks("four words that differ")
    person.opens_review()
    person.goes_to(1, "Serial number")
    rows = len(numbers(person))
    person.presses("Ins")
    person.waits(lambda: len(numbers(person)) == rows + 1)
    person.waits_for_everything()
    assert (person.stands_at(), person.reads()) == ((2, "Serial number"), "")
    picture = person.review.lenses.row.strip.picture()
    assert picture is not None
    assert person.sees().cell.id in picture.boxes
    person.types("0045999")
    person.presses("Ctrl+Del")
    person.waits(lambda: person.sees().left_out)
    person.waits_for_everything()
    assert (person.reads(), person.sees().struck) == ("0045999", True)
    assert "makes no record" in person.is_told()
    for left in ("0045999", "", None):
        person.presses("Ctrl+Z")
        person.waits_for_everything()
        if left is not None:
            assert (person.reads(), person.sees().struck) == (left, False)
    person.waits(lambda: len(numbers(person)) == rows)
    person.presses("Ctrl+Y")
    person.waits(lambda: len(numbers(person)) == rows + 1)
    person.waits_for_everything()


def test_a_row_is_parted_and_a_cell_is_read_again_by_keys(
    shelf: Shelf, person: Person, tools: SwappableTools
) -> None:
    shelf.page(ROWS)
    person.starts()
    person.unlocks("four words that differ")
    person.opens_review()
    rows = len(numbers(person))
    person.goes_to(2, "Serial number")
    tools.swap.engine = in_order({"serial_number": ["0045723"]})
    person.presses("F5")
    person.waits(lambda: person.reads() == "0045723")
    person.presses("Ctrl+Z")
    person.waits_for_everything()
    assert person.reads() == "0045128"
    person.presses("Return")
    person.waits_for_everything()
    person.goes_to(2, "Serial number")
    tools.swap.engine = in_order({"serial_number": ["0045723"]})
    person.presses("F5")
    person.waits(lambda: "stays" in person.is_told())
    assert (person.reads(), shelf.latest(person.sees().cell.id).text) == ("0045128", "0045128")
    tools.swap.engine = in_order({"number": ["2"], "text": ["Rack B"], "year": ["1941"]})
    person.presses("Ctrl+Shift+J")
    person.waits(lambda: len(numbers(person)) == rows + 1)
    person.waits_for_everything()
    assert (person.stands_at(), person.reads()) == ((2, "Serial number"), "0045128")
    person.presses("Ctrl+Z")
    person.waits(lambda: len(numbers(person)) == rows)
    person.waits_for_everything()


def test_the_history_of_a_cell_is_told_by_a_key_and_put_away_by_another(shelf: Shelf, person: Person) -> None:
    shelf.page(ROWS)
    person.starts()
    person.unlocks("four words that differ")
    person.opens_review()
    person.types("0045777")
    person.presses("Ctrl+H")
    person.waits(lambda: person.dialog(CellHistory) is not None)
    told = person.dialog(CellHistory)
    assert isinstance(told, CellHistory)
    items = (told.table.item(0, column) for column in range(told.table.columnCount()))
    newest = [item.text() for item in items if item is not None]
    assert "A. Njoroge" in newest
    assert any("0045777" in text for text in newest)
    assert told.table.rowCount() == 3
    person.presses("Esc")
    person.waits(lambda: person.dialog(CellHistory) is None)
