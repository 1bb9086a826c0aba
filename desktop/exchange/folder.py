"""The batch's folder on the stick: written beside its name, read back, compared, and only then named."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop.exchange.columns import RegistryColumns
from desktop.exchange.manifest import BatchHeader, Manifest
from desktop.exchange.rows import FiledRow
from desktop.fields.problems import Problem


@dataclass(frozen=True, slots=True)
class SealedFiles:
    """A batch, sealed: `files` are kept in the register, so that writing it again writes the same bytes."""

    name: str  # of the folder
    manifest: Manifest
    files: Mapping[str, bytes]  # name -> bytes, manifest.json among them


def folder_name(armoury_code: str, number: int, sealed_at: str) -> str:
    """`LM-<armoury>-<number>-<date>`: ASCII that FAT32 keeps as it is."""
    raise NotImplementedError


def seal_files(header: BatchHeader, rows: Iterable[FiledRow], columns: RegistryColumns) -> SealedFiles:
    """Make the batch's files in memory: workbook, READ-ME.txt and the manifest over both."""
    raise NotImplementedError


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
    Raises Expected (target_full, target_read_only, target_vanished, target_taken, target_differs), Cancelled.
    """
    raise NotImplementedError


def verify_folder(path: Path) -> tuple[Problem, ...]:
    """What is not as the manifest of the batch in `path` says; empty when all is. Needs no register."""
    raise NotImplementedError
