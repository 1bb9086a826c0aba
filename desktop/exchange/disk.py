"""Writing so that a file or folder is there whole or not at all, and what a disk says, in words."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from db.errors import Exit, Expected

_FULL: Final = frozenset([errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
_READ_ONLY: Final = frozenset([errno.EROFS, errno.EACCES, errno.EPERM])
_GONE: Final = frozenset(
    [errno.ENOENT, errno.ENODEV, errno.ENXIO, errno.ENOTDIR, errno.ESTALE, errno.ENOTCONN, errno.ESHUTDOWN]
)


@contextmanager
def disk_in_words(target: Path) -> Iterator[None]:
    """Turn what the disk of `target` refuses into an Expected.

    One of target_full, target_read_only, target_vanished, target_failed.
    """
    try:
        yield
    except OSError as cause:
        raise in_words(cause, target) from cause


def in_words(cause: OSError, target: Path) -> Expected:
    """The sentence for what the disk said."""
    name = target.name or str(target)
    if cause.errno in _FULL:
        return Expected("target_full", Exit.DISK, name=name)
    if cause.errno in _READ_ONLY:
        return Expected("target_read_only", Exit.DISK, name=name)
    if cause.errno in _GONE:
        return Expected("target_vanished", Exit.DISK, name=name)
    return Expected("target_failed", Exit.DISK, name=name, reason=cause.strerror or type(cause).__name__)


def sync_folder(path: Path) -> None:
    """Make the names in a folder last; Windows keeps them with the files and opens no folder."""
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as cause:
        # FAT and network file systems may have no such thing; the files themselves are synced.
        if cause.errno not in {errno.EINVAL, errno.ENOTSUP, errno.EBADF}:
            raise
    finally:
        os.close(handle)


def forget_cached(handle: int) -> None:
    """Ask the system to drop what it remembers of an open, synced file, so that reading it asks the disk."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file beside its name, sync it, and only then name it. Raises Expected as `disk_in_words`."""
    part = path.with_name(f"{path.name}.part")
    try:
        with disk_in_words(path.parent):
            with part.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
            sync_folder(path.parent)
    except BaseException:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise


def remove_folder(path: Path) -> None:
    """Remove a part folder of ours as far as the disk still answers."""
    with suppress(OSError):
        shutil.rmtree(path)
