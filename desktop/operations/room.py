"""How much room is left on the disks, said while there is still time to do something about it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from db.places import BOOKS
from db.store import counts
from desktop.fields.problems import Problem
from desktop.operations.session import Session

LEAST_FREE_BYTES: Final = 500_000_000
"""Below this the system itself begins to fail, and a write-ahead log may not fit any more."""

LEAST_PAGES: Final = 300
"""About a book: whoever begins one wants to know whether it will fit."""

_PAGE_BYTES: Final = 12_000_000  # a grey A4 page at 300 dpi, until this register's own pages are known


def warnings(session: Session, backups: Path) -> tuple[Problem, ...]:
    """What is getting short: room for the next pages beside the register, room for backups on another disk."""
    folder = session.store.folder
    free = shutil.disk_usage(folder).free
    pages = pages_left(session, free)
    if free < LEAST_FREE_BYTES:
        return (Problem("disk_low", (("megabytes", str(free // 1_000_000)),)),)
    if pages < LEAST_PAGES:
        return (Problem("room_low", (("megabytes", str(free // 1_000_000)), ("pages", str(pages)))),)
    if backups.exists() and backups.stat().st_dev != folder.stat().st_dev:
        left = shutil.disk_usage(backups).free
        if left < 2 * _size(folder / BOOKS):
            return (Problem("backup_room_low", (("megabytes", str(left // 1_000_000)),)),)
    return ()


def pages_left(session: Session, free: int) -> int:
    """For how many more pages like those that are in the room will do, each kept twice: in its book and its backup."""
    known = counts.pages(session.store)
    each = _size(session.store.folder / BOOKS) // known if known else _PAGE_BYTES
    return free // (2 * max(each, 1))


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
