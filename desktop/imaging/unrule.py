"""Take a rule out of a strip without cutting the letters that touch or cross it.

A rule is taken away where it stands alone. Where ink comes to it from both sides a stroke crosses it, and stays; where
ink comes from one side only a stroke ends on it, and keeps its half of the rule: a foot a pixel too long harms no
reader, a 0 without its bottom is a U. Ink much darker than the rule stays wherever it is.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from desktop.imaging.cleaning import Grey

Mask = NDArray[np.bool_]
Floats = NDArray[np.float64]
Dark = NDArray[np.uint8]
"""245 less grey, 0 where the paper is lighter than that."""


@dataclass(frozen=True, slots=True)
class Ink:
    """How dark things are on this page, as 245 less grey: what is certainly ink, its usual depth, and the noise."""

    least: float
    usual: float
    noise: float


def ink_of(page: Grey) -> Ink:
    """Look at every third pixel each way."""
    dark = 245.0 - page[::3, ::3].astype(np.float32)
    near = np.abs(dark[np.abs(dark) < 25])
    noise = 1.48 * float(np.median(near)) if near.size else 1.0
    deep = dark[dark > max(40.0, 5 * noise)]
    usual = float(np.percentile(deep, 70)) if deep.size > 50 else 120.0
    return Ink(max(28.0, 4.0 * noise, 0.3 * usual), usual, noise)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule in a strip: `path` is its y in each column, `half` how far its ink reaches to either side of that.

    `depth` is how dark it is where nothing but the rule is there.
    """

    path: Floats
    half: float
    depth: float

    def band(self, height: int, more: int = 0) -> tuple[int, int]:
        """The first row that it touches and the one behind its last, and so many `more` to either side."""
        first, last = float(self.path.min()) - self.half, float(self.path.max()) + self.half
        top = min(height, max(0, math.floor(first) - more))
        return top, min(height, max(top, math.ceil(last) + 1 + more))

    def zone(self, shape: tuple[int, int]) -> Mask:
        """The pixels that the rule takes, whatever else is there."""
        answer = np.zeros(shape, dtype=np.bool_)
        top, bottom = self.band(shape[0])
        answer[top:bottom] = self.taken(top, bottom)
        return answer

    def taken(self, top: int, bottom: int) -> Mask:
        """The same, of the rows from `top` to before `bottom` alone."""
        off = np.arange(top, bottom)[:, None] - self.path[None, :]
        return np.asarray(np.abs(off) <= self.half, dtype=np.bool_)


def rule_near(dark: Dark, ink: Ink, at: int, reach: int, room: int) -> Rule | None:
    """The rule that runs across `dark` (245 less grey) within `reach` of the height `at`, None where there is none.

    `room`: the height of the entry; no letter's bar is 0.4 of it long.
    """
    top, bottom = max(0, at - reach), min(dark.shape[0], at + reach + 1)
    if bottom - top < 3 or dark.shape[1] < 8:
        return None
    band = dark[top:bottom]
    # A rule may be much fainter than ink is allowed to be; that it is long tells it from noise.
    low = band > max(12.0, 3.5 * ink.noise)
    long = _long(room, dark.shape[1])
    runs = cv2.morphologyEx(low.astype(np.uint8), cv2.MORPH_OPEN, np.ones((1, long), np.uint8)) > 0
    path = _path(runs, max(long, room))
    if path is None:
        return None
    centre = np.clip(path.round().astype(int), 0, bottom - top - 1)
    alone = runs[centre, np.arange(len(path))]
    depth = float(np.percentile(band[centre, np.arange(len(path))][alone], 60)) if alone.any() else 0.0
    return Rule(path + top, _thickness(low, runs, path) / 2 + 1.0, depth)


def _long(room: int, width: int) -> int:
    return min(width, max(15, round(0.4 * room)))


def between_letters(dark: Dark, ink: Ink, line: Rule, room: int, crossing: Mask) -> Mask:
    """Pixels of a struck line where no letter touches it: inside a letter nobody can say what is its own bar."""
    inky = (dark > ink.least) & ~crossing
    above = _short(_beside(inky, line.path - line.half, -1), room)
    below = _short(_beside(inky, line.path + line.half, 1), room)
    touched = _grown(above | below, np.ones((1, 2 * round(line.half) + 1), np.uint8))
    return np.asarray(line.zone(dark.shape) & ~touched[None, :], dtype=np.bool_)


def stand_alone(dark: Dark, ink: Ink, rule: Rule, room: int, crossing: Mask) -> Mask:
    """Pixels that are the rule's and nothing else's. `crossing`: where other rules are, whose ink does not count."""
    answer = np.zeros(dark.shape, dtype=np.bool_)
    # Nothing further from the rule is looked at: an entry is ten times as high.
    top, bottom = rule.band(dark.shape[0], more=3)
    near = dark[top:bottom]
    inky = (near > ink.least) & ~crossing[top:bottom]
    off = np.arange(top, bottom)[:, None] - rule.path[None, :]
    above = _short(_beside(inky, rule.path - rule.half, -1, top), room)
    below = _short(_beside(inky, rule.path + rule.half, 1, top), room)
    reach = 2 * round(rule.half)
    wide = np.ones((1, reach + 1), np.uint8)
    both = _grown(above, wide) & _grown(below, wide) & (above | below | _between(above, below, reach))
    keep = both[None, :] | ((above & ~both)[None, :] & (off <= 0)) | ((below & ~both)[None, :] & (off >= 0))
    if ink.usual > 1.5 * rule.depth:
        keep |= near > 0.6 * ink.usual + 0.4 * rule.depth
    answer[top:bottom] = rule.taken(top, bottom) & ~(keep & inky)
    return answer


def _path(runs: Mask, window: int) -> Floats | None:
    """The y of the rule in each column, None where there is none. Follows it a pixel or two up and down."""
    height, width = runs.shape
    count = max(1, round(width / window))
    bounds = np.linspace(0, width, count + 1).astype(int)
    profile = np.add.reduceat(runs.astype(np.float64), bounds[:-1], axis=1) / np.diff(bounds)[None, :]
    usual = profile.mean(axis=1)
    if usual.max() < 0.12:
        return None
    ys = np.arange(height)[:, None]
    main = float((usual * ys[:, 0]).sum() / usual.sum()) if height < 5 else float(_heaviest(usual))
    near = np.abs(ys - main) <= max(2.0, 0.35 * height)
    weight = profile * near
    total = weight.sum(axis=0)
    middle = np.where(total > 0.15, (weight * ys).sum(axis=0) / np.maximum(total, 1e-9), np.nan)
    seen = ~np.isnan(middle)
    centres = (bounds[:-1] + bounds[1:]) / 2
    return np.asarray(np.interp(np.arange(width), centres[seen], middle[seen])) if seen.any() else None


def _heaviest(profile: Floats) -> float:
    """Middle of the run of rows about the heaviest."""
    top = int(profile.argmax())
    enough = profile >= 0.4 * profile[top]
    first = top
    while first > 0 and enough[first - 1]:
        first -= 1
    last = top
    while last < len(profile) - 1 and enough[last + 1]:
        last += 1
    rows = np.arange(first, last + 1)
    return float((rows * profile[first : last + 1]).sum() / profile[first : last + 1].sum())


def _thickness(low: Mask, runs: Mask, path: Floats) -> float:
    """Median height of the dark run at the rule, over the columns where nothing but the rule is there."""
    columns = np.flatnonzero(runs.any(axis=0))
    if not len(columns):
        return 1.0
    height = low.shape[0]
    centre = np.clip(path[columns].round().astype(int), 0, height - 1)
    up = np.zeros(len(columns))
    down = np.zeros(len(columns))
    going_up = np.ones(len(columns), dtype=bool)
    going_down = going_up.copy()
    for step in range(1, height):
        going_up &= (centre - step >= 0) & low[np.maximum(centre - step, 0), columns]
        going_down &= (centre + step < height) & low[np.minimum(centre + step, height - 1), columns]
        up += going_up
        down += going_down
        if not going_up.any() and not going_down.any():
            break
    return float(np.percentile(up + down + 1, 40))


def _beside(inky: Mask, edge: Floats, step: int, top: int = 0) -> Mask:
    """Whether there is ink in the two rows next to an edge that follows the rule; `inky` begins at row `top`."""
    height, width = inky.shape
    columns = np.arange(width)
    answer = np.zeros(width, dtype=np.bool_)
    start = (np.floor(edge) if step < 0 else np.ceil(edge)).astype(int) - top
    for further in (0, 1):
        row = start + step * further
        inside = (row >= 0) & (row < height)
        answer |= inside & inky[np.clip(row, 0, height - 1), columns]
    return answer


def _short(line: Mask, room: int) -> Mask:
    """Without the stretches that are too long for a letter: there the rule itself is thicker than elsewhere."""
    long = min(len(line), room)
    opened = cv2.morphologyEx(line.astype(np.uint8)[None, :], cv2.MORPH_OPEN, np.ones((1, long), np.uint8))
    return np.asarray(line & (opened[0] == 0), dtype=np.bool_)


def _grown(line: Mask, wide: NDArray[np.uint8]) -> Mask:
    grown = cv2.dilate(line.astype(np.uint8)[None, :], wide)
    return np.asarray(grown[0] > 0, dtype=np.bool_)


def _between(above: Mask, below: Mask, reach: int) -> Mask:
    """Columns between ink above and ink below that are at most `reach` apart: a slanting stroke passes there."""
    ones = (above | below).astype(np.uint8)[None, :]
    closed = cv2.morphologyEx(ones, cv2.MORPH_CLOSE, np.ones((1, reach + 1), np.uint8))
    return np.asarray(closed[0] > 0, dtype=np.bool_)
