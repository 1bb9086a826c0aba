"""Further draws find errors and never count towards the claim."""

from __future__ import annotations

from fractions import Fraction

import pytest

from db.errors import Expected
from db.model import Ledger, Page
from db.store import records
from desktop.operations import accuracy_report, informing, lot_decisions, lots, people, spot_checks
from desktop.operations.judging import filed_record
from desktop.operations.lot_views import LotState
from desktop.operations.session import Session, Workplace, open_session
from desktop.operations.views import Entry
from tests.operations.filed import file_rows
from tests.operations.test_spot_checks import check_all, drawn, page, supervisor, words

__all__ = ("page", "supervisor")  # fixtures of the check itself


def test_a_group_is_drawn_in_the_lots_own_order_without_its_sample(
    session: Session, supervisor: Session, page: Page
) -> None:
    lot_id = drawn(supervisor)
    now = spot_checks.course(supervisor, lot_id)
    (clerk,) = informing.groups(supervisor, lot_id, "clerk")
    assert (clerk.name, clerk.records) == ("A. Njoroge", 13)
    made = informing.draw_more(supervisor, lot_id, "clerk", clerk.value, 4)
    assert made.records == now.order[7:11]
    again = informing.draw_more(supervisor, lot_id, "band", "0.90", 100)
    assert again.records == now.order[11:]
    with pytest.raises(Expected, match="informing_empty"):
        informing.draw_more(supervisor, lot_id, "page", page.id)
    with pytest.raises(Expected, match="informing_kind"):
        informing.groups(supervisor, lot_id, "moon")


def test_an_error_that_a_further_draw_finds_is_corrected_and_does_not_refuse_the_lot(
    session: Session, supervisor: Session, page: Page
) -> None:
    lot_id = drawn(supervisor)
    check_all(supervisor, lot_id)
    made = informing.draw_more(supervisor, lot_id, "page", page.id, 3)
    now = spot_checks.course(supervisor, lot_id)
    row = filed_record(supervisor, now.lot, made.records[1]).row_number
    check_all(supervisor, lot_id, {row: "0099999"})
    shown = spot_checks.standing(supervisor, lot_id)
    assert (shown.wrong, shown.checked, shown.target) == (0, 7, 7)
    assert (shown.beside, shown.beside_checked, shown.beside_wrong) == (3, 3, 1)
    assert "do not count towards the claim" in words(shown.words)
    (found,) = lot_decisions.findings(supervisor, lot_id)
    lot_decisions.correct(supervisor, lot_id, found.record_id)
    assert records.record(session.store, found.record_id).serial == "0099999"
    decided = lot_decisions.decide(supervisor, lot_id)
    assert (decided.decision, decided.checked, decided.at_most) == ("passed", 7, 5)
    told = accuracy_report.report(session)
    assert (told.records.n, told.records.share) == (7, 0.0)
    assert told.pages[0].filed.share > 0  # where errors are is shown of all that was checked


def test_a_longer_sample_takes_in_what_was_drawn_before_to_inform(
    session: Session, supervisor: Session, page: Page
) -> None:
    lot_id = drawn(supervisor)
    check_all(supervisor, lot_id)
    informing.draw_more(supervisor, lot_id, "page", page.id, 3)
    check_all(supervisor, lot_id)
    lot_decisions.decide(supervisor, lot_id)
    lots.longer(supervisor, lot_id, Fraction(1, 10))
    shown = spot_checks.standing(supervisor, lot_id)
    assert (shown.state, shown.checked, shown.target, shown.beside) == (LotState.OPEN, 10, 12, 0)
    assert accuracy_report.report(session).records.n == 10


def test_after_the_decision_a_further_draw_can_still_be_typed(
    session: Session, supervisor: Session, page: Page
) -> None:
    lot_id = drawn(supervisor)
    check_all(supervisor, lot_id)
    lot_decisions.decide(supervisor, lot_id)
    assert spot_checks.next_item(supervisor, lot_id) is None
    informing.draw_more(supervisor, lot_id, "page", page.id, 1)
    item = spot_checks.next_item(supervisor, lot_id)
    assert item is not None
    said = {cell.cell_id: Entry("?") for cell in item.cells}
    spot_checks.enter(supervisor, lot_id, item.record_id, said)
    assert spot_checks.standing(supervisor, lot_id).state is LotState.PASSED


def test_a_hand_is_said_of_pages_and_groups_records_and_errors(
    session: Session, supervisor: Session, page: Page, book: Ledger
) -> None:
    file_rows(session, book, [("1", "777", "Walther", "1941")])
    assert informing.say_hand(supervisor, 1, 1, 1, "Sgt. Otieno ") == 1
    with pytest.raises(Expected, match="no_such_pages"):
        informing.say_hand(supervisor, 1, 7, 9, "X")
    with pytest.raises(Expected, match="book_unknown"):
        informing.say_hand(supervisor, 9, 1, 1, "X")
    lot_id = drawn(supervisor)
    (hand,) = informing.groups(supervisor, lot_id, "hand")
    assert (hand.name, hand.records <= 20) == ("Sgt. Otieno", True)
    check_all(supervisor, lot_id)
    assert list(accuracy_report.report(session).hands) == ["Sgt. Otieno"]


def test_a_clerk_draws_nothing(
    session: Session, supervisor: Session, page: Page, workplace: Workplace
) -> None:
    lot_id = drawn(supervisor)
    people.add_person(session, "C. Wanjiru", "clerk", "three more odd words")
    clerk = open_session(workplace, session.store.folder, "three more odd words", "C. Wanjiru")
    try:
        for forbidden in (
            lambda: informing.groups(clerk, lot_id, "page"),
            lambda: informing.draw_more(clerk, lot_id, "page", page.id),
            lambda: informing.say_hand(clerk, 1, 1, 1, "X"),
        ):
            with pytest.raises(Expected, match="may_not_decide"):
                forbidden()
    finally:
        clerk.close()
