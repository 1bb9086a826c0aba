"""The one place that knows SQLCipher: how an encrypted file is opened, and what its errors mean to a person.

sqlite-utils takes its `sqlite3` from `pysqlite3` when there is one. Pointing that name at sqlcipher3 before the
first import makes both use the same classes of exceptions, which differ from the standard library's.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import sqlcipher3
import sqlcipher3.dbapi2

sys.modules["pysqlite3"] = sqlcipher3
sys.modules["pysqlite3.dbapi2"] = sqlcipher3.dbapi2

from sqlite_utils import Database  # noqa: E402 - only after the names above

from db.errors import Exit, Expected  # noqa: E402 - as above
from db.vault import DataKey  # noqa: E402 - as above

__all__ = ["BUSY_SECONDS", "Database", "SqlError", "connect", "failures_told", "plain_memory"]

SqlError = sqlcipher3.Error
BUSY_SECONDS: Final = 5.0  # how long one transaction waits for another; ours last milliseconds

_PRIMARY: Final = 0xFF  # the rest of an extended result code says where it happened
_NO_ROOM_FOR_SHARED_MEMORY: Final = 4874  # SQLITE_IOERR_SHMSIZE, which the binding does not name
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


def connect(path: Path, key: DataKey) -> Database:
    """Open the encrypted file at `path`, made when it is not there, on a connection of this thread alone.

    Nothing is read yet: a wrong key or a damaged file shows at the first statement.
    """
    connection = sqlcipher3.connect(str(path), isolation_level=None, timeout=BUSY_SECONDS)
    try:
        # SQLCipher would print page numbers and addresses to the console; the error itself says enough.
        connection.execute("pragma cipher_log_level = none")
        connection.execute(f"pragma key = \"x'{key.raw.hex()}'\"")
        database = Database(connection, execute_plugins=False)  # sets recursive_triggers
        for setting in (
            "foreign_keys = on",
            "synchronous = full",
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
def failures_told() -> Iterator[None]:
    """Turn the world's failures inside the block into an Expected; a mistake of ours stays a traceback."""
    try:
        yield
    except SqlError as error:
        expected = _expected(getattr(error, "sqlite_errorcode", None))
        if expected is None:
            raise
        raise expected from error


def _expected(code: int | None) -> Expected | None:
    if code is None:
        return None
    if code == _NO_ROOM_FOR_SHARED_MEMORY:
        return Expected("disk_full", Exit.DISK)
    known = _KEYS.get(code & _PRIMARY)
    return Expected(*known) if known else None
