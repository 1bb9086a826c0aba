"""Columns without rules: the white channels that run down between what is written."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from desktop.imaging.lines import pieces_of

Mask = NDArray[np.bool_]
Floats = NDArray[np.float64]

CROSSED = 0.04
"""Share of the lines that may run over a channel whose place is not known."""

WORD = 1.5
"""A gap of so many letters parts columns; a typewriter's space between words is 1.2."""

ASTRAY = 0.07
"""How far a channel may be, in shares of the table's width, from where the form's widths put it."""


def channels(ink: Mask, letter: float, count: int, widths: Floats | None) -> Floats | None:
    """The x of the sides of `count` columns, the outer two included; None where fewer channels are.

    `ink` is the table alone, level. `widths` are the columns' shares of the table where the form knows them.
    """
    if letter <= 0:
        return None
    pieces = pieces_of(ink)
    pieces = pieces[(pieces[:, 3] >= 0.5 * letter) & (pieces[:, 3] < 3 * letter)]
    if len(pieces) < 2 * count:
        return None
    weight = pieces[:, 4] / pieces[:, 4].sum()
    left = _percentile(pieces[:, 0], weight, 0.004)
    right = _percentile(pieces[:, 0] + pieces[:, 2], weight, 0.996)
    crossed = _crossed(ink, letter)
    if widths is None:
        inner = _free(crossed, letter, left, right, count - 1)
    else:
        inner = _near(crossed, letter, left, right, widths)
    edge = 0.6 * letter
    return None if inner is None else np.array([left - edge, *inner, right + edge])


def channel_count(ink: Mask, letter: float) -> int:
    """How many channels, wider than words lie apart, part what is written; of a table of which nothing is known."""
    if letter <= 0 or not ink.any():
        return 0
    crossed = _crossed(ink, letter)
    written = np.flatnonzero(crossed > CROSSED)
    if not len(written):
        return 0
    return int((np.diff(written) >= WORD * letter).sum())


def _percentile(places: NDArray[np.int64], weight: Floats, share: float) -> int:
    order = np.argsort(places, kind="stable")
    return int(places[order][min(len(order) - 1, int(np.searchsorted(np.cumsum(weight[order]), share)))])


def _crossed(ink: Mask, letter: float) -> Floats:
    """For every x the share of the written lines that have ink there."""
    height = max(4, round(1.2 * letter))
    strips = np.add.reduceat(ink.astype(np.int32), np.arange(0, ink.shape[0], height), axis=0) > 0
    written = strips[strips.sum(axis=1) > letter]
    return np.asarray(written.mean(axis=0) if len(written) else np.zeros(ink.shape[1]), dtype=np.float64)


def _free(crossed: Floats, letter: float, left: int, right: int, count: int) -> list[float] | None:
    """The middles of the widest stretches over which (nearly) no line runs."""
    free = np.r_[False, crossed[left:right] <= CROSSED, False]
    starts = np.flatnonzero(~free[:-1] & free[1:])
    ends = np.flatnonzero(free[:-1] & ~free[1:])
    # Between words of one column less is free than between columns.
    gaps = [
        (a + left, b + left) for a, b in zip(starts.tolist(), ends.tolist(), strict=True) if b - a >= letter
    ]
    if len(gaps) < count:
        return None
    widest = sorted(gaps, key=lambda gap: gap[0] - gap[1])[:count]
    return sorted((a + b) / 2 for a, b in widest)


def _near(crossed: Floats, letter: float, left: int, right: int, widths: Floats) -> list[float] | None:
    """For each side the x near where the form puts it that fewest lines run over.

    A long word may reach into the next column: a channel need not be quite free where the form says that one is.
    """
    wide = max(3, round(0.8 * letter))
    smooth = np.convolve(crossed, np.ones(wide) / wide, mode="same")
    span = right - left
    reach = round(ASTRAY * span)
    answer: list[float] = []
    for place in left + np.cumsum(widths)[:-1] / widths.sum() * span:
        first = max(left, round(float(place)) - reach, round(answer[-1] + 2 * letter) if answer else left)
        xs = np.arange(first, min(right, round(float(place)) + reach))
        if len(xs) < 2:
            return None
        cost = smooth[xs] + 0.3 * np.abs(xs - place) / reach * 0.2
        answer.append(float(xs[int(cost.argmin())]))
        if smooth[round(answer[-1])] > 0.35:
            return None
    return answer


def of_row(ink: Mask, places: Floats, letter: float) -> Floats:
    """The sides of one entry: where its own words leave room next to the columns' sides. `ink` is the entry alone.

    A long word that reaches into the next column moves the side there; a wide gap near by is better than a narrow one.
    """
    filled = np.r_[False, ink.any(axis=0), False]
    starts = np.flatnonzero(filled[:-1] & ~filled[1:])
    ends = np.flatnonzero(~filled[:-1] & filled[1:])
    starts, ends = np.r_[0, starts], np.r_[ends, ink.shape[1]]
    answer = places.copy()
    for at in range(1, len(places) - 1):
        room = min(places[at + 1] - places[at], places[at] - places[at - 1]) / 2
        away = np.maximum(0.0, np.maximum(starts - places[at], places[at] - ends))
        worth = np.minimum(ends - starts, 4 * letter) - away
        worth[(away > room) | (ends - starts < WORD * letter)] = -np.inf
        best = int(worth.argmax()) if len(worth) else -1
        if best >= 0 and np.isfinite(worth[best]):
            inset = min(0.5 * letter, (ends[best] - starts[best]) / 2)
            answer[at] = np.clip(places[at], starts[best] + inset, ends[best] - inset)
    return np.asarray(np.maximum.accumulate(answer), dtype=np.float64)
