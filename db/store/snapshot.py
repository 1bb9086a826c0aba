"""The register as it is at one moment, for what takes long to write down while others go on working."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from db.cipher import failures_told
from db.store.connect import Store


@contextmanager
def snapshot(store: Store) -> Iterator[None]:
    """All that is asked inside is of the same moment; others may write meanwhile, this connection may not.

    The write-ahead log cannot be emptied as long as it is open.
    """
    if store.db.conn.in_transaction:
        raise RuntimeError("a snapshot inside an action")
    with failures_told(store.folder):
        store.db.execute("begin")
        try:
            store.db.execute(
                "select count(*) from armoury"
            ).fetchone()  # the moment begins with the first look
            yield
        finally:
            store.db.rollback()
