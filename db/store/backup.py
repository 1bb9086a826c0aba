"""A copy that opens: taken while people work, checked, and only then given its name."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

from db.cipher import connect, failures_told
from db.durable import disk_failures_told, sync_file, sync_folder
from db.errors import Exit, Expected
from db.keyfile import NAME as KEY_FILE
from db.store.connect import BOOKS, REGISTER, Store
from db.vault import DataKey


def backup(store: Store, target: Path, *, books: bool = True) -> Path:
    """Copy the register with its key file and books into the new folder `target`, and return it.

    It is made under `target` with `.part`, put on the disk, opened and checked, and then renamed. Raises Expected:
    backup_exists (Exit.REFUSED), backup_damaged, the disk's (Exit.DISK); nothing lies under `target` then.
    """
    part = target.with_name(target.name + ".part")
    with disk_failures_told():
        if target.exists():
            raise Expected("backup_exists", Exit.REFUSED, name=target.name)
        if part.exists():
            shutil.rmtree(part)
        (part / BOOKS).mkdir(parents=True)
    try:
        _fill(store, part, books=books)
        with disk_failures_told():
            part.rename(target)
            sync_folder(target.parent)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return target


def free_name(folder: Path, name: str) -> Path:
    """`folder/name`, or with -2, -3 … where that is taken."""
    path, number = folder / name, 1
    while path.exists():
        number += 1
        path = folder / f"{name}-{number}"
    return path


def _fill(store: Store, part: Path, *, books: bool) -> None:
    copy_database(store.folder / REGISTER, part / REGISTER, store.key)
    with disk_failures_told():
        shutil.copyfile(store.folder / KEY_FILE, part / KEY_FILE)
        sync_file(part / KEY_FILE)
    # After the register: a book may then hold a picture more than the register knows, never one less.
    for book in sorted((store.folder / BOOKS).glob("*.pages")) if books else ():
        copy_database(book, part / BOOKS / book.name, store.key)
    with disk_failures_told():
        sync_folder(part / BOOKS)
        sync_folder(part)


def copy_database(source: Path, target: Path, key: DataKey) -> None:
    """Copy one encrypted file as it is at one moment, and check the copy. Expected: backup_damaged, the disk's."""
    with (
        failures_told(),
        closing(connect(source, key)) as origin,
        closing(connect(target, key, make=True)) as copy,
    ):
        origin.conn.backup(copy.conn)
    with disk_failures_told():
        sync_file(target)
    with failures_told(), closing(connect(target, key)) as copy:
        # Left in WAL mode, reading the copy would need a folder that can be written to.
        copy.execute("pragma journal_mode = delete")
        findings = [*copy.execute("pragma cipher_integrity_check").fetchall()]
        findings += [row for row in copy.execute("pragma quick_check(1)").fetchall() if row[0] != "ok"]
    if findings:
        raise Expected("backup_damaged", Exit.DISK, name=target.name)
