"""A copy of a register that opens: taken while people work, checked, and only then given its name."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

from db.cipher import connect, failures_told
from db.durable import disk_failures_told, sync_file, sync_folder
from db.errors import Exit, Expected
from db.keyfile import read_keys
from db.places import BOOKS, KEYS, REGISTER
from db.vault import DataKey


def copy_register(source: Path, key: DataKey, target: Path, *, books: bool = True) -> Path:
    """Copy the register in the folder `source` with its key file and books into the new folder `target`.

    It is made under `target` with `.part`, put on the disk, opened and checked, and then renamed. Raises Expected:
    backup_exists (Exit.REFUSED), backup_damaged, register_missing, keys_broken, register_damaged, the disk's
    (Exit.DISK); nothing lies under `target` then.
    """
    part = target.with_name(target.name + ".part")
    with disk_failures_told():
        if target.exists():
            raise Expected("backup_exists", Exit.REFUSED, name=target.name)
        if part.exists():
            shutil.rmtree(part)
        (part / BOOKS).mkdir(mode=0o700, parents=True)
    try:
        _fill(source, key, part, books=books)
        with disk_failures_told():
            part.rename(target)
            sync_folder(target.parent)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return target


def _fill(source: Path, key: DataKey, part: Path, *, books: bool) -> None:
    if not (source / REGISTER).is_file():
        raise Expected("register_missing", Exit.REGISTER, folder=source)
    _copy(source / REGISTER, part / REGISTER, key)
    read_keys(source)
    with disk_failures_told():
        shutil.copyfile(source / KEYS, part / KEYS)
        sync_file(part / KEYS)
    # After the register: a book may then hold a picture more than the register knows, never one less.
    for book in sorted((source / BOOKS).glob("*.pages")) if books else ():
        _copy(book, part / BOOKS / book.name, key)
    with disk_failures_told():
        sync_folder(part / BOOKS)
        sync_folder(part)


def _copy(source: Path, target: Path, key: DataKey) -> None:
    """Copy one encrypted file as it is at one moment, and check the copy."""
    with failures_told():
        with closing(connect(source, key)) as origin, closing(connect(target, key, make=True)) as copy:
            origin.conn.backup(copy.conn)
        with closing(connect(target, key)) as copy:
            # Left in WAL mode, reading the copy would need a folder that can be written to.
            copy.execute("pragma journal_mode = delete")
            findings = [*copy.execute("pragma cipher_integrity_check").fetchall()]
            findings += [row for row in copy.execute("pragma quick_check(1)").fetchall() if row[0] != "ok"]
    if findings:
        raise Expected("backup_damaged", Exit.DISK, name=target.name)
    with disk_failures_told():
        sync_file(target)
