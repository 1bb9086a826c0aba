from __future__ import annotations

import pytest

from db.errors import Expected
from db.model import PracticeRound, new_id
from db.store import informing, practice_rounds
from db.store.connect import Store, action
from tests.db.builders import (
    AT,
    USER,
    a_ledger,
    a_lot,
    a_page,
    a_practice_round,
    a_reading,
    a_record,
    a_table,
    file,
    read,
)


def test_a_draw_that_informs_comes_back_with_its_records_and_what_groups_them(store: Store) -> None:
    page = a_page(store, a_ledger(store))
    cell = a_table(store, page)[0]
    read(store, a_reading(cell))
    record = a_record(store, page, cell)
    file(store, record)
    with action(store):
        lot = a_lot(store, USER.id, record.id, cell.id)
    (drawn,) = informing.draws(store, lot.id)
    assert (drawn.kind, drawn.value, drawn.records) == ("clerk", USER.id, (record.id,))
    assert informing.pages_of_records(store, lot.id) == {record.id: page.id}
    assert informing.first_filers(store, lot.id) == {record.id: USER.id}
    assert informing.least_confidences(store, lot.id, ("serial_number", "make")) == {record.id: 0.75}
    assert informing.draws(store, new_id()) == ()


def test_of_what_was_said_of_a_pages_hand_the_last_counts(store: Store) -> None:
    page = a_page(store, a_ledger(store))
    with action(store):
        informing.say_hand(store, [page.id], "somebody", AT, USER.id)
        informing.say_hand(store, [page.id], "Sgt. Otieno", AT, USER.id)
    assert informing.hands(store, [page.id, new_id()]) == {page.id: "Sgt. Otieno"}
    with action(store):
        informing.say_hand(store, [page.id], "", AT, USER.id)
    assert informing.hands(store, [page.id]) == {}


def test_a_round_waits_until_it_was_done(store: Store) -> None:
    page = a_page(store, a_ledger(store))
    with action(store):
        done = a_practice_round(store, USER.id, page.id)
        waits = PracticeRound(new_id(), USER.id, 12, bytes(range(32)), AT, USER.id)
        practice_rounds.add_round(store, waits)
    assert practice_rounds.waiting(store, USER.id) == waits
    assert practice_rounds.waiting(store, new_id()) is None
    assert practice_rounds.practice_round(store, waits.id) == waits
    assert [(checker, one.caught) for checker, one in practice_rounds.results(store)] == [(USER.id, 7)]
    assert practice_rounds.practice_round(store, done.id) == done
    with pytest.raises(Expected, match="practice_unknown"):
        practice_rounds.practice_round(store, new_id())
