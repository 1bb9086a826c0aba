"""The pictures: one encrypted file per ledger, blobs by the SHA-256 that tells pictures apart.

Written and committed before the rows of the register that refer to them, since SQLite commits two files one after
the other: a kill in between leaves a picture that nobody refers to, never a page without its picture.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from db.cipher import Database, connect, failures_told
from db.durable import disk_failures_told, sync_folder
from db.errors import Exit, Expected
from db.migrations import BOOK_ID, BOOK_MIGRATIONS, migrate, version
from db.places import ARRIVED, BOOKS, book_file, database_files
from db.store.connect import Store
from db.store.rows import listed as named
from db.store.rows import select_one


def book_path(store: Store, ledger_id: str) -> Path:
    """Where a ledger's pictures lie: `books/0003.pages`. Expected: ledger_unknown."""
    found = select_one(store, "select number from ledgers where id = ?", ledger_id)
    if found is None:
        raise Expected("ledger_unknown", Exit.BAD_INPUT)
    return store.folder / BOOKS / book_file(found["number"])


@contextmanager
def open_book(store: Store, ledger_id: str) -> Iterator[Database]:
    """A ledger's file of pictures, which has to be there.

    Expected: book_missing, book_damaged, book_newer, book_of_another (Exit.REGISTER), the disk's.
    """
    path = book_path(store, ledger_id)
    with _failures_told(path):
        if not path.is_file():
            raise Expected("book_missing", Exit.REGISTER, name=path.name)
        with closing(connect(path, store.key)) as db:
            if not version(db):  # a kill came before the first picture was in
                raise Expected("book_missing", Exit.REGISTER, name=path.name)
            _must_belong(db, path, ledger_id)
            yield db


def store_picture(store: Store, ledger_id: str, sha256: str, data: bytes) -> None:
    """Keep a picture: on the disk when this returns. One that is in already is left as it is."""
    own = hashlib.sha256(data).hexdigest()
    if "#" not in sha256 and own != sha256:
        raise ValueError("a picture is kept under its own SHA-256")
    path = book_path(store, ledger_id)
    with _failures_told(path):
        begun = path.is_file()
        with closing(connect(path, store.key, make=True)) as db:
            db.execute("begin immediate")
            # Also where a kill left an empty file before the first picture was in.
            if not version(db):
                migrate(db, BOOK_MIGRATIONS, BOOK_ID)
                db.execute("insert into book values (1, ?)", (ledger_id,))
            _must_belong(db, path, ledger_id)
            # A trigger leaves a picture that is in already as it is.
            sql = "insert into pictures (sha256, data_sha256, data) values (?, ?, ?)"
            db.execute(sql, (sha256, own, data))
            db.execute("commit")
        if not begun:
            with disk_failures_told():
                sync_folder(path.parent)


def arrived(store: Store, ledger_id: str, pictures: Iterable[tuple[str, bytes]]) -> None:
    """Put the pictures of a book that is not here yet into a file of its own, under a name that nothing looks for.

    On the disk when this returns. The book takes it over when it is on the shelf: `take_over`.
    """
    path = _arrival(store, ledger_id)
    with _failures_told(path):
        with disk_failures_told():
            path.parent.mkdir(exist_ok=True)
            for left in database_files(path):
                left.unlink(missing_ok=True)
        with closing(connect(path, store.key, make=True)) as db:
            db.execute("begin immediate")
            migrate(db, BOOK_MIGRATIONS, BOOK_ID)
            db.execute("insert into book values (1, ?)", (ledger_id,))
            for sha256, data in pictures:
                own = hashlib.sha256(data).hexdigest()
                sql = "insert into pictures (sha256, data_sha256, data) values (?, ?, ?)"
                db.execute(sql, (sha256, own, data))
            db.execute("commit")
        with disk_failures_told():
            sync_folder(path.parent)


def take_over(store: Store) -> None:
    """Give the pictures of books that came, and are on the shelf, the name under which they are looked for.

    Done after the register's own action, and again when a register is opened: a kill in between leaves a book whose
    pictures lie beside it, whole. What belongs to no book came with a bundle that was not taken in, and goes.
    """
    for path in sorted((store.folder / BOOKS).glob(f"*{ARRIVED}")):
        ledger_id = path.name.removesuffix(ARRIVED)
        try:
            target = book_path(store, ledger_id)
        except Expected:
            continue  # still on its way; the next one that is taken in clears it away
        with disk_failures_told():
            if not target.exists():
                path.rename(target)
            else:
                path.unlink()
            sync_folder(target.parent)


def clear_arrivals(store: Store) -> None:
    """Remove what bundles left that were never taken in."""
    take_over(store)
    with disk_failures_told():
        for path in (store.folder / BOOKS).glob(f"*{ARRIVED}*"):
            path.unlink(missing_ok=True)


def listed(store: Store, ledger_id: str, shown: Sequence[str]) -> tuple[tuple[str, str, int], ...]:
    """(SHA-256, SHA-256 of the bytes, how many they are) of pictures, in the order in which they were kept.

    Expected: picture_lost where one of them is not kept.
    """
    if not shown:
        return ()
    sql = (
        "select sha256, data_sha256, length(data) from pictures "
        "where sha256 in (select value from json_each(?)) order by rowid"
    )
    with open_book(store, ledger_id) as db:
        found = tuple((str(one), str(own), int(size)) for one, own, size in db.execute(sql, (named(shown),)))
    if len(found) < len(set(shown)):
        raise Expected("picture_lost", Exit.REGISTER)
    return found


def _arrival(store: Store, ledger_id: str) -> Path:
    return store.folder / BOOKS / f"{ledger_id}{ARRIVED}"


def has_picture(store: Store, ledger_id: str, sha256: str) -> bool:
    """Whether the picture is kept."""
    return bool(_asked(store, ledger_id, "select sha256 from pictures where sha256 = ?", sha256))


def remove_others(store: Store, ledger_id: str, shown: Collection[str]) -> int:
    """Remove the pictures that are not in `shown`; how many they were."""
    kept = {sha256 for (sha256,) in _asked(store, ledger_id, "select sha256 from pictures")}
    orphans = sorted(kept.difference(shown))
    if orphans:
        with open_book(store, ledger_id) as db, db.atomic():
            for sha256 in orphans:
                db.execute("delete from pictures where sha256 = ?", (sha256,))
    return len(orphans)


def _asked(store: Store, ledger_id: str, sql: str, *values: object) -> list[tuple[str]]:
    """The answer of a ledger's file; nothing where none was begun."""
    try:
        with open_book(store, ledger_id) as db:
            return list(db.execute(sql, values).fetchall())
    except Expected as failure:
        if failure.key == "book_missing":
            return []
        raise


def _must_belong(db: Database, path: Path, ledger_id: str) -> None:
    """Two files with swapped names, or one of a newer program, are told apart from damage."""
    if version(db) > len(BOOK_MIGRATIONS):
        raise Expected("book_newer", Exit.REGISTER, name=path.name)
    owner = db.execute("select ledger_id from book").fetchone()
    if owner is None or owner[0] != ledger_id:
        raise Expected("book_of_another", Exit.REGISTER, name=path.name)


@contextmanager
def _failures_told(path: Path) -> Iterator[None]:
    """As `failures_told`, but of a damaged file of pictures say which one it is."""
    try:
        with failures_told(path.parent):
            yield
    except Expected as failure:
        if failure.key == "register_damaged":
            raise Expected("book_damaged", Exit.REGISTER, name=path.name) from failure
        raise
