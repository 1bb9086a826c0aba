from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import pytest

from db.model import CellState, Ledger, new_id
from db.store import connect, readings
from desktop.operations import accuracy_report, lots, people, spot_checks
from desktop.operations.lot_views import LotChoice
from desktop.operations.session import Session, Workplace, open_session
from desktop.operations.views import Entry
from tests.operations.filed import file_rows

PAPER = [(str(n), f"B{n:05d}", "Walther", "1941") for n in range(40)]
FILED = [
    (one, "800001" if at == 1 else serial, make, year) for at, (one, serial, make, year) in enumerate(PAPER)
]
"""One serial number filed wrong: 8 for B."""
MACHINE = [(one, serial.replace("B", "8"), make, year) for one, serial, make, year in PAPER]
"""The machine never told B from 8; people corrected all but one."""


@pytest.fixture
def checker(session: Session, workplace: Workplace) -> Iterator[Session]:
    people.add_person(session, "B. Otieno", "supervisor", "another four words")
    other = open_session(workplace, session.store.folder, "another four words", "B. Otieno")
    yield other
    other.close()


def check(checker: Session, limit: Fraction) -> int:
    """Draw a lot and type what stands on the paper; how many records were typed."""
    lot = lots.freeze(checker, LotChoice("batch"), limit)
    lots.draw(checker, lot.id, bytes)
    done = 0
    while (item := spot_checks.next_item(checker, lot.id)) is not None:
        row = PAPER[item.row_number - 1]
        said = {"serial_number": row[1], "make": row[2]}
        entries = {cell.cell_id: Entry(said[cell.field]) for cell in item.cells}
        spot_checks.enter(checker, lot.id, item.record_id, entries)
        done += 1
    return done


def test_the_machine_is_measured_against_what_was_typed_blind_and_not_against_what_clerks_settled(
    session: Session, checker: Session, book: Ledger
) -> None:
    file_rows(session, book, FILED, MACHINE)
    assert (
        check(checker, Fraction(0)) == 38
    )  # the least sample that one wrong record of 40 escapes in 5 % of draws
    found = accuracy_report.report(session)
    n = found.fields["serial_number"].n
    assert n == 38
    wrong = round(found.fields["serial_number"].share * n)
    assert wrong in {0, 1}  # whether the one that is wrong was drawn
    assert found.fields["make"].share == 0
    assert round(found.records.share * found.records.n) == wrong
    assert found.machine["choice"].share == 0.5  # every serial number, and no maker
    assert found.machine_serials.confusions == ((("B", "8"), 38),)
    assert found.serials.wrong_characters == wrong
    assert list(found.bands) == ["0.90"]
    assert found.reliability.expected_error == pytest.approx(0.4)  # promised 0.9, right half the time
    assert found.people["A. Njoroge"].n == 76
    assert [name for name in found.sentences if not name.startswith("chart_")] == [
        "records", "serials", "machine", "settled", "reliability", "work", "keyers", "lean", "few"
    ]  # fmt: skip
    # Against what clerks settled, the one wrong record looks right: they took what they were shown for it.
    assert found.settled is not None
    assert found.settled.every.share < found.machine["choice"].share
    assert (found.settled.records, found.settled.every.n) == (40, 160)
    assert found.settled.books["1"] == found.settled.bands["0.90"] == found.settled.every
    assert list(found.settled.over_time) == ["2026-03-01"]
    assert found.sentences["chart_fields_read"].key == "report_read_out"
    assert dict(found.sentences["chart_fields_read"].values)["name"] == "serial number"
    assert dict(found.sentences["chart_confusions"].values) == {
        "true": "B", "read": "8", "times": "38", "all": "38"
    }  # fmt: skip
    assert found.machine_fields["serial_number"].share == 1
    assert found.machine_books["1"].n == 76
    assert [len(found.examples[pair]) for pair in found.examples] == [accuracy_report.MOST_EXAMPLES]
    assert {one.read[0] for one in found.examples["B", "8"]} == {"8"}
    assert [(one.book, one.position, one.machine.share) for one in found.pages] == [(1, 1, 0.5)]
    assert list(found.filed_over_time) == list(found.machine_over_time) == ["2026-03-01"]
    assert (found.keyers.fields, found.keyers.differing) == (76, wrong)
    # Every field was entered, and of each serial number one character was changed.
    assert found.settled.work.rows == 40
    assert found.settled.work.keys_per_row == pytest.approx(4 + 39 / 40)


def test_no_figure_is_given_for_a_person_with_fewer_than_thirty_fields(
    session: Session, checker: Session, book: Ledger
) -> None:
    file_rows(session, book, FILED[:14])
    check(checker, Fraction(0))
    found = accuracy_report.report(session)
    assert found.fields["serial_number"].n < 30
    assert found.people == {}
    assert found.books["1"].n == 2 * found.fields["serial_number"].n


def test_without_a_check_there_is_no_figure(session: Session) -> None:
    found = accuracy_report.report(session)
    assert (found.fields, found.records.n) == ({}, 0)
    assert [one.key for one in found.said] == ["report_empty"]


def test_what_cannot_be_read_counts_as_wrong_and_tells_nothing_of_the_machine(
    session: Session, checker: Session, book: Ledger
) -> None:
    file_rows(session, book, FILED[:1])
    lot = lots.freeze(checker, LotChoice("batch"))
    lots.draw(checker, lot.id, bytes)
    item = spot_checks.next_item(checker, lot.id)
    assert item is not None
    unreadable = {cell.cell_id: Entry("", CellState.UNREADABLE) for cell in item.cells}
    spot_checks.enter(checker, lot.id, item.record_id, unreadable)
    found = accuracy_report.report(session, lot.id)
    assert found.records.share == 1
    assert found.serials.fields == 0
    assert found.machine == {}


def test_what_was_gained_by_reading_again_is_told_by_book(
    session: Session, checker: Session, book: Ledger
) -> None:
    page = file_rows(session, book, PAPER[:12], MACHINE[:12])
    store = session.store
    with connect.action(store):  # read once more, after people had corrected it
        rows = {row.id: row.number for row in readings.rows(store, page.id)}
        readings.add_readings(
            store,
            [
                replace(first, id=new_id(), text=PAPER[rows[cell.row_id] - 1][1], at=session.now())
                for cell in readings.cells(store, page.id)
                if cell.column == "Serial number"
                for first in readings.history(store, cell.id)[:1]
            ],
        )
    check(checker, Fraction(0))
    gain = accuracy_report.report(session).gains["1"]
    assert (gain.first.share, gain.again.share, gain.again.n) == (1.0, 0.0, 12)
    assert "gain_1" in accuracy_report.report(session).sentences


def test_a_record_that_waits_for_a_third_person_is_not_counted_as_right(
    session: Session, checker: Session, book: Ledger, workplace: Workplace
) -> None:
    people.add_person(session, "C. Wanjiru", "clerk", "three more odd words")
    file_rows(session, book, PAPER[:3])
    lot = lots.freeze(checker, LotChoice("batch"))
    lots.draw(checker, lot.id, bytes)
    item = spot_checks.next_item(checker, lot.id)
    assert item is not None
    spot_checks.enter(checker, lot.id, item.record_id, {cell.cell_id: Entry("X 1") for cell in item.cells})
    found = accuracy_report.report(session)
    assert (found.records.n, dict(found.fields)) == (0, {})
