"""Which of the rules that run across part one entry from the next."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from desktop.imaging.rules import Floats, Rules

IRREGULAR = 0.6
"""What a step that fits no multiple of the pitch costs: two of them, as a struck line makes, cost more than a rule
earns; one, as a header makes, costs less."""

MISSING = 0.3
"""What each rule costs that is not seen where the pitch wants one."""

THIN = 0.18
"""Rules nearer than this share of the pitch are one double rule."""

WEAK_TWIN = 0.5
"""A rule so much weaker than one beside it is that one's shadow, not half of a double rule."""


@dataclass(frozen=True, slots=True)
class Band:
    """The space between two rules. `top` and `bottom` are the y in each slice; `guessed`: a rule was not seen."""

    top: Floats
    bottom: Floats
    guessed: bool = False
    after_double: bool = False  # a double rule stands above it
    rule: int = -1  # place, among the rules given, of the rule above; -1 when that was guessed


@dataclass(frozen=True, slots=True)
class Bands:
    """Bands from top to bottom. `pitch` is the usual height, `regular` the share of bands that have it."""

    bands: tuple[Band, ...]
    pitch: float
    regular: float


@dataclass(frozen=True, slots=True)
class _Edge:
    """A rule, or both rules of a double one: the band above ends at `upper`, the one below begins at `lower`."""

    upper: int
    lower: int
    strength: float


def bands_of(rules: Rules, middle: float) -> Bands:
    """The bands between rules that make the most regular table. `middle` is the x at which heights are compared."""
    places = rules.at(middle)
    order = np.argsort(places, kind="stable")
    rules, places = rules.only(order), places[order]
    pitch = _pitch(places, rules.strength)
    if len(places) < 2 or pitch <= 0:
        return Bands((), 0.0, 0.0)
    edges = _edges(places, rules.strength, pitch)
    bands = _filled(rules, places, _chain(edges, places, pitch), pitch, order)
    usual = sum(abs(_high(band, rules, middle) / pitch - 1) < 0.12 for band in bands)
    return Bands(tuple(bands), pitch, usual / max(1, len(bands)))


def _edges(places: Floats, strength: Floats, pitch: float) -> list[_Edge]:
    """Rules top to bottom, double ones as one. A struck line that falls is seen as two rules, and is one too."""
    edges: list[_Edge] = []
    for at in range(len(places)):
        last = edges[-1] if edges else None
        if last is None or places[at] - places[last.lower] >= THIN * pitch:
            edges.append(_Edge(at, at, float(strength[at])))
        elif strength[at] < WEAK_TWIN * last.strength:
            continue
        elif last.strength < WEAK_TWIN * strength[at]:
            edges[-1] = _Edge(at, at, float(strength[at]))
        else:
            edges[-1] = _Edge(last.upper, at, max(last.strength, float(strength[at])))
    return edges


def _high(band: Band, rules: Rules, middle: float) -> float:
    return float(np.interp(middle, rules.along, band.bottom - band.top))


def _pitch(places: Floats, strength: Floats) -> float:
    """The commonest distance between neighbouring strong rules, 0 where there are none."""
    strong = places[strength >= 0.45] if (strength >= 0.45).sum() >= 3 else places
    if len(strong) < 2:
        return 0.0
    steps = [(step, 1.0) for step in np.diff(strong)]
    # A struck line halves a step; the step over it is whole.
    steps += [(step, 0.5) for step in strong[2:] - strong[:-2]]
    wide = np.array([step for step, _ in steps if step >= 8])
    weight = np.array([share for step, share in steps if step >= 8])
    if not len(wide):
        return 0.0
    votes = [float(weight[np.abs(wide / step - 1) < 0.06].sum()) for step in wide]
    best = wide[int(np.argmax(votes))]
    near = np.abs(wide / best - 1) < 0.06
    return float(np.average(wide[near], weights=weight[near]))


def _chain(edges: list[_Edge], places: Floats, pitch: float) -> list[_Edge]:
    """The rules that earn most together: each by its strength, less what the steps between them cost."""
    gain = [min(1.0, max(0.0, (edge.strength - 0.15) / 0.35)) for edge in edges]
    best = list(gain)
    before = [-1] * len(edges)
    for at, edge in enumerate(edges):
        for earlier in range(at - 1, -1, -1):
            step = _step(edges[earlier], edge, places)
            if step > 6.5 * pitch:
                break
            worth = best[earlier] + gain[at] - _cost(step / pitch)
            if worth > best[at]:
                best[at], before[at] = worth, earlier
    chain = [int(np.argmax(best))]
    while before[chain[-1]] >= 0:
        chain.append(before[chain[-1]])
    return [edges[at] for at in chain[::-1]]


def _step(upper: _Edge, lower: _Edge, places: Floats) -> float:
    """The height of the band between two edges, measured so that a double rule makes neither band too low."""
    return float(places[lower.upper] + places[lower.lower] - places[upper.upper] - places[upper.lower]) / 2


def _cost(steps: float) -> float:
    whole = max(1, round(steps))
    off = abs(steps - whole)
    irregular = IRREGULAR * min(1.0, max(0.0, off - 0.06) / 0.09)
    # However high a heading is, leaving its rule out is worse.
    return (
        irregular + MISSING * (whole - 1) if irregular == 0 else min(0.8, irregular + MISSING * (whole - 1))
    )


def _filled(
    rules: Rules, places: Floats, chain: list[_Edge], pitch: float, order: NDArray[np.intp]
) -> list[Band]:
    """Bands between the chosen rules; where whole rules are missing inside the table they are put in."""
    bands: list[Band] = []
    for place, (upper, lower) in enumerate(pairwise(chain)):
        step = (places[lower.upper] - places[upper.lower]) / pitch
        top, bottom = rules.height[upper.lower], rules.height[lower.upper]
        whole = round(step)
        inside = 0 < place < len(chain) - 2
        parts = whole if whole > 1 and abs(step - whole) < 0.15 and inside else 1
        for part in range(parts):
            high = top + (bottom - top) * (part / parts)
            low = top + (bottom - top) * ((part + 1) / parts)
            rule = int(order[upper.lower]) if part == 0 else -1
            double = part == 0 and upper.lower != upper.upper
            bands.append(Band(high, low, parts > 1, after_double=double, rule=rule))
    return bands
