"""Rows that persons add, join and strike keep their ids; what shows is numbered from the top."""

from __future__ import annotations

from dataclasses import replace

import pytest

from db.errors import Expected
from db.model import Cell, Page, Row, new_id
from db.store import readings, row_states, steps
from db.store.connect import Store, action
from db.store.row_states import RowStanding, RowState
from tests.db.builders import USER, a_ledger, a_page, a_reading, a_table, read

QUAD = ((0.0, 5.0), (10.0, 5.0), (10.0, 9.0), (0.0, 9.0))


@pytest.fixture
def page(store: Store) -> Page:
    return a_page(store, a_ledger(store))


@pytest.fixture
def rows(store: Store, page: Page) -> tuple[Row, ...]:
    a_table(store, page)
    return readings.rows(store, page.id)


def say(store: Store, *said: RowState) -> None:
    with action(store):
        row_states.add_states(store, [replace(each, id=new_id(), by=USER.id) for each in said])


def added(store: Store, page: Page, place: float) -> Cell:
    """A row with one cell between two others."""
    row = Row(new_id(), page.id, row_states.next_number(store, page.id), struck=False)
    cell = Cell(new_id(), row.id, "Serial number", QUAD)
    with action(store):
        readings.add_table(store, [row], [cell])
    say(store, RowState("", row.id, place, RowStanding.ENTRY))
    return cell


def test_a_row_between_two_others_is_numbered_there_and_all_keep_their_ids(
    store: Store, page: Page, rows: tuple[Row, ...]
) -> None:
    cell = added(store, page, 1.5)
    shown = readings.rows(store, page.id)
    assert [row.number for row in shown] == list(range(1, len(rows) + 2))
    assert [row.id for row in shown] == [rows[0].id, cell.row_id, *(row.id for row in rows[1:])]
    assert readings.row(store, rows[1].id).number == 3
    assert cell in readings.cells(store, page.id)


def test_a_row_that_is_absent_is_not_shown_and_what_was_read_there_is_kept(
    store: Store, page: Page, rows: tuple[Row, ...]
) -> None:
    cell = readings.cells_of_rows(store, [rows[0].id])[rows[0].id][0]
    read(store, a_reading(cell))
    say(store, RowState("", rows[0].id, 1.0, RowStanding.ABSENT))
    assert next((row.id, row.number) for row in readings.rows(store, page.id)) == (rows[1].id, 1)
    assert cell.id not in readings.latest_on_page(store, page.id)
    assert readings.latest(store, cell.id) is not None
    with pytest.raises(Expected) as said:
        readings.row(store, rows[0].id)
    assert said.value.key == "row_unknown"


@pytest.mark.parametrize(
    ("standing", "struck", "left_out"),
    [
        (RowStanding.STRUCK, True, False),
        (RowStanding.LEFT_OUT, True, True),
        (RowStanding.ENTRY, False, False),
    ],
)
def test_what_was_said_last_of_a_row_counts(
    store: Store, rows: tuple[Row, ...], standing: RowStanding, *, struck: bool, left_out: bool
) -> None:
    say(store, RowState("", rows[0].id, 1.0, RowStanding.STRUCK, note="before"))
    say(store, RowState("", rows[0].id, 1.0, standing, note="why"))
    now = readings.row(store, rows[0].id)
    assert (now.struck, now.left_out, now.note) == (struck, left_out, "why")
    assert [each.note for each in row_states.said(store, rows[0].id)] == ["before", "why"]
    assert row_states.state(store, rows[1].id).id == ""


def test_a_cell_lies_where_a_person_put_its_row(store: Store, rows: tuple[Row, ...]) -> None:
    cell = readings.cells_of_rows(store, [rows[0].id])[rows[0].id][0]
    say(store, RowState("", rows[0].id, 1.0, RowStanding.ENTRY, {cell.id: QUAD}))
    assert readings.cell(store, cell.id).quad == QUAD
    assert readings.cells_of_rows(store, [rows[0].id])[rows[0].id][0].quad == QUAD
    assert row_states.cells_of_any(store, rows[0].id)[0].quad == cell.quad


def test_a_step_keeps_what_it_changed_of_rows(store: Store, page: Page, rows: tuple[Row, ...]) -> None:
    struck = RowState(new_id(), rows[0].id, 1.0, RowStanding.STRUCK, by=USER.id)
    step = steps.Step(new_id(), USER.id, page.id, "", "do")
    with action(store):
        row_states.add_states(store, [struck])
        steps.add_step(store, step, [], [(rows[0].id, "", struck.id)])
    assert steps.row_changes(store, step.id) == ((rows[0].id, "", struck.id),)
