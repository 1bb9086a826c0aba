"""Whether a batch's folder is what its manifest says. Needs no register, so that a registry can run it, too."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Final

from db.errors import Exit, Expected
from desktop.exchange.disk import disk_in_words
from desktop.exchange.limits import FOLDER
from desktop.exchange.manifest import (
    ENCRYPTED_WORKBOOK,
    FORMAT,
    MANIFEST,
    SIGNATURE,
    WORKBOOK,
    Manifest,
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


def verify_folder(path: Path, trusted: PublicKey | None = None) -> tuple[Problem, ...]:
    """What is not as the manifest of the batch in `path` says; empty when all is. Needs no register.

    With `trusted`, the manifest has to bear that key's signature; without, no signature is looked at. A file whose
    hash is wrong is still looked into, so that the altered row is named. Raises Expected where the folder is not
    there or its disk fails.
    """
    with disk_in_words(path):
        if not path.is_dir():
            raise Expected("batch_folder_missing", Exit.BAD_INPUT, name=path.name)
        problems = list(_first(_problems(path, trusted)))
    return tuple(problems)


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


def _problems(path: Path, trusted: PublicKey | None) -> Iterator[Problem]:
    try:
        data = _read(path / MANIFEST, FOLDER.manifest_bytes)
        if data is None:
            yield Problem("manifest_missing", (("name", path.name),))
            return
        manifest = parse_manifest(data)
    except Expected as refused:
        yield _as_problem(refused)
        return
    if trusted is not None:
        yield from _signature_problems(path, data, trusted)
    yield from _extra_files(path, manifest)
    if not {WORKBOOK, ENCRYPTED_WORKBOOK} & {file.name for file in manifest.files}:
        yield Problem("batch_without_records")
    for file in manifest.files:
        data = _read(path / file.name, FOLDER.file_bytes)
        if data is None:
            yield Problem("batch_file_missing", (("name", file.name),))
        elif len(data) != file.size or hashlib.sha256(data).hexdigest() != file.sha256:
            yield Problem("batch_file_altered", (("name", file.name),))
        if data is not None and file.name == WORKBOOK:
            yield from workbook_problems(data, manifest)


def _read(path: Path, most: int) -> bytes | None:
    """The file's bytes, at most `most` of them and one more; None where there is no ordinary file."""
    if path.is_symlink() or not path.is_file():
        return None
    with path.open("rb") as file:
        return file.read(most + 1)


def _signature_problems(path: Path, manifest: bytes, trusted: PublicKey) -> Iterator[Problem]:
    signature = _read(path / SIGNATURE, FOLDER.manifest_bytes)
    if signature is None:
        yield Problem("signature_missing", (("name", path.name),))
        return
    try:
        check_signature(manifest, signature, Purpose.MANIFEST, trusted)
    except Expected as refused:
        yield _as_problem(refused)


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
