"""A work bundle's folder: sealed piece by piece, so that a book of any size needs the memory of one piece; opened so.

Each piece is encrypted to the other PC's key and kept, encrypted, in a place of this PC until it lies on the stick.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from db.errors import Cancelled, Expected
from db.model_moving import BookFacts
from desktop.exchange.age import age_decrypted, age_encrypted
from desktop.exchange.disk import disk_in_words
from desktop.exchange.folder import never
from desktop.exchange.manifest import MANIFEST, READ_ME, SIGNATURE, SealedFile
from desktop.exchange.signature import PublicKey, Purpose, SigningKey, check_signature, sign
from desktop.exchange.work_bundle import (
    BEGINNING,
    BOOK,
    MOST_FILES,
    MOST_MANIFEST_BYTES,
    PICTURES,
    WorkHeader,
    WorkManifest,
    folder_name,
    parse_work_manifest,
    work_manifest_text,
)
from desktop.exchange.work_facts import facts_bytes, parse_facts

PIECE_BYTES: Final = 16 * 1024 * 1024  # of pictures; one that is larger is a piece of its own
MOST_PIECE_BYTES: Final = 256 * 1024 * 1024
MOST_SIGNATURE_BYTES: Final = 1024
_READ_ME: Final = """This folder is a work bundle of Ledgermark: one book of the armoury {code},
on its way from one PC to another.

It can be opened at that other PC only. Take it there, and bring it in:
in the window under Exchange, "Books on other PCs", or by

    ledgermark bundle take {folder}

Leave every file in it as it is. Until it has come back, the book is locked at the PC that it came from.
"""


@dataclass(frozen=True, slots=True)
class Unproved:
    """What a folder says of itself, before its signature was checked."""

    folder: Path
    manifest: WorkManifest
    data: bytes
    signature: bytes


class StagedFiles(Mapping[str, bytes]):
    """Files by name, read when they are asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names = sorted(path.name for path in folder.iterdir())

    def __getitem__(self, name: str) -> bytes:
        if name not in self._names:
            raise KeyError(name)
        return (self._folder / name).read_bytes()

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def seal_book(
    header: WorkHeader,
    facts: BookFacts,
    picture: Callable[[str], bytes],
    age: str,
    key: SigningKey,
    staging: Path,
    cancel: Callable[[], bool] = never,
) -> StagedFiles:
    """Put a book's bundle together in the empty folder `staging`, encrypted to `age` and signed.

    `picture` gives the bytes of a picture by its SHA-256. Raises Cancelled, and the disk's Expected.
    """
    files: list[SealedFile] = []

    def keep(name: str, data: bytes) -> None:
        with disk_in_words(staging):
            (staging / name).write_bytes(data)
        files.append(SealedFile(name, hashlib.sha256(data).hexdigest(), len(data)))

    keep(BOOK, age_encrypted(facts_bytes(facts), age))
    for number, piece in enumerate(_pieces(facts, picture, cancel), start=1):
        keep(f"pictures-{number:04d}.age", age_encrypted(piece, age))
    words = _READ_ME.format(code=header.code, folder=folder_name(header))
    keep(READ_ME, words.replace("\n", "\r\n").encode("utf-8-sig"))
    counts = {name: len(facts.tables[name]) for name in ("pages", "readings", "records", "entries")}
    manifest = work_manifest_text(WorkManifest(header, counts, tuple(files)))
    with disk_in_words(staging):
        (staging / MANIFEST).write_bytes(manifest)
        (staging / SIGNATURE).write_bytes(sign(manifest, Purpose.WORK, key))
    return StagedFiles(staging)


def _pieces(facts: BookFacts, picture: Callable[[str], bytes], cancel: Callable[[], bool]) -> Iterator[bytes]:
    """The pictures, several a piece: a line that says which and how long, and their bytes."""
    held: list[tuple[str, bytes]] = []
    for sha256, _, _ in facts.tables["pictures"]:
        if cancel():
            raise Cancelled
        held.append((str(sha256), picture(str(sha256))))
        if sum(len(data) for _, data in held) >= PIECE_BYTES:
            yield _piece(held)
            held = []
    if held:
        yield _piece(held)


def _piece(held: list[tuple[str, bytes]]) -> bytes:
    line = json.dumps([[sha256, len(data)] for sha256, data in held]).encode("ascii")
    return b"".join([line, b"\n", *(data for _, data in held)])


def read_folder(folder: Path) -> Unproved:
    """What a bundle's folder says of itself. Expected: bundle_missing, bundle_broken, bundle_newer, the disk's."""
    if folder.is_symlink() or not (folder / MANIFEST).is_file() or not (folder / SIGNATURE).is_file():
        raise Expected("bundle_missing", name=folder.name or str(folder))
    data = _bytes_of(folder / MANIFEST, MOST_MANIFEST_BYTES)
    signature = _bytes_of(folder / SIGNATURE, MOST_SIGNATURE_BYTES)
    return Unproved(folder, parse_work_manifest(data), data, signature)


def prove(found: Unproved, trusted: PublicKey, cancel: Callable[[], bool] = never) -> WorkManifest:
    """The manifest, once it bears the signature of `trusted` and the folder holds what it says, byte for byte.

    Raises Expected: signature_broken, signature_of_another_key, signature_wrong, bundle_file_missing,
    bundle_file_unlisted, bundle_broken, bundle_too_large, the disk's; Cancelled.
    """
    check_signature(found.data, found.signature, Purpose.WORK, trusted)
    listed = {file.name: file for file in found.manifest.files}
    with disk_in_words(found.folder):
        there = [entry.name for entry in os.scandir(found.folder)][: MOST_FILES + 3]
    for name in there:
        if name not in listed and name not in {MANIFEST, SIGNATURE}:
            raise Expected("bundle_file_unlisted", name=name)
    for file in found.manifest.files:
        if cancel():
            raise Cancelled
        _read_listed(found.folder, file)
    return found.manifest


def open_facts(folder: Path, manifest: WorkManifest, secret: str) -> BookFacts:
    """The book's facts. Raises Expected: encrypted_broken, encrypted_to_another, bundle_broken, bundle_too_large."""
    file = next(file for file in manifest.files if file.name == BOOK)
    facts = parse_facts(age_decrypted(_read_listed(folder, file), secret, BOOK), BOOK)
    for name, count in manifest.counts.items():
        if name not in facts.tables or len(facts.tables[name]) != count:
            raise Expected("bundle_broken", name=BOOK)
    return facts


def open_pictures(
    folder: Path, manifest: WorkManifest, secret: str, facts: BookFacts, cancel: Callable[[], bool] = never
) -> Iterator[tuple[str, bytes]]:
    """Every picture of the book with its SHA-256, one piece in memory at a time; all of them, each as it was.

    Raises Expected as `open_facts` does; Cancelled.
    """
    wanted = {str(sha256): (own, size) for sha256, own, size in facts.tables["pictures"]}
    for file in manifest.files:
        if not PICTURES.fullmatch(file.name):
            continue
        piece = age_decrypted(_read_listed(folder, file), secret, file.name)
        for sha256, data in _unpacked(piece, file.name):
            if cancel():
                raise Cancelled
            if wanted.pop(sha256, None) != (hashlib.sha256(data).hexdigest(), len(data)):
                raise Expected("bundle_broken", name=file.name)
            yield sha256, data
    if wanted:
        raise Expected("bundle_broken", name=BOOK)


def bundles_in(place: Path) -> tuple[Path, ...]:
    """The folders of work bundles that lie in `place`, or `place` itself where it is one.

    What a pulled stick left half written (`….part`) is none.
    """
    if (place / MANIFEST).is_file():
        return (place,)
    with disk_in_words(place):
        return tuple(
            sorted(
                path
                for path in place.iterdir()
                if path.name.startswith(BEGINNING) and path.suffix != ".part" and path.is_dir()
            )
        )


def _unpacked(piece: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    line, found, rest = piece.partition(b"\n")
    try:
        told = [(str(sha256), int(size)) for sha256, size in json.loads(line)]
    except (ValueError, TypeError, RecursionError) as cause:
        raise Expected("bundle_broken", name=name) from cause
    if not found or any(size < 0 for _, size in told) or sum(size for _, size in told) != len(rest):
        raise Expected("bundle_broken", name=name)
    at = 0
    for sha256, size in told:
        yield sha256, rest[at : at + size]
        at += size


def _read_listed(folder: Path, file: SealedFile) -> bytes:
    """The bytes of a file that the manifest lists, once they are the ones that it lists."""
    path = folder / file.name
    if path.is_symlink() or not path.is_file():
        raise Expected("bundle_file_missing", name=file.name)
    if file.size > MOST_PIECE_BYTES:
        raise Expected("bundle_too_large", name=file.name, most=MOST_PIECE_BYTES // 1024**2)
    data = _bytes_of(path, file.size)
    if len(data) != file.size or hashlib.sha256(data).hexdigest() != file.sha256:
        raise Expected("bundle_broken", name=file.name)
    return data


def _bytes_of(path: Path, most: int) -> bytes:
    with disk_in_words(path), path.open("rb") as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise Expected("bundle_broken", name=path.name)
    return data
