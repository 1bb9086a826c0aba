"""The main job as a story, told once through the command line and once through the window: what both need of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from db.model import CellState
from desktop.fields.forms import load_form
from tests.ledgers import drawn, page_of, write_picture
from workshop.draw.truth import PageTruth

ROOT = Path(__file__).resolve().parents[1]
FORM_FILE = ROOT / "resources" / "forms" / "typed-stock-register.toml"
PASSPHRASE = "four words that differ"
TITLE = "Rifles and pistols 1962-70"

_FIRST = (
    ("1", "Rifle", "FN Herstal", "Belgium", "FAL", "7.62x51", "0045127", "1962", ""),
    ("2", '"', '"', '"', '"', '"', "0045128", "1962", "sling issued"),
    ("3", '"', '"', '"', '"', '"', "0045129", "1963", ""),
    ("4", "Pistol", "Walther", "Germany", "P38", "9x19", "AC 41B 8052", "1941", "no magazine"),
    ("5", "Pistol", "Radom", "Poland", "VIS 35", "9x19", "C4417", "1938", ""),
)
_SECOND = (
    ("6", "Rifle", "Enfield", "United Kingdom", "No. 4", ".303", "PF 100E10", "1943", ""),
    ("7", "Rifle", "Izhmash", "USSR", "AKM", "7.62x39", "1971-0023", "1971", "stock cracked"),
    ("8", '"', '"', '"', '"', '"', "1971-0024", "1971", ""),
)


@dataclass(frozen=True, slots=True)
class Story:
    """Pictures of a small typed ledger and what is written in it."""

    pictures: tuple[Path, ...]
    truths: tuple[PageTruth, ...]

    def written(self, page: int, row: int, column: str) -> str:
        """What stands on the paper in one cell; pages and rows from 1."""
        cells = self.truths[page - 1].rows[row - 1].cells
        return next(cell.as_written for cell in cells if cell.column == column)


def tell(folder: Path) -> Story:
    """Draw the ledger's two pages: dittos, a struck row, blank rows, a little askew."""
    form = load_form(FORM_FILE)
    first = drawn(page_of(form, _FIRST, struck=(5,), ruled_rows=8), seed=1, skew=0.6, dpi=200)
    second = drawn(page_of(form, _SECOND, ruled_rows=8), seed=2, skew=-0.4, dpi=200)
    pictures = tuple(
        write_picture(page, folder / f"page {number}.png")
        for number, page in enumerate((first, second), start=1)
    )
    return Story(pictures, (first.truth, second.truth))


def answers(story: Story, doubts: list[Mapping[str, object]]) -> list[dict[str, object]]:
    """What a clerk who reads well says to each doubt, as `ledgermark settle --from` takes it."""
    said: list[dict[str, object]] = []
    for doubt in doubts:
        _, page, row, column = str(doubt["cell"]).split("/", 3)
        written = story.written(int(page), int(row), column)
        said.append(
            {"cell": doubt["cell"], "text": written} if written else {"cell": doubt["cell"], "empty": True}
        )
    return said


def sheets_of(workbook: Path) -> dict[str, list[tuple[str, ...]]]:
    """The visible cells of a batch's sheets, as text, without what differs from seal to seal."""
    book = openpyxl.load_workbook(workbook)
    return {name: list(_visible(book[name])) for name in ("Records", "Events", "Markings")}


def _visible(sheet: Worksheet) -> Iterator[tuple[str, ...]]:
    shown = [
        place
        for place in range(1, sheet.max_column + 1)
        if not sheet.column_dimensions[get_column_letter(place)].hidden
    ]
    for row in sheet.iter_rows(values_only=True):
        yield tuple("" if row[place - 1] is None else str(row[place - 1]) for place in shown)


def expected_serials(story: Story) -> list[str]:
    """The serial numbers that the batch has to hold, in the order of the book."""
    return [
        cell.as_written
        for truth in story.truths
        for row in truth.entries
        for cell in row.cells
        if cell.column == "Serial number" and cell.state is CellState.READ
    ]
