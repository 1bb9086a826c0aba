"""Rising lines through what was said and what was so, and how far the two lie apart."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

BINS = 10
_DRAWS = 300

Floats = NDArray[np.float64]


def rising(raw: Floats, good: Floats, knots: int) -> tuple[list[float], list[float]]:
    """Points of a rising line: neighbouring violators pooled (Ayer et al. 1955) among about `knots` equal parts.

    The highest part is split once more, for that is where a reading is believed unseen.
    """
    order = np.argsort(raw, kind="stable")
    parts = np.array_split(order, min(len(order), knots))
    parts = [*parts[:-1], *(half for half in np.array_split(parts[-1], 2) if len(half))]
    blocks: list[list[float]] = []  # sum of figures, of right ones, count
    for part in parts:
        blocks.append([float(raw[part].sum()), float(good[part].sum()), float(len(part))])
        while len(blocks) > 1 and blocks[-2][1] / blocks[-2][2] >= blocks[-1][1] / blocks[-1][2]:
            last = blocks.pop()
            blocks[-1] = [a + b for a, b in zip(blocks[-1], last, strict=True)]
    points: dict[float, float] = {}
    for total, hits, count in blocks:
        points[round(total / count, 5)] = round((hits + 0.5) / (count + 1), 5)
    x = sorted(points)
    y = np.maximum.accumulate([points[place] for place in x])
    return x, [float(value) for value in y]


def error(worth: Floats, good: Floats) -> float:
    """Expected calibration error: ten bins of equal width, each weighed by its fields (Guo et al. 2017)."""
    bins = np.minimum((worth * BINS).astype(int), BINS - 1)
    return sum(
        abs(float(worth[bins == b].mean() - good[bins == b].mean())) * float((bins == b).mean())
        for b in range(BINS)
        if bool((bins == b).any())
    )


def error_interval(worth: Floats, good: Floats) -> tuple[float, float]:
    """95 % of the calibration error by resampling fields."""
    rng = np.random.default_rng(5)
    draws = [error(worth[pick], good[pick]) for pick in rng.integers(len(good), size=(_DRAWS, len(good)))]
    low, high = np.percentile(draws, (2.5, 97.5))
    return float(low), float(high)
