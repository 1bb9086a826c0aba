"""Counting what is wrong by name, and the bands of confidence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from desktop.accuracy.intervals import wilson
from desktop.operations.accuracy_views import Shares

BANDS: Final = ("0.00", "0.50", "0.70", "0.90", "0.98")
"""Bands of confidence by their lower ends."""


def shares_of(things: Iterable[tuple[str, bool]], least: int = 1) -> Shares:
    """(name, wrong) counted by name, in the order of the names; names of fewer than `least` things are left out."""
    counts: dict[str, list[int]] = {}
    for name, wrong in things:
        both = counts.setdefault(name, [0, 0])
        both[0] += wrong
        both[1] += 1
    return {
        name: wilson(wrong, n) for name, (wrong, n) in sorted(counts.items(), key=_as_numbers) if n >= least
    }


def band_of(confidence: float) -> str:
    """The band of a confidence, by its lower end."""
    return next((band for band in reversed(BANDS) if confidence >= float(band)), BANDS[0])


def _as_numbers(item: tuple[str, object]) -> tuple[int, str]:
    """Book 2 before Book 10."""
    return (int(item[0]) if item[0].isdecimal() else 0, item[0])
