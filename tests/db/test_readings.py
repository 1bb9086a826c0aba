from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.errors import Expected
from db.model import Alternative, CellState, FieldReading, Row, new_id
from db.store import readings, row_states
from db.store.connect import Store, action
from tests.db.builders import AT, USER, a_ledger, a_page, a_reading, a_table, read

CLERK = f"clerk:{USER.id}"
ANYTHING = st.text(st.characters(exclude_categories=["Cs"]))
SHARE = st.floats(0, 1)


def queries(store: Store, ask: Callable[[], object]) -> int:
    """How many statements a question takes."""
    asked: list[str] = []
    with store.db.tracer(lambda sql, _: asked.append(sql)):
        ask()
    return len(asked)


def test_the_table_comes_back_row_by_row(store: Store) -> None:
    page = a_page(store, a_ledger(store))
    cells = a_table(store, page, rows=3)
    assert readings.cells(store, page.id) == tuple(cells)
    rows = readings.rows(store, page.id)
    assert [row.number for row in rows] == [1, 2, 3]
    assert readings.row(store, rows[1].id) == rows[1]
    assert readings.cell(store, cells[2].id) == cells[2]
    assert readings.page_of_cell(store, cells[2].id) == page


def test_rows_are_ordered_as_on_the_paper_however_they_were_added(store: Store) -> None:
    page = a_page(store, a_ledger(store))
    rows = [Row(new_id(), page.id, number, struck=number == 2) for number in (3, 1, 2)]
    with action(store):
        readings.add_table(store, rows, [])
    assert readings.rows(store, page.id) == (rows[1], rows[2], rows[0])


@pytest.mark.parametrize("ask", [readings.row, readings.cell, readings.page_of_cell])
def test_what_is_not_there_is_told(store: Store, ask: Callable[[Store, str], object]) -> None:
    with pytest.raises(Expected, match="unknown"):
        ask(store, "nowhere")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(data=st.data())
def test_every_reading_comes_back_exactly(store: Store, data: st.DataObject) -> None:
    page = a_page(store, a_ledger(store), new_id())
    cell, other = a_table(store, page, rows=1)
    written = data.draw(ANYTHING)
    reading = FieldReading(
        new_id(), cell.id, data.draw(st.sampled_from(["choice", CLERK, "tesseract"])), data.draw(ANYTHING), written,
        data.draw(st.sampled_from(list(CellState))), data.draw(SHARE), AT, data.draw(st.booleans()),
        tuple(data.draw(st.lists(SHARE, max_size=8))),
        tuple(data.draw(st.lists(st.builds(Alternative, ANYTHING, SHARE), max_size=3))),
        data.draw(st.sampled_from(["", other.id])), data.draw(ANYTHING), data.draw(st.booleans()),
    )  # fmt: skip
    read(store, reading)
    assert readings.history(store, cell.id) == (reading,)


def test_nothing_stands_in_a_cell_that_nobody_read(store: Store) -> None:
    page = a_page(store, a_ledger(store))
    cell, _ = a_table(store, page, rows=1)
    assert readings.latest(store, cell.id) is None
    assert readings.latest_on_page(store, page.id) == {}
    assert readings.history(store, cell.id) == ()


def test_the_newest_choice_or_person_stands_and_never_an_engine(store: Store) -> None:
    page = a_page(store, a_ledger(store))
    cell, _ = a_table(store, page, rows=1)
    engine, choice = a_reading(cell, "0", "tesseract"), a_reading(cell, "1", "choice")
    clerk, late = a_reading(cell, "2", CLERK), a_reading(cell, "3", "field-reader")
    for reading, stands in ((engine, None), (choice, choice), (clerk, clerk), (late, clerk)):
        read(store, reading)
        assert readings.latest(store, cell.id) == stands
        assert readings.latest_on_page(store, page.id) == ({cell.id: stands} if stands else {})
    assert readings.history(store, cell.id) == (engine, choice, clerk, late)
    assert readings.engines_on_page(store, page.id) == {cell.id: (engine, late)}


def test_the_order_of_coming_decides_and_not_the_clock(store: Store) -> None:
    page = a_page(store, a_ledger(store))
    cell, _ = a_table(store, page, rows=1)
    read(
        store,
        a_reading(cell, "1", at="2030-01-01T00:00:00Z"),
        a_reading(cell, "2", at="2020-01-01T00:00:00Z"),
    )
    latest = readings.latest(store, cell.id)
    assert latest is not None
    assert latest.text == "2"


def test_a_page_is_read_with_one_question_each(store: Store) -> None:
    page = a_page(store, a_ledger(store))
    for cell in a_table(store, page, rows=10):
        read(store, a_reading(cell), a_reading(cell, reader="tesseract"))
    assert queries(store, lambda: readings.cells(store, page.id)) == 1
    assert queries(store, lambda: readings.latest_on_page(store, page.id)) == 1
    assert queries(store, lambda: readings.engines_on_page(store, page.id)) == 1


def test_signatures_are_kept_in_place_of_earlier_ones(store: Store) -> None:
    page = a_page(store, a_ledger(store))
    a_table(store, page, rows=3)
    assert row_states.signatures(store, page.id) == ("", "", "")
    for signatures in (["a", "b", "c"], ["d", "e"], []):
        with action(store):
            readings.add_row_signatures(store, page.id, signatures)
        assert row_states.signatures(store, page.id) == (*signatures, "", "", "")[:3]
