"""Clean a picture: light it evenly, take skew and perspective out."""

from __future__ import annotations

import math
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from db.model import Point
from desktop.fields.forms import LedgerForm
from desktop.fields.problems import Problem
from desktop.imaging.cleaning import Cleaning, Grey, GreyPage, Picture, apply
from desktop.imaging.lighting import evenly_lit, grey_of, paper_of, small
from desktop.imaging.outline import Sheet, outline
from desktop.imaging.slant import Strokes, strokes, text_turn, turn, vanishing_point

MOST_SKEW_DEGREES = 8.0
"""A scan lies straighter than this (±5° is promised)."""

MOST_TURN_DEGREES = 25.0
"""A sheet that lies in its picture with something around it may be turned so far."""

PERSPECTIVE_DEGREES = 0.3
"""Where rules of one family differ by less than this from being parallel, the picture is taken for a flat scan."""

Matrix = NDArray[np.float64]


def clean(picture: Picture, form: LedgerForm | None = None) -> tuple[GreyPage, Cleaning, tuple[Problem, ...]]:  # noqa: ARG001
    """The page in the picture, straight and evenly lit, with what was done and what is doubtful about it."""
    grey = grey_of(picture)
    height, width = grey.shape
    paper = paper_of(grey)
    look = small(grey, 1400)
    factor = max(grey.shape) / max(look.shape)
    sheet = outline(paper, max(grey.shape) / max(paper.shape))
    lit, lit_look = evenly_lit(grey, paper), evenly_lit(look, paper)
    if sheet is not None:
        lit, lit_look = sheet.cleared(lit, 1.0), sheet.cleared(lit_look, factor)
    found = _on(strokes(lit_look), sheet, factor)
    skew = turn(found, MOST_SKEW_DEGREES if sheet is None else MOST_TURN_DEGREES)
    tilt = None if skew is None else _tilt(found, skew, look)
    problems: tuple[Problem, ...] = ()
    if skew is None:
        skew = text_turn(lit_look, MOST_SKEW_DEGREES)
    if tilt is None:
        middle = (width / 2, height / 2)
        move = np.vstack([cv2.getRotationMatrix2D(middle, skew, 1.0), [0.0, 0.0, 1.0]])
    else:
        scale = np.diag([factor, factor, 1.0])
        move = scale @ tilt @ np.linalg.inv(scale)
    around = _corners(width, height) if sheet is None else sheet.points()
    matrix, size = _fitted(move, around, (width, height))
    page = cv2.warpPerspective(lit, matrix, size, flags=cv2.INTER_LINEAR, borderValue=(255,))
    transform = tuple(float(value) for value in matrix.flat)
    cleaning = Cleaning(skew, transform, size[0], size[1], width, height, perspective=tilt is not None)
    return np.asarray(page, dtype=np.uint8), cleaning, problems


def _on(found: Strokes, sheet: Sheet | None, factor: float) -> Strokes:
    """The strokes that lie on the sheet: the grain of a desk has directions of its own."""
    if sheet is None:
        return found
    return found.only(sheet.holds(found.ends[:, :2], factor) & sheet.holds(found.ends[:, 2:], factor))


def _tilt(found: Strokes, skew: float, look: Grey) -> Matrix | None:
    """The homography that makes both families of rules parallel and upright; None where they already are."""
    height, width = look.shape
    centre, scale = (width / 2, height / 2), max(width, height) / 2
    level = found.only(np.abs(found.angle - skew) < 20)
    upright = found.only(np.abs((found.angle - skew) % 180 - 90) < 20)
    if level.length.sum() < 3 * width or upright.length.sum() < 1.5 * height:
        return None
    across, miss_across, parallel_across = vanishing_point(level, centre, scale)
    down, miss_down, parallel_down = vanishing_point(upright, centre, scale)
    gain = max(parallel_across - 1.5 * miss_across, parallel_down - 1.5 * miss_down)
    if gain < PERSPECTIVE_DEGREES:
        return None
    horizon = np.cross(across, down)
    if abs(horizon[2]) < 1e-9:
        return None
    flat = np.array([[1, 0, 0], [0, 1, 0], [horizon[0] / horizon[2], horizon[1] / horizon[2], 1]])
    right, below = (flat @ across)[:2], (flat @ down)[:2]
    right *= np.sign(right[0]) / np.hypot(*right)
    below *= np.sign(below[1]) / np.hypot(*below)
    straight = np.eye(3)
    straight[:2, :2] = np.linalg.inv(np.column_stack([right, below]))
    about = np.array([[1 / scale, 0, -centre[0] / scale], [0, 1 / scale, -centre[1] / scale], [0, 0, 1]])
    return np.asarray(np.linalg.inv(about) @ straight @ flat @ about, dtype=np.float64)


def _corners(width: int, height: int) -> list[Point]:
    return [(0.0, 0.0), (float(width), 0.0), (float(width), float(height)), (0.0, float(height))]


def _fitted(matrix: Matrix, around: Sequence[Point], size: tuple[int, int]) -> tuple[Matrix, tuple[int, int]]:
    """The homography moved (and, where it would grow the page much, shrunk) so that `around` fills the page."""
    corners = np.array(apply(matrix, around))
    left, top = corners.min(axis=0)
    wide, high = corners.max(axis=0) - (left, top)
    shrink = min(1.0, 1.5 * max(size) / max(wide, high))
    move = np.array([[shrink, 0, -left * shrink], [0, shrink, -top * shrink], [0, 0, 1]])
    return move @ matrix, (math.ceil(wide * shrink), math.ceil(high * shrink))
