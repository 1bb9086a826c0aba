from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from db.errors import Exit, Expected
from db.model import CellState, Ledger, Page, PageState, SerialState
from db.store import pages, records
from desktop.operations import filing, home, importing, reading, review, sealing, searching, settling
from desktop.operations.session import Session
from desktop.operations.views import Arrival, Entry, Standing
from tests.operations.conftest import ROWS, Draw, SwappableTools, script

Bring = Callable[..., Page]


def settle_all(session: Session, page: Page) -> None:
    """Agree with everything that waits."""
    for row in review.review_page(session, page.id).rows:
        for view in row.cells:
            if view.standing is Standing.TO_CHECK:
                settling.accept(session, view.cell.id)


def serial_cell(session: Session, page: Page, row: int) -> str:
    return review.review_page(session, page.id).rows[row - 1].cells[1].cell.id


def test_a_page_is_not_filed_while_a_serial_number_was_not_seen(session: Session, bring: Bring) -> None:
    page = bring()
    with pytest.raises(Expected, match="page_not_settled") as refusal:
        filing.file_page(session, page.id)
    assert refusal.value.exit_code is Exit.REFUSED
    assert records.count(session.store) == 0


def test_a_page_waits_for_the_supervisors_answer(session: Session, bring: Bring) -> None:
    page = bring()
    settle_all(session, page)
    settling.ask(session, serial_cell(session, page, 1), "1 or 7?")
    with pytest.raises(Expected, match="page_asked"):
        filing.file_page(session, page.id)


def test_each_row_becomes_a_record_that_points_back_to_its_cells(session: Session, bring: Bring) -> None:
    page = bring()
    settle_all(session, page)
    filed = filing.file_page(session, page.id)
    assert [record.serial for record in filed.new] == [row[1] for row in ROWS]
    assert [number for number, _ in filed.left_out] == [4, 5, 6, 7, 8]  # ruled, and nothing written
    record = filed.new[1]
    make = next(one for one in record.fields if one.name == "make")
    assert (make.text, make.as_written) == ("Carl Walther", "do")
    assert make.cell_id == review.review_page(session, page.id).rows[1].cells[2].cell.id
    assert record.filed_by == session.user.id
    assert pages.page(session.store, page.id).state is PageState.FILED


def test_filing_twice_changes_nothing(session: Session, bring: Bring) -> None:
    page = bring()
    settle_all(session, page)
    filing.file_page(session, page.id)
    again = filing.file_page(session, page.id)
    assert (again.new, again.revised, again.unchanged) == ((), (), 3)


def test_a_correction_after_filing_needs_a_reason_and_is_a_new_revision(
    session: Session, bring: Bring
) -> None:
    page = bring()
    settle_all(session, page)
    first = filing.file_page(session, page.id).new[0]
    cell = serial_cell(session, page, 1)
    with pytest.raises(Expected, match="reason_needed"):
        settling.settle(session, cell, Entry("0045121"))
    with pytest.raises(Expected, match="undo_filed"):
        settling.undo(session)
    settling.settle(session, cell, Entry("0045121", note="read on the weapon"))
    again = filing.file_page(session, page.id)
    (revised,) = again.revised
    assert (revised.id, revised.revision, revised.serial) == (first.id, 2, "0045121")
    assert revised.reason == "read on the weapon"
    assert records.revision(session.store, first.id, 1) == first
    assert again.unchanged == 2


def test_four_absences_of_a_serial_number_are_told_apart(session: Session, bring: Bring) -> None:
    page = bring()
    settle_all(session, page)
    settling.settle(session, serial_cell(session, page, 1), Entry("none"))
    settling.mark(session, serial_cell(session, page, 2), CellState.UNREADABLE)
    settling.mark(session, serial_cell(session, page, 3), CellState.BLANK)
    filed = filing.file_page(session, page.id)
    assert [(record.serial, record.serial_state) for record in filed.new] == [
        ("", SerialState.NONE_MARKED),
        ("", SerialState.ILLEGIBLE),
        ("", SerialState.NOT_RECORDED),
    ]


def test_a_record_is_found_by_part_of_its_serial_number(session: Session, bring: Bring) -> None:
    page = bring()
    settle_all(session, page)
    filing.file_page(session, page.id)
    (hit,) = searching.search(session, "45-129")
    assert (hit.record.serial, hit.row_number, hit.page.position, hit.sent) == ("0045129", 3, 1, False)
    assert len(searching.search(session, "")) == 3
    assert searching.count(session) == 3


def test_a_new_picture_of_a_filed_page_asks_only_for_what_is_new(
    session: Session, book: Ledger, bring: Bring, draw: Draw, tools: SwappableTools
) -> None:
    page = bring()
    settle_all(session, page)
    filed = filing.file_page(session, page.id).new
    rows = (*ROWS, ("4", "0045130", "do", "1942"))
    later = draw("later.png", rows, seed=9)
    (offered,) = importing.import_pictures(session, book.id, [later])
    assert (offered.arrival, offered.page_id) == (Arrival.LOOKS_LIKE, page.id)
    assert len(pages.pages(session.store, book.id)) == 1  # nothing is stored before a person says what it is
    arrived = importing.import_new_picture(session, page.id, later)
    tools.swap.engine = script(rows)
    again = reading.read_page(session, arrived.page_id)
    shown = review.review_page(session, again.id)
    waiting = {
        view.row_number for row in shown.rows for view in row.cells if view.standing is Standing.TO_CHECK
    }
    assert waiting == {4}
    settle_all(session, again)
    result = filing.file_page(session, again.id)
    assert [record.serial for record in result.new] == ["0045130"]
    assert (result.revised, result.unchanged) == ((), 3)
    assert {record.id for record in filed} < {hit.record.id for hit in searching.newest(session)}
    assert [one.page_id for one in importing.import_pictures(session, book.id, [later])] == [again.id]


def test_what_waits_is_counted(session: Session, bring: Bring) -> None:
    page = bring()
    waiting = home.queues(session)
    assert waiting.cells_to_check == review.review_page(session, page.id).to_check >= len(ROWS)
    assert (waiting.pages_ready, waiting.records_unsent) == (0, 0)
    settle_all(session, page)
    assert home.queues(session).pages_ready == 1
    filing.file_page(session, page.id)
    assert home.queues(session).records_unsent == 3
    (overview,) = home.shelf(session)
    assert (overview.records, overview.to_check) == (3, 0)


def test_a_batch_is_sealed_once_and_written_again_to_the_byte(
    session: Session, bring: Bring, tmp_path: Path
) -> None:
    page = bring()
    with pytest.raises(Expected, match="nothing_to_send"):
        sealing.seal(session, tmp_path)
    settle_all(session, page)
    filing.file_page(session, page.id)
    seen = sealing.preview(session)
    assert (len(seen.records), seen.left_out, seen.number) == (3, (), 1)
    sealed = sealing.seal(session, tmp_path)
    assert Path(sealed.path).name == seen.folder
    other = tmp_path / "other"
    other.mkdir()
    again = sealing.write_again(session, sealed.batch.id, other)
    assert again.files == sealed.files
    assert searching.newest(session)[0].sent
    assert sealing.batches(session) == (sealed.batch,)
    with pytest.raises(Expected, match="nothing_to_send"):
        sealing.seal(session, tmp_path)


def test_a_stick_that_is_not_there_seals_nothing(session: Session, bring: Bring, tmp_path: Path) -> None:
    page = bring()
    settle_all(session, page)
    filing.file_page(session, page.id)
    with pytest.raises(Expected, match="target_vanished"):
        sealing.seal(session, tmp_path / "gone")
    assert sealing.batches(session) == ()
