from __future__ import annotations

from dataclasses import replace

import pytest

from db.model import Batch, OwnKey, Record, Registry
from db.store import answers, batches, registries
from db.store.connect import Store, action
from tests.db.builders import (
    AT,
    USER,
    a_ledger,
    a_page,
    a_record,
    a_table,
    an_answer,
    file,
    seal,
    take,
)


@pytest.fixture
def filed(store: Store) -> tuple[Record, ...]:
    page = a_page(store, a_ledger(store))
    new = tuple(a_record(store, page, cell) for cell in a_table(store, page, 3, ("serial_number",)))
    file(store, *new)
    return new


@pytest.fixture
def batch(store: Store, filed: tuple[Record, ...]) -> Batch:
    return seal(store, *((record.id, 1) for record in filed))


def test_the_newest_word_on_a_revision_counts(store: Store, filed: tuple[Record, ...], batch: Batch) -> None:
    take(store, USER.id, an_answer(batch, filed[0].id, "question", note="which rack?"))
    take(store, USER.id, an_answer(batch, filed[0].id, "accepted", registry_number="R-001"))
    (standing,) = answers.of_batches(store, [batch.id])
    assert (standing.reply, standing.registry_number) == ("accepted", "R-001")
    assert answers.counts(store) == {batch.id: {"accepted": 1}}
    assert len(answers.taken(store)) == 2


def test_a_registry_number_leads_to_its_record(store: Store, filed: tuple[Record, ...], batch: Batch) -> None:
    take(
        store,
        USER.id,
        an_answer(batch, filed[1].id, registry_number="R001"),
        an_answer(batch, filed[2].id, registry_number="XR0019"),
    )
    assert answers.with_number(store, "R001", 5) == (filed[1].id, filed[2].id)
    assert answers.with_number(store, "", 5) == ()
    assert answers.with_number(store, "R002", 5) == ()


def test_what_was_sent_back_waits_until_it_is_corrected_or_put_aside(
    store: Store, filed: tuple[Record, ...], batch: Batch
) -> None:
    take(
        store, USER.id, an_answer(batch, filed[0].id, "duplicate"), an_answer(batch, filed[1].id, "rejected")
    )
    assert [one.record_id for one in answers.sent_back(store)] == [filed[1].id, filed[0].id]
    file(store, replace(filed[1], revision=2, reason="corrected"))
    assert [one.record_id for one in answers.sent_back(store)] == [filed[0].id]
    with action(store):
        answers.put_aside(store, filed[0].id, 1, why="known", at=AT, by=USER.id)
    (first,) = answers.of_record(store, filed[1].id)
    assert (first.revision, first.reply) == (1, "rejected")
    assert answers.of_latest(store, [filed[1].id])[filed[1].id] == first


def test_an_answer_to_a_row_that_was_never_sent_is_refused(store: Store, filed: tuple[Record, ...]) -> None:
    elsewhere = Batch("9" * 32, 1, "", AT, USER.id, 0)
    with pytest.raises(Exception, match="FOREIGN KEY"):
        take(store, USER.id, an_answer(elsewhere, filed[0].id))


def test_the_same_file_is_known_again(store: Store, filed: tuple[Record, ...], batch: Batch) -> None:
    taken = take(store, USER.id, an_answer(batch, filed[0].id))
    assert answers.file_with(store, taken.sha256) == taken
    assert answers.file_with(store, "0" * 64) is None


def test_the_rows_of_a_batch_come_with_their_hashes(
    store: Store, filed: tuple[Record, ...], batch: Batch
) -> None:
    assert batches.sent_rows(store, batch.id) == tuple((one.id, 1, "c" * 64) for one in filed)
    assert batches.batch_ids(store) == {batch.id: 1}


def test_the_newest_key_and_registry_count(store: Store) -> None:
    assert registries.own_key(store, "signing") is None
    assert registries.registry(store) is None
    with action(store):
        for number in (1, 2):
            registries.add_own_key(store, OwnKey("signing", f"s{number}", f"p{number}", AT))
            registries.set_registry(store, Registry(f"R{number}", "", "", "", AT, USER.id))
    found = registries.own_key(store, "signing")
    assert found is not None
    assert (found.public, "s2" in repr(found)) == ("p2", False)
    chosen = registries.registry(store)
    assert chosen is not None
    assert chosen.name == "R2"
