"""Printed figures cut from real tables: bound and curved pages without ruled rows, one value of truth a cell.

The program's own page-finding cuts the cells, so that the reader learns from the crops that it will get. Where the page
was found with other rows than its truth has, or a cell is read as something far from its value, the cut is not trusted.
"""

from __future__ import annotations

import csv
from difflib import SequenceMatcher
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from db.errors import Expected
from desktop.fields.forms import Column, LedgerForm
from desktop.imaging.clean import clean
from desktop.imaging.crops import cut_grid
from desktop.imaging.grid import find_grid
from desktop.recognition.engine import Hint
from desktop.recognition.field_reader import field_reader
from workshop.train.real import RealField

Grey = NDArray[np.uint8]

TEST_PAGES = ("1899-09", "1901-10", "1903-06", "1904-04")
CALIBRATION_PAGES = ("1898-11", "1902-03")
FORM = LedgerForm(
    "tables",
    tuple(
        Column(name, "number", width)
        for name, width in zip(
            ("Day", *map(str, range(1, 25)), "Mean"), (82.0, *[69.3] * 23, 83.0, 82.0), strict=True
        )
    ),
    rows="lines",
    anchor="Day",
)
_FAR = 0.34  # of a value's figures read otherwise: another cell's value, or a cut through it
_MODEL = Path(__file__).parents[2] / "resources" / "models" / "field-reader.onnx"


def load_tables(data: Path, wanted: str) -> list[RealField]:
    """The cells of the pages of one role: "training", "calibration" or "test"."""
    reader = field_reader(_MODEL)
    found = []
    for truth in sorted((data / "tables_printed").glob("*.tsv")):
        if page_role(truth.stem) != wanted:
            continue
        with truth.open(encoding="utf-8", newline="") as lines:
            values = list(csv.reader(lines, delimiter="\t"))[1:]
        crops = _crops(truth.with_suffix(".jpg"))
        if len(crops) != len(values):
            continue
        for row, texts in zip(crops, values, strict=True):
            for crop, text, guess in zip(row, texts, reader.read(row, Hint("number")), strict=True):
                if near(text, guess.text):
                    found.append(RealField("tables", text, crop, (0, 0, crop.shape[1], crop.shape[0])))
    return found


def page_role(page: str) -> str:
    """What a page is for, by the year and month that name it."""
    return "test" if page in TEST_PAGES else "calibration" if page in CALIBRATION_PAGES else "training"


def near(text: str, read: str) -> bool:
    """Whether what was read can be that value, by its figures alone."""
    one, other = ("".join(c for c in part if c.isdigit()) for part in (text, read))
    if not one:
        return False
    shared = sum(
        block.size for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    )
    return max(len(one), len(other)) - shared <= _FAR * len(one)


def _crops(picture: Path) -> list[list[Grey]]:
    """Every cell of every row found on the page; none where no table is found."""
    colours = cv2.imread(str(picture), cv2.IMREAD_COLOR_RGB)
    if colours is None:
        return []
    try:
        page, cleaning, _ = clean(np.asarray(colours, np.uint8), FORM)
        grid = find_grid(page, cleaning, FORM)
    except Expected:
        return []
    return [[cell.grey for cell in row] for row in cut_grid(page, cleaning, grid)]
