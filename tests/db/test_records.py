from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.errors import Expected
from db.model import Cell, Page, Record, SerialState, new_id
from db.store import records
from db.store.connect import Store, action
from tests.db.builders import a_ledger, a_page, a_record, a_table, file, seal

SERIALS = ("AB 123", "AB 1234", "XAB123", "123", "12", "ÆØ 77", "АК-4712", "")


@pytest.fixture
def page(store: Store) -> Page:
    return a_page(store, a_ledger(store))


@pytest.fixture
def cells(store: Store, page: Page) -> list[Cell]:
    """One cell a row."""
    return a_table(store, page, rows=8, columns=("serial_number",))


@pytest.fixture
def filed(store: Store, page: Page, cells: list[Cell]) -> list[Record]:
    """Records with the serials above, in this order."""
    new = [a_record(store, page, cell, serial) for cell, serial in zip(cells, SERIALS, strict=True)]
    file(store, *new)
    return new


def corrected(record: Record, serial: str = "") -> Record:
    return replace(record, revision=record.revision + 1, serial=serial or record.serial, reason="misread")


def test_a_record_comes_back_whole(store: Store, filed: list[Record]) -> None:
    for record in filed:
        assert records.record(store, record.id) == record
        assert records.revision(store, record.id, 1) == record


@pytest.mark.parametrize("state", list(SerialState))
def test_each_way_of_having_no_serial_is_kept_apart(
    store: Store, page: Page, cells: list[Cell], state: SerialState
) -> None:
    record = a_record(
        store, page, cells[0], "", serial_state=state, markings=(), events=(), fields=(), struck=True
    )
    file(store, record)
    assert records.record(store, record.id) == record


def test_a_correction_is_another_revision_and_both_stay_readable(store: Store, filed: list[Record]) -> None:
    second = corrected(filed[0], "AB 999")
    file(store, second)
    assert records.record(store, second.id) == second
    assert records.revision(store, second.id, 1) == filed[0]
    assert records.count(store) == len(filed)


@pytest.mark.parametrize("number", [1, 3])
def test_revisions_follow_one_another(store: Store, filed: list[Record], number: int) -> None:
    with pytest.raises(Exception, match="follow one another"):
        file(store, replace(filed[0], revision=number))


def test_a_record_that_is_not_there_is_told(store: Store, filed: list[Record]) -> None:
    with pytest.raises(Expected, match="record_unknown"):
        records.record(store, "nowhere")
    with pytest.raises(Expected, match="record_unknown"):
        records.revision(store, filed[0].id, 2)
    with pytest.raises(Expected, match="record_unknown"):
        list(records.iterate(store, ["nowhere"]))


def test_the_records_of_a_page_come_in_the_order_of_its_rows(
    store: Store, page: Page, cells: list[Cell]
) -> None:
    last, first = a_record(store, page, cells[3]), a_record(store, page, cells[1])
    file(store, last, first)
    assert records.records_of_page(store, page.id) == (first, last)
    assert records.records_of_page(store, "nowhere") == ()


def test_a_row_of_an_older_picture_still_finds_its_record(
    store: Store, page: Page, cells: list[Cell], filed: list[Record]
) -> None:
    newer = a_page(store, a_ledger(store, "again"), "newer", replaces=page.id)
    row = a_table(store, newer, rows=1)[0].row_id
    second = replace(corrected(filed[0]), page_id=newer.id, ledger_id=newer.ledger_id, row_id=row)
    file(store, second)
    assert records.record_of_row(store, cells[0].row_id) == second
    assert records.record_of_row(store, row) == second
    assert records.records_of_page(store, newer.id) == (second,)
    assert records.records_of_page(store, page.id) == tuple(filed[1:])
    assert records.record_of_row(store, "nowhere") is None


def found(store: Store, part: str, limit: int = 50) -> list[str]:
    return [record.serial for record in records.search(store, part, limit)]


def test_a_part_of_a_serial_finds_it_the_same_first_then_those_that_begin_so(
    store: Store, filed: list[Record]
) -> None:
    assert found(store, "AB123") == ["AB 123", "AB 1234", "XAB123"]
    assert found(store, "123") == ["123", "XAB123", "AB 1234", "AB 123"]
    assert found(store, "12") == ["12", "123", "АК-4712", "XAB123", "AB 1234", "AB 123"]
    assert found(store, "B1", 2) == ["XAB123", "AB 1234"]
    assert found(store, "АК4") == ["АК-4712"]
    assert found(store, "999") == []


def test_nothing_asked_for_is_the_newest(store: Store, filed: list[Record]) -> None:
    assert records.search(store, "", 3) == records.newest(store, 3, 0)


def test_only_the_latest_revision_is_found(store: Store, filed: list[Record]) -> None:
    file(store, corrected(filed[0], "ZZ 555"))
    assert found(store, "AB123") == ["AB 1234", "XAB123"]
    assert found(store, "ZZ5") == ["ZZ 555"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(part=st.one_of(st.text(max_size=6), st.text('AB123"%_*^-', min_size=1, max_size=6)))
def test_any_text_may_be_searched_for(store: Store, filed: list[Record], part: str) -> None:
    if part.isascii() and part.upper() == part and part:
        plain = {record.id: "".join(c for c in record.serial.upper() if c.isalnum()) for record in filed}
        wanted = {id_ for id_, key in plain.items() if part in key}
        assert {record.id for record in records.search(store, part, 50)} == wanted
    else:
        records.search(store, part, 50)


def test_the_newest_come_first_in_blocks(store: Store, filed: list[Record]) -> None:
    newest_first = tuple(reversed(filed))
    assert records.newest(store, 3, 0) == newest_first[:3]
    assert records.newest(store, 3, 6) == newest_first[6:]
    assert records.newest(store, 3, 99) == ()
    assert records.ids(store) == tuple(record.id for record in newest_first)


def test_what_is_in_no_batch_is_unsent(store: Store, filed: list[Record]) -> None:
    everything = [(record.id, 1) for record in filed]
    assert list(records.unsent(store)) == everything
    seal(store, *everything[:2])
    assert list(records.unsent(store)) == everything[2:]
    assert records.count_unsent(store) == len(everything) - 2
    assert records.is_sent(store, filed[0].id, 1)
    assert not records.is_sent(store, filed[2].id, 1)


def test_a_corrected_record_is_unsent_again(store: Store, filed: list[Record]) -> None:
    seal(store, *((record.id, 1) for record in filed))
    assert records.unsent(store) == ()
    file(store, corrected(filed[0]))
    assert records.unsent(store) == ((filed[0].id, 2),)
    seal(store, (filed[0].id, 2))
    assert records.unsent(store) == ()


def test_an_older_revision_in_a_batch_does_not_make_the_latest_sent(
    store: Store, filed: list[Record]
) -> None:
    file(store, corrected(filed[0]))
    seal(store, (filed[0].id, 1))
    assert (filed[0].id, 2) in records.unsent(store)


def test_records_are_handed_out_in_the_order_asked_for(store: Store, filed: list[Record]) -> None:
    file(store, corrected(filed[1]))
    ids = [filed[2].id, filed[1].id, filed[2].id]
    assert list(records.iterate(store, ids)) == [filed[2], corrected(filed[1]), filed[2]]
    assert list(records.iterate(store, [])) == []


def test_many_records_are_handed_out_a_block_at_a_time(store: Store, page: Page, cells: list[Cell]) -> None:
    first = a_record(store, page, cells[0], fields=(), markings=(), events=())
    many = [replace(first, id=new_id(), serial=str(number)) for number in range(1203)]
    file(store, *many)
    asked: list[str] = []
    with store.db.tracer(lambda sql, _: asked.append(sql)):
        assert list(records.iterate(store, (record.id for record in many))) == many
    assert len(asked) == 3 * 5


def test_an_action_that_fails_files_nothing(store: Store, page: Page, cells: list[Cell]) -> None:
    record = a_record(store, page, cells[0])
    with pytest.raises(RuntimeError), action(store):  # noqa: PT012 - it fails after it wrote
        records.add_record(store, record, ("AB123", "A8123", "123"))
        raise RuntimeError
    assert records.count(store) == 0
    assert records.search(store, "AB1", 9) == ()
    assert records.unsent(store) == ()
