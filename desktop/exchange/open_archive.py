"""An open archive of a whole register: tables as CSV, pictures, a list of SHA-256; streamed, read back, then named.

<name>/
    READ-ME.txt     what this is, every file and every column in words
    SHA256SUMS      the SHA-256 of every other file, as `sha256sum -c` reads it
    *.csv           UTF-8 with its mark, comma, every cell in quotes; cells as `csvtext` makes them
    pictures/…      the pages as they came

Nothing is held in memory but the names of the files. Until all of it was read back it is called `<name>.part`.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from db.errors import Exit, Expected
from desktop.exchange.csvtext import csv_text
from desktop.exchange.disk import disk_in_words, forget_cached, remove_folder, sync_folder
from desktop.exchange.open_archive_check import LIST, READ_ME, hash_of, list_lines

_BUFFER: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Written:
    """What lies in the archive now."""

    folder: Path
    files: int
    size: int  # bytes of all files but the list
    list_sha256: str  # of SHA256SUMS, which stands for all of it


class Table:
    """One CSV file while it is written."""

    def __init__(self, out: _Hashed, columns: Sequence[str]) -> None:
        self._out = out
        self._columns = len(columns)
        self._text = io.StringIO(newline="")
        self._writer = csv.writer(self._text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        self.count = 0
        out.write(b"\xef\xbb\xbf")
        self._writer.writerow(columns)

    def add(self, values: Sequence[object]) -> None:
        """One line; None is an empty cell, True and False are yes and no."""
        if len(values) != self._columns:
            raise ValueError("a line of another table")
        self._writer.writerow([_cell(value) for value in values])
        self.count += 1
        if self._text.tell() > _BUFFER:
            self.flush()

    def flush(self) -> None:
        """Hand what was added to the disk."""
        self._out.write(self._text.getvalue().encode("utf-8"))
        self._text.seek(0)
        self._text.truncate()


class Archive:
    """An archive while it is written; `finish` makes it one."""

    def __init__(self, final: Path) -> None:
        self._final = final
        self._part = final.with_name(f"{final.name}.part")
        self._open = ExitStack()
        self._hashes: list[tuple[str, str, int]] = []

    def begin(self) -> None:
        """Make the folder; one that a pulled stick left of an earlier try is removed."""
        if self._part.is_dir() and not self._part.is_symlink():
            shutil.rmtree(self._part)
        self._part.mkdir()

    @contextmanager
    def table(self, name: str, columns: Sequence[str]) -> Iterator[Table]:
        """A CSV file called `name`; several may be open at once."""
        with self._file(f"{name}.csv") as out:
            made = Table(out, columns)
            yield made
            made.flush()

    def put(self, name: str, pieces: Iterable[bytes]) -> None:
        """A file of these bytes; `name` may lie in folders of the archive."""
        with self._file(name) as out:
            for piece in pieces:
                out.write(piece)

    def finish(self, read_back: Callable[[int, int], None]) -> Written:
        """Write the list, read every file back from the disk, compare, and give the folder its name.

        `read_back` hears how many of how many files were compared. Raises Expected("archive_unfaithful").
        """
        lines = list_lines((name, digest) for name, digest, _ in self._hashes)
        with (self._part / LIST).open("wb") as file:
            file.write(lines)
            file.flush()
            os.fsync(file.fileno())
            forget_cached(file.fileno())
        for folder in sorted({path.parent for path in self._part.rglob("*")}):
            sync_folder(folder)
        for done, (name, digest, size) in enumerate(self._hashes):
            read_back(done, len(self._hashes))
            if hash_of(self._part / name) != (digest, size):
                raise Expected("archive_unfaithful", Exit.DISK, name=name)
        digest = hashlib.sha256(lines).hexdigest()
        if hash_of(self._part / LIST) != (digest, len(lines)):
            raise Expected("archive_unfaithful", Exit.DISK, name=LIST)
        self._part.rename(self._final)
        sync_folder(self._final.parent)
        return Written(self._final, len(self._hashes) + 1, sum(size for *_, size in self._hashes), digest)

    def abandon(self) -> None:
        """Leave nothing of it."""
        remove_folder(self._part)

    @contextmanager
    def _file(self, name: str) -> Iterator[_Hashed]:
        path = self._part / name
        path.parent.mkdir(parents=True, exist_ok=True)
        out = _Hashed(path)
        try:
            yield out
        finally:
            out.close()
        self._hashes.append((name, out.digest(), out.size))


class _Hashed:
    """A file whose hash is known when its last byte is written; what is read back has to have the same."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("xb")
        self._sum = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> None:
        self._file.write(data)
        self._sum.update(data)
        self.size += len(data)

    def digest(self) -> str:
        return self._sum.hexdigest()

    def close(self) -> None:
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
            forget_cached(self._file.fileno())
        finally:
            self._file.close()


@contextmanager
def archive(final: Path) -> Iterator[Archive]:
    """Write an archive that will lie at `final`; where the block ends before `finish`, nothing is left of it.

    Raises Expected: archive_taken, target_vanished, target_full, target_read_only, target_failed (Exit.DISK).
    """
    with disk_in_words(final.parent):
        if not final.parent.is_dir():
            raise Expected("target_vanished", Exit.DISK, name=final.parent.name or str(final.parent))
        if os.path.lexists(final):
            raise Expected("archive_taken", Exit.REFUSED, name=final.name)
        made = Archive(final)
        try:
            made.begin()
            yield made
        except BaseException:
            with suppress(OSError):
                made.abandon()
            raise


def read_me(title: str, intro: str, files: Iterable[tuple[str, str, Sequence[tuple[str, str]]]]) -> bytes:
    """READ-ME.txt: what this is, then each file, what it holds, and each of its columns in words."""
    parts = [title, "=" * len(title), "", intro.strip(), ""]
    for name, says, columns in files:
        parts += [name, "-" * len(name), says.strip(), ""]
        if columns:
            width = max(len(column) for column, _ in columns) + 2
            parts += [f"  {column.ljust(width)}{' '.join(meaning.split())}" for column, meaning in columns]
            parts.append("")
    # The mark and the line ends are for the plainest editor of the oldest Windows.
    return "\r\n".join("\n".join(parts).splitlines()).encode("utf-8-sig") + b"\r\n"


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return csv_text(str(value))


__all__ = ["READ_ME", "Archive", "Table", "Written", "archive", "read_me"]
