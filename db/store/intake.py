"""A registry's own file: its keys, the armouries that it enrolled, what it took in from them, and its replies."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

from db.cipher import Database, failures_told
from db.cipher import connect as connect_file
from db.durable import disk_failures_told, sync_file, sync_folder
from db.errors import Exit, Expected
from db.intake_schema import INTAKE_ID, INTAKE_MIGRATIONS
from db.migrations import migrate, version
from db.places import database_files
from db.store.connect import Store
from db.store.rows import insert, listed, select, select_one
from db.vault import DataKey

INTAKE: Final = "intake.db"


@dataclass(frozen=True, slots=True)
class EnrolledArmoury:
    """An armoury whose public keys the registry knows; the newest entry of an id counts."""

    id: str
    name: str
    code: str
    signing: str
    age: str
    enrolled_at: str


@dataclass(frozen=True, slots=True)
class TakenBatch:
    """A batch that was taken in."""

    id: str
    armoury_id: str
    number: int
    folder: str
    sealed_at: str
    journal_head: str
    journal_entries: int
    rows_root: str
    count: int
    taken_at: str


@dataclass(frozen=True, slots=True)
class TakenRow:
    """One row of a batch as it was taken in, with the keys by which its like is found."""

    batch_id: str
    position: int
    record_id: str
    revision: int
    row_sha256: str
    serial: str
    plain: str
    folded: str
    make: str
    place: str  # "3/12/4": book, page, row
    held: Mapping[str, str] = field(default_factory=dict)  # every value by its name


@dataclass(frozen=True, slots=True)
class RegistryReply:
    """What the registry decided of a row."""

    record_id: str
    revision: int
    reply: str
    registry_number: str
    duplicate_of: str
    code: str
    note: str
    answered_on: str
    at: str


def has_intake(folder: Path) -> bool:
    """Whether a registry's file lies in the folder."""
    return (folder / INTAKE).exists()


def make_intake(folder: Path, key: DataKey, intake_id: str, name: str, at: str) -> Store:
    """Make a registry's file; it appears under its name whole or not at all. Raises Expected: the disk's."""
    path, part = folder / INTAKE, folder / (INTAKE + ".part")
    for leftover in (*database_files(part), *database_files(path)):
        leftover.unlink(missing_ok=True)
    with failures_told(folder):
        db = connect_file(part, key, make=True)
        try:
            with db.atomic():
                migrate(db, INTAKE_MIGRATIONS, INTAKE_ID)
                db.execute("insert into intake values (1, ?, ?, ?)", (intake_id, name, at))
            db.execute("pragma journal_mode = wal")
        finally:
            db.close()
    with disk_failures_told():
        sync_file(part)
        part.rename(path)
        sync_folder(folder)
    return open_intake(folder, key)


def open_intake(folder: Path, key: DataKey) -> Store:
    """Open a registry's file. Raises Expected: registry_missing, register_newer, register_damaged (Exit.REGISTER)."""
    if not has_intake(folder):
        raise Expected("registry_missing", Exit.REGISTER, folder=folder)
    with failures_told(folder):
        db = connect_file(folder / INTAKE, key)
        try:
            db.execute("select count(*) from sqlite_master").fetchone()
            _refuse_other(db, folder)
        except BaseException:
            db.close()
            raise
    return Store(db, folder, key)


def _refuse_other(db: Database, folder: Path) -> None:
    if db.execute("pragma application_id").fetchone()[0] != INTAKE_ID:
        raise Expected("register_damaged", Exit.REGISTER, folder=folder)
    if version(db) > len(INTAKE_MIGRATIONS):
        raise Expected("register_newer", Exit.REGISTER, folder=folder)


def whose(store: Store) -> tuple[str, str]:
    """Id and name of the registry."""
    (found,) = select(store, "select id, name from intake")
    return found["id"], found["name"]


def add_armoury(store: Store, armoury: EnrolledArmoury) -> None:
    """Enrol an armoury; another entry of the same id replaces the former for what comes from now on."""
    insert(store, "armouries", [asdict(armoury)])


def armouries(store: Store) -> tuple[EnrolledArmoury, ...]:
    """The newest entry of each armoury, by name."""
    sql = (
        "select id, name, code, signing, age, enrolled_at from armouries a "
        "where seq = (select max(seq) from armouries where id = a.id) order by name, id"
    )
    return tuple(EnrolledArmoury(**found) for found in select(store, sql))


def batch(store: Store, batch_id: str) -> TakenBatch | None:
    """A batch that was taken in; None where it was not."""
    found = select_one(store, "select * from taken_batches where id = ?", batch_id)
    return TakenBatch(**found) if found else None


def batch_numbered(store: Store, armoury_id: str, number: int) -> TakenBatch | None:
    """An armoury's batch by its number."""
    sql = "select * from taken_batches where armoury_id = ? and number = ?"
    found = select_one(store, sql, armoury_id, number)
    return TakenBatch(**found) if found else None


def newest_batch(store: Store, armoury_id: str) -> TakenBatch | None:
    """The batch of an armoury with the highest number."""
    sql = "select * from taken_batches where armoury_id = ? order by number desc limit 1"
    found = select_one(store, sql, armoury_id)
    return TakenBatch(**found) if found else None


def add_batch(store: Store, new: TakenBatch, rows: Iterable[TakenRow]) -> None:
    """Take a batch in."""
    insert(store, "taken_batches", [asdict(new)])
    insert(
        store,
        "taken_rows",
        ({**asdict(row), "held": json.dumps(dict(row.held), ensure_ascii=False)} for row in rows),
    )


def rows(store: Store, batch_id: str) -> tuple[TakenRow, ...]:
    """The rows of a batch in its order."""
    sql = (
        "select batch_id, position, record_id, revision, row_sha256, serial, plain, folded, make, place, held "
        "from taken_rows where batch_id = ? order by position"
    )
    return tuple(
        TakenRow(**{**found, "held": json.loads(found["held"])}) for found in select(store, sql, batch_id)
    )


def row_hashes(store: Store, keys: Sequence[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """The row hash of those of these (record id, revision) that were taken in."""
    sql = (
        "select t.record_id, t.revision, t.row_sha256 from json_each(?) k join taken_rows t "
        "on t.record_id = k.value ->> 0 and t.revision = k.value ->> 1"
    )
    return {
        (found["record_id"], found["revision"]): found["row_sha256"]
        for found in select(store, sql, listed(keys))
    }


def alike(store: Store, batch_id: str) -> dict[str, tuple[dict[str, str], ...]]:
    """By record id of the batch's rows, other records whose serial is the same but for look-alikes.

    Each other is told by armoury, batch, place, serial, make, plain, record_id and the number it was given, newest
    revisions only.
    """
    sql = (
        "select r.record_id as wanted, o.record_id, o.serial, o.plain, o.make, o.place, b.number, "
        "coalesce(a.name, b.armoury_id) as armoury, coalesce((select registry_number from replies p "
        "where p.record_id = o.record_id and p.registry_number <> '' order by p.seq desc limit 1), '') "
        "as registry_number "
        "from taken_rows r join taken_rows o on o.folded = r.folded and o.folded <> '' and o.record_id <> r.record_id "
        "join taken_batches b on b.id = o.batch_id "
        "left join armouries a on a.seq = (select max(seq) from armouries where id = b.armoury_id) "
        "where r.batch_id = ? and o.revision = (select max(revision) from taken_rows where record_id = o.record_id) "
        "order by r.position, o.seq"
    )
    answer: dict[str, list[dict[str, str]]] = {}
    for found in select(store, sql, batch_id):
        wanted = found.pop("wanted")
        answer.setdefault(wanted, []).append({name: str(value) for name, value in found.items()})
    return {wanted: tuple(others) for wanted, others in answer.items()}


def add_replies(store: Store, new: Iterable[RegistryReply]) -> None:
    """Keep what was decided."""
    insert(store, "replies", (asdict(one) for one in new))


def replies(store: Store, batch_id: str) -> dict[tuple[str, int], RegistryReply]:
    """What stands of each row of a batch, by record id and revision."""
    sql = (
        "select p.record_id, p.revision, reply, registry_number, duplicate_of, code, note, answered_on, at "
        "from replies p join taken_rows t on t.record_id = p.record_id and t.revision = p.revision "
        "where t.batch_id = ? order by p.seq"
    )
    return {
        (found["record_id"], found["revision"]): RegistryReply(**found)
        for found in select(store, sql, batch_id)
    }
