"""Taking turns, between threads and between programs, by a lock that the system takes back when its holder dies."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from db.durable import disk_failures_told
from db.errors import Exit, Expected

PATIENCE_SECONDS: Final = 5.0  # what is kept for others lasts milliseconds
POLL_SECONDS: Final = 0.001


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold the lock file `path`, made where it is missing. Raises Expected: register_locked, the disk's."""
    with disk_failures_told():
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        wait, tries = patience(), 0
        while not _taken(handle):
            if not wait(tries):
                raise Expected("register_locked", Exit.REGISTER)
            tries += 1
        yield
    finally:
        os.close(handle)


def patience(seconds: float = PATIENCE_SECONDS) -> Callable[[int], bool]:
    """Whether to try again after the n-th try (from 0); waits a millisecond before it says yes.

    SQLite's own busy handler waits up to 100 ms at a time, so that one lane could miss every gap between
    the transactions of the other: 1 save of 30 was refused beside back-to-back transactions of 100 ms.
    """
    started = time.monotonic()

    def again(tries: int) -> bool:
        nonlocal started
        if tries == 0:
            started = time.monotonic()
        time.sleep(POLL_SECONDS)
        return time.monotonic() - started < seconds

    return again


def _taken(handle: int) -> bool:
    """Take the lock if it is free; closing the handle lets go of it."""
    try:
        if sys.platform == "win32":  # pragma: no cover - the checks run on Linux
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True
