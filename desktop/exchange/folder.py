"""The batch's folder on the stick: written beside its name, read back, compared, and only then named.

LM-<armoury>-<number>-<date>/
    batch.xlsx       the records; `batch.xlsx.age` where they are encrypted to the registry's key,
                     `batch-protected.xlsx` where they are behind a password
    READ-ME.txt      what this is and how to answer
    manifest.json    counts, and the SHA-256 of every other file but the signature
    manifest.sig     the armoury's signature over manifest.json
    answer.xlsx      (later) what the registry sends back
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from db.errors import Cancelled, Exit, Expected
from desktop.exchange.columns import RegistryColumns
from desktop.exchange.disk import disk_in_words, forget_cached, remove_folder, sync_folder
from desktop.exchange.locking import NO_LOCK, Lock
from desktop.exchange.manifest import (
    MANIFEST,
    READ_ME,
    SIGNATURE,
    BatchHeader,
    Manifest,
    SealedFile,
    is_safe_name,
    manifest_text,
)
from desktop.exchange.rows import FiledRow
from desktop.exchange.signature import Purpose, SigningKey, sign
from desktop.exchange.verify import verify_folder
from desktop.exchange.workbook import write_batch_workbook

__all__ = [
    "SealedFiles",
    "folder_name",
    "never",
    "seal_files",
    "signed",
    "unheard",
    "verify_folder",
    "write_folder",
]

_CHUNK_BYTES: Final = 1024 * 1024
_SPARE_BYTES: Final = 1024 * 1024  # what a file system needs for the names and for rounding up


@dataclass(frozen=True, slots=True)
class SealedFiles:
    """A batch, sealed: `files` are kept in the register, so that writing it again writes the same bytes."""

    name: str  # of the folder
    manifest: Manifest
    files: Mapping[str, bytes]  # name -> bytes, manifest.json among them


def folder_name(armoury_code: str, number: int, sealed_at: str) -> str:
    """`LM-<armoury>-<number>-<date>`: ASCII that FAT32 keeps as it is."""
    plain = unicodedata.normalize("NFKD", armoury_code).encode("ascii", "ignore").decode("ascii")
    code = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:20].rstrip("-") or "ARMOURY"
    date = re.sub(r"[^0-9-]", "", sealed_at[:10])
    return f"LM-{code}-{number:04d}-{date}"


def seal_files(
    header: BatchHeader, rows: Iterable[FiledRow], columns: RegistryColumns, lock: Lock = NO_LOCK
) -> SealedFiles:
    """Make the batch's files in memory: workbook, READ-ME.txt and the manifest over both.

    Without a lock the same values give the same bytes. Raises Expected as `write_batch_workbook`.
    """
    name = folder_name(header.armoury_code, header.number, header.sealed_at)
    out = io.BytesIO()
    counts = write_batch_workbook(out, header, rows, columns)
    read_me = "\n\n".join(part.strip("\n") for part in (columns.read_me, _how_to_open(columns, lock)) if part)
    for word, value in {
        "armoury": header.armoury_name,
        "number": header.number,
        "date": header.sealed_at[:10],
        "folder": name,
        "records": counts.records,
        "events": counts.events,
        "markings": counts.markings,
        "workbook": lock.file_name,
    }.items():
        read_me = read_me.replace(f"{{{word}}}", str(value))
    files = {
        lock.file_name: lock.locked(out.getvalue()),
        # The mark and the line ends are for the plainest editor of the oldest Windows.
        READ_ME: (read_me + "\n").replace("\n", "\r\n").encode("utf-8-sig"),
    }
    manifest = Manifest(
        header=header,
        records=counts.records,
        events=counts.events,
        markings=counts.markings,
        rows_root=counts.rows_root,
        files=tuple(
            SealedFile(file, hashlib.sha256(data).hexdigest(), len(data)) for file, data in files.items()
        ),
    )
    files[MANIFEST] = manifest_text(manifest).encode("ascii")
    return SealedFiles(name, manifest, files)


def _how_to_open(columns: RegistryColumns, lock: Lock) -> str:
    if lock.age:
        return columns.read_me_encrypted
    return columns.read_me_protected if lock.password else ""


def signed(sealed: SealedFiles, key: SigningKey) -> SealedFiles:
    """The same batch with the armoury's signature over its manifest; nothing else changes."""
    signature = sign(sealed.files[MANIFEST], Purpose.MANIFEST, key)
    return replace(sealed, files={**sealed.files, SIGNATURE: signature})


def unheard(done: int, total: int) -> None:
    """A report that nobody listens to: bytes done, bytes in all."""


def never() -> bool:
    """A cancel that never comes."""
    return False


def write_folder(
    target: Path,
    name: str,
    files: Mapping[str, bytes],
    report: Callable[[int, int], None] = unheard,
    cancel: Callable[[], bool] = never,
) -> Path:
    """Write `files` as the folder `name` under `target` and return its path, once it was read back and is equal.

    Under the final name there is never half a batch. A folder of that name with the same bytes is left as it is.
    Raises Expected (target_full, target_read_only, target_vanished, target_failed, target_taken, target_differs,
    target_unfaithful), Cancelled.
    """
    if not all(map(is_safe_name, (name, *files))):
        raise ValueError("a name that not every stick keeps")
    final, part = target / name, target / f"{name}.part"
    progress = _Progress(2 * sum(map(len, files.values())), report, cancel)
    with disk_in_words(target):
        if not target.is_dir():
            raise Expected("target_vanished", Exit.DISK, name=target.name or str(target))
        if os.path.lexists(final):
            _refuse_other(final, files, progress)
            return final
        if part.is_dir() and not part.is_symlink():
            shutil.rmtree(part)  # what a pulled stick or a power cut left of an earlier try
        needed = progress.total // 2 + _SPARE_BYTES
        if shutil.disk_usage(target).free < needed:
            raise Expected("target_full", Exit.DISK, name=target.name or str(target))
        try:
            _write_part(part, files, progress)
            part.rename(final)
            sync_folder(target)
        except BaseException:
            remove_folder(part)
            raise
    return final


class _Progress:
    """Bytes written and read back, said as they are done; stops between two pieces."""

    def __init__(self, total: int, report: Callable[[int, int], None], cancel: Callable[[], bool]) -> None:
        self.total = total
        self._done = 0
        self._report = report
        self._cancel = cancel

    def step(self, count: int) -> None:
        if self._cancel():
            raise Cancelled
        self._done += count
        self._report(self._done, self.total)


def _write_part(part: Path, files: Mapping[str, bytes], progress: _Progress) -> None:
    part.mkdir()
    for name, data in files.items():
        with (part / name).open("wb") as file:
            for start in range(0, len(data), _CHUNK_BYTES):
                progress.step(file.write(data[start : start + _CHUNK_BYTES]))
            file.flush()
            os.fsync(file.fileno())
            forget_cached(file.fileno())
    sync_folder(part)
    for name, data in files.items():
        if not _same(part / name, data, progress):
            raise Expected("target_unfaithful", Exit.DISK, name=part.parent.name or str(part.parent))


def _refuse_other(final: Path, files: Mapping[str, bytes], progress: _Progress) -> None:
    """Nothing to do where all our files lie there as they are; more beside them (an answer) does no harm."""
    if final.is_symlink() or not final.is_dir():
        raise Expected("target_taken", Exit.DISK, name=final.name)
    for name, data in files.items():
        if not _same(final / name, data, progress):
            raise Expected("target_differs", Exit.DISK, name=final.name)


def _same(path: Path, data: bytes, progress: _Progress) -> bool:
    try:
        if path.is_symlink() or path.stat().st_size != len(data):
            return False
        with path.open("rb") as file:
            for start in range(0, len(data), _CHUNK_BYTES):
                piece = data[start : start + _CHUNK_BYTES]
                if file.read(_CHUNK_BYTES) != piece:
                    return False
                progress.step(len(piece))
            return not file.read(1)
    except (FileNotFoundError, IsADirectoryError):
        return False
