"""The manifest of a batch: what the folder holds and how to prove it."""

from __future__ import annotations

from dataclasses import dataclass

FORMAT = "ledgermark-batch/1"


@dataclass(frozen=True, slots=True)
class BatchHeader:
    """What is known of a batch before its rows are written."""

    batch_id: str
    number: int
    armoury_id: str
    armoury_name: str
    armoury_code: str
    country: str
    sealed_at: str  # ISO 8601 in UTC
    sealed_by: str  # the person's name as the registry may see it
    schema: int  # version of the register's tables
    program: str  # version of Ledgermark
    journal_head: str
    journal_entries: int
    previous_batch: str = ""  # id of the batch before, "" for the first


@dataclass(frozen=True, slots=True)
class SealedFile:
    """One file of the folder by its hash."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """`manifest.json` as values. `rows_root` is the Merkle root of the row hashes in the order of the sheet."""

    header: BatchHeader
    records: int
    events: int
    markings: int
    rows_root: str
    files: tuple[SealedFile, ...]
    format: str = FORMAT


def manifest_text(manifest: Manifest) -> str:
    """The manifest as JSON: sorted keys, two spaces, ASCII, a line feed at the end; the same for the same values."""
    raise NotImplementedError


def parse_manifest(data: bytes) -> Manifest:
    """The manifest that `data` says. Raises Expected("manifest_broken") or Expected("manifest_newer")."""
    raise NotImplementedError
