"""The ruled table of a page: where it lies, its rules across and down, and how well each cell's sides are seen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from desktop.imaging.cleaning import Grey
from desktop.imaging.rules import Floats, Rules, find_rules, traces

LOOK = 2000
"""Rules are looked for on a copy of the page that is this long: at 300 dpi a rule is then one to three pixels wide,
and 400 dpi cost no more."""

REACH = 25
"""Traces are at least this long on the look: longer than a letter is wide."""

WEAK, STRONG = 0.2, 0.45
"""A line of writing reaches 0.1, a rule of which a third is lost or hardly darker than the paper 0.6."""


@dataclass(frozen=True, slots=True)
class Look:
    """The page at the size in which rules are looked for. `scale`: look pixels per page pixel."""

    grey: Grey
    scale: float
    across: NDArray[np.uint8]  # traces of rules that run across
    down: NDArray[np.uint8]  # traces of rules that run down


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of x on the look that one table (or one page of a spread) takes.

    Rules across are seen from `left` to `right`; the outermost rules down may lie a little beyond, not past `low` and
    `high`.
    """

    left: int
    right: int
    low: float = 0.0
    high: float = 0.0


def look_at(page: Grey) -> Look:
    """Prepare a page."""
    scale = min(2.0, LOOK / max(page.shape))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    size = (max(1, round(page.shape[1] * scale)), max(1, round(page.shape[0] * scale)))
    grey = np.asarray(cv2.resize(page, size, interpolation=how), dtype=np.uint8)
    upright = np.ascontiguousarray(grey.T)
    return Look(grey, scale, traces(grey, REACH), np.ascontiguousarray(traces(upright, REACH).T))


def spans(look: Look, *, spread: bool) -> list[Span]:
    """Where rules run across: one stretch, or two for a spread whose gutter parts them; none without such rules."""
    width = look.across.shape[1]
    crossed = np.diff(look.across, axis=0, prepend=0) == 1
    density = crossed.sum(axis=0).astype(np.float64)
    density = np.convolve(density, np.ones(25) / 25, mode="same")
    usual = float(np.percentile(density, 75))
    if usual < 2.5:
        return []
    on = np.flatnonzero(density >= 0.35 * usual)
    gap = np.flatnonzero(np.diff(on) > 1)
    starts, ends = on[np.r_[0, gap + 1]], on[np.r_[gap, len(on) - 1]]
    found = [Span(int(left), int(right)) for left, right in zip(starts, ends, strict=True)]
    found = [span for span in _joined(found, width * 0.012) if span.right - span.left > width * 0.05]
    if not found:
        return []
    whole = Span(found[0].left, found[-1].right)
    margin = 26.0
    low, high = whole.left - margin, whole.right + margin
    middle = (whole.left + whole.right) / 2
    cuts = [(a.right + b.left) / 2 for a, b in pairwise(found)] if spread else []
    best = min(range(len(cuts)), key=lambda at: abs(cuts[at] - middle), default=-1)
    if best < 0 or abs(cuts[best] - middle) > 0.25 * (whole.right - whole.left):
        return [replace(whole, low=low, high=high)]
    # The fold lies half-way between the pages' tables, and is none of their rules.
    left, right = found[best].right, found[best + 1].left
    fold, half = (left + right) / 2, max(2.0, 0.15 * (right - left))
    return [Span(whole.left, left, low, fold - half), Span(right, whole.right, fold + half, high)]


def _joined(found: list[Span], gap: float) -> list[Span]:
    answer: list[Span] = []
    for span in found:
        if answer and span.left - answer[-1].right <= gap:
            answer[-1] = Span(answer[-1].left, span.right)
        else:
            answer.append(span)
    return answer


def rules_across(look: Look, span: Span) -> Rules:
    """Rules across one span; slices have x of the look."""
    pad = 12
    left, right = max(0, span.left - pad), min(look.across.shape[1], span.right + pad)
    rules = find_rules(np.ascontiguousarray(look.across[:, left:right]), WEAK)
    return Rules(rules.along + left, rules.height, rules.seen, rules.strength)


def rules_down(look: Look, top: int, bottom: int) -> Rules:
    """Rules down between two heights of the look: `along` is y, `height` is x."""
    top, bottom = max(0, top), min(look.down.shape[0], bottom)
    rules = find_rules(np.ascontiguousarray(look.down[top:bottom].T), WEAK)
    return Rules(rules.along + top, rules.height, rules.seen, rules.strength)


def covered(trace: NDArray[np.uint8], along: Floats, line: Floats, reach: int = 2) -> NDArray[np.bool_]:
    """For every pixel along a line that runs down the map, whether a trace is within `reach` of it."""
    height, width = trace.shape
    ys = np.arange(height)
    at = np.interp(ys, along, line).round().astype(int)[:, None] + np.arange(-reach, reach + 1)[None, :]
    inside = (at >= 0) & (at < width)
    near = (trace[ys[:, None], np.clip(at, 0, width - 1)] > 0) & inside
    return np.asarray(near.any(axis=1), dtype=np.bool_)


def crossing(across: Rules, line: int | Floats, down: Rules, column: int | Floats) -> tuple[float, float]:
    """Where a rule across (its place, or its y in each slice) meets a rule down (its place, or its x)."""
    ys = across.height[line] if isinstance(line, int) else line
    xs = down.height[column] if isinstance(column, int) else column
    y = float(ys[len(ys) // 2])
    x = 0.0
    for _ in range(4):
        x = float(np.interp(y, down.along, xs))
        y = float(np.interp(x, across.along, ys))
    return x, y
