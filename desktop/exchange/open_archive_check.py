"""An open archive held against its own list of SHA-256, without any register; the archive comes from outside."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from db.errors import Exit, Expected
from desktop.exchange.disk import disk_in_words
from desktop.exchange.limits import ARCHIVE
from desktop.fields.problems import Problem

LIST: Final = "SHA256SUMS"
READ_ME: Final = "READ-ME.txt"
_LINE: Final = re.compile(r"([0-9a-f]{64})  ([A-Za-z0-9._-]+(?:/[A-Za-z0-9._-]+)*)")
_CHUNK_BYTES: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found; `problems` are empty where every file is there, is what the list says, and is alone."""

    files: int
    list_sha256: str
    problems: tuple[Problem, ...]


def list_lines(hashes: Iterable[tuple[str, str]]) -> bytes:
    """The list as `sha256sum -c` reads it, by the names of the files."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(hashes)).encode("ascii")


def hash_of(path: Path) -> tuple[str, int]:
    """SHA-256 and size of a file, read a piece at a time. Raises OSError."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while piece := file.read(_CHUNK_BYTES):
            digest.update(piece)
            size += len(piece)
    return digest.hexdigest(), size


def check_archive(folder: Path, heard: Callable[[int, int], None]) -> Checked:
    """Hold every file against the list; `heard` is told how many of how many were.

    Raises Expected: archive_unusable, target_vanished, target_failed. At most ARCHIVE.problems are named.
    """
    with disk_in_words(folder):
        data = _list(folder)
        listed = dict(_listed(data, folder))
        problems: list[Problem] = []
        for done, (name, digest) in enumerate(sorted(listed.items())):
            heard(done, len(listed))
            key = _wrong(folder, name, digest)
            if key:
                problems.append(Problem(key, (("file", name),)))
        strange = (name for name in _files(folder) if name not in listed and name != LIST)
        problems += [Problem("archive_file_strange", (("file", name),)) for name in strange]
    return Checked(len(listed), hashlib.sha256(data).hexdigest(), tuple(problems[: ARCHIVE.problems]))


def _list(folder: Path) -> bytes:
    path = folder / LIST
    if path.is_symlink() or not path.is_file() or path.stat().st_size > ARCHIVE.list_bytes:
        raise Expected("archive_unusable", Exit.BAD_INPUT, name=folder.name or str(folder))
    return path.read_bytes()


def _listed(data: bytes, folder: Path) -> Iterator[tuple[str, str]]:
    """Name and SHA-256 of each line; a name that would lead out of the folder is none."""
    for line in data.decode("utf-8", "replace").split("\n"):
        if not line:
            continue
        found = _LINE.fullmatch(line)
        if found is None or {".", ".."} & set(PurePosixPath(found[2]).parts):
            raise Expected("archive_unusable", Exit.BAD_INPUT, name=folder.name or str(folder))
        yield found[2], found[1]


def _wrong(folder: Path, name: str, digest: str) -> str:
    path = folder / name
    # A link may lead anywhere, also one of the folders on the way.
    steps = [
        folder.joinpath(*PurePosixPath(name).parts[:at])
        for at in range(1, len(PurePosixPath(name).parts) + 1)
    ]
    if any(step.is_symlink() for step in steps) or not path.is_file():
        return "archive_file_missing"
    return "" if hash_of(path)[0] == digest else "archive_file_differs"


def _files(folder: Path) -> Iterator[str]:
    """Every file and link in the folder; links are not followed."""
    for base, folders, files in os.walk(folder):
        for name in files + [one for one in folders if Path(base, one).is_symlink()]:
            yield Path(base, name).relative_to(folder).as_posix()
