"""Practice errors are announced, judged beside their picture, told to the checker first, and never in the register."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

from db.errors import Expected
from db.model import Ledger, Page
from db.store import journal
from db.store.connect import Store
from desktop.operations import accuracy_report, practice_rounds, spot_checks
from desktop.operations.session import Session
from desktop.operations.views import Entry
from tests.operations.filed import file_rows
from tests.operations.test_spot_checks import chance, drawn, supervisor

__all__ = ("supervisor",)  # a fixture of the check itself

ROWS = [(str(n), f"{(n * 7919 + 104729) % 1_000_000:06d}", "Walther", "1941") for n in range(20)]
"""No two of them differ in one character alone."""
TRUE = {row[1] for row in ROWS}


@pytest.fixture
def page(session: Session, book: Ledger) -> Page:
    return file_rows(session, book, ROWS)


@pytest.fixture
def checked(session: Session, supervisor: Session, page: Page) -> Session:
    """Nearly all records were typed alike by two people."""
    lot_id = drawn(supervisor, limit=Fraction(1, 100))
    while (item := spot_checks.next_item(supervisor, lot_id)) is not None:
        by_field = {"serial_number": ROWS[item.row_number - 1][1], "make": "Walther"}
        said = {cell.cell_id: Entry(by_field[cell.field]) for cell in item.cells}
        spot_checks.enter(supervisor, lot_id, item.record_id, said)
    return supervisor


def every_text(store: Store) -> str:
    """All that any table of the register holds."""
    names = [
        one for (one,) in store.db.execute("select name from sqlite_master where type = 'table'").fetchall()
    ]
    return "\n".join(str(store.db.execute(f"select * from {name}").fetchall()) for name in names)  # noqa: S608 - our own names


def test_a_round_is_announced_judged_and_shown_to_the_checker_and_only_then_counted(
    session: Session, checked: Session
) -> None:
    announced = practice_rounds.announce(session, checked.user.id, chance, 15)
    with pytest.raises(Expected, match="practice_waits"):
        practice_rounds.announce(session, checked.user.id, chance)
    assert practice_rounds.waiting(session) is None
    assert practice_rounds.waiting(checked) == announced
    with pytest.raises(Expected, match="not_your_round"):
        practice_rounds.begin(session, announced.id)
    items = practice_rounds.begin(checked, announced.id)
    planted = [one for one in items if one.shown not in TRUE]
    assert (len(items), len(planted)) == (15, 6)
    assert accuracy_report.report(session).caught is None
    judged = {one.cell.cell_id: one.shown in TRUE for one in items}
    judged[planted[0].cell.cell_id] = True  # one escapes
    right = next(one for one in items if one.shown in TRUE)
    judged[right.cell.cell_id] = False  # one false alarm
    told = practice_rounds.finish(checked, announced.id, judged)
    assert (told.result.planted, told.result.caught, told.result.false_alarms) == (6, 5, 1)
    assert [(one.item.shown, one.true in TRUE) for one in told.missed] == [(planted[0].shown, True)]
    caught = accuracy_report.report(session).caught
    assert caught is not None
    assert (caught.share, caught.n) == (5 / 6, 6)
    with pytest.raises(Expected, match="practice_done"):
        practice_rounds.finish(checked, announced.id, judged)
    entries = [one for one in journal.entries(session.store) if one.action.endswith("_practice")]
    assert [one.action for one in entries] == ["announce_practice", "finish_practice"]
    assert json.loads(entries[1].details) == {"planted": 6, "caught": 5}


def test_no_planted_value_is_ever_in_the_register(session: Session, checked: Session) -> None:
    announced = practice_rounds.announce(session, checked.user.id, chance)
    items = practice_rounds.begin(checked, announced.id)
    practice_rounds.finish(checked, announced.id, {one.cell.cell_id: True for one in items})
    kept = every_text(session.store)
    assert [one.shown for one in items if one.shown in TRUE and one.shown not in kept] == []
    assert [one.shown for one in items if one.shown not in TRUE and one.shown in kept] == []
    assert practice_rounds.begin(checked, announced.id) == items


def test_a_round_needs_values_that_two_people_agree_on(session: Session, page: Page) -> None:
    with pytest.raises(Expected, match="practice_too_few"):
        practice_rounds.announce(session, session.user.id, chance)


def test_half_a_round_is_not_counted(session: Session, checked: Session) -> None:
    announced = practice_rounds.announce(session, checked.user.id, chance)
    for judged in ({}, {"f" * 32: True, "e" * 32: True}):
        with pytest.raises(Expected, match="practice_not_whole"):
            practice_rounds.finish(checked, announced.id, judged)
    assert practice_rounds.waiting(checked) == announced
