"""`python -m workshop.bench pages --data FOLDER`: tables, registers and typed lists whose rows are not ruled.

The folder is laid out like the project's data. `tables_printed/*.tsv` has one value a cell: a cell counts as in its
place where the field reader reads at least three of the four figures that belong there, as exact where it reads all;
the pages that the reader did not learn from are counted once more by themselves.
`registers_handwritten/*/lines.tsv` marks some lines with their column: an entry is found where exactly one found entry
begins at a number of the first column. Of `typed/register_1962` rows and dittos were counted by eye (the .toml beside).
"""

from __future__ import annotations

import argparse
import csv
import os
import time
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from db.errors import Expected
from desktop.fields.forms import Column, LedgerForm
from desktop.imaging.clean import clean
from desktop.imaging.crops import CellCrop, cut_grid
from desktop.imaging.grid import Grid, GridRow, find_grid
from desktop.paths import resources_folder
from desktop.recognition.engine import Engine, Hint
from desktop.recognition.field_reader import MODEL, field_reader
from workshop.bench._shares import share
from workshop.train.tables import TEST_PAGES

_HOURS = tuple(str(hour) for hour in range(1, 25))


def _form(names: Sequence[str], widths: Sequence[float], anchor: str) -> LedgerForm:
    columns = tuple(Column(name, "text", width) for name, width in zip(names, widths, strict=True))
    return LedgerForm("bench", columns, rows="lines", anchor=anchor)


TABLES = _form(("Day", *_HOURS, "Mean"), (82.0, *[69.3] * 23, 83.0, 82.0), "Day")
REGISTER = _form(
    ("No.", "Date", "Brevets", "Minutes", "Parties", "Registered", "Duty"),
    (0.065, 0.050, 0.127, 0.129, 0.477, 0.046, 0.100),
    "No.",
)
LIST = _form(("Place", "Tape", "Voice", "Title", "Singer"), (0.22, 0.15, 0.16, 0.30, 0.17), "Tape")


@dataclass(frozen=True, slots=True)
class Found:
    """What the program made of one picture."""

    grid: Grid
    crops: tuple[tuple[CellCrop, ...], ...]
    seconds: float


@dataclass(slots=True)
class Tally:
    """Counts by what is counted: how many are right, of how many."""

    counts: dict[str, list[int]] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def add(self, what: str, right: int, every: int) -> None:
        """Count some more."""
        count = self.counts.setdefault(what, [0, 0])
        count[0] += right
        count[1] += every


def find(path: Path, form: LedgerForm, tally: Tally) -> Found | None:
    """Clean, find, cut; None where no table is found, which the tally notes."""
    picture = cv2.imread(str(path), cv2.IMREAD_COLOR_RGB)
    if picture is None:
        tally.failed.append(f"{path.name}: not a picture")
        return None
    start = time.perf_counter()
    try:
        page, cleaning, _ = clean(np.asarray(picture, dtype=np.uint8), form)
        grid = find_grid(page, cleaning, form)
    except Expected as expected:
        tally.failed.append(f"{path.name}: {expected}")
        return None
    crops = cut_grid(page, cleaning, grid)
    tally.seconds.append(time.perf_counter() - start)
    return Found(grid, crops, tally.seconds[-1])


def digits(text: str) -> str:
    """The figures of a text alone: the point of these tables stands in mid-height, or is lost."""
    return "".join(character for character in text if character.isdigit())


def tables(folder: Path, engine: Engine | None) -> Tally:
    """Printed tables against one value a cell."""
    tally = Tally()
    for path in sorted(folder.glob("*.tsv")):
        with path.open(encoding="utf-8", newline="") as lines:
            truth = list(csv.reader(lines, delimiter="\t"))[1:]
        found = find(path.with_suffix(".jpg"), TABLES, tally)
        tally.add(
            "tables with as many rows as in truth",
            int(found is not None and len(found.crops) == len(truth)),
            1,
        )
        if found is None or engine is None:
            continue
        hidden = {
            name
            for problem in found.grid.problems
            for _, names in problem.values
            for name in names.split(", ")
        }
        for place, column in enumerate(TABLES.columns):
            values = [digits(row[place]) for row in truth]
            if place == 0 or column.name in hidden:
                continue
            read = [
                digits(guess.text)
                for guess in engine.read([row[place].grey for row in found.crops], Hint("number"))
            ]
            read += [""] * max(0, len(values) - len(read))
            near = [_shared(one, other) >= 0.75 for one, other in zip(values, read, strict=False)]
            exact = [one == other for one, other in zip(values, read, strict=False)]
            tally.add("tables' cells in their place", sum(near), len(values))
            tally.add("tables' values exact", sum(exact), len(values))
            if path.stem in TEST_PAGES:
                tally.add("tables' values exact, on pages new to the reader", sum(exact), len(values))
    return tally


def _shared(one: str, other: str) -> float:
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / max(1, len(one))


Boxes = Mapping[str, list[tuple[str, NDArray[np.float64]]]]


def marked_lines(path: Path) -> Boxes:
    """For each picture its lines: their region, and left, top, right, bottom."""
    lines: dict[str, list[tuple[str, NDArray[np.float64]]]] = {}
    with path.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows, delimiter="\t"):
            box = np.array([float(row[side]) for side in ("left", "top", "right", "bottom")])
            lines.setdefault(row["page"], []).append((row["region"], box))
    return lines


def registers(folder: Path) -> Tally:
    """Handwritten registers against the lines whose column the transcriber marked."""
    tally = Tally()
    for page, lines in sorted(marked_lines(folder / "lines.tsv").items()):
        numbers = [box for region, box in lines if region == "Col_1"]
        if not numbers:
            continue
        found = find(folder / page, REGISTER, tally)
        rows = found.grid.rows if found else ()
        hits = _beginnings(rows, numbers)
        tally.add("registers: entries found (recall)", hits, len(numbers))
        tally.add("registers: found entries that are some (precision)", hits, len(rows))
        for region, box in lines:
            if region.startswith("Col_") and rows:
                middle = float((box[0] + box[2]) / 2), float((box[1] + box[3]) / 2)
                tally.add(
                    "registers: marked lines in their column",
                    int(_in_column(rows, int(region[4:]) - 1, middle)),
                    1,
                )
    return tally


def _beginnings(rows: Sequence[GridRow], numbers: Sequence[NDArray[np.float64]]) -> int:
    """How many numbers stand in the first half-line of an entry of their own."""
    high = float(np.median([box[3] - box[1] for box in numbers]))
    free = [row.quads[0][0][1] for row in rows]
    hits = 0
    for box in sorted(numbers, key=lambda box: float(box[1])):
        middle = float(box[1] + box[3]) / 2
        near = [top for top in free if -0.35 * high <= middle - top <= high]
        if near:
            free.remove(min(near, key=lambda top: abs(middle - top - 0.4 * high)))
            hits += 1
    return hits


def _in_column(rows: Sequence[GridRow], column: int, point: tuple[float, float]) -> bool:
    row = min(rows, key=lambda row: abs(row.quads[column][0][1] - point[1]))
    quad = row.quads[column]
    left, right = (quad[0][0] + quad[3][0]) / 2, (quad[1][0] + quad[2][0]) / 2
    return left <= point[0] <= right


def typed_list(folder: Path) -> Tally:
    """The typed register against what was counted by eye."""
    tally = Tally()
    counted = tomllib.loads(Path(__file__).with_name("register_1962.toml").read_text(encoding="utf-8"))
    for stem, truth in counted.items():
        if not (folder / f"{stem}.jpg").is_file():
            continue
        found = find(folder / f"{stem}.jpg", LIST, tally)
        rows = found.crops if found else ()
        tally.add("typed register: pages with all rows", int(len(rows) == truth["rows"]), 1)
        wanted = set(_cells(truth["dittos"]))
        seen = {
            (row, column)
            for row, crops in enumerate(rows, start=1)
            for column, crop in enumerate(crops, start=1)
            if crop.ditto >= 0.5
        }
        tally.add("typed register: dittos recognised", len(wanted & seen), len(wanted))
        tally.add("typed register: cells taken for dittos that are", len(wanted & seen), len(seen))
    return tally


def _cells(spans: Sequence[Sequence[int]]) -> Iterator[tuple[int, int]]:
    for column, first, last in spans:
        for row in range(first, last + 1):
            yield row, column


def _show(tally: Tally) -> None:
    for what, (right, every) in tally.counts.items():
        print(f"{what:<55} {share(right, every)}")
    if tally.seconds:
        print(
            f"{'  seconds a page (clean, find, cut), median':<55}",
            f"{np.median(tally.seconds):5.2f}  (n = {len(tally.seconds)})",
        )
    for failure in tally.failed:
        print("  failed:", failure)


def main(argv: list[str]) -> int:
    """Print the table; 2 where the data are missing."""
    parser = argparse.ArgumentParser(prog="python -m workshop.bench pages")
    parser.add_argument("--data", default=os.environ.get("LEDGERMARK_DATA", ""))
    parser.add_argument(
        "--no-reading", action="store_true", help="rows and columns only: the tables are not read"
    )
    options = parser.parse_args(argv)
    data = Path(options.data)
    if not options.data or not data.is_dir():
        print("The pages are not here: name their folder with --data or LEDGERMARK_DATA.")
        return 2
    engine = None if options.no_reading else field_reader(resources_folder() / "models" / MODEL)
    _show(tables(data / "tables_printed", engine))
    for folder in sorted((data / "registers_handwritten").glob("*/")):
        print(f"-- {folder.name}")
        _show(registers(folder))
    _show(typed_list(data / "typed" / "register_1962"))
    return 0
