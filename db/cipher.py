"""The one place that knows SQLCipher: how an encrypted file is opened, and what its errors mean to a person.

sqlite-utils takes its `sqlite3` from `pysqlite3` when there is one. Pointing that name at sqlcipher3 before the
first import makes both use the same classes of exceptions, which differ from the standard library's.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import quote

import sqlcipher3
import sqlcipher3.dbapi2

from db.errors import Exit, Expected
from db.locks import patience
from db.vault import DataKey

sys.modules["pysqlite3"] = sqlcipher3
sys.modules["pysqlite3.dbapi2"] = sqlcipher3.dbapi2

from sqlite_utils import Database  # noqa: E402 - only after the names above

__all__ = ["Database", "SqlError", "connect", "failures_told", "plain_memory", "texts_told"]

SqlError = sqlcipher3.Error
_PRIMARY: Final = 0xFF  # the rest of an extended result code says where it happened
_NO_ROOM: Final = 64 * 1024  # bytes; the shared memory of one write-ahead log takes half of it
_NO_ROOM_FOR_SHARED_MEMORY: Final = 4874  # SQLITE_IOERR_SHMSIZE, which the binding does not name
# conn.backup() raises without a code; these are SQLite's own words for the same (sqlite3_errstr).
_WORDS: Final = {
    "database or disk is full": sqlcipher3.SQLITE_FULL,
    "attempt to write a readonly database": sqlcipher3.SQLITE_READONLY,
    "unable to open database file": sqlcipher3.SQLITE_CANTOPEN,
    "disk I/O error": sqlcipher3.SQLITE_IOERR,
    "database is locked": sqlcipher3.SQLITE_BUSY,
    "database disk image is malformed": sqlcipher3.SQLITE_CORRUPT,
    "file is not a database": sqlcipher3.SQLITE_NOTADB,
}
_KEYS: Final = {
    sqlcipher3.SQLITE_FULL: ("disk_full", Exit.DISK),
    sqlcipher3.SQLITE_READONLY: ("disk_read_only", Exit.DISK),
    sqlcipher3.SQLITE_CANTOPEN: ("disk_read_only", Exit.DISK),
    sqlcipher3.SQLITE_PERM: ("disk_read_only", Exit.DISK),
    sqlcipher3.SQLITE_IOERR: ("disk_failed", Exit.DISK),
    sqlcipher3.SQLITE_BUSY: ("register_locked", Exit.REGISTER),
    sqlcipher3.SQLITE_LOCKED: ("register_locked", Exit.REGISTER),
    sqlcipher3.SQLITE_CORRUPT: ("register_damaged", Exit.REGISTER),
    sqlcipher3.SQLITE_NOTADB: ("register_damaged", Exit.REGISTER),
}


def connect(path: Path, key: DataKey, *, make: bool = False) -> Database:
    """Open the encrypted file at `path` on a connection of this thread alone; `make` it where it is missing.

    Nothing is read yet: a wrong key or a damaged file shows at the first statement.
    """
    place = quote(path.absolute().as_posix())
    # Three slashes also before C:/, and four before a share, since two would begin the name of another computer.
    uri = f"file://{'' if place.startswith('/') else '/'}{place}?mode={'rwc' if make else 'rw'}"
    connection = sqlcipher3.connect(uri, uri=True, isolation_level=None)
    try:
        connection.set_busy_handler(patience())
        # SQLCipher would print page numbers and addresses to the console; the error itself says enough.
        connection.execute("pragma cipher_log_level = none")
        connection.execute(f"pragma key = \"x'{key.raw.hex()}'\"")
        # Registers are kept for decades: whatever a later SQLCipher takes for granted, these files are of version 4.
        connection.execute("pragma cipher_compatibility = 4")
        database = Database(connection, execute_plugins=False)  # sets recursive_triggers
        for setting in (
            "foreign_keys = on",
            # Not `full`: a book's rollback journal that is deleted comes back with a power cut unless its folder was
            # synced, and takes the picture back that the register already shows.
            "synchronous = extra",
            "temp_store = memory",
            "trusted_schema = off",
            "cell_size_check = on",
        ):
            connection.execute(f"pragma {setting}")
    except BaseException:
        connection.close()
        raise
    return database


def plain_memory() -> Database:
    """An empty database in memory, for what a schema should look like."""
    return Database(sqlcipher3.connect(":memory:", isolation_level=None), execute_plugins=False)


@contextmanager
def failures_told(folder: Path | None = None) -> Iterator[None]:
    """Turn the world's failures inside the block into an Expected; a mistake of ours stays a traceback.

    With `folder`, where the file lies, a failing write is told from a full disk: without room for its own first pages
    SQLite says no more than "disk I/O error".
    """
    try:
        yield
    except SqlError as error:
        expected = _expected(getattr(error, "sqlite_errorcode", None) or _WORDS.get(str(error), 0))
        if expected is None:
            raise
        if expected.key == "disk_failed" and folder is not None and shutil.disk_usage(folder).free < _NO_ROOM:
            raise Expected("disk_full", Exit.DISK) from error
        raise expected from error


@contextmanager
def texts_told() -> Iterator[None]:
    """Half a surrogate pair, from a command line or a file's name whose bytes were no text, cannot be kept."""
    try:
        yield
    except UnicodeEncodeError as error:
        raise Expected("text_broken", Exit.BAD_INPUT) from error


def _expected(code: int) -> Expected | None:
    if code == _NO_ROOM_FOR_SHARED_MEMORY:
        return Expected("disk_full", Exit.DISK)
    known = _KEYS.get(code & _PRIMARY)
    return Expected(*known) if known else None
