"""Workbooks out and in; the only home of openpyxl. Every cell is text, from a leading zero to =1+1."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from desktop.exchange.columns import RegistryColumns
from desktop.exchange.manifest import BatchHeader
from desktop.exchange.rows import FiledRow, ReadingsPage


@dataclass(frozen=True, slots=True)
class WorkbookCounts:
    """What a batch's workbook holds."""

    records: int
    events: int
    markings: int
    rows_root: str


def write_batch_workbook(
    out: BinaryIO, header: BatchHeader, rows: Iterable[FiledRow], columns: RegistryColumns
) -> WorkbookCounts:
    """Write the sealed workbook of a batch; `rows` are taken once, in their order, and never held together."""
    raise NotImplementedError


def write_readings_workbook(path: Path, pages: Iterable[ReadingsPage]) -> None:
    """Write what was read, before any person saw it. Raises Expected where the file cannot be written."""
    raise NotImplementedError
