"""Which of the rules that run across part one entry from the next."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from desktop.imaging.rules import Floats, Rules

IRREGULAR = 0.6
"""What a step that fits no multiple of the pitch costs: two of them, as a struck line makes, cost more than a rule
earns; one, as a header makes, costs less."""

MISSING = 0.3
"""What each rule costs that is not seen where the pitch wants one."""

THIN = 0.3
"""A band lower than this share of the pitch is the space inside a double rule."""


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


def bands_of(rules: Rules, middle: float) -> Bands:
    """The bands between rules that make the most regular table. `middle` is the x at which heights are compared."""
    places = rules.at(middle)
    order = np.argsort(places, kind="stable")
    rules, places = rules.only(order), places[order]
    pitch = _pitch(places, rules.strength)
    if len(places) < 2 or pitch <= 0:
        return Bands((), 0.0, 0.0)
    chain = _chain(places, rules.strength, pitch)
    bands = _filled(rules, places, chain, pitch, order)
    usual = sum(abs(_high(band, rules, middle) / pitch - 1) < 0.12 for band in bands)
    return Bands(tuple(bands), pitch, usual / max(1, len(bands)))


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


def _chain(places: Floats, strength: Floats, pitch: float) -> list[int]:
    """The rules that earn most together: each by its strength, less what the steps between them cost."""
    count = len(places)
    gain = np.clip((strength - 0.15) / 0.35, 0.0, 1.0)
    best = gain.copy()
    before = np.full(count, -1)
    for at in range(count):
        for earlier in range(at - 1, -1, -1):
            step = places[at] - places[earlier]
            if step > 6.5 * pitch:
                break
            worth = best[earlier] + gain[at] - _cost(step / pitch)
            if worth > best[at]:
                best[at], before[at] = worth, earlier
    chain = [int(best.argmax())]
    while before[chain[-1]] >= 0:
        chain.append(int(before[chain[-1]]))
    return chain[::-1]


def _cost(steps: float) -> float:
    whole = max(1, round(steps))
    off = abs(steps - whole)
    return IRREGULAR * min(1.0, max(0.0, off - 0.06) / 0.09) + MISSING * (whole - 1)


def _filled(rules: Rules, places: Floats, chain: list[int], pitch: float, order: np.ndarray) -> list[Band]:
    """Bands between the chosen rules; where whole rules are missing inside the table they are put in."""
    bands: list[Band] = []
    double = False
    for upper, lower in pairwise(chain):
        step = (places[lower] - places[upper]) / pitch
        if step < THIN:
            double = True
            continue
        top, bottom = rules.height[upper], rules.height[lower]
        whole = round(step)
        inside = upper != chain[0] and lower != chain[-1]
        parts = whole if whole > 1 and abs(step - whole) < 0.15 and inside else 1
        for part in range(parts):
            high = top + (bottom - top) * (part / parts)
            low = top + (bottom - top) * ((part + 1) / parts)
            rule = int(order[upper]) if part == 0 else -1
            bands.append(Band(high, low, parts > 1, after_double=double and part == 0, rule=rule))
        double = False
    return bands
