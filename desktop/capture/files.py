"""Which files to bring in, and reading their bytes: whatever a disk or a pulled stick does becomes a sentence."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from db.errors import Exit, Expected
from desktop.capture.kinds import HEAD_BYTES, PICTURE_SUFFIXES, kind_of
from desktop.capture.limits import Limits
from desktop.fields.problems import Problem

_PIECE = 1 << 20
_MEGABYTE = 1_000_000
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM})
_GONE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ENODEV, errno.ENXIO, errno.ESTALE})


@dataclass(frozen=True, slots=True)
class Source:
    """A file to bring in. `name` is what people are told: relative to the folder that was given."""

    path: Path
    name: str


def sources(paths: Iterable[Path]) -> Iterator[Source]:
    """The files to bring in, folders opened in natural order (page 2 before page 10).

    A file named by itself is always given, so that `scans` can say what is wrong with it. In a folder, hidden files
    and those that are a picture neither by content nor by name are left out. A folder without any picture, or that
    cannot be listed, is given itself, for `scans` to refuse it in words.
    """
    for path in paths:
        if not path.is_dir():
            yield Source(path, path.name)
            continue
        found = False
        for source in pictures_in(path):
            found = True
            yield source
        if not found:
            yield Source(path, path.name or str(path))


def pictures_in(folder: Path) -> Iterator[Source]:
    """The pictures of a folder and of the folders in it, in natural order; a folder that can't be listed is given."""
    yield from _inside(folder, folder)


def natural_order(name: str) -> tuple[tuple[int, int, str], ...]:
    """A key that sorts numbers by their value: page 2, page 10, page 10a."""
    parts = re.split(r"([0-9]+)", name.casefold())
    return tuple(
        (1, int(part), part) if part.isascii() and part.isdigit() else (2, 0, part) for part in parts
    )


def told(refusal: Expected) -> Problem:
    """A refusal that does not stop the work, as a problem."""
    return Problem(refusal.key, tuple((name, str(value)) for name, value in refusal.values.items()))


def head_of(source: Source, limits: Limits) -> bytes:
    """The first bytes of a file that can be a picture. Raises Expected where it cannot even be one."""
    try:
        status = source.path.stat()
        if stat.S_ISDIR(status.st_mode):
            os.scandir(source.path).close()
            raise Expected("folder_without_pictures", name=source.name)
        if not stat.S_ISREG(status.st_mode):
            raise Expected("picture_no_file", name=source.name)  # opening a pipe would wait for ever
        if status.st_size == 0:
            raise Expected("picture_empty", name=source.name)
        _check_bytes(source, status.st_size, limits.max_file_bytes)
        with source.path.open("rb") as file:
            return file.read(HEAD_BYTES)
    except OSError as error:
        raise _said(source, error) from error


def read_all(source: Source, limits: Limits) -> bytes:
    """The bytes of a file with one picture."""
    try:
        with source.path.open("rb") as file:
            _check_bytes(source, os.fstat(file.fileno()).st_size, limits.max_picture_bytes)
            return file.read(limits.max_picture_bytes)
    except OSError as error:
        raise _said(source, error) from error


def read_pieces(source: Source) -> Iterator[bytes]:
    """The bytes of a large file, a megabyte at a time."""
    try:
        with source.path.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece
    except OSError as error:
        raise _said(source, error) from error


def _inside(folder: Path, top: Path) -> Iterator[Source]:
    """The pictures of a folder and of the folders in it; links to folders are not followed (they may go round)."""
    try:
        with os.scandir(folder) as listing:
            entries = sorted((e for e in listing if not _hidden(e.name)), key=lambda e: natural_order(e.name))
    except OSError:
        yield Source(folder, _name(folder, top))  # `scans` says why it cannot be listed
        return
    for entry in entries:
        path = Path(entry.path)
        if entry.is_dir(follow_symlinks=False):
            yield from _inside(path, top)
        elif path.suffix.casefold() in PICTURE_SUFFIXES or _looks_like_a_picture(path):
            yield Source(path, _name(path, top))


def _looks_like_a_picture(path: Path) -> bool:
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return kind_of(file.read(HEAD_BYTES)) is not None
    except OSError:
        return False  # no picture by its name either


def _hidden(name: str) -> bool:
    return name.startswith(".") or name.casefold() in {"thumbs.db", "desktop.ini", "__macosx"}


def _name(path: Path, top: Path) -> str:
    return path.relative_to(top).as_posix() if path != top else top.name or str(top)


def _check_bytes(source: Source, size: int, most: int) -> None:
    if size > most:
        large, allowed = size // _MEGABYTE, most // _MEGABYTE
        raise Expected("picture_file_too_large", name=source.name, megabytes=large, most=allowed)


def _said(source: Source, error: OSError) -> Expected:
    """The sentence for what the operating system said."""
    if error.errno in _GONE:
        return Expected("picture_missing", Exit.BAD_INPUT, name=source.name)
    if error.errno in _FORBIDDEN:
        key = "folder_forbidden" if source.path.is_dir() else "picture_forbidden"
        return Expected(key, name=source.name)
    return Expected("picture_disk_failed", Exit.DISK, name=source.name, reason=error.strerror or error.errno)
