"""Whether a confidence is a probability: of the fields at "0.98", are 98 in 100 right?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from desktop.accuracy.intervals import Interval, wilson


@dataclass(frozen=True, slots=True)
class Band:
    """Fields whose confidence lies between `low` and `high`: what was promised, and what was right."""

    low: float
    high: float
    promised: float  # mean confidence
    right: Interval


@dataclass(frozen=True, slots=True)
class Reliability:
    """Bands from low to high, those without a field left out; `expected_error` is the mean gap, weighted by fields.

    `error_low` and `error_high` hold 95 % of what resampling the fields gives.
    """

    bands: tuple[Band, ...]
    expected_error: float
    error_low: float
    error_high: float
    n: int


def reliability(
    confidences: Sequence[float],
    right: Sequence[bool],
    *,
    bands: int = 10,
    resamples: int = 200,
    seed: int = 1,
) -> Reliability:
    """Bands of equal width and the expected calibration error (Naeini et al., 2015) with its bootstrap interval.

    Raises ValueError where the two do not belong together.
    """
    if len(confidences) != len(right):
        raise ValueError("one confidence for each field")
    sure = np.clip(np.asarray(confidences, dtype=np.float64), 0.0, 1.0)
    true = np.asarray(right, dtype=np.float64)
    place = np.minimum((sure * bands).astype(int), bands - 1)
    found = []
    for band in range(bands):
        inside = place == band
        if inside.any():
            counted = wilson(int(true[inside].sum()), int(inside.sum()))
            found.append(Band(band / bands, (band + 1) / bands, float(sure[inside].mean()), counted))
    chance = np.random.default_rng(seed)
    tries = []
    for _ in range(resamples if len(sure) else 0):
        again = chance.integers(0, len(sure), len(sure))
        tries.append(_gap(sure[again], true[again], place[again], bands))
    low, high = np.percentile(tries, (2.5, 97.5)) if tries else (0.0, 0.0)
    return Reliability(tuple(found), _gap(sure, true, place, bands), float(low), float(high), len(sure))


def _gap(sure: np.ndarray, true: np.ndarray, place: np.ndarray, bands: int) -> float:
    if not len(sure):
        return 0.0
    gaps = np.bincount(place, weights=sure - true, minlength=bands)
    return float(np.abs(gaps).sum() / len(sure))
