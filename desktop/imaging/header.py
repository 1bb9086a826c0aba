"""Which bands at the top and foot of a table are no entries: headings, column numbers, totals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop.imaging.rows import Bands
from desktop.imaging.rules import Floats

THICK = 1.6
"""A rule with this many times the usual ink parts the heading from the entries, or the entries from the totals."""

HIGHER = 0.15
"""Bands at the top that are higher by more than this share of the pitch belong to the heading."""

LOWER = 0.3
"""Bands at the top that are lower by more than this do too; below a double rule an entry is a little lower."""

MOST = 4
"""A heading has no more bands than this."""


@dataclass(frozen=True, slots=True)
class Body:
    """Which bands are entries: from `first` up to but without `end`. `start` is the first band of the table at all.

    `sure` is False where nothing but custom says that the first band is the heading.
    """

    start: int
    first: int
    end: int
    stop: int
    sure: bool = True


def body_of(bands: Bands, support: Floats, heights: Floats, ink: Floats, header_rows: int) -> Body:
    """Tell the entries from what stands above and below them.

    `support` is bands x rules down: how much of each rule down is seen in each band; `heights` one height a band;
    `ink` one figure a band: how dark the rule above it is. `header_rows` is the form's, -1 to find out.
    """
    whole = _whole(support)
    start, stop = _run(whole >= 0.45)
    inner = np.flatnonzero(whole[start:stop] >= 0.7)
    if not len(inner):
        return Body(start, start, stop, stop, sure=False)
    first, end = start, stop
    while first < stop and first - start < MOST and whole[first] < 0.7:
        first += 1
    while end > first + 1 and whole[end - 1] < 0.5:
        end -= 1
    if header_rows >= 0:
        return Body(start, min(start + header_rows, end), end, stop)
    sure = first > start
    uneven = first
    off = heights / max(bands.pitch, 1e-9) - 1
    while uneven < end - 1 and uneven - start < MOST and (off[uneven] > HIGHER or off[uneven] < -LOWER):
        uneven += 1
    if bands.regular >= 0.6 and uneven > first:
        first, sure = uneven, True
    heavy = _heavy(bands, ink)
    for at in range(min(start + MOST, end - 1), first, -1):
        if heavy[at] and not heavy[at + 1 : max(at + 1, end - 2)].any():
            first, sure = at, True
            break
    if not sure:
        first += 1
    for at in range(max(first + 3, end - 2), end):
        if heavy[at] and not heavy[first + 1 : at].any():
            end = at
            break
    return Body(start, first, end, stop, sure=sure)


def _whole(support: Floats) -> Floats:
    """For each band the share of rules down that are there in it at all: a heading's cells may span some of them.

    A rule of which pieces are lost is hardly ever gone over a whole band.
    """
    usual = np.median(support, axis=0)
    return np.asarray((support > 0.2 * usual[None, :]).mean(axis=1), dtype=np.float64)


def _run(good: NDArray[np.bool_]) -> tuple[int, int]:
    """The longest stretch of True, over gaps of one or two: faint rules down may be lost for a band in mid-table."""
    best, start, last = (0, 0), -1, -1
    for at in np.flatnonzero(good).tolist():
        if start < 0 or at - last > 3:
            start = at
        last = at
        if last + 1 - start > best[1] - best[0]:
            best = (start, last + 1)
    return best


def _heavy(bands: Bands, ink: Floats) -> NDArray[np.bool_]:
    """Whether the rule above a band is thick or double."""
    thick = ink > THICK * float(np.median(ink))
    return np.asarray([bool(thick[at]) or band.after_double for at, band in enumerate(bands.bands)])
