"""The manifest of a batch: what the folder holds and how to prove it."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, fields
from typing import TypeVar

from db.errors import Expected

FORMAT = "ledgermark-batch/1"

WORKBOOK = "batch.xlsx"
ENCRYPTED_WORKBOOK = "batch.xlsx.age"
PROTECTED_WORKBOOK = "batch-protected.xlsx"
READ_ME = "READ-ME.txt"
MANIFEST = "manifest.json"
SIGNATURE = "manifest.sig"


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
    certificates: str = (
        ""  # ids of the certificates of the lots that its records are from, a space between them
    )


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
    header = asdict(manifest.header)
    value = {
        "format": manifest.format,
        "batch": header,
        "counts": {
            "records": manifest.records,
            "events": manifest.events,
            "markings": manifest.markings,
        },
        "rows_root": manifest.rows_root,
        "files": [asdict(file) for file in manifest.files],
    }
    return json.dumps(value, sort_keys=True, indent=2, ensure_ascii=True) + "\n"


def parse_manifest(data: bytes) -> Manifest:
    """The manifest that `data` says. Raises Expected("manifest_broken") or Expected("manifest_newer")."""
    try:
        value = json.loads(data.decode("ascii"), object_pairs_hook=_no_name_twice)
    except (ValueError, RecursionError) as cause:
        raise Expected("manifest_broken") from cause
    if not isinstance(value, dict) or not isinstance(stated := value.get("format"), str):
        raise Expected("manifest_broken")
    if stated != FORMAT:
        known = stated.startswith(FORMAT.partition("/")[0] + "/")
        raise Expected("manifest_newer", format=stated[:40]) if known else Expected("manifest_broken")
    try:
        counts = value["counts"]
        manifest = Manifest(
            header=_dataclass_of(BatchHeader, value["batch"]),
            records=_count(counts["records"]),
            events=_count(counts["events"]),
            markings=_count(counts["markings"]),
            rows_root=_hash(value["rows_root"]),
            files=tuple(_dataclass_of(SealedFile, file) for file in value["files"]),
        )
        _check_files(manifest.files)
    except (KeyError, TypeError, ValueError) as cause:
        raise Expected("manifest_broken") from cause
    return manifest


def is_safe_name(name: str) -> bool:
    """Whether `name` is a plain file name in ASCII that every stick keeps as it is, and no way out of the folder."""
    return _SAFE_NAME.fullmatch(name) is not None and name.partition(".")[0].upper() not in _DEVICES


_SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}(?<!\.)")
_DEVICES = frozenset(
    ["CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in range(1, 10))]
)
_SHA256 = re.compile(r"[0-9a-f]{64}")
_Value = TypeVar("_Value", BatchHeader, SealedFile)


def _no_name_twice(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """JSON leaves open which of two equal names counts; two readers could then see two different manifests."""
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError("a name stands twice")
    return dict(pairs)


def _dataclass_of(kind: type[_Value], value: object) -> _Value:
    """`value` as the dataclass `kind`, whose fields are all text or whole numbers. Raises TypeError, ValueError."""
    wanted = {field.name: field.type for field in fields(kind)}
    if not isinstance(value, dict) or set(value) != set(wanted):
        raise ValueError("other names than the format's")
    for name, stated in value.items():
        if wanted[name] == "int":
            _count(stated)
        elif not isinstance(stated, str):
            raise TypeError("not text")
        else:
            stated.encode()  # half a surrogate pair is no text: UnicodeEncodeError is a ValueError
    return kind(**value)


def _check_files(files: tuple[SealedFile, ...]) -> None:
    """Names that stay in the folder and differ even where case does not count; hashes that are some."""
    if len({file.name.casefold() for file in files}) < len(files):
        raise ValueError("a file stands twice")
    for file in files:
        _hash(file.sha256)
        if not is_safe_name(file.name):
            raise ValueError("no plain file name")


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**53:
        raise ValueError("no count")
    return value


def _hash(value: object) -> str:
    if not isinstance(value, str) or not _SHA256.fullmatch(value):
        raise ValueError("no SHA-256")
    return value
