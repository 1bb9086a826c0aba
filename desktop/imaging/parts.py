"""Which pieces of ink in an entry's strip belong to the entry, and which of them to which cell."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from desktop.imaging.strips import Strip, gaps
from desktop.imaging.unrule import Dark, Ink, Rule, between_letters, rule_near, stand_alone

Mask = NDArray[np.bool_]
Labels = NDArray[np.int32]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Parts:
    """Connected pieces of ink. `labels` is as large as the strip, 0 for paper; the arrays have one value a label.

    `box` is n x 4 (left, top, right, bottom), `area` in pixels (0 for paper and for what is left of a rule), `middle`
    n x 2 (x, y).
    `rules` are the pixels that were taken for rules, `line` all those of the line through a struck entry.
    """

    labels: Labels
    box: NDArray[np.int64]
    area: Floats
    middle: Floats
    rules: Mask
    line: Mask


def parts_of(strip: Strip, ink: Ink, *, struck: bool = False) -> Parts:
    """Find the pieces after the rules are taken out, and the line through the entry where it is `struck`."""
    dark = np.asarray(cv2.subtract(np.full_like(strip.grey, 245), strip.grey), dtype=np.uint8)
    rules, zones, line = _rules(dark, strip, ink, struck=struck)
    inky = ((dark > ink.least) & ~rules).astype(np.uint8)
    count, labels, stats, middles = cv2.connectedComponentsWithStats(inky, connectivity=8)
    box = np.asarray(stats[:, :4], dtype=np.int64).reshape(count, 4).copy()
    box[:, 2:] += box[:, :2]
    area = np.asarray(stats[:, 4], dtype=np.float64).copy()
    area[0] = 0.0
    # What is left of a rule lies where rules lie, all but the fringe of it.
    within = np.bincount(labels[zones], minlength=count)
    area[within > 0.6 * area] = 0.0
    return Parts(
        np.asarray(labels, dtype=np.int32), box, area, np.asarray(middles, dtype=np.float64), rules, line
    )


def _rules(dark: Dark, strip: Strip, ink: Ink, *, struck: bool) -> tuple[Mask, Mask, Mask]:
    """Pixels that are rules alone, all that rules take, and all that the line through a struck entry takes."""
    room = strip.height
    reach = max(5, round(0.1 * room))
    level = [rule_near(dark, ink, at, max(3, reach // 2), room) for at in _levels(dark, strip, ink, reach)]
    upright = np.ascontiguousarray(dark.T)
    places = sorted({place for gap in gaps(strip) for place in gap})
    steep = [_upright_near(upright, ink, at, reach, room) for at in places]
    across, down = np.zeros(dark.shape, dtype=np.bool_), np.zeros(dark.shape, dtype=np.bool_)
    for rule in level:
        if rule is not None:
            across |= rule.zone(dark.shape)
    for found in steep:
        if found is not None:
            first, last, rule = found
            down[:, first:last] |= rule.zone((last - first, dark.shape[0])).T
    alone = across & down
    for rule in level:
        if rule is not None:
            alone |= stand_alone(dark, ink, rule, room, down)
    for found in steep:
        if found is not None:
            first, last, rule = found
            other = np.ascontiguousarray(across[:, first:last].T)
            alone[:, first:last] |= stand_alone(upright[first:last], ink, rule, room, other).T
    line = rule_near(dark, ink, (strip.top + strip.bottom) // 2, round(0.32 * room), room) if struck else None
    if line is not None:
        alone |= between_letters(dark, ink, line, room, across | down)
    return (
        alone,
        across | down,
        np.zeros(dark.shape, dtype=np.bool_) if line is None else line.zone(dark.shape),
    )


def _upright_near(upright: Dark, ink: Ink, at: int, reach: int, room: int) -> tuple[int, int, Rule] | None:
    first, last = max(0, at - 3 * reach), min(len(upright), at + 3 * reach + 1)
    rule = rule_near(upright[first:last], ink, at - first, reach, room)
    return None if rule is None else (first, last, rule)


def _levels(dark: Dark, strip: Strip, ink: Ink, reach: int) -> list[int]:
    """Heights of rules at and beyond the entry's edges: where long runs are, and its own two edges anyway."""
    long = max(30, strip.height)
    low = (dark > max(12.0, 3.5 * ink.noise)).astype(np.uint8)
    answer = []
    for edge, first, last in (
        (strip.top, 0, strip.top + reach),
        (strip.bottom, strip.bottom - reach, len(dark)),
    ):
        runs = cv2.morphologyEx(low[first:last], cv2.MORPH_OPEN, np.ones((1, long), np.uint8))
        share = np.asarray(runs.mean(axis=1), dtype=np.float64)
        tops = _tops(share)
        answer += [first + top for top in tops] or [edge]
    return answer


def _tops(share: Floats) -> list[int]:
    """The middles of the stretches in which a rule is seen, the parts of a double one by themselves."""
    answer = []
    left = share.copy()
    while len(left) and left.max() > 0.25:
        top = int(left.argmax())
        upper = lower = top
        while upper > 0 and 0 < left[upper - 1] <= left[upper]:
            upper -= 1
        while lower + 1 < len(left) and 0 < left[lower + 1] <= left[lower]:
            lower += 1
        answer.append(top)
        left[upper : lower + 1] = 0.0
    return answer


def belonging(parts: Parts, strip: Strip) -> Mask:
    """For each label whether it is this entry's: its middle lies between the rules, or it goes with a letter that is.

    A comma that hangs into the next entry goes with its word, the dot of an i of the next entry with its own.
    """
    y = parts.middle[:, 1]
    inside = (y >= strip.top) & (y < strip.bottom) & (parts.area > 0)
    high = parts.box[:, 3] - parts.box[:, 1]
    room = strip.height
    big = (high >= 0.25 * room) & (parts.area > 0)
    fringe = 0.3 * min(room, strip.top / 0.45 if strip.top else room)
    doubtful = ~big & (parts.area > 0) & (parts.box[:, 2] - parts.box[:, 0] < 0.8 * room)
    doubtful &= (np.abs(y - strip.top) < fringe) | (np.abs(y - strip.bottom) < fringe)
    large = np.flatnonzero(big)
    if not len(large):
        return np.asarray(inside, dtype=np.bool_)
    for label in np.flatnonzero(doubtful):
        nearest, far = _nearest(parts.box[label], parts.box[large])
        if far < 0.35 * room:
            inside[label] = inside[large[nearest]]
    return np.asarray(inside, dtype=np.bool_)


def _nearest(box: NDArray[np.int64], boxes: NDArray[np.int64]) -> tuple[int, float]:
    across = np.maximum(0, np.maximum(boxes[:, 0] - box[2], box[0] - boxes[:, 2]))
    down = np.maximum(0, np.maximum(boxes[:, 1] - box[3], box[1] - boxes[:, 3]))
    # A dot stands over or under its letter, a comma beside it: sideways counts double.
    far = np.hypot(2.0 * across, down)
    nearest = int(far.argmin())
    return nearest, float(far[nearest])


def kept_of(parts: Parts, strip: Strip) -> Mask:
    """Pixels of the entry's own ink. What is grown together with the neighbours' is parted at the rule."""
    own = belonging(parts, strip)
    kept = np.take(own, parts.labels)
    room = strip.height
    height = parts.labels.shape[0]
    touches_top = parts.box[:, 1] <= 0
    touches_foot = parts.box[:, 3] >= height
    reaches_in = (
        np.minimum(parts.box[:, 3], strip.bottom) - np.maximum(parts.box[:, 1], strip.top) > 0.3 * room
    )
    for label in np.flatnonzero((touches_top | touches_foot) & reaches_in & (parts.area > 0)):
        left, top, right, bottom = parts.box[label]
        piece = parts.labels[top:bottom, left:right] == label
        rows = np.arange(top, bottom)
        core = (rows >= strip.top) & (rows < strip.bottom)
        kept[top:bottom, left:right] = np.where(piece, core[:, None], kept[top:bottom, left:right])
    return np.asarray(kept, dtype=np.bool_)


def cuts(kept: Mask, strip: Strip) -> list[int]:
    """Where to part the entry's ink into cells: at the rules, or at the space nearest to one that writing runs over.

    One x a side, both ends of the entry included.
    """
    filled = np.asarray(kept[strip.top : strip.bottom].any(axis=0), dtype=np.bool_)
    room = strip.height
    answer = []
    for left, right in gaps(strip):
        edge = (left + right) // 2
        reach = min(round(0.8 * room), round(0.45 * _narrowest(strip, edge)))
        answer.append(_cut(filled, left, right, reach, 0.6 * room))
    return answer


def _narrowest(strip: Strip, edge: int) -> int:
    """Width of the narrower of the cells at an edge."""
    return min(right - left for left, right in strip.sides if right >= edge - 30 and left <= edge + 30)


def _cut(filled: Mask, left: int, right: int, reach: int, most: float) -> int:
    """The middle of the empty stretch that is wide and near: a pixel of distance costs about one of width."""
    first, last = max(0, left - reach), min(len(filled), right + reach)
    window = np.r_[True, filled[first:last], True]
    starts = np.flatnonzero(window[:-1] & ~window[1:]) + first
    ends = np.flatnonzero(~window[:-1] & window[1:]) + first
    best, place = -1e9, (left + right) // 2
    for start, end in zip(starts, ends, strict=True):
        wide = min(most, float(end - start))
        away = max(0.0, float(start) - right, left - float(end))
        worth = wide - 0.9 * away
        if worth > best:
            best = worth
            place = int(np.clip((left + right) // 2, start, end))
    return place
