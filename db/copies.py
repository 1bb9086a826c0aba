"""A copy of a register that opens: taken while people work, checked, and only then given its name."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

from db.cipher import SqlError, connect, failures_told
from db.durable import disk_failures_told, make_folder, sync_file, sync_folder
from db.errors import Exit, Expected
from db.keyfile import read_keys
from db.places import BOOKS, KEYS, REGISTER, database_files
from db.vault import DataKey


def copy_register(
    source: Path, key: DataKey, target: Path, *, books: bool = True, like: Path | None = None
) -> Path:
    """Copy the register in the folder `source` with its key file and books into the new folder `target`.

    Books never change but by growing: one that holds the same pictures as the earlier copy `like` is linked to that
    copy's file where the disk can, so that a week of backups takes the room of one.
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
        make_folder(target.parent)
        (part / BOOKS).mkdir(mode=0o700, parents=True)
    try:
        _fill(source, key, part, like, books=books)
        with disk_failures_told():
            part.rename(target)
            sync_folder(target.parent)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return target


def room_wanted(source: Path, key: DataKey, like: Path | None = None) -> int:
    """Bytes that a copy of the register in `source` takes, those apart that would be linked to the copy `like`."""
    own = sum(path.stat().st_size for path in database_files(source / REGISTER) if path.exists())
    books = [
        book for book in _books(source) if like is None or not _same_pictures(book, _in(like, book), key)
    ]
    return own + sum(book.stat().st_size for book in books)


def _books(folder: Path) -> list[Path]:
    return sorted((folder / BOOKS).glob("*.pages"))


def _in(folder: Path, book: Path) -> Path:
    return folder / BOOKS / book.name


def _same_pictures(book: Path, other: Path, key: DataKey) -> bool:
    """Whether two files hold the same pictures in the same order; their hashes are compared, not their bytes."""
    if not other.is_file():
        return False
    sql = "select sha256, data_sha256 from pictures order by rowid"
    try:
        with failures_told(), closing(connect(book, key)) as db, closing(connect(other, key)) as db_before:
            return list(db.execute(sql).fetchall()) == list(db_before.execute(sql).fetchall())
    except (Expected, SqlError):
        return False  # what is wrong with either of them is said when the book is copied


def _link(copied: Path, target: Path) -> bool:
    """Give the file of an earlier copy another name; False where the disk knows no such thing, as sticks do not."""
    try:
        target.hardlink_to(copied)
    except OSError:
        return False
    return True


def _fill(source: Path, key: DataKey, part: Path, like: Path | None, *, books: bool) -> None:
    if not (source / REGISTER).is_file():
        raise Expected("register_missing", Exit.REGISTER, folder=source)
    _copy(source / REGISTER, part / REGISTER, key)
    read_keys(source)
    with disk_failures_told():
        shutil.copyfile(source / KEYS, part / KEYS)
        sync_file(part / KEYS)
    # After the register: a book may then hold a picture more than the register knows, never one less.
    for book in _books(source) if books else ():
        earlier = _in(like, book) if like is not None else None
        if earlier is None or not (_same_pictures(book, earlier, key) and _link(earlier, _in(part, book))):
            _copy(book, _in(part, book), key)
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
