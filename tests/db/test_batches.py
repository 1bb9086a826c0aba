from __future__ import annotations

import pytest

from db.errors import Expected
from db.model import Record
from db.store import batches
from db.store.connect import Store
from tests.db.builders import a_ledger, a_page, a_record, a_table, file, seal


@pytest.fixture
def filed(store: Store) -> tuple[Record, ...]:
    page = a_page(store, a_ledger(store))
    new = tuple(a_record(store, page, cell) for cell in a_table(store, page, 3, ("serial_number",)))
    file(store, *new)
    return new


def test_the_very_bytes_that_were_sealed_come_back(store: Store, filed: tuple[Record, ...]) -> None:
    batch = seal(store, (filed[0].id, 1))
    assert batches.files(store, batch.id) == {"batch.xlsx": b"PK\x03\x04", "manifest.json": b"{}"}


def test_batches_come_by_number_with_their_records_in_order(store: Store, filed: tuple[Record, ...]) -> None:
    first = seal(store, (filed[2].id, 1), (filed[0].id, 1))
    second = seal(store, (filed[1].id, 1))
    assert (first.number, second.number) == (1, 2)
    assert batches.batches(store) == (first, second)


def test_a_revision_goes_into_one_batch_only(store: Store, filed: tuple[Record, ...]) -> None:
    seal(store, (filed[0].id, 1))
    with pytest.raises(Exception, match="UNIQUE"):
        seal(store, (filed[0].id, 1))
    assert len(batches.batches(store)) == 1


def test_what_was_never_filed_goes_into_no_batch(store: Store, filed: tuple[Record, ...]) -> None:
    with pytest.raises(Exception, match="FOREIGN KEY"):
        seal(store, (filed[0].id, 2))


def test_a_batch_that_is_not_there_is_told(store: Store) -> None:
    with pytest.raises(Expected, match="batch_unknown"):
        batches.files(store, "nowhere")
    assert batches.batches(store) == ()
    assert batches.next_number(store) == 1
