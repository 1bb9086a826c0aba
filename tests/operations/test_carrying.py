"""A new picture of a page: what people did on the picture before is carried over, and what cannot be is said."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from db.model import Page, User, new_id
from db.model_desk import SecondEntry
from db.store import people, readings, second_entries
from db.store.connect import action
from desktop.operations import filing, importing, reading, review, second_entry, settling, shaping
from desktop.operations.reading import problem_of
from desktop.operations.session import Session
from desktop.operations.views import Entry, RowView, Standing
from tests.operations.conftest import ROWS, Draw, SwappableTools, script

SERIAL, MAKE = 1, 2
Again = Callable[..., Page]


def rows(session: Session, page: Page) -> tuple[RowView, ...]:
    return review.review_page(session, page.id).rows


def serials(session: Session, page: Page) -> list[str]:
    return [row.cells[SERIAL].as_written for row in rows(session, page) if row.cells[SERIAL].as_written]


def settle_all(session: Session, page: Page) -> None:
    for row in rows(session, page):
        for view in row.cells:
            if view.standing is Standing.TO_CHECK:
                settling.settle(session, view.cell.id, Entry(view.as_written, view.state, "seen"))


def not_carried(page: Page) -> dict[str, dict[str, str]]:
    said = [problem_of(text) for text in page.problems]
    return {one.key: dict(one.values) for one in said if one.key.startswith("not_carried")}


@pytest.fixture
def page(bring: Callable[..., Page]) -> Page:
    return bring()


@pytest.fixture
def again(session: Session, page: Page, draw: Draw, tools: SwappableTools) -> Again:
    """Bring another picture of the page in and read it."""

    def bringing(shown: object = ROWS, read_as: object = None) -> Page:
        later = draw("later.png", shown, seed=9)
        arrived = importing.import_new_picture(session, page.id, later)
        tools.swap.engine = script(read_as or shown)  # type: ignore[arg-type]
        return reading.read_page(session, arrived.page_id)

    return bringing


def test_a_row_that_a_person_added_is_there_again_to_be_looked_at_and_is_the_same_record(
    session: Session, page: Page, again: Again
) -> None:
    step = shaping.add_row(session, rows(session, page)[0].row.id)
    for at, text in ((SERIAL, "0045999"), (MAKE, "do")):
        settling.settle(session, rows(session, page)[step.row - 1].cells[at].cell.id, Entry(text))
    settle_all(session, page)
    filed = {record.serial: record.id for record in filing.file_page(session, page.id).new}
    new = again()
    assert serials(session, new) == ["0045127", "0045999", "0045128", "0045129"]
    added = rows(session, new)[1]
    assert {added.cells[at].standing for at in (SERIAL, MAKE)} == {Standing.TO_CHECK}
    assert added.cells[MAKE].text == "Carl Walther"
    assert not_carried(new) == {}
    settle_all(session, new)
    assert filing.file_page(session, new.id).new == ()
    assert set(filed) == set(serials(session, new))


def test_a_row_that_was_missed_before_and_is_found_now_is_the_one_that_was_added(
    session: Session, page: Page, again: Again
) -> None:
    step = shaping.add_row(session, rows(session, page)[1].row.id)
    settling.settle(session, rows(session, page)[step.row - 1].cells[SERIAL].cell.id, Entry("0045999"))
    settle_all(session, page)
    filing.file_page(session, page.id)
    shown = (*ROWS[:2], ("9", "0045999", "Walther", "1941"), *ROWS[2:])
    new = again(shown)
    assert serials(session, new) == ["0045127", "0045128", "0045999", "0045129"]
    assert rows(session, new)[2].cells[SERIAL].standing is Standing.CHECKED
    settle_all(session, new)
    result = filing.file_page(session, new.id)
    assert (result.new, [record.serial for record in result.revised]) == ((), ["0045999"])


def test_a_row_that_was_struck_or_parted_is_so_on_the_new_picture(
    session: Session, page: Page, again: Again
) -> None:
    shaping.strike_row(session, rows(session, page)[2].row.id)
    first = rows(session, page)[0]
    settling.settle(session, first.cells[SERIAL].cell.id, Entry("0045127"))
    shaping.part_row(session, first.row.id)
    settling.settle(session, rows(session, page)[1].cells[SERIAL].cell.id, Entry("0045777"))
    new = again()
    now = rows(session, new)
    assert [row.row.left_out for row in now[:4]] == [False, False, False, True]
    assert now[1].cells[SERIAL].as_written == "0045777"
    assert now[0].cells[SERIAL].cell.quad[3] == now[1].cells[SERIAL].cell.quad[0]


def test_second_entries_and_questions_go_with_their_cells(session: Session, page: Page, again: Again) -> None:
    settle_all(session, page)
    other = User(new_id(), "B. Otieno", "clerk")
    cell = rows(session, page)[0].cells[SERIAL].cell
    typed = rows(session, page)[1].cells[MAKE].cell
    with action(session.store):
        people.add_user(session.store, other)
        for of, text in ((cell, "0045721"), (typed, "Walther")):
            entry = SecondEntry(
                new_id(), of.id, text, rows(session, page)[0].cells[0].state, session.now(), other.id
            )
            second_entries.add_entry(session.store, entry)
    settling.ask(session, rows(session, page)[2].cells[MAKE].cell.id, "Is it a Walther?")
    new = again()
    asked = rows(session, new)[2].cells[MAKE]
    assert (asked.standing, asked.note) == (Standing.ASKED, "Is it a Walther?")
    every = [one.id for one in readings.cells(session.store, new.id)]
    carried = second_entries.entries(session.store, every)
    assert sorted(one.text for of in carried.values() for one in of) == ["0045721", "Walther"]
    second_entry.set_plan(session, "none", "0")
    assert second_entry.counts(session).disputed == 1


def test_what_is_read_otherwise_or_not_found_any_more_is_said_on_the_page(
    session: Session, page: Page, again: Again
) -> None:
    settle_all(session, page)
    new = again(ROWS[:2], (ROWS[0], ("2", "0045777", *ROWS[1][2:])))
    assert not_carried(new) == {"not_carried_fields": {"count": "1"}, "not_carried_rows": {"rows": "3"}}
