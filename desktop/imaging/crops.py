"""Cut cells out of a page, ready to be read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from db.model import Quad
from desktop.imaging.cleaning import Cleaning, GreyPage
from desktop.imaging.ditto import ditto
from desktop.imaging.grid import Grid
from desktop.imaging.marks import Marks, blank, letter_px, marks_of
from desktop.imaging.parts import Parts, cuts, kept_of, parts_of
from desktop.imaging.strips import Strip, strip_of
from desktop.imaging.unrule import Ink, ink_of

BORDER = 10
"""Pixels of white around the ink: without a border Tesseract misreads 41 % of characters, with ten pixels 0.7 %."""

PAPER = 245


@dataclass(frozen=True, slots=True)
class CellCrop:
    """One cell by itself: straight, at full resolution, without rules and without the neighbours' ink."""

    grey: NDArray[np.uint8]  # height x width, 0 black, 255 white
    blank: float  # probability that nothing is written there
    ditto: float  # probability that what is written has the shape of a mark for "same as above"
    stroke_px: float  # how wide the pen's or type's strokes are, 0 when blank
    struck: float = 0.0  # probability that a line goes through the writing


@dataclass(frozen=True, slots=True)
class _Piece:
    """A cell's picture with what its ink looks like, before the page's other cells are known."""

    grey: NDArray[np.uint8]
    marks: Marks


def cut(page: GreyPage, cleaning: Cleaning, quad: Quad) -> CellCrop:
    """Cut one cell; `quad` is on the upright picture, `page` and `cleaning` come from `clean`."""
    corners = cleaning.quad_to_page(quad)
    high = float(np.hypot(corners[3][0] - corners[0][0], corners[3][1] - corners[0][1]))
    piece = _cut_row(page, (corners,), high, ink_of(page))[0]
    return _finished(piece, letter_px(piece.marks.boxes, high))


def cut_grid(page: GreyPage, cleaning: Cleaning, grid: Grid) -> tuple[tuple[CellCrop, ...], ...]:
    """Cut every cell of the entries: one tuple a row, one crop a column of the form."""
    if not grid.rows:
        return ()
    ink = ink_of(page)
    usual = float(np.median([row.boxes[0][3] - row.boxes[0][1] for row in grid.rows]))
    rows = [
        _cut_row(
            page, tuple(cleaning.quad_to_page(quad) for quad in row.quads), usual, ink, struck=row.struck
        )
        for row in grid.rows
    ]
    letter = letter_px(np.concatenate([piece.marks.boxes for row in rows for piece in row]), usual)
    return tuple(tuple(_finished(piece, letter) for piece in row) for row in rows)


def _finished(piece: _Piece, letter: float) -> CellCrop:
    empty = blank(piece.marks, letter)
    if empty >= 0.5:
        return CellCrop(piece.grey, empty, 0.0, 0.0)
    same = ditto(piece.marks.boxes, letter)
    return CellCrop(piece.grey, empty, same, piece.marks.stroke_px, piece.marks.struck)


def _cut_row(
    page: GreyPage, quads: tuple[Quad, ...], line_px: float, ink: Ink, *, struck: bool = False
) -> list[_Piece]:
    strip = strip_of(page, quads, line_px)
    parts = parts_of(strip, ink, struck=struck)
    kept = kept_of(parts, strip)
    shown = _shown(strip, parts, kept)
    answer = []
    for left, right in pairwise(cuts(kept, strip)):
        marks = marks_of(kept[:, left:right], strip.height)
        if struck:
            marks = _without_line(marks, marks_of((kept & ~parts.line)[:, left:right], strip.height))
        answer.append(_Piece(_crop(strip, shown, kept, (left, right), marks), marks))
    return answer


def _without_line(whole: Marks, halves: Marks) -> Marks:
    """Marks of a struck cell: what is blank or a ditto shows without the line, how high the letters are with it."""
    tallest = whole.boxes[:, 3].max() if len(whole.boxes) else 0
    boxes = halves.boxes.copy()
    low = boxes[:, 3].max() if len(boxes) else 0
    if tallest > 1.6 * low:
        boxes = whole.boxes
    return replace(halves, boxes=boxes, struck=1.0)


def _shown(strip: Strip, parts: Parts, kept: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """The strip with paper in place of rules and of ink that is not the entry's."""
    wide = np.ones((5, 5), np.uint8)
    own = cv2.dilate(kept.astype(np.uint8), wide) > 0
    alien = ((parts.labels > 0) & ~kept) | parts.rules
    hidden = cv2.dilate(alien.astype(np.uint8), wide) > 0
    rows = np.arange(strip.grey.shape[0])[:, None]
    outside = (rows < strip.top) | (rows >= strip.bottom)
    shown = np.where((hidden | outside) & ~own | parts.rules & ~kept, np.uint8(PAPER), strip.grey)
    return np.asarray(cv2.convertScaleAbs(shown, alpha=255 / PAPER), dtype=np.uint8)


def _crop(
    strip: Strip, shown: NDArray[np.uint8], kept: NDArray[np.bool_], sides: tuple[int, int], marks: Marks
) -> NDArray[np.uint8]:
    """Trimmed to the ink with a border of white; the whole cell where nothing is written."""
    left, right = sides
    part = kept[:, left:right]
    rows, columns = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
    if not len(marks.boxes):
        return np.ascontiguousarray(shown[strip.top : strip.bottom, left : max(right, left + 1)])
    high, low = max(0, int(rows[0]) - 2), int(rows[-1]) + 3
    first, last = max(0, int(columns[0]) - 2), int(columns[-1]) + 3
    inner = shown[high:low, left + first : min(right, left + last)]
    bordered = cv2.copyMakeBorder(inner, BORDER, BORDER, BORDER, BORDER, cv2.BORDER_CONSTANT, value=(255,))
    return np.asarray(bordered, dtype=np.uint8)
