"""Backups, and the proof that one opens."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from db import copies
from db.copies import copy_register
from db.places import free_name
from db.store import journal, records
from db.store.checks import Finding, check
from db.store.connect import Store, open_store
from db.store.rows import select_value
from db.vault import DataKey


@dataclass(frozen=True, slots=True)
class Proof:
    """What a backup holds, beside the register that it was taken of."""

    pages: int
    records: int
    entries: int  # of the journal
    behind: int  # entries that came into the journal since
    findings: tuple[Finding, ...]  # what is wrong with it; empty when it is good


def backup(store: Store, target: Path, *, books: bool = True, like: Path | None = None) -> Path:
    """Copy the register, its key file and its books into the new folder `target`, checked, and return it.

    Books that hold what they held in the backup `like` are linked to its files where the disk can.
    People go on working meanwhile. Raises Expected: backup_exists (Exit.REFUSED), backup_damaged, the disk's
    (Exit.DISK); nothing lies under `target` then.
    """
    return copy_register(store.folder, store.key, target, books=books, like=like)


def restore(source: Path, key: DataKey, folder: Path) -> Path:
    """Put the backup in the folder `source` into the new folder `folder`, checked; the backup stays as it is.

    Raises Expected as `backup` does. A restored register never goes over another: what is damaged may be wanted.
    """
    return copy_register(source, key, folder)


def prove(store: Store, source: Path, scratch: Path) -> Proof:
    """Restore the backup in `source` under the folder `scratch`, open and check it, and compare it with the register.

    What was restored is left in `scratch`, which the caller removes. Raises Expected as `restore` and `open_store` do.
    """
    folder = restore(source, store.key, free_name(scratch, "proof"))
    with closing(open_store(folder, store.key)) as restored:
        head, number = journal.head(restored)
        known = journal.entries(store, number - 1, 1) if number else ()
        findings = check(restored)
        if number and (not known or known[0].hash != head):
            findings += (Finding("backup_of_another", (("number", str(number)),)),)
        pages = int(select_value(restored, "select count(*) from pages"))
        return Proof(pages, records.count(restored), number, journal.head(store)[1] - number, findings)


def room_wanted(store: Store, like: Path | None = None) -> int:
    """Bytes that a backup takes beside the backup `like`."""
    return copies.room_wanted(store.folder, store.key, like)
