"""How the page is turned and tilted: from the directions of its long straight strokes, which on a ledger are rules."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from desktop.imaging.cleaning import Grey

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Strokes:
    """Straight pieces of a picture. `ends` is n x 4 (x, y, x, y), `length` in pixels, `angle` in degrees -90 to 90."""

    ends: Floats
    length: Floats
    angle: Floats

    def only(self, chosen: NDArray[np.bool_]) -> Strokes:
        """Some of them."""
        return Strokes(self.ends[chosen], self.length[chosen], self.angle[chosen])


def strokes(grey: Grey) -> Strokes:
    """The straight pieces of an evenly lit picture that are too long for letters (1/50 of its longer side)."""
    found = cv2.createLineSegmentDetector(cv2.LSD_REFINE_NONE).detect(grey)[0]
    ends = np.empty((0, 4)) if found is None else np.asarray(found, dtype=np.float64).reshape(-1, 4)
    across, down = ends[:, 2] - ends[:, 0], ends[:, 3] - ends[:, 1]
    length = np.hypot(across, down)
    angle = np.degrees(np.arctan2(down, across))
    angle = (angle + 90.0) % 180.0 - 90.0
    everything = Strokes(ends, length, angle)
    return everything.only(length >= max(grey.shape) / 50)


def turn(all_strokes: Strokes, most_degrees: float) -> float | None:
    """The angle to which the strokes gather, level and upright ones taken together; None when too few say so.

    `most_degrees` bounds it; the answer is right to about 0.05 degrees on a flat page.
    """
    folded = (all_strokes.angle + 45.0) % 90.0 - 45.0
    near = np.abs(folded) <= most_degrees
    if all_strokes.length[near].sum() < 400:
        return None
    angles, weights = folded[near], all_strokes.length[near]
    bins = np.arange(-most_degrees - 0.5, most_degrees + 0.55, 0.1)
    heights = np.histogram(angles, bins=bins, weights=weights)[0]
    heights = np.convolve(heights, np.array([1, 2, 3, 2, 1]) / 9, mode="same")
    top = float(bins[int(heights.argmax())] + 0.05)
    close = np.abs(angles - top) < 0.6
    if not close.any():
        return top
    order = np.argsort(angles[close])
    weight = np.cumsum(weights[close][order])
    return float(angles[close][order][int(np.searchsorted(weight, weight[-1] / 2))])


def vanishing_point(
    family: Strokes, centre: tuple[float, float], scale: float
) -> tuple[Floats, float, float]:
    """Where the lines of one family meet, as a homogeneous point in coordinates about `centre` in units of `scale`.

    Also by how many degrees (weighted median) the strokes miss that point, and by how many they miss one common
    direction: where the second is hardly more than the first the family is parallel.
    """
    shift = np.array([centre[0], centre[1], centre[0], centre[1]])
    ends = (family.ends - shift) / scale
    first = np.column_stack([ends[:, :2], np.ones(len(ends))])
    second = np.column_stack([ends[:, 2:], np.ones(len(ends))])
    lines = np.cross(first, second)
    lines /= np.hypot(lines[:, 0], lines[:, 1])[:, None]
    middle = (ends[:, :2] + ends[:, 2:]) / 2
    weights = family.length.copy()
    point = np.array([0.0, 0.0, 1.0])
    for _ in range(12):
        point = _meeting(lines, weights)
        miss = _misses(ends, middle, point)
        weights = family.length / (0.15 + miss) ** 1.5
    parallel = _median(_misses(ends, middle, _direction(family)), family.length)
    return point, _median(_misses(ends, middle, point), family.length), parallel


def _meeting(lines: Floats, weights: Floats) -> Floats:
    _, vectors = np.linalg.eigh((lines * weights[:, None]).T @ lines)
    return np.asarray(vectors[:, 0], dtype=np.float64)


def _direction(family: Strokes) -> Floats:
    folded = family.angle if np.abs(family.angle).mean() < 45 else family.angle % 180.0
    angle = np.radians(_median(folded, family.length))
    return np.array([np.cos(angle), np.sin(angle), 0.0])


def _misses(ends: Floats, middle: Floats, point: Floats) -> Floats:
    """Degrees between each stroke and the line from its middle to the point."""
    to = point[None, :2] - middle * point[2]
    along = ends[:, 2:] - ends[:, :2]
    sine = np.abs(to[:, 0] * along[:, 1] - to[:, 1] * along[:, 0])
    size = np.hypot(to[:, 0], to[:, 1]) * np.hypot(along[:, 0], along[:, 1])
    return np.asarray(np.degrees(np.arcsin(np.clip(sine / np.maximum(size, 1e-12), 0, 1))), dtype=np.float64)


def _median(values: Floats, weights: Floats) -> float:
    order = np.argsort(values)
    summed = np.cumsum(weights[order])
    return float(values[order][int(np.searchsorted(summed, summed[-1] / 2))])


def text_turn(grey: Grey, most_degrees: float) -> float:
    """The angle at which lines of writing stand out most, for a page without rules; 0 where nothing is written."""
    ys, xs = np.nonzero(grey[::2, ::2] < 140)
    if len(ys) < 200:
        return 0.0
    if len(ys) > 40_000:
        chosen = slice(None, None, len(ys) // 40_000 + 1)
        ys, xs = ys[chosen], xs[chosen]
    best = 0.0
    for step, reach in ((0.4, most_degrees), (0.1, 0.4), (0.025, 0.1)):
        angles = np.arange(best - reach, best + reach + step / 2, step)
        sharpness = [_sharpness(xs, ys, float(angle)) for angle in angles]
        best = float(angles[int(np.argmax(sharpness))])
    return best


def _sharpness(xs: NDArray[np.int64], ys: NDArray[np.int64], angle: float) -> float:
    level = ys - xs * np.tan(np.radians(angle))
    counts = np.bincount((level - level.min()).astype(np.int64))
    return float((np.diff(counts) ** 2).sum())
