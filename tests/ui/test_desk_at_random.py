"""Random keys at the desk: no field or row is lost, undo takes back exactly one step. And what people paste into it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from db.model import CellState
from db.store import connect
from desktop.operations import settling
from desktop.operations.review import review_page
from desktop.operations.session import Workplace, open_session
from desktop.operations.views import CellView, Entry
from desktop.ui.review.many import ManyCells
from tests.operations.conftest import PASSPHRASE, SwappableTools
from tests.ui.person import Person
from tests.ui.shelf import ROWS, Shelf, shelf_in

SERIAL = "Serial number"
LEAVES = st.sampled_from(["Return", "Shift+Return", "Tab", "Shift+Tab", "Down", "Up", "F3"])
STEP = st.one_of(
    st.tuples(st.just("types"), st.text("0127AO?", min_size=1, max_size=5), LEAVES),
    st.tuples(st.just("presses"), st.sampled_from(["F7", "F8", "Return"]), st.just("")),
    st.tuples(st.just("presses"), st.sampled_from(["Esc", "F6"]), LEAVES),
    st.tuples(st.just("presses"), st.sampled_from(["Ctrl+1", "Ctrl+2", "Ctrl+4"]), st.just("")),
    st.tuples(
        st.just("presses"), st.sampled_from(["Ins", "Ctrl+Del", "Ctrl+J", "Ctrl+Shift+Del"]), st.just("")
    ),
    st.tuples(
        st.just("signs"), st.sampled_from(["7", "Space", "Esc", ""]), st.sampled_from(["Return", "Tab"])
    ),
    st.tuples(
        st.just("changes alike"), st.sampled_from(["Rack B", "1950"]), st.sampled_from(["Return", "Esc"])
    ),
    st.tuples(st.just("undoes"), st.just("Ctrl+Z"), st.just("")),
    st.tuples(st.just("redoes"), st.just("Ctrl+Y"), st.just("")),
)
Said = tuple[str, str, CellState, str, int, bool, bool]
"""What a cell says, and where its row stands: number, struck, left out."""


@pytest.fixture(scope="module")
def read_before(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    shelf = shelf_in(tmp_path_factory.mktemp("read"))
    shelf.page(ROWS)
    return shelf


@pytest.fixture
def shelf(read_before: Shelf, workplace: Workplace, tools: SwappableTools, tmp_path: Path) -> Shelf:
    return read_before.copied(workplace, tools, tmp_path)


def said_of(view: CellView) -> Said:
    return (
        view.text, view.as_written, view.state, view.standing.value, view.row_number, view.struck, view.left_out
    )  # fmt: skip


def says_of_signs(person: Person, what: str, then: str) -> None:
    """Goes into the Characters lens, says something of the first one, goes on, and comes back to the row."""
    person.presses("Ctrl+3")
    person.waits_for_everything()
    if what in {"Space", "Esc"}:
        person.presses(what)
    else:
        person.types(what)
    person.presses(then)
    person.waits_for_everything()
    person.presses("Ctrl+1")
    person.waits_for_everything()


def changes_alike(person: Person, text: str, answer: str) -> None:
    """Changes all cells that say the same, or looks and leaves it; a serial number is none that can be."""
    person.presses("Ctrl+R")
    person.waits_for_everything()
    if person.dialog(ManyCells) is not None:
        person.types(text)
        person.presses(answer)
        person.waits(lambda: not isinstance(QApplication.activeModalWidget(), ManyCells))


def kept(person: Person) -> tuple[dict[str, tuple[str, int, bool, bool]], dict[str, Said]]:
    """By cell: which reading stands in the register and what its row is; and what it says."""
    found: list[CellView] = []
    page_id = person.review.page_id()
    person.visit.desk.ask(
        lambda session: review_page(session, page_id),
        lambda page: found.extend(view for row in page.rows for view in row.cells),
    )
    person.waits_for_everything()
    return (
        {view.cell.id: (view.reading_id, view.row_number, view.struck, view.left_out) for view in found},
        {view.cell.id: said_of(view) for view in found},
    )


def shown(person: Person) -> Mapping[str, Said]:
    sheet = person.review.checking.sheet
    assert sheet is not None
    return {view.cell.id: said_of(view) for row in sheet.rows for view in row}


@settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(STEP, min_size=4, max_size=8))
@example(
    steps=[
        ("signs", "7", "Return"),
        ("presses", "Esc", "Tab"),
        ("changes alike", "Rack B", "Return"),
        ("signs", "Space", "Return"),
        ("undoes", "Ctrl+Z", ""),
        ("changes alike", "Rack C", "Esc"),
        ("undoes", "Ctrl+Z", ""),
        ("redoes", "Ctrl+Y", ""),
    ]
)
def test_no_field_is_lost_and_undo_takes_back_exactly_one_step(
    at_page: Person, steps: list[tuple[str, str, str]]
) -> None:
    ids, said = kept(at_page)
    before: list[dict[str, Said]] = []
    undone: list[dict[str, Said]] = []
    for kind, what, leave in steps:
        if kind == "redoes" and not undone:
            continue  # what an example before this one took back could be done again
        cell_id = at_page.sees().cell.id
        if kind == "signs":
            says_of_signs(at_page, what, leave)
        elif kind == "changes alike":
            changes_alike(at_page, what, leave)
        elif kind == "types":
            at_page.review.lens.editor().selectAll()
            at_page.types(what)
        else:
            at_page.presses(what)
        if leave and kind not in {"signs", "changes alike"}:
            at_page.presses(leave)
        at_page.waits_for_everything()
        ids_now, said_now = kept(at_page)
        if kind == "types":
            assert said_now[cell_id][1] == what
        if kind == "undoes" and before:
            undone.append(said)
            assert said_now == before.pop()
        elif kind == "redoes":
            before.append(said)
            assert said_now == undone.pop()
        elif ids_now != ids:
            before.append(said)
            undone.clear()
        assert shown(at_page) == said_now
        ids, said = ids_now, said_now
    while before:
        at_page.presses("Ctrl+Z")
        at_page.waits_for_everything()
        assert kept(at_page)[1] == before.pop()


def test_a_value_of_ten_thousand_characters_is_refused_in_a_sentence_and_not_lost(at_page: Person) -> None:
    first = at_page.sees()
    QApplication.clipboard().setText("9" * 10_000)
    at_page.review.lens.editor().selectAll()
    at_page.review.lens.editor().paste()
    at_page.presses("Tab")
    at_page.waits_for_everything()
    assert "longer than" in at_page.is_told()
    assert first.cell.id in at_page.review.saving.unsaved
    assert kept(at_page)[1][first.cell.id][1] == "0045127"
    at_page.review.saving.drop()


@pytest.mark.parametrize("hidden", ["\u202e", "\u200b", "\u2066"])
def test_what_cannot_be_seen_is_not_taken_into_a_serial_number(at_page: Person, hidden: str) -> None:
    first = at_page.sees()
    QApplication.clipboard().setText(f"0045{hidden}127")
    at_page.review.lens.editor().selectAll()
    at_page.review.lens.editor().paste()
    at_page.presses("Tab")
    at_page.waits_for_everything()
    assert "cannot be seen" in at_page.is_told()
    assert kept(at_page)[1][first.cell.id][1] == "0045127"
    at_page.review.saving.drop()


def test_what_another_window_said_meanwhile_is_kept_beside_what_is_said_here(
    at_page: Person, shelf: Shelf
) -> None:
    first = at_page.sees()
    shelf.does(lambda session: settling.settle(session, first.cell.id, Entry("0045555")))
    at_page.types("0045666")
    at_page.presses("Return")
    at_page.waits_for_everything()
    assert shelf.latest(first.cell.id).text == "0045666"
    at_page.presses("Ctrl+Z")
    at_page.waits_for_everything()
    assert shelf.latest(first.cell.id).text == "0045555"


def test_keys_faster_than_the_disk_lose_nothing(at_page: Person, shelf: Shelf) -> None:
    cells = []
    for number in ("0045301", "0045302", "0045303"):
        cells.append(at_page.sees().cell.id)
        at_page.types(number)
        at_page.presses("Return")  # nobody waits until it is kept
    at_page.waits_for_everything()
    assert [shelf.latest(cell).text for cell in cells] == ["0045301", "0045302", "0045303"]


def test_a_disk_that_stands_still_keeps_nobody_from_typing(at_page: Person, shelf: Shelf) -> None:
    """In a register of any size: while one writes, however long it takes, the others wait and the keys do not."""
    place = shelf.workplace
    other = open_session(place, place.places.register, PASSPHRASE)
    cells = []
    try:
        with connect.action(other.store):
            for number in ("0045301", "0045302", "0045303"):
                cells.append(at_page.sees().cell.id)
                at_page.types(number)
                at_page.presses("Return")
            assert at_page.review.saving.busy()
        at_page.waits_for_everything()
    finally:
        other.close()
    assert [shelf.latest(cell).text for cell in cells] == ["0045301", "0045302", "0045303"]
    assert at_page.review.saving.unsaved == {}


def test_a_lock_in_the_middle_of_an_edit_loses_nothing(at_page: Person, shelf: Shelf) -> None:
    first = at_page.sees()
    at_page.types("0045777")
    at_page.presses("F12")
    at_page.waits(lambda: at_page.visit.room is None)
    at_page.waits_for_everything()
    assert shelf.latest(first.cell.id).text == "0045777"
