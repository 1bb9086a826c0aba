"""A form laid over a page by where its columns' writing begins: neither rules nor white channels need to be there.

Words that are too long for their column run into the next, line after line, until no channel is left. What is written
under one another still begins under one another, and where it begins is as far apart as on the form's page.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop.imaging.channels import WORD
from desktop.imaging.lines import Line, lines_in

Mask = NDArray[np.bool_]
Floats = NDArray[np.float64]

NEAR = 1.2
"""Writing begins within so many letters of where its column does."""

BEGUN = 0.3
"""In at least this share of the lines something has to begin at the columns' sides, taken together."""

EACH = 0.12
"""A column of which fewer lines show a beginning is not seen."""

MISSED = 5
"""Of so many columns one may not be seen."""

STRANGE = 0.5
"""Where so many lines begin something, and no column does, the page is another form's."""

BANDS = 4
"""The page is fitted in so many bands, one below the other: it may lie aslant or be bent."""

SCALES = np.arange(0.70, 1.30, 0.005)
"""How wide the form may lie, in shares of the width that is written on."""


@dataclass(frozen=True, slots=True)
class Laid:
    """The sides of the columns: `x` is sides x heights, at the heights `y`; `begun` how well they are seen, 0 to 1."""

    y: Floats
    x: Floats
    begun: float


def laid(ink: Mask, letter: float, widths: Floats) -> Laid | None:
    """Lay the form's columns over a level page; None where the page does not show them.

    Offset and scale are those at which most lines have something begin at most sides, told from any other place;
    then each band of lines is moved by itself, and a parabola through the bands' moves is the page's slant and bend.
    """
    lines = lines_in(ink, letter)
    starts = [_starts(ink, line, letter) for line in lines]
    if len(lines) < 2 * BANDS or not any(len(begun) for begun in starts):
        return None
    places = np.r_[0.0, np.cumsum(widths)] / widths.sum()
    width = ink.shape[1]
    profile = _profile(starts, width, NEAR * letter)
    written = np.flatnonzero(ink.any(axis=0))
    best = _best(profile, places[:-1], float(written[-1] - written[0]))
    if best is None:
        return None
    first, span = best
    wanted = first + span * places
    seen = profile[np.clip(np.round(wanted[:-1]).astype(int), 0, width - 1)]
    if seen.mean() < BEGUN or (seen < EACH).sum() > len(seen) // MISSED or _strange(profile, wanted, letter):
        return None
    y, shift = _bent(lines, starts, wanted[:-1], width, letter)
    heights = np.linspace(0.0, ink.shape[0] - 1.0, 9)
    moved = np.polynomial.Polynomial.fit(y, shift, 2 if len(y) >= BANDS else 0)(np.clip(heights, y[0], y[-1]))
    return Laid(heights, wanted[:, None] - 0.6 * letter + moved[None, :], float(seen.mean()))


def _strange(profile: Floats, wanted: Floats, letter: float) -> bool:
    """Whether many lines begin something well away from all the form's columns."""
    xs = np.flatnonzero(profile >= STRANGE)
    return bool(len(xs)) and bool((np.abs(xs[:, None] - wanted[None, :]).min(axis=1) > 3 * letter).any())


def _starts(ink: Mask, line: Line, letter: float) -> NDArray[np.intp]:
    """Where something is written after more white than parts words."""
    part = ink[max(0, round(line.top)) : max(1, round(line.bottom))]
    written = np.flatnonzero(part.any(axis=0))
    if not len(written):
        return written
    return np.asarray(written[np.r_[True, np.diff(written) >= WORD * letter]], dtype=np.intp)


def _profile(starts: list[NDArray[np.intp]], width: int, near: float) -> Floats:
    """For every x the share of the lines in which something begins there, less the further away it does."""
    xs = np.arange(width, dtype=np.float64)
    total = np.zeros(width)
    for begun in starts:
        if len(begun):
            total += np.clip(1.0 - np.abs(xs[:, None] - begun[None, :]).min(axis=1) / near, 0.0, 1.0)
    return np.asarray(total / max(1, len(starts)), dtype=np.float64)


def _best(profile: Floats, places: Floats, written: float) -> tuple[float, float] | None:
    """The left side and the width of the form where most begins; None where nothing begins at any."""
    found: tuple[float, float, float] = (0.0, 0.0, 0.0)
    for scale in SCALES:
        span = float(scale * written)
        offsets = np.arange(0, max(1, round(len(profile) - places[-1] * span)))
        at = np.round(offsets[:, None] + span * places[None, :]).astype(int)
        score = profile[np.clip(at, 0, len(profile) - 1)].mean(axis=1)
        top = int(score.argmax())
        if score[top] > found[0]:
            found = float(score[top]), float(offsets[top]), span
    return found[1:] if found[0] > 0 else None


def _bent(
    lines: list[Line], starts: list[NDArray[np.intp]], wanted: Floats, width: int, letter: float
) -> tuple[Floats, Floats]:
    """For each band of lines its height, and by how much its columns lie to the right of where the page's do."""
    moves = np.arange(-round(2 * letter), round(2 * letter) + 1)
    y, shift = [], []
    for band in np.array_split(np.arange(len(lines)), BANDS):
        own = _profile([starts[at] for at in band], width, NEAR * letter)
        at = np.clip(np.round(wanted[None, :] + moves[:, None]).astype(int), 0, width - 1)
        score = own[at].mean(axis=1) - 0.001 * np.abs(moves) / letter
        y.append(float(np.mean([lines[each].middle for each in band])))
        shift.append(float(moves[int(score.argmax())]))
    return np.array(y), np.array(shift)
