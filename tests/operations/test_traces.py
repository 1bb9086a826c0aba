"""One weapon across books, records that may be one, and requests to trace it."""

from __future__ import annotations

import json

import pytest

from db.errors import Expected
from db.model import Record
from db.store import journal, records
from desktop.operations import books, duplicates, histories, judgements, tracing
from desktop.operations.session import Session
from desktop.operations.tracing import Asked
from tests.operations.filed import file_rows
from tests.operations.test_finding import WIDE

FIRST = (
    ("AB 10512", "Pistol", "Walther", "PP", "7.65 Br", "2 Bn", "1984-03-09"),
    ("AB 1O512", "Pistol", "Walther", "PP", "7.65 Br", "3 Bn", "1981"),
    ("AB 10513", "Pistol", "Walther", "PP", "7.65 Br", "2 Bn", ""),
    ("XY 777", "Rifle", "FN", "FAL", "7.62x51", "Depot", "1990"),
)
SECOND = (("AB-10512", "Pistol", "Walther", "PP", "7.65 Br", "Depot", "1979-05"),)


@pytest.fixture
def filed(session: Session) -> dict[str, Record]:
    """Two books; the records by their serial numbers."""
    file_rows(session, books.new_book(session, "Weapons", WIDE), FIRST)
    file_rows(session, books.new_book(session, "Older", WIDE), SECOND)
    return {record.serial: record for record in records.newest(session.store, 99, 0)}


def test_what_may_be_the_same_weapon_is_graded_the_likeliest_first(
    session: Session, filed: dict[str, Record]
) -> None:
    found = duplicates.of_record(session, filed["AB 10512"].id)
    assert [(one.other.record.serial, one.pair.likeness.value) for one in found] == [
        ("AB-10512", "equal"),
        ("AB 1O512", "look_alike"),
        ("AB 10513", "near"),
    ][:2]
    assert found[1].marks == ((4,), (4,))


def test_the_whole_registers_pairs_are_found_once_each_and_leave_the_list_when_judged(
    session: Session, filed: dict[str, Record]
) -> None:
    def pairs() -> list[set[str]]:
        return [{one.one.record.serial, one.other.record.serial} for one in duplicates.of_register(session)]

    assert pairs() == [{"AB 10512", "AB-10512"}, {"AB 10512", "AB 1O512"}, {"AB 1O512", "AB-10512"}]
    judgements.judge(session, filed["AB 10512"].id, filed["AB 1O512"].id, "different")
    judgements.judge(session, filed["AB-10512"].id, filed["AB 1O512"].id, "later")
    assert pairs() == [{"AB 10512", "AB-10512"}, {"AB 1O512", "AB-10512"}]
    judgements.judge(session, filed["AB 10512"].id, filed["AB 1O512"].id, "open")
    assert {"AB 10512", "AB 1O512"} in pairs()


def test_a_judgement_changes_no_record_and_is_kept_for_ever(
    session: Session, filed: dict[str, Record]
) -> None:
    one, other = filed["AB 10512"], filed["AB-10512"]
    judgements.judge(session, one.id, other.id, "same", "by the crops")
    judgements.judge(session, other.id, one.id, "open")
    assert judgements.standing(session, one.id) == {}
    assert records.record(session.store, one.id) == one
    assert [line.action for line in journal.entries(session.store)].count("judge_pair") == 2


def test_entries_are_joined_under_a_persons_eye_and_stand_in_order_of_time(
    session: Session, filed: dict[str, Record]
) -> None:
    first = filed["AB 10512"]
    alone = histories.history(session, first.id)
    assert [entry.hit.record.serial for entry in alone.entries] == ["AB 10512"]
    assert [one.other.record.serial for one in alone.others][:2] == ["AB-10512", "AB 1O512"]
    histories.join(session, first.id, filed["AB-10512"].id)
    histories.join(session, filed["AB-10512"].id, filed["AB 1O512"].id)
    whole = histories.history(session, first.id)
    assert [(entry.date, entry.hit.ledger.number) for entry in whole.entries] == [
        ("1979-05", 2),
        ("1981", 1),
        ("1984-03-09", 1),
    ]
    assert histories.take_apart(session, first.id) == 1
    assert len(histories.history(session, first.id).entries) == 1
    assert len(histories.history(session, filed["AB 1O512"].id).entries) == 2


def test_a_record_is_not_held_against_itself(session: Session, filed: dict[str, Record]) -> None:
    with pytest.raises(Expected, match="pair_of_one"):
        judgements.judge(session, filed["XY 777"].id, filed["XY 777"].id, "same")
    with pytest.raises(Expected, match="verdict_unknown"):
        judgements.judge(session, filed["XY 777"].id, filed["AB 10512"].id, "merged")


def test_a_request_is_kept_from_receipt_to_answer(session: Session, filed: dict[str, Record]) -> None:
    got = tracing.receive(session, Asked("NCB Lusaka", "T 7", serial="AB 10512", restrictions="court only"))
    assert (got.request.number, got.request.received_on, got.state, got.open) == (
        1,
        "2026-03-01",
        "received",
        True,
    )
    tracing.do(session, 1, "acknowledged", on_day="2026-03-02")
    tracing.do(session, 1, "delayed", ground="criminal_investigation", text="a court case")
    done = tracing.do(session, 1, "answered", entries=[filed["AB 10512"].id])
    assert (done.state, done.open) == ("answered", False)
    assert done.steps[-1].entries == ((filed["AB 10512"].id, 1),)
    assert tracing.requests(session) == (done,)
    tracing.do(session, 1, "noted", text="thanks came")
    assert tracing.request(session, 1).state == "answered"
    with pytest.raises(Expected, match="trace_closed"):
        tracing.do(session, 1, "refused", ground="other")


def test_a_refusal_needs_a_ground(session: Session) -> None:
    tracing.receive(session, Asked("NCB", make="FN"))
    with pytest.raises(Expected, match="trace_ground_needed"):
        tracing.do(session, 1, "refused")
    assert tracing.do(session, 1, "refused", ground="treaty").steps[0].ground == "treaty"


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        (Asked(" "), "trace_requester_missing"),
        (Asked("NCB"), "trace_says_nothing"),
        (Asked("NCB", serial="1", received_on="yesterday"), "day_odd"),
    ],
)
def test_a_request_says_who_asks_for_what_and_when(session: Session, asked: Asked, key: str) -> None:
    with pytest.raises(Expected, match=key):
        tracing.receive(session, asked)
    assert tracing.requests(session) == ()


def test_requests_are_counted_by_the_year_of_their_receipt(
    session: Session, filed: dict[str, Record]
) -> None:
    for day in ("2024-01-05", "2025-02-03", "2025-08-01"):
        tracing.receive(session, Asked("NCB", serial="AB 10512", received_on=day))
    tracing.do(session, 2, "answered", entries=[filed["AB 10512"].id])
    tracing.do(session, 3, "answered")
    assert [
        (one.year, one.received, one.answered, one.found, one.open) for one in tracing.years(session)
    ] == [
        ("2025", 2, 2, 1, 0),
        ("2024", 1, 0, 0, 1),
    ]


def test_the_journal_tells_of_searches_and_sheets_and_holds_no_value(
    session: Session, filed: dict[str, Record]
) -> None:
    tracing.receive(session, Asked("NCB Lusaka", serial="AB 10512", contact="desk@example"))
    tracing.note_search(session, 1, ["serial", "make"], 3)
    sheet = histories.trace_sheet(session, filed["AB 10512"].id, 1)
    assert sheet.request is not None
    assert sheet.journal_number == journal.head(session.store)[1]
    told = [line for line in journal.entries(session.store) if "trace" in line.action]
    assert [line.action for line in told] == ["receive_trace", "trace_search", "trace_sheet"]
    assert json.loads(told[1].details) == {"fields": ["make", "serial"], "found": 3}
    assert all("10512" not in line.details and "Lusaka" not in line.details for line in told)
