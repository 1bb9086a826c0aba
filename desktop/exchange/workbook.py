"""Workbooks out; the only home of openpyxl. Every cell is text, from a leading zero to =1+1.

Nothing of a workbook touches the disk before it is whole: openpyxl would write each sheet in plain text into the
system's temporary folder and leave it there when the program is killed, so its sheets are kept in memory, packed.
"""

from __future__ import annotations

import gzip
import io
import shutil
import textwrap
import zipfile
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, BinaryIO, Final, Self

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.datavalidation import DataValidation, DataValidationList
from openpyxl.worksheet.dimensions import ColumnDimension, DimensionHolder, RowDimension
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.page import PrintPageSetup
from openpyxl.worksheet.properties import PageSetupProperties, WorksheetProperties
from openpyxl.writer.excel import ExcelWriter

from db.errors import Exit, Expected
from desktop.exchange import batch_sheets, readings_sheets
from desktop.exchange.celltext import MOST_CHARACTERS, cell_text, length
from desktop.exchange.columns import RegistryColumns
from desktop.exchange.disk import write_whole
from desktop.exchange.manifest import BatchHeader
from desktop.exchange.rows import FiledRow, ReadingsPage
from desktop.exchange.table import SheetColumn, Text

MOST_ROWS: Final = 1_048_575  # below the heading
_TEXT_FORMAT: Final = "@"
_WIDEST_ON_ONE_PAGE: Final = 240  # characters; more on one sheet of paper is too small to read
_LINE_POINTS: Final = 15
_EARLIEST: Final = datetime(1980, 1, 1, tzinfo=UTC)  # a zip's clock begins here


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
    """Write the sealed workbook of a batch; `rows` are taken once, in their order, and never held together.

    The same rows give the same bytes. Raises Expected("cell_too_long", "batch_too_large", "word_stands_for_two",
    "row_hash_differs").
    """
    at = datetime.fromisoformat(header.sealed_at)
    composer = batch_sheets.Composer(header, columns)
    with TextWorkbook(at, f"Ledgermark {header.program}", rtl=columns.right_to_left) as book:
        sheets = {
            name: book.add(title, batch_sheets.BATCH_COLUMNS if name == "batch" else composer.shown(name))
            for name, title in batch_sheets.SHEETS.items()
        }
        for row in rows:
            _append(sheets, composer.compose(row), row)
        counts = WorkbookCounts(
            records=composer.root.count,
            events=sheets["events"].rows_below,
            markings=sheets["markings"].rows_below,
            rows_root=composer.root.root(),
        )
        for line in batch_sheets.batch_lines(header, columns, **asdict(counts)):
            sheets["batch"].append(line)
        book.save_to(out)
    return counts


def write_readings_workbook(path: Path, pages: Iterable[ReadingsPage], doubt_below: float = 0.9) -> None:
    """Write what was read, before any person saw it: one sheet a form, and a sheet that lists the pictures.

    Cells read with less confidence than `doubt_below` are framed and filled, and named in the column “To check”.
    Under `path` there is never half a workbook. Raises Expected where the file cannot be written.
    """
    out = io.BytesIO()
    with TextWorkbook(_EARLIEST, "Ledgermark") as book:
        for title, columns, lines in readings_sheets.sheets(tuple(pages), doubt_below):
            sheet = book.add(title, columns)
            for line in lines:
                try:
                    sheet.append(line)
                except CellTooLongError as cause:
                    raise Expected(
                        "reading_too_long",
                        heading=cause.heading,
                        characters=cause.characters,
                        most=MOST_CHARACTERS,
                    ) from cause
        book.save_to(out)
    write_whole(path, out.getvalue())


def _append(sheets: Mapping[str, TextSheet], composed: batch_sheets.Composed, row: FiledRow) -> None:
    try:
        sheets["records"].append(composed.record)
        for line in composed.events:
            sheets["events"].append(line)
        for line in composed.markings:
            sheets["markings"].append(line)
        sheets["answer"].append(composed.answer)
    except CellTooLongError as cause:
        raise Expected(
            "cell_too_long",
            Exit.REFUSED,
            book=row.book,
            page=row.page,
            row=row.row,
            heading=cause.heading,
            characters=cause.characters,
            most=MOST_CHARACTERS,
        ) from cause
    except SheetFullError as cause:
        raise Expected("batch_too_large", Exit.REFUSED, most=MOST_ROWS) from cause


class CellTooLongError(ValueError):
    """A text that no spreadsheet program can hold."""

    def __init__(self, heading: str, characters: int) -> None:
        super().__init__(heading)
        self.heading = heading
        self.characters = characters


class SheetFullError(ValueError):
    """More rows than a sheet has."""


class TextSheet(WriteOnlyWorksheet):
    """A sheet that cannot hold anything but text."""

    # What openpyxl's sheets have and its type stubs leave out.
    auto_filter: AutoFilter
    column_dimensions: DimensionHolder[str, ColumnDimension]
    data_validations: DataValidationList
    page_setup: PrintPageSetup
    row_dimensions: DimensionHolder[int, RowDimension]
    sheet_properties: WorksheetProperties
    _rows: Generator[None, Sequence[Text], None] | None
    _writer: WorksheetWriter | None

    def __init__(self, parent: Workbook, title: str, columns: Sequence[SheetColumn], *, rtl: bool) -> None:
        super().__init__(parent, title)
        self._packed = io.BytesIO()
        # Packed twice, here and in the workbook; level 1 costs least and makes 20 MB of 250.
        self._spool = gzip.GzipFile(fileobj=self._packed, mode="wb", compresslevel=1, mtime=0)
        self._columns = columns
        self._plain = self._cell()
        self._doubtful = self._cell()
        self._doubtful.fill = PatternFill("solid", fgColor="FFF2CC")
        dashed = Side(style="mediumDashed", color="7F6000")
        self._doubtful.border = Border(left=dashed, right=dashed, top=dashed, bottom=dashed)
        self._bold = self._cell()
        self._bold.font = Font(name="Calibri", size=11, bold=True)  # the face of the other cells
        self._bold.alignment = Alignment(wrap_text=True, vertical="top")
        self.rows_below = -1  # the heading is not counted
        self._lay_out(rtl=rtl)
        self.append([column.heading for column in columns])

    def append(self, row: Sequence[Text]) -> None:
        """Write the next row; an empty text leaves its cell empty. Raises CellTooLongError, SheetFullError."""
        if self.rows_below >= MOST_ROWS:
            raise SheetFullError
        super().append(row if isinstance(row, list) else list(row))
        self.rows_below += 1

    def pack_into(self, archive: DatedArchive) -> None:
        """End the sheet and write it as its part of the workbook."""
        last = get_column_letter(len(self._columns))
        self.auto_filter.ref = f"A1:{last}{self.rows_below + 1}"
        self._offer_choices()
        self.close()
        self._spool.close()
        self._packed.seek(0)
        with gzip.GzipFile(fileobj=self._packed) as packed, archive.part(self.path[1:]) as part:
            shutil.copyfileobj(packed, part, 256 * 1024)
        self._packed.close()

    def abandon(self) -> None:
        """End the sheet in order, though nobody wants it: openpyxl's writer fails when it is merely dropped."""
        if self._rows is not None:
            self._rows.close()
        if self._writer is not None:
            self._writer.close()
        self._spool.close()

    def _cell(self) -> Cell:
        cell = WriteOnlyCell(self)
        cell.number_format = _TEXT_FORMAT
        return cell

    def _lay_out(self, *, rtl: bool) -> None:
        self.freeze_panes = "A2"
        self.sheet_view.rightToLeft = rtl
        self.print_title_rows = "1:1"
        self.page_setup.orientation = "landscape"
        shown = sum(column.width for column in self._columns if not column.hidden)
        if shown <= _WIDEST_ON_ONE_PAGE:
            self.page_setup.fitToHeight = 0
            self.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        lines = [
            len(textwrap.wrap(column.heading, max(4, int(0.85 * column.width))))  # bold letters are wider
            for column in self._columns
            if not column.hidden
        ]
        self.row_dimensions[1].height = _LINE_POINTS * max(lines, default=1)
        for number, column in enumerate(self._columns, 1):
            dimension = self.column_dimensions[get_column_letter(number)]
            dimension.width = column.width
            dimension.hidden = column.hidden
            dimension.number_format = _TEXT_FORMAT  # what a person types there later stays text, too

    def _offer_choices(self) -> None:
        for number, column in enumerate(self._columns, 1):
            listed = ",".join(column.choices)
            # The list is itself written as a formula's text, which knows no comma or quote inside a choice.
            plain = all(not {",", '"'} & set(choice) for choice in column.choices)
            if listed and plain and len(listed) < 250 and self.rows_below:
                letter = get_column_letter(number)
                choice = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True)
                choice.add(f"{letter}2:{letter}{self.rows_below + 1}")
                self.data_validations.append(choice)

    def _get_writer(self) -> None:
        if self._writer is None:
            self._writer = WorksheetWriter(self, self._spool)
            self._writer.write_top()

    def _values_to_row(self, values: Sequence[Text], row_idx: int) -> Iterator[Cell]:
        """The row's cells, each typed as text whatever openpyxl would make of it."""
        usual = self._bold if row_idx == 1 else self._plain
        for column, value in enumerate(values, 1):
            if isinstance(value, str):
                if not value:
                    continue
                cell, stored = usual, cell_text(value)
            else:
                cell, stored = self._doubtful, cell_text(value.text)
            if (characters := length(stored)) > MOST_CHARACTERS:
                raise CellTooLongError(self._columns[column - 1].heading, characters)
            cell.value = stored
            cell.data_type = "s"
            cell.column = column
            cell.row = row_idx
            yield cell


class TextWorkbook(Workbook):
    """A workbook of text sheets that gives the same bytes for the same cells."""

    def __init__(self, at: datetime, creator: str, *, rtl: bool = False) -> None:
        super().__init__(write_only=True)
        self._at = max(at, _EARLIEST)
        self._rtl = rtl
        self._texts: list[TextSheet] = []
        self.properties.creator = creator
        self.properties.created = self.properties.modified = self._at.astimezone(UTC).replace(tzinfo=None)

    def add(self, title: str, columns: Sequence[SheetColumn]) -> TextSheet:
        """A new sheet after the others."""
        sheet = TextSheet(self, title, columns, rtl=self._rtl)
        self._add_sheet(sheet)  # type: ignore[attr-defined]  # openpyxl's stubs leave it out
        self._texts.append(sheet)
        return sheet

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for sheet in self._texts:
            sheet.abandon()

    def save_to(self, out: BinaryIO) -> None:
        """End all sheets and write the workbook."""
        _Writer(self, DatedArchive(out, self._at)).save()


class DatedArchive(zipfile.ZipFile):
    """A zip whose members all bear one time, so that the same cells give the same bytes."""

    def __init__(self, out: BinaryIO, at: datetime) -> None:
        super().__init__(out, "w", zipfile.ZIP_DEFLATED)
        self._at = at.astimezone(UTC)

    def part(self, name: str) -> IO[bytes]:
        """Open the member `name` for writing."""
        return self.open(self._member(name), "w", force_zip64=False)

    def writestr(
        self,
        zinfo_or_arcname: str | zipfile.ZipInfo,
        data: str | bytes,  # type: ignore[override]  # openpyxl hands over nothing else
        compress_type: int | None = None,
        compresslevel: int | None = None,
    ) -> None:
        """Write a member whole."""
        if isinstance(zinfo_or_arcname, str):
            zinfo_or_arcname = self._member(zinfo_or_arcname)
        super().writestr(zinfo_or_arcname, data, compress_type, compresslevel)

    def _member(self, name: str) -> zipfile.ZipInfo:
        at = self._at
        member = zipfile.ZipInfo(name, (at.year, at.month, at.day, at.hour, at.minute, at.second))
        member.compress_type = zipfile.ZIP_DEFLATED
        member.create_system = 3  # the same bytes on every platform
        return member


class _Writer(ExcelWriter):
    """openpyxl's writer, taking the sheets from memory instead of from the temporary folder."""

    def __init__(self, book: TextWorkbook, archive: DatedArchive) -> None:
        super().__init__(book, archive)
        self._dated = archive

    def write_worksheet(self, ws: TextSheet) -> None:  # type: ignore[override]  # a TextWorkbook holds no other
        """Write one sheet."""
        ws.pack_into(self._dated)
        self.manifest.append(ws)
