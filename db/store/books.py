"""The pictures: one encrypted file per ledger, blobs by the SHA-256 that tells pictures apart.

Written and committed before the rows of the register that refer to them, since SQLite commits two files one after
the other: a kill in between leaves a picture that nobody refers to, never a page without its picture.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from db.cipher import Database, connect, failures_told
from db.durable import disk_failures_told, sync_folder
from db.errors import Exit, Expected
from db.migrations import BOOK_ID, BOOK_MIGRATIONS, migrate, version
from db.store.connect import BOOKS, Store
from db.store.rows import select_one


def book_path(store: Store, ledger_id: str) -> Path:
    """Where a ledger's pictures lie: `books/0003.pages`. Expected: ledger_unknown."""
    found = select_one(store, "select number from ledgers where id = ?", ledger_id)
    if found is None:
        raise Expected("ledger_unknown", Exit.BAD_INPUT)
    return store.folder / BOOKS / f"{found['number']:04d}.pages"


@contextmanager
def open_book(store: Store, ledger_id: str) -> Iterator[Database]:
    """A ledger's file of pictures, which has to be there. Expected: book_missing, book_damaged, the disk's."""
    path = book_path(store, ledger_id)
    with _damage_told(path), failures_told():
        if not path.is_file():
            raise Expected("book_missing", Exit.REGISTER, name=path.name)
        db = connect(path, store.key)
        try:
            _must_belong(db, path, ledger_id)
            yield db
        finally:
            db.close()


def store_picture(store: Store, ledger_id: str, sha256: str, data: bytes) -> None:
    """Keep a picture: on the disk when this returns. One that is in already is left as it is."""
    own = hashlib.sha256(data).hexdigest()
    if "#" not in sha256 and own != sha256:
        raise ValueError("a picture is kept under its own SHA-256")
    path = book_path(store, ledger_id)
    if not path.is_file() or path.stat().st_size == 0:
        _begin_book(store, path, ledger_id)
    with open_book(store, ledger_id) as db:
        sql = "insert into pictures (sha256, data_sha256, data) values (?, ?, ?) on conflict do nothing"
        db.execute(sql, (sha256, own, data))


def has_picture(store: Store, ledger_id: str, sha256: str) -> bool:
    """Whether the picture is kept."""
    if not book_path(store, ledger_id).is_file():
        return False
    with open_book(store, ledger_id) as db:
        return db.execute("select 1 from pictures where sha256 = ?", (sha256,)).fetchone() is not None


def remove_others(store: Store, ledger_id: str, shown: Collection[str]) -> int:
    """Remove the pictures that are not in `shown`; how many they were."""
    with open_book(store, ledger_id) as db:
        kept = {sha256 for (sha256,) in db.execute("select sha256 from pictures").fetchall()}
        orphans = sorted(kept.difference(shown))
        with db.atomic():
            for sha256 in orphans:
                db.execute("delete from pictures where sha256 = ?", (sha256,))
    return len(orphans)


def _begin_book(store: Store, path: Path, ledger_id: str) -> None:
    with disk_failures_told():
        path.parent.mkdir(exist_ok=True)
    with failures_told():
        db = connect(path, store.key)
        try:
            db.execute("begin immediate")
            migrate(db, BOOK_MIGRATIONS, BOOK_ID)
            db.execute("insert into book values (1, ?) on conflict do nothing", (ledger_id,))
            db.execute("commit")
        finally:
            db.close()
    with disk_failures_told():
        sync_folder(path.parent)


def _must_belong(db: Database, path: Path, ledger_id: str) -> None:
    """Two files with swapped names, or one of a newer program, are told apart from damage."""
    if version(db) > len(BOOK_MIGRATIONS):
        raise Expected("book_newer", Exit.REGISTER, name=path.name)
    owner = db.execute("select ledger_id from book").fetchone()
    if owner is None or owner[0] != ledger_id:
        raise Expected("book_of_another", Exit.REGISTER, name=path.name)


@contextmanager
def _damage_told(path: Path) -> Iterator[None]:
    """Say of a damaged file of pictures which one it is."""
    try:
        yield
    except Expected as failure:
        if failure.key == "register_damaged":
            raise Expected("book_damaged", Exit.REGISTER, name=path.name) from failure
        raise
