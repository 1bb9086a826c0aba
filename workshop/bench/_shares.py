"""Shares with their uncertainty."""

from __future__ import annotations

import math


def interval(right: int, every: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share (E. B. Wilson, 1927); (0, 1) where nothing was counted."""
    if not every:
        return 0.0, 1.0
    z = 1.959964
    p = right / every
    middle = (p + z * z / (2 * every)) / (1 + z * z / every)
    half = z * math.sqrt(p * (1 - p) / every + z * z / (4 * every * every)) / (1 + z * z / every)
    return max(0.0, middle - half), min(1.0, middle + half)


def share(right: int, every: int) -> str:
    """`97.0 % (95.1–98.2, n = 640)`."""
    if not every:
        return "none (n = 0)"
    low, high = interval(right, every)
    return f"{100 * right / every:5.1f} %  ({100 * low:.1f}–{100 * high:.1f}, n = {every})"
