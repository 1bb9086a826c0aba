"""Which of the rules that run down are the columns of the form."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from db.errors import Expected
from desktop.fields.forms import Column
from desktop.imaging.rules import Floats

DOUBLE = 0.012
"""Two rules nearer than this share of the table's width are one double rule."""

WIDTH_OFF = 0.035
"""By how much of the table's width a rule may lie beside where the form's widths put it."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a column. `left` and `right` are places among the candidates (they differ in a double rule).

    `at` is its x at mid-height; both places are -1 for a side that was not seen and follows from the form's widths.
    """

    at: float
    left: int = -1
    right: int = -1


def sides_of(places: Floats) -> list[Side]:
    """Candidates left to right with double rules taken as one side."""
    order = np.argsort(places, kind="stable")
    wide = float(places.max() - places.min()) if len(places) else 0.0
    sides: list[Side] = []
    for at in order:
        place = int(at)
        if sides and places[place] - places[sides[-1].right] < DOUBLE * wide:
            sides[-1] = Side((places[sides[-1].left] + places[place]) / 2, sides[-1].left, place)
        else:
            sides.append(Side(float(places[place]), place, place))
    return sides


def match(sides: list[Side], strength: Floats, columns: tuple[Column, ...]) -> list[Side]:
    """The sides of the form's columns: one more than columns. Raises Expected "other_columns".

    By count where it fits; else by the form's widths where it has them; else the weakest rules are left out as long
    as those kept are clearly stronger.
    """
    expected = len(columns)
    widths = np.array([column.width for column in columns])
    known = bool((widths > 0).all())
    if len(sides) - 1 == expected and (not known or _off(sides, widths) < 2 * WIDTH_OFF):
        return sides
    if known:
        fitted = _by_width(sides, widths)
        if fitted is not None:
            return fitted
    if len(sides) - 1 == expected:
        return sides
    if len(sides) - 1 > expected:
        thinned = _strongest(sides, strength, expected)
        if thinned is not None:
            return thinned
    raise Expected("other_columns", found=len(sides) - 1, expected=expected)


def _off(sides: list[Side], widths: Floats) -> float:
    """The largest distance of a side from where the widths put it, as a share of the table's width."""
    places = np.array([side.at for side in sides])
    shares = (places - places[0]) / (places[-1] - places[0])
    return float(np.abs(shares - np.r_[0, np.cumsum(widths)] / widths.sum()).max())


def _by_width(sides: list[Side], widths: Floats) -> list[Side] | None:
    """The sides nearest to the form's, for the scale and offset that most sides agree on; the others follow from it."""
    wanted = np.r_[0, np.cumsum(widths)] / widths.sum()
    places = np.array([side.at for side in sides])
    best: tuple[float, float, float] | None = None
    span = float(places[-1] - places[0])
    for first in range(len(places)):
        for last in range(first + 1, len(places)):
            for left, right in ((0, len(wanted) - 1), (0, len(wanted) - 2), (1, len(wanted) - 1)):
                if right <= left:
                    continue
                scale = (places[last] - places[first]) / (wanted[right] - wanted[left])
                if not 0.6 * span < scale < 1.5 * span:
                    continue
                offset = places[first] - scale * wanted[left]
                miss = np.abs(places[:, None] - (offset + scale * wanted)[None, :]).min(axis=0) / scale
                score = float(np.clip(1 - miss / WIDTH_OFF, 0, None).sum())
                if best is None or score > best[0]:
                    best = (score, scale, offset)
    if best is None:
        return None
    _, scale, offset = best
    answer: list[Side] = []
    seen = 0
    for place in offset + scale * wanted:
        nearest = int(np.abs(places - place).argmin())
        if abs(places[nearest] - place) < WIDTH_OFF * scale and (
            not answer or places[nearest] > answer[-1].at
        ):
            answer.append(sides[nearest])
            seen += 1
        else:
            answer.append(Side(float(place)))
    return answer if seen >= max(3, 0.6 * len(wanted)) else None


def _strongest(sides: list[Side], strength: Floats, expected: int) -> list[Side] | None:
    force = np.array([max(strength[side.left], strength[side.right]) for side in sides])
    order = np.argsort(force)[::-1]
    kept, dropped = force[order[: expected + 1]], force[order[expected + 1 :]]
    if dropped.max() > 0.6 * kept.min():
        return None
    chosen = sorted(int(at) for at in order[: expected + 1])
    return [sides[at] for at in chosen]
