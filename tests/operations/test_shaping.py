"""Rows added, parted and struck: each one step, kept beside what was found, right in what is filed and moved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from db.errors import Expected
from db.model import CellState, Page, User, new_id
from db.store import people, readings, row_states
from db.store.connect import action
from desktop.cli.door import run
from desktop.operations import filing, joining, review, settling, shaping
from desktop.operations.session import Session, open_session
from desktop.operations.views import Entry, RowView, Standing
from desktop.paths import PASSPHRASE_VARIABLE, REGISTER_VARIABLE
from tests.engines import in_order
from tests.operations.conftest import PASSPHRASE, SwappableTools

SERIAL, MAKE = 1, 2


def rows(session: Session, page: Page) -> tuple[RowView, ...]:
    return review.review_page(session, page.id).rows


def texts(session: Session, page: Page) -> list[tuple[str, ...]]:
    return [tuple(cell.text for cell in row.cells) for row in rows(session, page)]


def settled(session: Session, page: Page) -> None:
    for row in rows(session, page):
        for cell in row.cells:
            if not row.row.left_out and cell.standing is Standing.TO_CHECK:
                settling.settle(session, cell.cell.id, Entry(cell.as_written, cell.state, "seen"))


@pytest.fixture
def page(bring: Callable[..., Page]) -> Page:
    return bring()


def test_a_row_is_added_after_another_and_all_others_stay_what_they_were(
    session: Session, page: Page
) -> None:
    before = rows(session, page)
    step = shaping.add_row(session, before[0].row.id)
    after = rows(session, page)
    assert (step.row, [row.row.number for row in after]) == (2, list(range(1, len(before) + 2)))
    assert [row.row.id for row in (after[0], *after[2:])] == [row.row.id for row in before]
    assert [cell.text for cell in after[1].cells] == [""] * 4
    assert {cell.standing for cell in after[1].cells} == {Standing.PASSED}


def test_what_is_typed_in_an_added_row_is_filed_in_its_place(session: Session, page: Page) -> None:
    step = shaping.add_row(session, rows(session, page)[0].row.id)
    settling.settle(session, rows(session, page)[step.row - 1].cells[SERIAL].cell.id, Entry("0045999"))
    assert rows(session, page)[1].cells[MAKE].standing is Standing.TO_CHECK
    settled(session, page)
    filed = filing.file_page(session, page.id)
    assert [record.serial for record in filed.new] == ["0045127", "0045999", "0045128", "0045129"]


def test_a_row_that_is_added_on_a_filed_page_is_filed_with_its_reason(session: Session, page: Page) -> None:
    settled(session, page)
    filing.file_page(session, page.id)
    step = shaping.add_row(session, rows(session, page)[2].row.id)
    added = rows(session, page)[step.row - 1]
    settling.settle(session, added.cells[SERIAL].cell.id, Entry("0045130", note="was missed"))
    settled(session, page)
    filed = filing.file_page(session, page.id)
    assert [(record.serial, record.revision) for record in filed.new] == [("0045130", 1)]
    assert filed.unchanged == 3


def test_undo_takes_the_row_away_and_redo_brings_it_back_with_what_was_typed(
    session: Session, page: Page
) -> None:
    before = texts(session, page)
    step = shaping.add_row(session, rows(session, page)[0].row.id)
    settling.settle(session, rows(session, page)[step.row - 1].cells[SERIAL].cell.id, Entry("0045999"))
    with_it = texts(session, page)
    settling.undo(session)
    taken = settling.undo(session)
    assert taken is not None
    assert (texts(session, page), taken.row) == (before, 1)
    settling.redo(session)
    settling.redo(session)
    assert texts(session, page) == with_it


def test_a_row_in_which_somebody_else_wrote_stays(session: Session, page: Page) -> None:
    step = shaping.add_row(session, rows(session, page)[0].row.id)
    other = User(new_id(), "B. Otieno", "clerk")
    with action(session.store):
        people.add_user(session.store, other)
    cell = rows(session, page)[step.row - 1].cells[SERIAL].cell
    said = replace(
        readings.latest_of(session.store, [cell.id])[cell.id],
        id=new_id(),
        reader=f"clerk:{other.id}",
        settled=True,
    )
    with action(session.store):
        readings.add_readings(session.store, [said])
    with pytest.raises(Expected) as refused:
        settling.undo(session)
    assert refused.value.key == "undo_row_used"


def test_a_row_is_parted_and_both_halves_are_read(
    session: Session, page: Page, tools: SwappableTools
) -> None:
    upper = rows(session, page)[0]
    settling.settle(session, upper.cells[SERIAL].cell.id, Entry("0045127"))
    high = [cell.cell.quad[3][1] - cell.cell.quad[0][1] for cell in upper.cells]
    tools.swap.engine = in_order({"text": ["Walther", "Ulm"], "number": ["1"], "year": ["1941"]})
    shaping.part_row(session, upper.row.id)
    after = rows(session, page)
    assert [row.row.number for row in after[:3]] == [1, 2, 3]
    assert after[0].row.id == upper.row.id
    assert after[0].cells[SERIAL].text == "0045127"
    assert after[0].cells[SERIAL].standing is Standing.TO_CHECK
    assert [problem.key for problem in after[0].cells[SERIAL].problems] == ["said_before"]
    for place, cell in enumerate(after[0].cells):
        lower = after[1].cells[place].cell.quad
        assert cell.cell.quad[3] == lower[0]
        assert 0.15 < (cell.cell.quad[3][1] - cell.cell.quad[0][1]) / high[place] < 0.85
    settling.undo(session)
    assert [row.row.id for row in rows(session, page)][:2] == [upper.row.id, after[2].row.id]
    assert rows(session, page)[0].cells[0].cell.quad == upper.cells[0].cell.quad
    assert rows(session, page)[0].cells[SERIAL].standing is Standing.CHECKED


def test_two_rows_joined_and_parted_lie_where_they_lay(
    session: Session, page: Page, tools: SwappableTools
) -> None:
    first, second = rows(session, page)[:2]
    joining.join_rows(session, first.row.id)
    whole = rows(session, page)[0].cells[SERIAL].cell.quad
    assert (whole[0], whole[2]) == (first.cells[SERIAL].cell.quad[0], second.cells[SERIAL].cell.quad[2])
    tools.swap.engine = in_order(
        {
            "number": ["1", "2"],
            "serial_number": ["0045127", "0045128"],
            "text": ["Walther", "do"],
            "year": ["1941", "1941"],
        }
    )
    shaping.part_row(session, first.row.id)
    upper, lower = rows(session, page)[:2]
    assert upper.cells[SERIAL].cell.quad[3][1] == pytest.approx(first.cells[SERIAL].cell.quad[3][1], abs=8)
    assert [cell.text for cell in upper.cells] == ["1", "0045127", "Carl Walther", "1941"]
    assert [cell.text for cell in lower.cells] == ["2", "0045128", "Carl Walther", "1941"]
    assert (lower.cells[MAKE].state, lower.cells[MAKE].source_row) == (CellState.DITTO, 1)


def test_both_halves_of_what_a_person_had_settled_whole_are_looked_at_again(
    session: Session, page: Page, tools: SwappableTools
) -> None:
    first = rows(session, page)[0]
    joining.join_rows(session, first.row.id)
    settling.settle(session, first.cells[SERIAL].cell.id, Entry("0045127"))
    settling.settle(session, first.cells[3].cell.id, Entry("1941 1942"))
    said = {
        "number": ["1", "2"],
        "serial_number": ["0045127", "0045128"],
        "text": ["Walther"],
        "year": ["1941", "1942"],
    }
    tools.swap.engine = in_order(said)
    shaping.part_row(session, first.row.id)
    upper, lower = rows(session, page)[:2]
    assert upper.cells[SERIAL].standing is Standing.CHECKED  # the upper half alone says so
    assert (upper.cells[3].as_written, upper.cells[3].standing) == ("1941 1942", Standing.TO_CHECK)
    assert "1941" in [text for _, text in upper.cells[3].readers]
    assert (lower.cells[3].as_written, lower.cells[3].standing) == ("1942", Standing.TO_CHECK)


def test_a_struck_row_is_kept_and_makes_no_record_and_is_no_more_struck_by_the_same_key(
    session: Session, page: Page
) -> None:
    row = rows(session, page)[1].row
    step = shaping.strike_row(session, row.id)
    now = rows(session, page)[1]
    assert (step.row, now.row.struck, now.row.left_out) == (2, True, True)
    assert {cell.standing for cell in now.cells} == {Standing.PASSED}
    settled(session, page)
    filed = filing.file_page(session, page.id)
    assert [record.serial for record in filed.new] == ["0045127", "0045129"]
    assert [(number, why.key) for number, why in filed.left_out if number == 2] == [(2, "row_struck")]
    shaping.strike_row(session, row.id, "it is one")
    assert not rows(session, page)[1].row.struck
    settled(session, page)
    assert [record.serial for record in filing.file_page(session, page.id).new] == ["0045128"]


def test_an_entry_struck_on_the_paper_is_filed_as_struck(session: Session, page: Page) -> None:
    shaping.strike_row(session, rows(session, page)[1].row.id, on_paper=True)
    settled(session, page)
    filed = filing.file_page(session, page.id)
    assert [(record.serial, record.struck) for record in filed.new][1] == ("0045128", True)


def test_a_row_that_is_a_record_is_struck_with_its_reason_as_the_next_revision(
    session: Session, page: Page
) -> None:
    settled(session, page)
    filing.file_page(session, page.id)
    row = rows(session, page)[1].row
    with pytest.raises(Expected) as refused:
        shaping.strike_row(session, row.id)
    assert refused.value.key == "reason_needed"
    shaping.strike_row(session, row.id, "a note, no weapon")
    (revised,) = filing.file_page(session, page.id).revised
    assert (revised.struck, revised.revision, revised.reason) == (True, 2, "a note, no weapon")


def test_rows_stay_as_they_were_made_after_the_program_was_left(session: Session, page: Page) -> None:
    shaping.strike_row(session, rows(session, page)[2].row.id)
    shaping.add_row(session, rows(session, page)[0].row.id)
    before, workplace, folder = texts(session, page), session.workplace, session.store.folder
    session.close()
    again = open_session(workplace, folder, PASSPHRASE)
    assert texts(again, page) == before
    settling.undo(again)
    assert len(rows(again, page)) == len(before) - 1
    again.close()


def test_as_many_rows_as_there_is_room_for(session: Session, page: Page) -> None:
    def filling(row_id: str) -> None:
        for _ in range(80):
            number = shaping.add_row(session, row_id).row
            row_id = readings.rows(session.store, page.id)[number - 1].id

    with pytest.raises(Expected) as refused:
        filling(rows(session, page)[0].row.id)
    assert refused.value.key == "row_no_room"
    places = [state.place for state in row_states.states(session.store, page.id)]
    assert len(places) == len(set(places))


def test_rows_are_added_parted_and_struck_by_the_command_line_too(
    session: Session, page: Page, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(PASSPHRASE_VARIABLE, PASSPHRASE)
    monkeypatch.setenv(REGISTER_VARIABLE, str(session.store.folder))
    count = len(rows(session, page))
    assert run(["row", "1/1/1", "--add"]) == 0
    assert run(["row", "1/1/3", "--strike"]) == 0
    assert run(["row", "1/1/3/Make", "--part"]) == 2
    assert len(rows(session, page)) == count + 1
    assert rows(session, page)[2].row.left_out
    assert "row 3" in capsys.readouterr().out
