"""Rules: the long thin lines of a table, followed across the page where they are faint, broken or bent.

Everything here is written for rules that run across; for those that run down, the transposed page is given.

A rule alone is hard to tell from writing where it is faint. All rules of a page together are not: they are parallel
and bend alike. So the page is cut into slices, each slice's rules are seen as a profile, each profile is shifted onto
its neighbours' (which gives the bend), and a rule is what stands in the shifted profiles of most slices.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from desktop.imaging.cleaning import Grey

Floats = NDArray[np.float64]

SLICES = 32
"""How many slices a page is cut into along its rules."""

FOLLOW_PX = 6
"""How far a rule may leave its direction from one slice to the next, in pixels of the look."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Rules that run across, top to bottom. `along` has the x of each slice's middle, and of both edges.

    `height` is rules x places along: the y of each rule; `seen` is as large: the share (0-1) of the slice in
    which the rule is there; `strength` is one figure a rule: `seen` over the better half of the slices.
    """

    along: Floats
    height: Floats
    seen: Floats
    strength: Floats

    def __len__(self) -> int:
        return len(self.strength)

    def only(self, chosen: NDArray[np.bool_] | NDArray[np.intp]) -> Rules:
        """Some of them."""
        return Rules(self.along, self.height[chosen], self.seen[chosen], self.strength[chosen])

    def at(self, x: float) -> Floats:
        """The y of every rule at one x."""
        return np.array([np.interp(x, self.along, line) for line in self.height])


def traces(look: Grey, reach: int) -> NDArray[np.uint8]:
    """Where thin dark things run across for at least `reach` pixels: 1, elsewhere 0.

    `look` is an evenly lit page, some 1800 pixels long. Letters are not so long; a stroke of a rule that is
    broken by now and then is.
    """
    thin = np.asarray(cv2.morphologyEx(look, cv2.MORPH_BLACKHAT, np.ones((9, 1), np.uint8)), dtype=np.uint8)
    noise = float(np.median(thin))
    least = float(np.clip(2.5 * noise + 4, 7, 22))
    # Capped, so that six of seven pixels have to be dark: writing, however black, has wider gaps.
    capped = np.minimum(thin, np.uint8(round(1.25 * least)))
    run = (cv2.boxFilter(capped, -1, (7, 1)) > least).astype(np.uint8)
    found = np.zeros_like(run)
    for fall in (-4, -3, -2, -1, 0, 1, 2, 3, 4):
        stroke = np.zeros((2 * abs(fall) + 1, reach), np.uint8)
        ys = np.linspace(abs(fall) - fall / 2, abs(fall) + fall / 2, reach).round().astype(int)
        stroke[ys, np.arange(reach)] = 1
        found |= np.asarray(cv2.morphologyEx(run, cv2.MORPH_OPEN, stroke), dtype=np.uint8)
    return found


def find_rules(trace: NDArray[np.uint8], least_strength: float) -> Rules:
    """The rules in a map of traces. `least_strength` is the share of the better half of the slices they stand in."""
    height, width = trace.shape
    edges = np.linspace(0, width, SLICES + 1).round().astype(int)
    sums = np.add.reduceat(trace, edges[:-1], axis=1, dtype=np.float64)
    profiles = (sums / np.diff(edges)).T.astype(np.float64)
    along = (edges[:-1] + edges[1:] - 1) / 2.0
    shift = smooth(_bend(profiles).T, np.ones(SLICES), 3.0).T
    ys = np.arange(height, dtype=np.float64)
    straight = np.array([np.interp(ys + shift[at], ys, profiles[at]) for at in range(SLICES)])
    better = np.sort(straight, axis=0)[SLICES // 2 :].mean(axis=0)
    better = np.convolve(better, [0.25, 0.5, 0.25], mode="same")
    tops = _tops(better, least_strength)
    lines = np.array([top + shift[:, round(top)] for top in tops]).reshape(len(tops), SLICES)
    seen = np.array([straight[:, max(0, top - 1) : top + 2].max(axis=1) for top in tops]).reshape(lines.shape)
    for at in range(SLICES):
        # What the rule itself does beyond the common bend is smooth, and only known where the rule is seen.
        lines[:, at] = _centred(profiles[at], lines[:, at])
    for at, top in enumerate(tops):
        own = lines[at] - top - shift[:, top]
        lines[at] = top + shift[:, top] + smooth(own, seen[at] ** 2 + 0.02, 60.0)
    return _to_the_edges(Rules(along, lines, seen, better[tops] if len(tops) else np.empty(0)), width)


def _to_the_edges(rules: Rules, width: int) -> Rules:
    """The rules with one more point at either edge of the map, on the line through the two points next to it."""
    along = np.concatenate([[0.0], rules.along, [width - 1.0]])
    first, second, last = rules.height[:, 0], rules.height[:, 1], rules.height[:, -1]
    step = rules.along[1] - rules.along[0]
    left = first - (second - first) * rules.along[0] / step
    right = last + (last - rules.height[:, -2]) * (width - 1.0 - rules.along[-1]) / step
    seen = np.pad(rules.seen, ((0, 0), (1, 1)), mode="edge")
    return Rules(along, np.column_stack([left, rules.height, right]), seen, rules.strength)


def _bend(profiles: Floats) -> Floats:
    """For every slice and every y of the reference slice, how far the rules have moved: slices x height."""
    count, height = profiles.shape
    windows = max(1, min(8, height // 150))
    middle = int(profiles[count // 4 : 3 * count // 4].sum(axis=1).argmax()) + count // 4
    shift = np.zeros((count, height))
    for step in (1, -1):
        template = profiles[middle].copy()
        before = np.zeros(height)
        slope = np.zeros(height)
        stop = count if step > 0 else -1
        for at in range(middle + step, stop, step):
            guess = before + 0.8 * slope
            guess += _misfit(template, profiles[at], guess, windows)
            slope = guess - before if at != middle + step else 0.5 * (guess - before)
            before = guess
            shift[at] = guess
            ys = np.arange(height)
            template = 0.75 * template + 0.5 * np.interp(ys + guess, ys, profiles[at])
    return shift


def _misfit(template: Floats, profile: Floats, guess: Floats, windows: int) -> Floats:
    """By how much the guess is off, as a smooth function of y (a parabola at most)."""
    height = len(template)
    ys = np.arange(height)
    tries = np.arange(-FOLLOW_PX, FOLLOW_PX + 1)
    soft = np.convolve(profile, np.ones(3) / 3, mode="same")
    score = np.array([template * np.interp(ys + guess + by, ys, soft) for by in tries])
    bounds = np.linspace(0, height, windows + 1).astype(int)
    places, offs, weights = [], [], []
    for top, bottom in pairwise(bounds):
        total = score[:, top:bottom].sum(axis=1)
        best = int(total.argmax())
        if total[best] <= 0.05:
            continue
        off = float(tries[best])
        if 0 < best < len(tries) - 1:
            low, mid, high = total[best - 1], total[best], total[best + 1]
            off += 0.5 * (low - high) / max(1e-9, 2 * mid - low - high) if 2 * mid > low + high else 0.0
        places.append((top + bottom) / 2 / height - 0.5)
        offs.append(off)
        weights.append(float(total[best] - np.median(total)) + 1e-3)
    if not places:
        return np.zeros(height)
    # A little weight on "no change" keeps slices with hardly any rule from leading the fit astray.
    design = np.vander(np.array(places), 3)
    weight = np.array(weights)
    pull = np.diag([0.5, 0.25, 0.05]) * max(0.2, weight.mean())
    solved = np.linalg.solve(
        design.T @ (design * weight[:, None]) + pull, design.T @ (weight * np.array(offs))
    )
    return np.asarray(np.vander(ys / height - 0.5, 3) @ solved, dtype=np.float64)


def _tops(profile: Floats, least: float, apart: int = 4) -> list[int]:
    """Places of the local maxima of at least `least`, the weaker of two that are too close left out."""
    order = np.argsort(profile)[::-1]
    free = np.ones(len(profile), dtype=bool)
    tops: list[int] = []
    for place in order:
        if profile[place] < least:
            break
        if free[place]:
            tops.append(int(place))
            free[max(0, place - apart) : place + apart + 1] = False
    return sorted(tops)


def _centred(profile: Floats, lines: Floats) -> Floats:
    """Each line moved to the middle of what is dark within two pixels of it; left where nothing is."""
    around = np.arange(-2, 3)
    at = np.clip(lines.round().astype(int)[:, None] + around[None, :], 0, len(profile) - 1)
    weight = profile[at]
    total = weight.sum(axis=1)
    middle = (weight * at).sum(axis=1) / np.maximum(total, 1e-9)
    return np.where(total > 0.3, middle, lines)


def smooth(values: Floats, weight: Floats, stiffness: float) -> Floats:
    """Whittaker's smoother along the last axis: near the values where they weigh, without kinks where they do not."""
    count = values.shape[-1]
    second = np.diff(np.eye(count), 2, axis=0)
    system = np.diag(weight) + stiffness * second.T @ second
    return np.asarray(np.linalg.solve(system, (values * weight).T).T, dtype=np.float64)
