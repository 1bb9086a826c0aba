"""Second entry: typed blind by another person; what differs goes to a third; machine and one person are not two."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from db.errors import Expected
from db.model import CellState, Page
from db.store import readings, records
from desktop.operations import books, people, sealing, second_entry, settling
from desktop.operations.second_views import SecondCounts, SecondItem
from desktop.operations.session import Session, Workplace, open_session
from desktop.operations.views import Entry
from tests.operations.conftest import FORM
from tests.operations.filed import file_rows

OTHER = "another four words"
ROWS = [("1", "0045127", "Walther", "1941"), ("2", "0045128", "Walther", "1941")]
Sits = Callable[[str, str], Session]


@pytest.fixture
def sits(session: Session, workplace: Workplace) -> Iterator[Sits]:
    """Another person is let in and sits down."""
    there: list[Session] = []

    def sitting(name: str, role: str) -> Session:
        people.add_person(session, name, role, OTHER)
        there.append(open_session(workplace, session.store.folder, OTHER, name))
        return there[-1]

    yield sitting
    for one in there:
        one.close()


@pytest.fixture
def page(session: Session) -> Page:
    """A filed page of a handwritten book; its serial numbers alone are typed twice."""
    second_entry.set_plan(session, "handwritten", "0")
    book = books.new_book(session, "Rifles", replace(FORM, script="handwritten"))
    return file_rows(session, book, ROWS, [("1", "OO45127", "", ""), ("2", "0045128", "", "")])


def item_of(session: Session) -> SecondItem:
    item = second_entry.next_item(session)
    assert item is not None
    return item


def test_nothing_of_what_was_typed_is_in_what_the_second_person_is_given(page: Page, sits: Sits) -> None:
    item = item_of(sits("B. Otieno", "second_keyer"))
    assert (item.row_number, item.column) == (1, "Serial number")
    assert not any(value in repr(item) for value in ("0045127", "OO45127", "45127"))


def test_two_people_who_type_the_same_are_done_with_a_cell(page: Page, session: Session, sits: Sits) -> None:
    other = sits("B. Otieno", "second_keyer")
    for _, serial, *_ in ROWS:
        assert second_entry.enter(other, item_of(other).cell_id, Entry(serial))
    assert second_entry.next_item(other) is None
    assert second_entry.counts(session) == SecondCounts(2, 0, 0)


def test_machine_and_one_person_are_not_two_persons(page: Page, session: Session, sits: Sits) -> None:
    with pytest.raises(Expected, match="only_user"):
        second_entry.next_item(session)
    assert second_entry.counts(session).waits == 2
    other = sits("B. Otieno", "second_keyer")
    with pytest.raises(Expected, match="second_own_left"):
        second_entry.next_item(session)
    with pytest.raises(Expected, match="second_own_work"):
        second_entry.enter(session, item_of(other).cell_id, Entry("0045127"))


def test_a_cell_that_only_the_machine_has_read_is_not_typed_twice(
    session: Session, bring: Callable[..., Page], sits: Sits
) -> None:
    second_entry.set_plan(session, "all", "1")
    bring()
    assert second_entry.next_item(sits("B. Otieno", "clerk")) is None


def test_a_serial_number_agrees_by_every_character(page: Page, sits: Sits) -> None:
    other = sits("B. Otieno", "second_keyer")
    assert not second_entry.enter(other, item_of(other).cell_id, Entry("45127"))


def test_what_differs_goes_to_a_third_person_who_keyed_neither(
    page: Page, session: Session, sits: Sits
) -> None:
    second, third = sits("B. Otieno", "supervisor"), sits("C. Wanjiru", "clerk")
    second_entry.enter(second, item_of(second).cell_id, Entry("0045121"))
    assert second_entry.disputes(session) == second_entry.disputes(second) == ()
    (dispute,) = second_entry.disputes(third)
    assert (dispute.first.text, dispute.second.text) == ("0045127", "0045121")
    with pytest.raises(Expected, match="second_not_third"):
        second_entry.decide(session, dispute, "first")
    second_entry.decide(third, dispute, "second")
    assert second_entry.disputes(third) == ()
    record = records.record_of_row(session.store, readings.cell(session.store, dispute.item.cell_id).row_id)
    assert record is not None
    assert (record.serial, record.revision, record.reason) == ("0045121", 2, "second entry")


@pytest.mark.parametrize(
    ("chosen", "entry", "stands", "revision"),
    [("first", None, "0045127", 1), ("retyped", Entry("0045177"), "0045177", 2)],
)
def test_a_decision_stands_and_is_not_asked_again(
    page: Page, session: Session, sits: Sits, chosen: str, entry: Entry | None, stands: str, revision: int
) -> None:
    second, third = sits("B. Otieno", "second_keyer"), sits("C. Wanjiru", "second_keyer")
    second_entry.enter(second, item_of(second).cell_id, Entry("0045121"))
    (dispute,) = second_entry.disputes(third)
    second_entry.decide(third, dispute, chosen, entry)
    now = readings.latest(session.store, dispute.item.cell_id)
    assert now is not None
    assert now.text == stands
    record = records.record_of_row(session.store, readings.cell(session.store, dispute.item.cell_id).row_id)
    assert record is not None
    assert record.revision == revision
    assert second_entry.counts(session) == SecondCounts(2, 1, 0)
    with pytest.raises(Expected, match="second_changed"):
        second_entry.decide(third, dispute, "second")


def test_where_nobody_else_is_left_the_supervisor_decides(page: Page, session: Session, sits: Sits) -> None:
    second = sits("B. Otieno", "second_keyer")
    second_entry.enter(second, item_of(second).cell_id, Entry("", CellState.UNREADABLE))
    assert second_entry.disputes(second) == ()
    (dispute,) = second_entry.disputes(session)
    assert dispute.second.state is CellState.UNREADABLE
    second_entry.decide(session, dispute, "first")
    assert second_entry.counts(session).disputed == 0


def test_a_correction_that_says_what_the_second_person_typed_settles_the_difference(
    page: Page, session: Session, sits: Sits
) -> None:
    second = sits("B. Otieno", "second_keyer")
    cell_id = item_of(second).cell_id
    second_entry.enter(second, cell_id, Entry("0045121"))
    assert second_entry.counts(session).disputed == 1
    settling.settle(session, cell_id, Entry("0045121", note="seen again"))
    assert second_entry.counts(session) == SecondCounts(2, 1, 0)


def test_a_record_in_dispute_stays_out_of_the_batch_until_it_is_decided(
    page: Page, session: Session, sits: Sits
) -> None:
    second, third = sits("B. Otieno", "second_keyer"), sits("C. Wanjiru", "clerk")
    second_entry.enter(second, item_of(second).cell_id, Entry("0045121"))
    preview = sealing.preview(session)
    assert len(preview.records) == 1
    assert [problem.key for _, problem in preview.left_out] == ["record_disputed"]
    second_entry.decide(third, second_entry.disputes(third)[0], "first")
    assert len(sealing.preview(session).records) == 2


def test_typed_serial_numbers_are_left_to_chance_and_all_or_none_can_be_asked(
    session: Session, sits: Sits
) -> None:
    file_rows(session, books.new_book(session, "Typed", FORM), ROWS)
    for serials, share, wanted in (("handwritten", "0", 0), ("all", "0", 2), ("none", "1", 8)):
        second_entry.set_plan(session, serials, share)
        assert second_entry.counts(session).wanted == wanted
    for odd in ("2", "x", "1/0"):
        with pytest.raises(Expected, match="second_plan_odd"):
            second_entry.set_plan(session, "all", odd)


def test_what_is_too_long_or_a_ditto_is_refused(page: Page, session: Session, sits: Sits) -> None:
    second_entry.set_plan(session, "all", "1")
    other = sits("B. Otieno", "clerk")
    cell_id = item_of(other).cell_id
    with pytest.raises(Expected, match="value_too_long"):
        second_entry.enter(other, cell_id, Entry("1" * 10_000))
    with pytest.raises(Expected, match="type_what_it_stands_for"):
        second_entry.enter(other, cell_id, Entry("do"))
    second_entry.enter(other, cell_id, Entry("9"))
    third = sits("C. Wanjiru", "clerk")
    with pytest.raises(Expected, match="second_choice_odd"):
        second_entry.decide(third, second_entry.disputes(third)[0], "both")
