"""Entries that a line goes through: kept, but no longer in store."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from desktop.imaging.rows import Band
from desktop.imaging.rules import Floats, Rules

LEVELS = 24
"""In how many steps of height a band is looked at."""

STEP_PX = 4
"""How far apart, along the look, the line is followed; it may rise or fall one level in between (about 10 degrees)."""

STRUCK = 0.35
"""Share of the table's width where the line has to be seen: written letters hide half of it, and alone reach 0.1."""


def struck(
    trace: NDArray[np.uint8], across: Rules, bands: Sequence[Band], left: float, right: float
) -> list[bool]:
    """For each band whether a line runs through it, off its rules, from left to right. `trace` is the look's."""
    if not bands or right - left < 20 * STEP_PX:
        return [False] * len(bands)
    inset = 0.03 * (right - left)
    xs = np.arange(left + inset, right - inset, STEP_PX)
    depth = np.linspace(0.2, 0.8, LEVELS)
    tops = np.array([np.interp(xs, across.along, band.top) for band in bands])
    feet = np.array([np.interp(xs, across.along, band.bottom) for band in bands])
    ys = tops[:, None, :] + depth[None, :, None] * (feet - tops)[:, None, :]
    rows = np.clip(ys.round().astype(int), 1, trace.shape[0] - 2)
    columns = np.clip(xs.round().astype(int), 0, trace.shape[1] - 1)[None, None, :]
    there = (trace[rows, columns] | trace[rows - 1, columns] | trace[rows + 1, columns]).astype(np.float64)
    return [bool(share >= STRUCK) for share in _longest(there) / len(xs)]


def _longest(there: Floats) -> Floats:
    """For each band how much of the best path from left to right is covered. `there` is bands x levels x places."""
    best = there[:, :, 0].copy()
    for at in range(1, there.shape[2]):
        up = np.pad(best[:, 1:], ((0, 0), (0, 1)), constant_values=-1)
        down = np.pad(best[:, :-1], ((0, 0), (1, 0)), constant_values=-1)
        best = np.maximum(best, np.maximum(up, down)) + there[:, :, at]
    return np.asarray(best.max(axis=1), dtype=np.float64)
