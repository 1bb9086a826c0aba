"""Characters of a page, a book, all that waits: they propose, and settle nothing that was not seen in its cell."""

from __future__ import annotations

from collections.abc import Callable

from db.model import Page
from db.store import readings
from desktop.operations import glyphs, review, settling
from desktop.operations.glyphs import Glyph, Scope, SignSaid
from desktop.operations.session import Session
from desktop.operations.views import CellView, Entry, Standing

Bring = Callable[..., Page]


def cell(session: Session, page: Page, row: int, column: str) -> CellView:
    shown = review.review_page(session, page.id)
    return next(view for view in shown.rows[row - 1].cells if view.column.name == column)


def of_cell(session: Session, page: Page, view: CellView) -> list[Glyph]:
    found = [one for one in glyphs.glyphs(session, page.id) if one.cell_id == view.cell.id]
    return sorted(found, key=lambda one: one.at)


def test_characters_come_the_least_certain_first_and_each_has_its_picture(
    session: Session, bring: Bring
) -> None:
    page = bring()
    found = glyphs.glyphs(session, page.id)
    assert [one.sure for one in found] == sorted(one.sure for one in found)
    serial = cell(session, page, 1, "Serial number")
    assert "".join(one.sign for one in of_cell(session, page, serial)) == "0045127"
    shown = glyphs.pictures(session, page.id)
    assert {(one.cell_id, one.at) for one in found} <= shown.keys()
    inked = shown[serial.cell.id, 3]
    assert inked.shape[0] > 8
    assert inked.min() < 128


def test_a_whole_serial_of_confirmed_characters_is_still_to_be_checked(
    session: Session, bring: Bring
) -> None:
    page = bring()
    serial = cell(session, page, 1, "Serial number")
    signs = [SignSaid(one, one.sign) for one in of_cell(session, page, serial)]
    signs[-1] = SignSaid(signs[-1].glyph, "1")
    kept = glyphs.say_signs(session, signs)
    now = cell(session, page, 1, "Serial number")
    assert (now.as_written, now.text, now.standing) == ("0045121", "0045121", Standing.TO_CHECK)
    latest = readings.latest(session.store, serial.cell.id)
    assert latest is not None
    assert not latest.settled
    assert kept.step is not None


def test_a_serial_that_was_seen_in_its_cell_is_settled_by_confirming_it(
    session: Session, bring: Bring
) -> None:
    page = bring()
    serial = cell(session, page, 1, "Serial number")
    signs = [SignSaid(one, one.sign) for one in of_cell(session, page, serial)]
    glyphs.say_signs(session, signs, seen={serial.cell.id})
    assert cell(session, page, 1, "Serial number").standing is Standing.CHECKED


def test_a_doubted_character_is_marked_and_wants_an_eye(session: Session, bring: Bring) -> None:
    page = bring()
    year = cell(session, page, 1, "Year")
    third = of_cell(session, page, year)[2]
    glyphs.say_signs(session, [SignSaid(third, "")])
    now = cell(session, page, 1, "Year")
    assert (now.doubts, now.standing) == ((2,), Standing.TO_CHECK)


def test_a_screen_of_characters_over_two_pages_is_one_step_back(session: Session, bring: Bring) -> None:
    one, other = bring("one.png"), bring("other.png", (("4", "0045199", "Walther", "1951"),), seed=2)
    every = glyphs.glyphs(session, one.id, Scope.BOOK)
    assert {each.page_id for each in every} == {one.id, other.id}
    ones = [each for each in every if each.column == "Year" and each.sign == "1" and each.at == 0]
    assert len(ones) == 4
    glyphs.say_signs(session, [SignSaid(each, "2") for each in ones])
    assert [cell(session, page, 1, "Year").text for page in (one, other)] == ["2941", "2951"]
    settling.undo(session)
    assert [cell(session, page, 1, "Year").text for page in (one, other)] == ["1941", "1951"]
    assert settling.undo(session) is None


def test_a_cell_that_another_queue_has_just_decided_is_passed_over(session: Session, bring: Bring) -> None:
    page = bring()
    year = cell(session, page, 1, "Year")
    before = of_cell(session, page, year)
    settling.settle(session, year.cell.id, Entry("1944"))
    kept = glyphs.say_signs(session, [SignSaid(before[0], "2")])
    assert (kept.step, kept.passed_over) == (None, 1)
    assert cell(session, page, 1, "Year").text == "1944"


def test_rows_that_say_same_follow_a_corrected_character(session: Session, bring: Bring) -> None:
    page = bring()
    make = cell(session, page, 1, "Make")
    glyphs.say_signs(session, [SignSaid(of_cell(session, page, make)[0], "V")])
    assert cell(session, page, 2, "Make").text == cell(session, page, 1, "Make").text
