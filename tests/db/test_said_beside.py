"""What persons say beside the readings comes back as it was said, and the newest counts."""

from __future__ import annotations

import pytest

from db.model import CellState, Event, Marking, SerialState, new_id
from db.model_desk import (
    Amendment,
    Found,
    Holder,
    Look,
    Said,
    SecondEntry,
    SecondPlan,
    Statement,
    WeaponSerial,
)
from db.store import amendments, second_entries, statements
from db.store.connect import Store, action
from tests.db.builders import AT, USER, a_ledger, a_page, a_reading, a_record, a_table, file, read


def test_the_newest_plan_and_statement_count(store: Store) -> None:
    ledger = a_ledger(store)
    assert second_entries.plan(store) is None
    assert statements.statement(store, ledger.id) == Statement(ledger.id, None, None)
    for serials, pages in (("all", 30), ("handwritten", 40)):
        with action(store):
            second_entries.add_plan(store, SecondPlan(serials, "1/20", AT, USER.id))
            statements.add_statement(store, Statement(ledger.id, pages, 800, AT, USER.id))
    assert second_entries.plan(store) == SecondPlan("handwritten", "1/20", AT, USER.id)
    assert statements.statement(store, ledger.id).pages == 40


def test_a_second_entry_comes_back_as_it_was_typed(store: Store) -> None:
    cells = a_table(store, a_page(store, a_ledger(store)))
    typed = SecondEntry(new_id(), cells[0].id, "АВ 00123", CellState.READ, AT, USER.id)
    with action(store):
        second_entries.add_entry(store, typed)
    assert second_entries.entries(store, [cells[0].id, cells[1].id]) == {cells[0].id: (typed,)}
    assert second_entries.decided(store, [cells[0].id]) == {}


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("serial", WeaponSerial("0045127", SerialState.MARKED, "2026-03-01")),
        ("holder", Holder("2nd Battalion", "", "Gulu")),
        ("found", Found("Rack 12", "2026-03-01")),
        ("look", Look(wanted=True)),
        ("markings", (Marking("proof", "crown N", "barrel", "left", "stamped", "1941"),)),
        ("events", (Event("issued", "1984-03", "March 84", "B Company", "V 12"),)),
    ],
)
def test_what_is_said_of_a_record_comes_back_and_the_newest_counts(
    store: Store, part: str, said: Said
) -> None:
    page = a_page(store, a_ledger(store))
    cells = a_table(store, page)
    read(store, a_reading(cells[0]))
    record = a_record(store, page, cells[0])
    file(store, record)
    earlier = Holder("1st Battalion") if part == "holder" else said
    for one in (earlier, said):
        with action(store):
            amendments.add_amendment(store, Amendment(new_id(), record.id, part, one, "why", AT, USER.id))
    assert amendments.of_records(store, [record.id])[record.id][part].said == said
    assert [one.said for one in amendments.history(store, record.id)] == [earlier, said]
