"""The manifest of a work bundle: one whole book on its way from one PC of an armoury to another.

LW-<armoury>-<book>-<move>-<bundle>/
    book.age             everything of the book but its pictures, for the other PC's key alone
    pictures-0001.age …  its pages' pictures, byte for byte
    READ-ME.txt          what this is, for whoever finds the stick
    manifest.json        from where to where, counts, the SHA-256 of every other file but the signature
    manifest.sig         the sending PC's signature over manifest.json
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Final

from db.errors import Expected
from desktop.exchange.manifest import MANIFEST, READ_ME, SIGNATURE, SealedFile, is_safe_name

FORMAT: Final = "ledgermark-work/1"
BEGINNING: Final = "LW-"
BOOK: Final = "book.age"
PICTURES: Final = re.compile(r"pictures-[0-9]{4}\.age")
SHA256: Final = re.compile(r"[0-9a-f]{64}")
MOST_MANIFEST_BYTES: Final = 2 * 1024 * 1024
MOST_FILES: Final = 9_999
_LONGEST: Final = 200
_WHOLE: Final = 2**53

__all__ = [
    "MANIFEST",
    "READ_ME",
    "SIGNATURE",
    "WorkHeader",
    "WorkManifest",
    "folder_name",
    "parse_work_manifest",
]


@dataclass(frozen=True, slots=True)
class WorkHeader:
    """From where to where a book goes, and what the journal said when it left. Registers are told by their ids."""

    bundle_id: str
    turn: int  # counts the book's moves
    ledger_id: str
    book: int  # its number at the sender
    sender: str
    recipient: str
    home: str  # whose book it is once it has arrived
    code: str  # the armoury's
    sent_at: str
    sent_by: str  # the person's name
    schema: int
    program: str
    journal_head: str
    journal_entries: int


@dataclass(frozen=True, slots=True)
class WorkManifest:
    """`manifest.json` as values."""

    header: WorkHeader
    counts: Mapping[str, int]  # pages, readings, records, entries
    files: tuple[SealedFile, ...]


def folder_name(header: WorkHeader) -> str:
    """`LW-CA1-0003-02-1a2b3c4d`: ASCII that FAT32 keeps as it is."""
    return f"{BEGINNING}{header.code}-{header.book:04d}-{header.turn:02d}-{header.bundle_id[:8]}"


def work_manifest_text(manifest: WorkManifest) -> bytes:
    """The manifest as JSON: sorted keys, two spaces, ASCII, a line feed at the end."""
    value = {
        "format": FORMAT,
        "work": asdict(manifest.header),
        "counts": dict(manifest.counts),
        "files": [asdict(file) for file in manifest.files],
    }
    return (json.dumps(value, sort_keys=True, indent=2, ensure_ascii=True) + "\n").encode("ascii")


def parse_work_manifest(data: bytes) -> WorkManifest:
    """The manifest that `data` says; it has one form only, so that no two readers see two.

    Raises Expected: bundle_broken, bundle_newer.
    """
    try:
        value = json.loads(data.decode("ascii"))
        stated = str(value["format"])
        if stated != FORMAT and stated.startswith(FORMAT.partition("/")[0] + "/"):
            raise Expected("bundle_newer", format=stated[:40])
        manifest = WorkManifest(
            WorkHeader(**value["work"]),
            {str(name): _whole(count) for name, count in value["counts"].items()},
            tuple(SealedFile(**file) for file in value["files"]),
        )
        _check(manifest)
        same = work_manifest_text(manifest) == data
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as cause:
        raise Expected("bundle_broken", name=MANIFEST) from cause
    if stated != FORMAT or not same:
        raise Expected("bundle_broken", name=MANIFEST)
    return manifest


def _check(manifest: WorkManifest) -> None:
    """Raise ValueError for what no manifest of ours says."""
    for field in fields(WorkHeader):
        value = getattr(manifest.header, field.name)
        if field.type == "int":
            _whole(value)
        elif not isinstance(value, str) or len(value) > _LONGEST:
            raise ValueError("no text")
    if not is_safe_name(folder_name(manifest.header)):
        raise ValueError("no plain name")
    names = [file.name for file in manifest.files]
    if len(set(names)) < len(names) or len(names) > MOST_FILES or BOOK not in names:
        raise ValueError("other files than a bundle's")
    for file in manifest.files:
        known = file.name in {BOOK, READ_ME} or PICTURES.fullmatch(file.name)
        if not known or not SHA256.fullmatch(file.sha256):
            raise ValueError("no file of a bundle")
        _whole(file.size)


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < _WHOLE:
        raise ValueError("no count")
    return value
