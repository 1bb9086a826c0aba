"""The workbook of a lot's sample: which records were drawn, what was filed and what was typed; and the lot in words."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop.exchange.disk import write_whole
from desktop.exchange.table import Doubtful, SheetColumn, Text
from desktop.exchange.workbook import TextWorkbook


@dataclass(frozen=True, slots=True)
class SampleCell:
    """One field of a drawn record. `wrong` frames it."""

    filed: str
    typed: str
    third: str
    wrong: bool


@dataclass(frozen=True, slots=True)
class SampleRow:
    """One drawn record in the order of drawing; `cells` in the order of the sheet's fields."""

    place: int
    book: str
    page: str
    row: str
    record_id: str
    revision: str
    result: str
    cells: tuple[SampleCell | None, ...]
    typed_by: str
    typed_at: str


def write_sample_workbook(
    path: Path, at: str, fields: Sequence[str], rows: Sequence[SampleRow], lot: Sequence[tuple[str, str]]
) -> None:
    """Write it whole or not at all; the same sample gives the same bytes. Raises Expected where the disk refuses."""
    columns = (
        SheetColumn("Drawn as", 9), SheetColumn("Book", 7), SheetColumn("Page", 7), SheetColumn("Row", 6),
        SheetColumn("Result", 12),
        *(
            SheetColumn(f"{name.replace('_', ' ')}: {what}", 18)
            for name in fields
            for what in ("filed", "typed", "third person")
        ),
        SheetColumn("Typed by", 24), SheetColumn("Typed (UTC)", 22), SheetColumn("Record", 34),
        SheetColumn("Revision", 9),
    )  # fmt: skip
    out = io.BytesIO()
    with TextWorkbook(datetime.fromisoformat(at), "Ledgermark") as book:
        sheet = book.add("Sample", columns)
        for row in rows:
            sheet.append(_line(row))
        words = book.add("Lot", (SheetColumn("What", 34), SheetColumn("Value", 90)))
        for name, value in lot:
            words.append([name, value])
        book.save_to(out)
    write_whole(path, out.getvalue())


def _line(row: SampleRow) -> list[Text]:
    line: list[Text] = [str(row.place), row.book, row.page, row.row, row.result]
    for cell in row.cells:
        if cell is None:
            line += ["", "", ""]
        else:
            line += [Doubtful(cell.filed or "–") if cell.wrong else cell.filed, cell.typed, cell.third]
    return [*line, row.typed_by, row.typed_at, row.record_id, row.revision]
