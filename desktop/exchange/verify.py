"""Whether a batch's folder is what its manifest says. Needs no register, so that a registry can run it, too."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from db.errors import Exit, Expected
from desktop.exchange.disk import disk_in_words
from desktop.exchange.limits import FOLDER
from desktop.exchange.locking import EMPTY_HANDED, WORKBOOKS, Opener
from desktop.exchange.manifest import (
    FORMAT,
    MANIFEST,
    SIGNATURE,
    WORKBOOK,
    Manifest,
    SealedFile,
    parse_manifest,
)
from desktop.exchange.merkle import RowsRoot
from desktop.exchange.received import ReceivedBatch, Strays
from desktop.exchange.signature import PublicKey, Purpose, check_signature
from desktop.fields.problems import Problem

_UNLISTED: Final = frozenset([MANIFEST, SIGNATURE])
_OF_THE_SYSTEM: Final = frozenset(
    ["desktop.ini", "thumbs.db", ".ds_store"]
)  # left by looking into the folder
_ANSWER: Final = "answer."  # what the registry puts beside the batch


@dataclass(frozen=True, slots=True)
class Looked:
    """A folder as it was found: use `workbook` and `manifest`, never the files again, which may change meanwhile."""

    manifest: Manifest | None  # None where there is none that can be read
    problems: tuple[Problem, ...]
    workbook: bytes | None  # opened; None where it is missing, damaged or locked
    signer: PublicKey | None  # whose signature was found to hold; None where none was looked at
    locked: bool = False  # nothing was handed in to open it with


def verify_folder(path: Path, trusted: PublicKey | None = None) -> tuple[Problem, ...]:
    """What is not as the manifest of the batch in `path` says; empty when all is. Needs no register.

    With `trusted`, the manifest has to bear that key's signature; without, no signature is looked at. A file whose
    hash is wrong is still looked into, so that the altered row is named. Raises Expected where the folder is not
    there or its disk fails.
    """
    return look_into(path, trusted).problems


def look_into(path: Path, trusted: PublicKey | None = None, opener: Opener = EMPTY_HANDED) -> Looked:
    """The same, with what was found; what is locked is opened by `opener`."""
    with disk_in_words(path):
        if not path.is_dir():
            raise Expected("batch_folder_missing", Exit.BAD_INPUT, name=path.name)
        found = _Found(path, trusted, opener)
        problems = tuple(_first(found.problems()))
    return Looked(found.manifest, problems, found.workbook, found.signer, found.locked)


def read_manifest(path: Path) -> Manifest | None:
    """The manifest in a folder, unproved; None where none can be read."""
    with disk_in_words(path):
        data = _read(path / MANIFEST, FOLDER.manifest_bytes)
    try:
        return parse_manifest(data) if data is not None else None
    except Expected:
        return None


def _first(problems: Iterator[Problem]) -> Iterator[Problem]:
    """So many problems by name; the rest as a number."""
    left_out = 0
    for number, problem in enumerate(problems, 1):
        if number <= FOLDER.problems:
            yield problem
        else:
            left_out += 1
    if left_out:
        yield Problem("batch_more_problems", (("count", str(left_out)),))


def signed_manifest(path: Path, trusted: PublicKey) -> Manifest:
    """The manifest in a folder, proved by a signature, the other files not looked at.

    Raises Expected: batch_folder_missing, manifest_missing, manifest_…, signature_….
    """
    with disk_in_words(path):
        if not path.is_dir():
            raise Expected("batch_folder_missing", Exit.BAD_INPUT, name=path.name)
        data = _read(path / MANIFEST, FOLDER.manifest_bytes)
        signature = _read(path / SIGNATURE, FOLDER.manifest_bytes)
    if data is None:
        raise Expected("manifest_missing", Exit.BAD_INPUT, name=path.name)
    if signature is None:
        raise Expected("signature_missing", Exit.REFUSED, name=path.name)
    check_signature(data, signature, Purpose.MANIFEST, trusted)
    return parse_manifest(data)


class _Found:
    """What is found on the way through a folder."""

    def __init__(self, path: Path, trusted: PublicKey | None, opener: Opener) -> None:
        self._path = path
        self._trusted = trusted
        self._opener = opener
        self.manifest: Manifest | None = None
        self.workbook: bytes | None = None
        self.signer: PublicKey | None = None
        self.locked = False

    def problems(self) -> Iterator[Problem]:
        """Everything that is wrong, as it is found."""
        try:
            data = _read(self._path / MANIFEST, FOLDER.manifest_bytes)
            if data is None:
                yield Problem("manifest_missing", (("name", self._path.name),))
                return
            self.manifest = parse_manifest(data)
        except Expected as refused:
            yield _as_problem(refused)
            return
        if self._trusted is not None:
            wrong = _signature_problem(self._path, data, self._trusted)
            if wrong is None:
                self.signer = self._trusted
            else:
                yield wrong
        yield from _extra_files(self._path, self.manifest)
        if len(set(WORKBOOKS) & {file.name for file in self.manifest.files}) != 1:
            yield Problem("batch_without_records")
        for file in self.manifest.files:
            yield from self._file_problems(file, self.manifest)

    def _file_problems(self, file: SealedFile, manifest: Manifest) -> Iterator[Problem]:
        data = _read(self._path / file.name, FOLDER.file_bytes)
        if data is None:
            yield Problem("batch_file_missing", (("name", file.name),))
            return
        if len(data) != file.size or hashlib.sha256(data).hexdigest() != file.sha256:
            yield Problem("batch_file_altered", (("name", file.name),))
        if file.name not in WORKBOOKS:
            return
        if not self._opener.can(file.name):
            self.locked = True
            return
        try:
            self.workbook = self._opener.opened(file.name, data)
        except Expected as refused:
            yield _as_problem(refused)
            return
        yield from workbook_problems(self.workbook, manifest)


def _read(path: Path, most: int) -> bytes | None:
    """The file's bytes, at most `most` of them and one more; None where there is no ordinary file."""
    if path.is_symlink() or not path.is_file():
        return None
    with path.open("rb") as file:
        return file.read(most + 1)


def _signature_problem(path: Path, manifest: bytes, trusted: PublicKey) -> Problem | None:
    signature = _read(path / SIGNATURE, FOLDER.manifest_bytes)
    if signature is None:
        return Problem("signature_missing", (("name", path.name),))
    try:
        check_signature(manifest, signature, Purpose.MANIFEST, trusted)
    except Expected as refused:
        return _as_problem(refused)
    return None


def _extra_files(path: Path, manifest: Manifest) -> Iterator[Problem]:
    listed = _UNLISTED | {file.name for file in manifest.files}
    for number, entry in enumerate(sorted(path.iterdir())):
        if number >= FOLDER.files:
            yield Problem("batch_too_many_files", (("most", str(FOLDER.files)),))
            return
        name = entry.name
        if name in listed or name.casefold() in _OF_THE_SYSTEM or name.casefold().startswith(_ANSWER):
            continue
        yield Problem("batch_file_unlisted", (("name", name),))


def workbook_problems(data: bytes, manifest: Manifest) -> Iterator[Problem]:
    """The rows of a batch's workbook against their hashes, its sheets against the manifest.

    For an encrypted batch, once it was decrypted: `verify_folder` sees its hash alone.
    """
    try:
        batch = ReceivedBatch(data, WORKBOOK)
        yield from _header_problems(batch.header, manifest)
        strays = Strays()
        root = RowsRoot()
        for row in batch.rows(strays):
            if row.sha256:
                root.add(row.sha256)
            if row.altered:
                yield row.problem
    except Expected as refused:
        yield _as_problem(refused)
        return
    if strays.events or strays.markings:
        yield Problem(
            "batch_lines_stray", (("events", str(strays.events)), ("markings", str(strays.markings)))
        )
    counted = {"records": root.count, "events": strays.seen_events, "markings": strays.seen_markings}
    stated = {"records": manifest.records, "events": manifest.events, "markings": manifest.markings}
    for what, count in counted.items():
        if count != stated[what]:
            yield Problem(
                "batch_count_differs", (("what", what), ("found", str(count)), ("stated", str(stated[what])))
            )
    if root.root() != manifest.rows_root:
        yield Problem("batch_root_differs")


def _header_problems(header: dict[str, str], manifest: Manifest) -> Iterator[Problem]:
    stated = {name: str(value) for name, value in asdict(manifest.header).items()}
    stated |= {
        "format": FORMAT,
        "records": str(manifest.records),
        "events": str(manifest.events),
        "markings": str(manifest.markings),
        "rows_root": manifest.rows_root,
    }
    for key, value in stated.items():
        if header.get(key, "") != value:
            yield Problem("batch_header_differs", (("key", key),))


def _as_problem(refused: Expected) -> Problem:
    return Problem(refused.key, tuple((name, str(value)) for name, value in refused.values.items()))
