from __future__ import annotations

from dataclasses import replace

import pytest

from db.cipher import SqlError
from db.errors import Expected
from db.model import Cell, Decision, Lot, Record, new_id
from db.store import samples
from db.store.connect import Store, action
from tests.db.builders import AT, USER, a_ledger, a_lot, a_page, a_reading, a_record, a_table, file, read


@pytest.fixture
def filed(store: Store) -> tuple[Record, Cell]:
    page = a_page(store, a_ledger(store))
    cell = a_table(store, page)[0]
    record = a_record(store, page, cell)
    file(store, record)
    return record, cell


def test_a_lot_comes_back_with_its_records_plan_seed_truth_and_decision(
    store: Store, filed: tuple[Record, Cell]
) -> None:
    record, cell = filed
    with action(store):
        lot = a_lot(store, USER.id, record.id, cell.id)
    assert samples.lot(store, lot.id) == lot
    assert [each.id for each in samples.lots(store)] == [lot.id]
    assert samples.seed(store, lot.id) == bytes(32)
    assert [plan.size for plan in samples.plans(store, lot.id)] == [1]
    assert [truth.text for truth in samples.truths(store, lot.id)] == ["AB 124"]
    (decision,) = samples.decisions(store, lot.id)
    assert samples.decision(store, decision.id) == decision


def test_no_record_joins_a_lot_after_its_seed_was_drawn(store: Store, filed: tuple[Record, Cell]) -> None:
    record, cell = filed
    with action(store):
        lot = a_lot(store, USER.id, record.id, cell.id)
    with pytest.raises(SqlError, match="before its seed"), action(store):
        store.db.execute("insert into lot_records values (?, ?, 1)", (lot.id, record.id))


def test_no_seed_is_drawn_before_a_lot_holds_its_records(store: Store) -> None:
    empty = Lot(new_id(), "book", "", AT, USER.id, "", ())
    with action(store):
        samples.add_lot(store, empty)
    with pytest.raises(SqlError, match="after the lot was frozen"), action(store):
        samples.put_seed(store, empty.id, bytes(32), AT)
    with pytest.raises(Expected, match="lot_not_drawn"):
        samples.seed(store, empty.id)


def test_an_unknown_lot_is_said_to_be(store: Store) -> None:
    with pytest.raises(Expected, match="lot_unknown"):
        samples.lot(store, "d" * 32)


def test_whoever_keyed_a_cell_of_a_record_or_filed_it_is_known(
    store: Store, filed: tuple[Record, Cell]
) -> None:
    record, cell = filed
    keyer = "9" * 32
    read(store, a_reading(cell, reader=f"clerk:{keyer}"))
    assert samples.keyers(store, [record.id]) == {record.id: {keyer, USER.id}}


def test_a_refused_lot_blocks_its_records_until_it_is_released(
    store: Store, filed: tuple[Record, Cell]
) -> None:
    record, cell = filed
    with action(store):
        lot = a_lot(store, USER.id, record.id, cell.id)
    assert samples.blocked(store) == {record.id}
    assert samples.certificates(store, [record.id]) == ()
    released = Decision(new_id(), lot.id, "released", 1, 1, 1, 1, "1/100", "1/20", AT, USER.id, "", 4)
    with action(store):
        samples.add_decision(store, released)
    assert samples.blocked(store) == frozenset()
    assert samples.certificates(store, [record.id]) == (released.id,)


def test_lots_are_found_by_book_and_by_time_of_filing(store: Store, filed: tuple[Record, Cell]) -> None:
    record, _ = filed
    assert samples.of_book(store, record.ledger_id) == ((record.id, 1),)
    assert samples.of_time(store, "2026-03-01", "2026-03-02", USER.id) == ((record.id, 1),)
    assert samples.of_time(store, "2026-03-01", "2026-03-02", "nobody") == ()
    assert samples.of_time(store, "2026-03-02", "2026-03-03") == ()
    assert samples.books_of(store, [record.id]) == {record.ledger_id}


def test_a_later_revision_shows_that_a_record_is_not_the_frozen_one_any_more(
    store: Store, filed: tuple[Record, Cell]
) -> None:
    record, cell = filed
    with action(store):
        lot = a_lot(store, USER.id, record.id, cell.id)
    assert samples.revised(store, lot.id) == frozenset()
    file(store, replace(record, revision=2))
    assert samples.revised(store, lot.id) == {record.id}


def test_a_record_that_was_changed_since_its_lot_passed_has_no_certificate(
    store: Store, filed: tuple[Record, Cell]
) -> None:
    record, cell = filed
    passed = Decision(new_id(), "", "passed", 1, 1, 0, 0, "1/100", "1/20", AT, USER.id, "", 4)
    with action(store):
        lot = a_lot(store, USER.id, record.id, cell.id)
        samples.add_decision(store, replace(passed, lot_id=lot.id))
    assert samples.certificates(store, [record.id]) == (passed.id,)
    file(store, replace(record, revision=2))
    assert samples.certificates(store, [record.id]) == ()
