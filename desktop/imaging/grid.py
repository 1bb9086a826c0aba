"""The table on a page: its rows and cells, matched to the ledger's form."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from db.errors import Expected
from db.model import Quad
from desktop.fields.forms import LedgerForm
from desktop.fields.problems import Problem
from desktop.imaging.cleaning import Cleaning, GreyPage

Box = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels of the page; right and bottom are just outside."""


@dataclass(frozen=True, slots=True)
class GridRow:
    """One entry. `quads` and `boxes` hold one cell a column of the form, in the form's order."""

    number: int  # top to bottom from 1
    struck: bool  # a line goes through the whole entry
    quads: tuple[Quad, ...]  # on the upright picture
    boxes: tuple[Box, ...]  # on the page: the upright box around each quad
    doubt: str = ""  # key of a sentence that says why this row may not be one, "" when it is sure


@dataclass(frozen=True, slots=True)
class Grid:
    """The entries of a page; what stands above and below them is kept apart."""

    rows: tuple[GridRow, ...]
    skew_degrees: float
    problems: tuple[Problem, ...] = ()
    header: tuple[GridRow, ...] = ()  # numbered from 1 too
    footer: tuple[GridRow, ...] = ()  # totals


def find_grid(page: GreyPage, cleaning: Cleaning, form: LedgerForm) -> Grid:
    """Find the cells. Raises Expected "no_table", or "other_columns" with found= and expected=."""
    ink = np.asarray(
        cv2.adaptiveThreshold(page, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 12), np.uint8
    )
    height, width = page.shape
    down = _rules(ink, np.ones((height // 12, 1), np.uint8), 0, height * 0.3)
    across = _rules(ink, np.ones((1, width // 12), np.uint8), 1, width * 0.3)
    if len(down) < 2 or len(across) < 2:
        raise Expected("no_table")
    if len(down) - 1 != len(form.columns):
        raise Expected("other_columns", found=len(down) - 1, expected=len(form.columns))
    first = 1 if form.header_rows < 0 else form.header_rows
    rows = []
    for number, (top, bottom) in enumerate(zip(across[first:-1], across[first + 1 :], strict=True), start=1):
        boxes = tuple((left, top, right, bottom) for left, right in pairwise(down))
        rows.append(
            GridRow(number, struck=False, quads=tuple(_quad(cleaning, box) for box in boxes), boxes=boxes)
        )
    return Grid(tuple(rows), cleaning.skew_degrees)


def _quad(cleaning: Cleaning, box: Box) -> Quad:
    left, top, right, bottom = (float(value) for value in box)
    return cleaning.quad_to_picture(((left, top), (right, top), (right, bottom), (left, bottom)))


def _rules(ink: NDArray[np.uint8], kernel: NDArray[np.uint8], axis: int, least: float) -> list[int]:
    profile = (cv2.morphologyEx(ink, cv2.MORPH_OPEN, kernel) > 0).sum(axis=axis)
    places = np.flatnonzero(profile >= least)
    if not len(places):
        return []
    return [int(group.mean()) for group in np.split(places, np.flatnonzero(np.diff(places) > 8) + 1)]
