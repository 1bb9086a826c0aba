"""A power cut, played back: of what a killed process had changed, what no fsync made durable is taken away again.

The trace is what `shim.c` wrote. The model is POSIX's, stricter than any file system: the bytes of a file are durable
once it was synced after they were written; a name (made, given, taken) once its folder was synced after that. What is
not durable goes altogether, or in part: a disk writes in what order it likes.
"""

from __future__ import annotations

import os
import random
import shutil
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

_HEAD = struct.Struct("=cQQQIII")

Stays = Callable[[], bool]
"""Whether a change that is not durable is there all the same."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change, or one sync."""

    kind: str  # W bytes, C made, M folder made, R renamed, U removed, X folder removed; S, D synced file and folder
    inode: int
    offset: int
    size: int  # of the file before
    path: str
    second: str  # R: the new name, a line break, and where the file that was there before is kept; U: where it is kept
    before: bytes


def changes(trace: bytes) -> Iterator[Change]:
    """What a trace tells; the last entry may be cut off by the kill."""
    at = 0
    while at + _HEAD.size <= len(trace):
        kind, inode, offset, size, first, second, length = _HEAD.unpack_from(trace, at)
        at += _HEAD.size
        end = at + first + second + length
        if end > len(trace):
            return
        path = trace[at : at + first].decode("utf-8", "surrogateescape")
        other = trace[at + first : at + first + second].decode("utf-8", "surrogateescape")
        yield Change(kind.decode("ascii"), inode, offset, size, path, other, trace[at + first + second : end])
        at = end


def all_lost() -> bool:
    """A disk that had written nothing yet of what it was not made to."""
    return False


def some_lost(chance: random.Random) -> Stays:
    """A disk that had written about half of it, in whatever order."""
    return lambda: chance.random() < 0.5


def cut(trace: Path, stays: Stays = all_lost) -> int:
    """Take away what was not durable; how many changes that were. The process has to be dead."""
    found = list(changes(trace.read_bytes()))
    synced_files: set[int] = set()
    synced_folders: set[str] = set()
    undone = 0
    for change in reversed(found):
        if change.kind == "S":
            synced_files.add(change.inode)
        elif change.kind == "D":
            synced_folders.add(change.path)
        elif not _durable(change, synced_files, synced_folders) and not stays():
            undone += 1
            _undo(change)
    return undone


def _durable(change: Change, files: set[int], folders: set[str]) -> bool:
    if change.kind == "W":
        return change.inode in files
    touched = {os.path.dirname(change.path)}  # noqa: PTH120 - a text of the trace
    if change.kind == "R":
        touched.add(os.path.dirname(change.second.split("\n")[0]))  # noqa: PTH120
    return touched <= folders


def _undo(change: Change) -> None:
    path = Path(change.path)
    if change.kind == "W":
        _put_back(change, path)
    elif change.kind in {"C", "M"}:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    elif change.kind == "R":
        new, kept = change.second.split("\n")
        if Path(new).exists():
            Path(new).rename(path)
        if kept:
            _give_back(Path(kept), Path(new))
    elif change.kind == "U" and change.second:
        _give_back(Path(change.second), path)
    elif change.kind == "X":
        path.mkdir(exist_ok=True)


def _give_back(kept: Path, path: Path) -> None:
    if path.parent.is_dir() and not path.exists():
        os.link(kept, path)


def _put_back(change: Change, path: Path) -> None:
    """The bytes as they were before; the file is found by its inode, since it may have another name by now."""
    if not path.is_file() or path.stat().st_ino != change.inode:
        found = [each for each in path.parent.parent.rglob("*") if each.is_file() and _is(each, change.inode)]
        if not found:
            return  # removed, and durably so
        path = found[0]
    with path.open("r+b") as file:
        file.seek(change.offset)
        file.write(change.before)
        if path.stat().st_size > change.size:
            file.truncate(change.size)


def _is(path: Path, inode: int) -> bool:
    return path.stat().st_ino == inode
