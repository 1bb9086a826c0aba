"""Sealed batches: which revisions went together, and the very bytes that went."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from db.errors import Exit, Expected
from db.model import Batch
from db.store.connect import Store
from db.store.rows import insert, select, select_one, select_value


def next_number(store: Store) -> int:
    """The number of the next batch; ask inside the action that adds it."""
    return int(select_value(store, "select 1 + coalesce(max(number), 0) from batches"))


def add_batch(store: Store, batch: Batch, files: Mapping[str, bytes]) -> None:
    """Keep a sealed batch with its files. A revision can be in one batch only."""
    values = {
        "id": batch.id, "number": batch.number, "folder": batch.folder, "sealed_at": batch.sealed_at,
        "sealed_by": batch.sealed_by, "count": batch.count,
    }  # fmt: skip
    insert(store, "batches", [values])
    members = (
        {"batch_id": batch.id, "position": place, "record_id": record_id, "revision": revision}
        for place, (record_id, revision) in enumerate(batch.records)
    )
    insert(store, "batch_records", members)
    sealed = (
        {"batch_id": batch.id, "name": name, "sha256": hashlib.sha256(data).hexdigest(), "data": data}
        for name, data in sorted(files.items())
    )
    insert(store, "batch_files", sealed)


def batches(store: Store) -> tuple[Batch, ...]:
    """Every batch with what is in it, by number."""
    members: dict[str, list[tuple[str, int]]] = {}
    sql = "select batch_id, record_id, revision from batch_records order by batch_id, position"
    for found in select(store, sql):
        members.setdefault(found["batch_id"], []).append((found["record_id"], found["revision"]))
    rows = select(
        store, "select id, number, folder, sealed_at, sealed_by, count from batches order by number"
    )
    return tuple(Batch(**found, records=tuple(members.get(found["id"], ()))) for found in rows)


def listed(store: Store) -> tuple[Batch, ...]:
    """Every batch by number, without what is in it."""
    sql = "select id, number, folder, sealed_at, sealed_by, count from batches order by number"
    return tuple(Batch(**found) for found in select(store, sql))


def batch_ids(store: Store) -> dict[str, int]:
    """Every batch's number by its id, without what is in it."""
    return {found["id"]: found["number"] for found in select(store, "select id, number from batches")}


def sent_rows(store: Store, batch_id: str) -> tuple[tuple[str, int, str], ...]:
    """(record id, revision, row hash) of each row that was sealed in a batch, in its order."""
    sql = (
        "select b.record_id, b.revision, r.row_sha256 from batch_records b "
        "join records r on r.id = b.record_id and r.revision = b.revision where b.batch_id = ? order by b.position"
    )
    return tuple(
        (found["record_id"], found["revision"], found["row_sha256"]) for found in select(store, sql, batch_id)
    )


def files(store: Store, batch_id: str) -> dict[str, bytes]:
    """The sealed files by name, byte for byte. Expected: batch_unknown, batch_damaged (Exit.REGISTER)."""
    batch = select_one(store, "select folder from batches where id = ?", batch_id)
    if batch is None:
        raise Expected("batch_unknown", Exit.BAD_INPUT)
    kept = select(
        store, "select name, sha256, data from batch_files where batch_id = ? order by name", batch_id
    )
    for found in kept:
        if hashlib.sha256(found["data"]).hexdigest() != found["sha256"]:
            raise Expected("batch_damaged", Exit.REGISTER, folder=batch["folder"])
    return {found["name"]: bytes(found["data"]) for found in kept}
