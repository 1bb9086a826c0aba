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

MANY = 12
"""Among so many lines those stand out that are no entries."""

RUNS_ON = 0.25
"""A title, a note across the columns takes at least this share of the width, hardly broken."""

SPARSE = 0.35
"""An outermost stretch that less than this share of the lines reach may be notes in a margin."""

NARROWEST = 0.6
"""Of what is written a table takes at least this share."""

FAR = 0.25
"""What it costs a side to lie as far as it may from where the form's widths put it."""

BETTER = 0.04
"""Other ends of the table are taken where they cost less by this: a quarter of the lines and more run over none."""

ASTRAY = 0.07
"""How far a channel may be, in shares of the table's width, from where the form's widths put it."""


def channels(ink: Mask, letter: float, count: int, widths: Floats | None) -> Floats | None:
    """The x of the sides of `count` columns, the outer two included; None where fewer channels are.

    `ink` is the table alone, level. `widths` are the columns' shares of the table where the form knows them. What is
    written in the margins, beyond a channel too, is no column: where the form knows its widths by them, else where
    there are channels to spare and few lines reach there.
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
        # One line, which may count as two, may run over all channels: a title.
        free = max(CROSSED, 2.5 / max(1, len(_written(ink, letter))))
        left, right = _without_margins(crossed, letter, left, right, count, free)
        inner = _free(crossed, letter, left, right, count - 1, free)
    else:
        left, right, inner = _best_near(crossed, letter, left, right, widths)
    edge = 0.6 * letter
    return None if inner is None else np.array([left - edge, *inner, right + edge])


def _without_margins(
    crossed: Floats, letter: float, left: int, right: int, count: int, free: float
) -> tuple[int, int]:
    """The table's ends without outermost stretches that few lines reach, as long as columns enough are left."""
    parts = [part for part in _stretches(crossed, letter, free) if part[1] > left and part[0] < right]
    if len(parts) < count:
        return left, right
    ends = [parts[0][0], parts[-1][1]]
    while len(parts) > count:
        reached = [float(crossed[a:b].max()) for a, b in (parts[0], parts[-1])]
        if min(reached) >= SPARSE:
            break
        if reached[0] <= reached[1]:
            parts.pop(0)
            ends[0] = parts[0][0]
        else:
            parts.pop()
            ends[1] = parts[-1][1]
    return ends[0], ends[1]


def _best_near(
    crossed: Floats, letter: float, left: int, right: int, widths: Floats
) -> tuple[int, int, list[float] | None]:
    """The table's ends, and its inner sides between them, where the form's widths fit best."""
    lefts, rights = [left], [right]
    for least in (CROSSED, 0.1, 0.2):
        parts = _stretches(crossed, WORD * letter, least)
        lefts += [a for a, _ in parts[:2]]
        rights += [b for _, b in parts[-2:]]
    best: tuple[float, int, int, list[float] | None] = (np.inf, left, right, None)
    for start in sorted(set(lefts)):
        for end in sorted(set(rights)):
            if end - start < NARROWEST * (right - left):
                continue
            inner, cost = _near(crossed, letter, start, end, widths)
            # The ends that were there before are kept unless others are clearly better.
            cost += 0.0 if (start, end) == (left, right) else BETTER
            if inner is not None and cost < best[0]:
                best = cost, start, end, inner
    return best[1:]


def _stretches(crossed: Floats, apart: float, least: float) -> list[tuple[int, int]]:
    """Where more than so many lines have ink, over gaps less than `apart`; the outer ones as far as their words go."""
    parts = _runs(crossed > least, apart)
    if parts:
        inked = _runs(crossed > 0, apart)
        parts[0] = next(a for a, b in inked if b >= parts[0][0]), parts[0][1]
        parts[-1] = parts[-1][0], next(b for _, b in inked if b >= parts[-1][1])
    return parts


def _runs(on: Mask, apart: float) -> list[tuple[int, int]]:
    places = np.flatnonzero(on)
    if not len(places):
        return []
    cut = np.flatnonzero(np.diff(places) >= apart)
    starts, ends = places[np.r_[0, cut + 1]], places[np.r_[cut, len(places) - 1]] + 1
    return list(zip(starts.tolist(), ends.tolist(), strict=True))


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
    written = _written(ink, letter)
    return np.asarray(written.mean(axis=0) if len(written) else np.zeros(ink.shape[1]), dtype=np.float64)


def _written(ink: Mask, letter: float) -> Mask:
    """Written lines x width: where each has ink. A title, a note across the columns says nothing of these."""
    height = max(4, round(1.2 * letter))
    strips = np.add.reduceat(ink.astype(np.int32), np.arange(0, ink.shape[0], height), axis=0) > 0
    strips = strips[strips.sum(axis=1) > letter]
    runs = np.array([_gaps(np.flatnonzero(strip), letter) for strip in strips]).reshape(-1, 2)
    if len(strips) < MANY:
        return np.asarray(strips, dtype=np.bool_)
    few = (runs[:, 0] <= np.median(runs[:, 0]) / 3) & (runs[:, 1] > RUNS_ON * ink.shape[1])
    return np.asarray(strips[~few], dtype=np.bool_)


def _gaps(written: NDArray[np.intp], letter: float) -> tuple[int, int]:
    """How many gaps wider than between words a line has, and how far it reaches."""
    return int((np.diff(written) >= WORD * letter).sum()), int(written[-1] - written[0])


def _free(
    crossed: Floats, letter: float, left: int, right: int, count: int, least: float
) -> list[float] | None:
    """The middles of the widest stretches over which (nearly) no line runs."""
    free = np.r_[False, crossed[left:right] <= least, False]
    starts = np.flatnonzero(~free[:-1] & free[1:])
    ends = np.flatnonzero(free[:-1] & ~free[1:])
    # Between words of one column less is free than between columns; beyond all but one long entry as much may be.
    gaps = [
        (a + left, b + left)
        for a, b in zip(starts.tolist(), ends.tolist(), strict=True)
        if b - a >= letter and a > 0 and b < right - left
    ]
    if len(gaps) < count:
        return None
    widest = sorted(gaps, key=lambda gap: gap[0] - gap[1])[:count]
    return sorted((a + b) / 2 for a, b in widest)


def _near(
    crossed: Floats, letter: float, left: int, right: int, widths: Floats
) -> tuple[list[float] | None, float]:
    """For each side the x near where the form puts it that fewest lines run over; and what that costs a side.

    A long word may reach into the next column: a channel need not be quite free where the form says that one is.
    """
    wide = max(3, round(0.8 * letter))
    smooth = np.convolve(crossed, np.ones(wide) / wide, mode="same")
    span = right - left
    reach = round(ASTRAY * span)
    answer: list[float] = []
    spent = 0.0
    for place in left + np.cumsum(widths)[:-1] / widths.sum() * span:
        first = max(left, round(float(place)) - reach, round(answer[-1] + 2 * letter) if answer else left)
        xs = np.arange(first, min(right, round(float(place)) + reach))
        if len(xs) < 2:
            return None, np.inf
        cost = smooth[xs] + 0.3 * np.abs(xs - place) / reach * 0.2
        answer.append(float(xs[int(cost.argmin())]))
        if smooth[round(answer[-1])] > 0.35:
            return None, np.inf
        spent += float(smooth[round(answer[-1])]) + FAR * abs(answer[-1] - float(place)) / reach
    return answer, spent / max(1, len(answer))


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
