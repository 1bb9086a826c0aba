"""An open register: made, opened, written to in actions, closed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from db.cipher import Database, connect, failures_told, texts_told
from db.copies import copy_register
from db.durable import disk_failures_told, sync_file, sync_folder
from db.errors import Exit, Expected
from db.locks import held
from db.migrations import MIGRATIONS, REGISTER_ID, migrate, version
from db.model import Armoury, User
from db.places import BACKUPS, BOOKS, REGISTER, database_files, free_name
from db.vault import DataKey

_TURN: Final = REGISTER + ".turn"
_UPGRADE: Final = REGISTER + ".upgrade"


class Store:
    """One connection to a register. Belongs to the thread that opened it; each lane opens its own."""

    __slots__ = ("db", "folder", "key")

    def __init__(self, db: Database, folder: Path, key: DataKey) -> None:
        self.db = db
        self.folder = folder
        self.key = key

    def close(self) -> None:
        """Let the register go; closing twice is harmless."""
        self.db.close()


def create_store(folder: Path, key: DataKey, armoury: Armoury, user: User, at: str) -> Store:
    """Make the register of `armoury` with its first user. It appears under its name whole or not at all.

    Raises Expected: register_exists (Exit.REFUSED), the disk's (Exit.DISK).
    """
    path = folder / REGISTER
    part = folder / (REGISTER + ".part")
    with disk_failures_told():
        (folder / BOOKS).mkdir(parents=True, exist_ok=True)
        if path.exists():
            raise Expected("register_exists", Exit.REFUSED, folder=folder)
        _remove(part)
        # SQLite would play what a lost register left in its WAL file into the new one.
        _remove(path)
    try:
        with failures_told(), texts_told():
            db = connect(part, key, make=True)
            try:
                with db.atomic():
                    migrate(db)
                    values = (
                        armoury.id,
                        armoury.name,
                        armoury.code,
                        armoury.country,
                        int(armoury.practice),
                        at,
                    )
                    db.execute("insert into armoury values (1, ?, ?, ?, ?, ?, ?)", values)
                    db.execute("insert into users values (?, ?, ?)", (user.id, user.name, user.role))
                db.execute("pragma journal_mode = wal")
            finally:
                db.close()
        with disk_failures_told():
            sync_file(part)
            part.rename(path)
            sync_folder(folder)
    except BaseException:
        _remove(part)
        raise
    return open_store(folder, key)


def open_store(folder: Path, key: DataKey, migrations: Sequence[str] = MIGRATIONS) -> Store:
    """Open the register in `folder`, brought up to date after a backup where it is older than the program.

    Raises Expected: register_missing, register_damaged, register_newer, register_locked (Exit.REGISTER), and what
    the disk does (Exit.DISK). A register that is newer or not ours is left as it is.
    """
    path = folder / REGISTER
    with disk_failures_told():
        if not path.exists():
            raise Expected("register_missing", Exit.REGISTER, folder=folder)
        if not path.is_file() or path.stat().st_size == 0:
            raise Expected("register_damaged", Exit.REGISTER, folder=folder)
    with failures_told(folder):
        db = connect(path, key)
        try:
            # SQLite waits for nobody when it changes the mode, as after a backup was put back: one opens at a time.
            with held(folder / _TURN):
                behind = _is_behind(db, path, migrations)
                db.execute("pragma journal_mode = wal")
            store = Store(db, folder, key)
            if behind:
                _bring_up_to_date(store, migrations)
        except BaseException:
            db.close()
            raise
    return store


def open_copy(folder: Path, key: DataKey) -> Store:
    """Open the backup in `folder` to be read, as it is: of whatever version, nothing in the folder is changed.

    Raises Expected: register_missing, register_damaged (Exit.REGISTER), the disk's.
    """
    path = folder / REGISTER
    with disk_failures_told():
        if not path.is_file():
            raise Expected("register_missing", Exit.REGISTER, folder=folder)
    with failures_told(folder):
        db = connect(path, key)
        try:
            _must_be_ours(db, path)
        except BaseException:
            db.close()
            raise
    return Store(db, folder, key)


@contextmanager
def action(store: Store) -> Iterator[None]:
    """One thing that a person does: all of what is written inside is kept, or none of it.

    The write lock is taken at once (`begin immediate`), so that what is read inside cannot change before it is
    written. Raises Expected with Exit.DISK when the disk is full, read-only or failing: nothing is changed then.
    """
    if store.db.conn.in_transaction:
        raise RuntimeError("an action inside an action")
    with failures_told(store.folder):
        # Who waits for the write lock holds the turn, so that who has just let go of it cannot be first again.
        with held(store.folder / _TURN):
            store.db.execute("begin immediate")
        try:
            yield
            store.db.execute("commit")
        except BaseException:
            store.db.rollback()
            raise


def _is_behind(db: Database, path: Path, migrations: Sequence[str]) -> bool:
    """Whether steps are missing; raises Expected for what is newer, cut off or no register.

    Every page is authenticated when it is read, so a whole `quick_check` (7 s a gigabyte) is left to `check` and to
    backups.
    """
    _must_be_ours(db, path)
    if version(db) > len(migrations):
        raise Expected("register_newer", Exit.REGISTER, folder=path.parent)
    return version(db) < len(migrations)


def _must_be_ours(db: Database, path: Path) -> None:
    """Raise Expected for what is cut off, under another key, or no register."""
    db.execute("select count(*) from sqlite_master").fetchone()
    if db.execute("pragma application_id").fetchone()[0] != REGISTER_ID or _is_cut_off(db, path):
        raise Expected("register_damaged", Exit.REGISTER, folder=path.parent)


def _is_cut_off(db: Database, path: Path) -> bool:
    """Whether the file is shorter than it says; pages that lie in the WAL file only do not count as missing."""
    # SQLCipher answers some of its pragmas as text.
    pages = int(db.execute("pragma page_count").fetchone()[0])
    page_size = int(db.execute("pragma page_size").fetchone()[0])
    # In this order: where no WAL file is left, all pages that were counted have come into the file.
    _, _, wal, _ = database_files(path)
    in_wal = wal.exists() and wal.stat().st_size > 0
    return not in_wal and pages * page_size > path.stat().st_size


def _bring_up_to_date(store: Store, migrations: Sequence[str]) -> None:
    with held(store.folder / _UPGRADE):
        # Whoever waited here finds the work done.
        if version(store.db) < len(migrations):
            target = free_name(store.folder / BACKUPS, f"before-version-{len(migrations)}")
            copy_register(store.folder, store.key, target, books=False)
            with action(store):
                migrate(store.db, migrations)


def _remove(database: Path) -> None:
    for path in database_files(database):
        path.unlink(missing_ok=True)
