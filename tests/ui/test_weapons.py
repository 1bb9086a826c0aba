"""Weapons by the window: history, pairs, a whole book, what is lacking, requests and the sheet that answers one."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from desktop.operations import duplicates, filing, review, settling, tracing
from desktop.operations.quantities import Total
from desktop.operations.session import Session
from desktop.operations.work import Cancel, Progress, Report
from desktop.ui.actions import Where
from desktop.ui.records import lists
from desktop.ui.records.trace_dialogs import NewTrace, TraceStepDialog
from desktop.ui.screens.records import RecordsScreen
from tests.ui.person import Person
from tests.ui.shelf import Shelf

ROWS = (
    ("1", "0045127", "Rack A", "1941"),
    ("2", "OO45I27", "Rack B", "1941"),
    ("4", "0045129", "Rack B", "1942"),
)


@pytest.fixture
def records(shelf: Shelf, clerk: Person) -> RecordsScreen:
    """The screen with three records of which two may be one weapon, and a running number missing."""
    page = shelf.page(ROWS)

    def work(session: Session) -> None:
        for row in review.review_page(session, page.id).rows:
            for cell in row.cells:
                if cell.standing.value == "to_check":
                    settling.accept(session, cell.cell.id)
        filing.file_page(session, page.id)

    shelf.does(work)
    clerk.presses("Ctrl+F")
    screen = clerk.room.records
    clerk.waits(lambda: screen.table.rowCount() == 3)
    return screen


def lines(screen: RecordsScreen) -> list[tuple[str, ...]]:
    return [line.texts for line in screen.beside.listing.lines()]


def test_pairs_stand_side_by_side_with_what_differs_marked_and_leave_when_judged(
    clerk: Person, records: RecordsScreen
) -> None:
    clerk.presses("F3")
    clerk.waits(lambda: records.beside.kind == "pairs" and len(lines(records)) == 1)
    assert sorted(records.beside.side.texts("serial")) == ["[0][0]45[1]27", "[O][O]45[I]27"]
    clerk.presses("F8")
    clerk.waits(lambda: lines(records) == [])
    clerk.presses("Esc")
    assert not records.beside.isVisible()


def test_an_entry_is_joined_by_one_key_and_taken_back_by_another(
    clerk: Person, records: RecordsScreen
) -> None:
    clerk.types("0045127")
    clerk.waits(lambda: records.table.rowCount() == 2)
    clerk.presses("F2")
    clerk.waits(lambda: records.beside.kind == "history" and len(lines(records)) == 2)
    assert "entries: 1, may belong to it: 1" in records.beside.listing.title()
    clerk.presses("Down", "F7")
    clerk.waits(lambda: "entries: 2, may belong to it: 0" in records.beside.listing.title())
    clerk.presses("Ctrl+Z")
    clerk.waits(lambda: "entries: 1, may belong to it: 1" in records.beside.listing.title())


def test_a_finding_opens_at_its_row(clerk: Person, records: RecordsScreen) -> None:
    clerk.presses("F4")
    clerk.waits(lambda: records.beside.kind == "findings" and len(lines(records)) >= 1)
    assert "Number 3 is missing before this row" in lines(records)[-1][3]
    clerk.presses(*["Down"] * (len(lines(records)) - 1))
    clerk.presses("Return")
    clerk.waits(lambda: clerk.is_at() is Where.REVIEW and clerk.review.checking.sheet is not None)
    assert clerk.stands_at()[0] == 3


def test_what_is_lacking_stands_beside_its_source(clerk: Person, records: RecordsScreen) -> None:
    clerk.presses("F5")
    clerk.waits(lambda: records.beside.kind == "readiness" and len(lines(records)) > 9)
    assert any("to be confirmed" in line[2] for line in lines(records))
    assert any(line[1] == "Complete: 0 of 3" for line in lines(records))


def test_what_one_record_lacks_is_said_for_each_instrument(clerk: Person, records: RecordsScreen) -> None:
    clerk.presses("Shift+F5")
    clerk.waits(lambda: records.beside.kind == "record" and len(lines(records)) > 9)
    named = [line for line in lines(records) if line[0]]
    assert len(named) == 9
    assert all(name and source for name, _, source in named)
    assert any("make" in line[2] for line in lines(records) if not line[0])


def test_how_much_of_each_lot_came_and_went_is_a_list(clerk: Person, records: RecordsScreen) -> None:
    clerk.presses("Ctrl+I")
    clerk.waits(lambda: records.beside.kind == "quantities")
    assert lines(records) == []  # weapons are no quantities
    shown = lists.quantities((Total("9 mm ball", "L12", "rounds", 1200, 200, 3, 1),))
    assert shown.lines[0].texts == ("9 mm ball", "L12", "rounds", "1,200", "200", "1,000", "3", "1")


def test_going_through_the_whole_register_is_shown_and_can_be_stopped(
    clerk: Person, records: RecordsScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def slow(session: Session, known: object, report: Report, cancel: Cancel) -> tuple[()]:
        report(Progress(1, 400, "progress_duplicates"))
        while not cancel():
            time.sleep(0.01)
        asked.append("stopped")
        return ()

    monkeypatch.setattr(duplicates, "of_register", slow)
    told: list[object] = []
    records.beside.working.connect(told.append)
    clerk.presses("F3")
    clerk.waits(lambda: told)
    clerk.presses("F3", "Shift+Esc")  # a second time is no second walk
    clerk.waits(lambda: told[-1] is None and records.beside.kind == "pairs")
    assert asked == ["stopped"]
    assert "the rest of the register was not gone through" in clerk.is_told()


def test_a_request_is_received_and_answered_with_the_weapon_that_was_looked_at(
    clerk: Person, records: RecordsScreen, shelf: Shelf
) -> None:
    clerk.types("0045129")
    clerk.waits(lambda: records.table.rowCount() == 1)
    clerk.presses("F2")
    clerk.waits(lambda: records.beside.kind == "history")
    clerk.presses("F6")
    clerk.waits(lambda: records.beside.kind == "traces")
    clerk.presses("Ctrl+N")
    clerk.waits(lambda: clerk.dialog(NewTrace) is not None)
    asks = clerk.dialog(NewTrace)
    assert isinstance(asks, NewTrace)
    asks.lines["requester"].setText("NCB Lusaka")
    asks.lines["serial"].setText("0045129")
    clerk.presses("Return")
    clerk.waits(lambda: len(lines(records)) == 1)
    clerk.presses("Ctrl+E")
    clerk.waits(lambda: clerk.dialog(TraceStepDialog) is not None)
    done = clerk.dialog(TraceStepDialog)
    assert isinstance(done, TraceStepDialog)
    done.kind.setCurrentIndex(done.kind.findData("answered"))
    clerk.presses("Return")
    clerk.waits(lambda: lines(records)[0][5].startswith("answered"))
    (request,) = shelf.does(tracing.requests)
    assert len(request.steps[0].entries) == 1


def test_a_trace_sheet_is_one_page_with_the_paper_on_it(
    clerk: Person, records: RecordsScreen, tmp_path: Path
) -> None:
    target = tmp_path / "trace.pdf"
    records.beside.write_sheet(records.table.found[0].hit.record.id, target)
    clerk.waits(lambda: "trace sheet was written" in clerk.is_told())
    written = target.read_bytes()
    assert written.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", written)) == 1
    assert b"/Subtype /Image" in written or b"/Subtype/Image" in written
