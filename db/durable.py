"""Files that are there whole or not at all, also after the power went."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from db.errors import Exit, Expected

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_NO_SUCH_CALL = frozenset({errno.EINVAL, errno.ENOTSUP})
FORBIDDEN = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})


def disk_failure(error: OSError) -> Expected:
    """The sentence for what a disk refused: full, not writable, or failing."""
    if error.errno in FULL:
        return Expected("disk_full", Exit.DISK)
    if error.errno in FORBIDDEN:
        return Expected("disk_read_only", Exit.DISK)
    return Expected("disk_failed", Exit.DISK)


@contextmanager
def disk_failures_told() -> Iterator[None]:
    """Turn what the disk refuses inside the block into an Expected with Exit.DISK."""
    try:
        yield
    except OSError as error:
        raise disk_failure(error) from error


def write_atomically(path: Path, data: bytes) -> None:
    """Put `data` under `path`: whole and on the disk, or the old file untouched. Raises OSError."""
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def make_folder(folder: Path) -> None:
    """Make a folder with those above it, for this user alone, each there also after the power went. Raises OSError."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    for path in reversed(missing):
        path.mkdir(mode=0o700, exist_ok=True)
        sync_folder(path.parent)


def sync_file(path: Path) -> None:
    """Wait until what `path` holds is on the disk. Raises OSError."""
    handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Wait until the names in `folder` are on the disk, where the system knows how: Windows and some sticks do not."""
    if sys.platform != "win32":  # pragma: no branch - the checks run on Linux
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        except OSError as error:
            if error.errno not in _NO_SUCH_CALL:
                raise
        finally:
            os.close(handle)
