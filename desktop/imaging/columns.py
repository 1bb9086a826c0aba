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

TRIED = 6
"""Scales at which the form is laid along the rules."""

STRETCHED = 2.0
"""What a column costs that is by so many times its usual width wider or narrower than the form has it."""

MISSED = 0.7
"""What a side costs that is within the picture and was not seen."""

OUTSIDE = 0.15
"""What a side costs that lies outside the picture."""

SHOWN = 0.5
"""What is added for such a side's column, by the share of it that would lie within the picture."""

SPURIOUS = 1.0
"""What a full rule costs that is no side."""

GAP = 4
"""So many sides, or candidates, may lie between two that fit."""


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


def match(sides: list[Side], strength: Floats, columns: tuple[Column, ...], width: float) -> list[Side]:
    """The sides of the form's columns: one more than columns; some may lie outside a picture so wide.

    Raises Expected "other_columns".

    By count where it fits; else by the form's widths where it has them; else the weakest rules are left out as long
    as those kept are clearly stronger.
    """
    expected = len(columns)
    widths = np.array([column.width for column in columns])
    known = bool((widths > 0).all())
    if len(sides) - 1 == expected and (not known or _off(sides, widths) < 2 * WIDTH_OFF):
        return sides
    if known:
        fitted = _by_width(sides, widths, strength, width)
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


def _by_width(sides: list[Side], widths: Floats, strength: Floats, width: float) -> list[Side] | None:
    """The form's sides laid along the candidates, in order; what was not seen follows from its neighbours.

    A column may be wider or narrower on this page than on the form's, so steps between neighbours are compared and
    not places: over twenty columns a little in each would be a whole column.
    """
    places = np.array([side.at for side in sides])
    force = np.array([max(strength[side.left], strength[side.right]) for side in sides])
    laid = [_laid(places, force, widths, scale, width) for scale in _scales(places, widths)]
    if not laid:
        return None
    _, pairs, scale = min(laid, key=lambda one: one[0])
    if len(pairs) < max(3, 0.6 * (len(widths) + 1)):
        return None
    wanted = scale * np.r_[0, np.cumsum(widths)]
    known = np.array([at for at, _ in pairs])
    seen = places[[candidate for _, candidate in pairs]]
    own = dict(pairs)
    # Between sides that were seen by their shares, outside them by the scale.
    guessed = np.interp(wanted, wanted[known], seen)
    guessed += np.minimum(0, wanted - wanted[known[0]]) + np.maximum(0, wanted - wanted[known[-1]])
    return [sides[own[at]] if at in own else Side(float(place)) for at, place in enumerate(guessed)]


def _scales(places: Floats, widths: Floats) -> list[float]:
    """Pixels a unit of the form's widths: those at which most sides lie near a candidate."""
    wanted = np.r_[0, np.cumsum(widths)] / widths.sum()
    span = float(places[-1] - places[0])
    scored: list[tuple[float, float]] = []
    for first in range(len(places)):
        for last in range(first + 1, len(places)):
            for left, right in ((0, len(wanted) - 1), (0, len(wanted) - 2), (1, len(wanted) - 1)):
                if right <= left:
                    continue
                scale = float((places[last] - places[first]) / (wanted[right] - wanted[left]))
                if not 0.6 * span < scale < 1.5 * span:
                    continue
                offset = places[first] - scale * wanted[left]
                miss = np.abs(places[:, None] - (offset + scale * wanted)[None, :]).min(axis=0) / scale
                scored.append((float(np.clip(1 - miss / WIDTH_OFF, 0, None).sum()), scale))
    scored.sort(reverse=True)
    chosen: list[float] = []
    for _, scale in scored:
        if len(chosen) < TRIED and all(abs(scale / other - 1) > 0.02 for other in chosen):
            chosen.append(scale)
    return [scale / float(widths.sum()) for scale in chosen]


def _laid(
    places: Floats, force: Floats, widths: Floats, scale: float, width: float
) -> tuple[float, list[tuple[int, int]], float]:
    """The cheapest way to lay the form's sides along the candidates: its cost, pairs (side, candidate), the scale."""
    wanted = scale * np.r_[0, np.cumsum(widths)]
    usual = float(np.mean(widths)) * scale
    many, count = len(wanted), len(places)
    passed = np.r_[0, np.cumsum(SPURIOUS * force)]
    best = np.full((many, count), np.inf)
    before = np.full((many, count, 2), -1)
    for side in range(many):
        best[side] = passed[:-1] + _unseen(
            places[:, None] - (wanted[side] - wanted[: side + 1][::-1])[None, :]
        )
        for earlier in range(max(0, side - GAP), side):
            due = wanted[side] - wanted[earlier]
            for at in range(1, count):
                come = np.arange(max(0, at - GAP), at)
                off = np.abs(places[at] - places[come] - due) / (due + usual) * 2
                cost = best[earlier, come] + STRETCHED * off + passed[at] - passed[come + 1]
                least = int(cost.argmin())
                if cost[least] + MISSED * (side - earlier - 1) < best[side, at]:
                    best[side, at] = cost[least] + MISSED * (side - earlier - 1)
                    before[side, at] = earlier, come[least]
    for side in range(many):
        best[side] += passed[-1] - passed[1:]
        best[side] += _unseen(width - places[:, None] - (wanted[side:] - wanted[side])[None, :])
    side, at = (int(place) for place in np.unravel_index(int(best.argmin()), best.shape))
    cost, pairs = float(best[side, at]), [(side, at)]
    while before[side, at][0] >= 0:
        side, at = (int(place) for place in before[side, at])
        pairs.append((side, at))
    return cost, pairs[::-1], scale


def _unseen(room: Floats) -> Floats:
    """What the sides beyond the outermost that is seen cost, by how far within the picture each would be.

    `room` is candidates x sides from that one outwards. A column of which much would be seen is hardly hidden.
    """
    inner, outer = room[:, :-1], room[:, 1:]
    shown = np.clip(inner / np.maximum(inner - outer, 1e-6), 0.0, 1.0)
    return np.asarray(np.where(outer > 0, MISSED, OUTSIDE + SHOWN * shown).sum(axis=1), dtype=np.float64)


def _strongest(sides: list[Side], strength: Floats, expected: int) -> list[Side] | None:
    force = np.array([max(strength[side.left], strength[side.right]) for side in sides])
    order = np.argsort(force)[::-1]
    kept, dropped = force[order[: expected + 1]], force[order[expected + 1 :]]
    if dropped.max() > 0.6 * kept.min():
        return None
    chosen = sorted(int(at) for at in order[: expected + 1])
    return [sides[at] for at in chosen]
