"""From the figure that an engine gives itself to the probability that it is right, by kind of field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from desktop.recognition.measured_file import load_measured

FORMAT: Final = "ledgermark-calibration/1"
UNMEASURED_CAP: Final = 0.98  # where nothing was measured, nothing is surer than this

Points = tuple[tuple[float, float], ...]
"""Rising (figure, probability), joined by straight lines; beyond the ends as at the ends."""


def on_line(points: Points, raw: float) -> float:
    """The probability at `raw`."""
    if raw <= points[0][0]:
        return points[0][1]
    for (low, worth), (high, more) in pairwise(points):
        if raw <= high:
            return worth + (more - worth) * (raw - low) / (high - low)
    return points[-1][1]


def rising_points(raw: list[float], probability: list[float]) -> Points:
    """Points as a file has them. Raises ValueError when they do not rise or a probability leaves 0 to 1."""
    points = tuple((float(r), float(p)) for r, p in zip(raw, probability, strict=True))
    if not all(abs(r) < 1e6 and 0 <= p <= 1 for r, p in points):
        raise ValueError("outside 0 to 1")
    if not points or any(r2 <= r1 or p2 < p1 for (r1, p1), (r2, p2) in pairwise(points)):
        raise ValueError("not rising")
    return points


@dataclass(frozen=True, slots=True)
class Calibration:
    """For each kind of field rising points (raw figure, probability)."""

    engine: str = ""
    kinds: Mapping[str, Points] = field(default_factory=dict)

    def probability(self, raw: float, kind: str) -> float:
        """What `raw` is worth on fields of `kind`, else on all kinds together (""), else itself, capped."""
        points = self.kinds.get(kind) or self.kinds.get("")
        return on_line(points, raw) if points else min(max(raw, 0.0), UNMEASURED_CAP)


UNMEASURED: Final = Calibration()


def load_calibration(path: Path) -> Calibration:
    """Read a calibration; one that is not there measured nothing. Raises Expected "model_broken"."""
    return load_measured(path, FORMAT, _calibration, UNMEASURED)


def _calibration(read: dict[str, Any]) -> Calibration:
    kinds = {
        str(kind): rising_points(curve["raw"], curve["probability"]) for kind, curve in read["kinds"].items()
    }
    if any(not 0 <= raw <= 1 for points in kinds.values() for raw, _ in points):
        raise ValueError("outside 0 to 1")
    return Calibration(str(read["engine"]), kinds)
