"""How the lines of a page run: where the paper bends, what stands on one line is not at one height.

A page without rules across still has written lines. Their upper and lower edges, and what rules there are, are
followed across the page as rules are, and everything between them follows from its neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from desktop.imaging.cleaning import Grey
from desktop.imaging.rules import Floats, Rules, find_rules
from desktop.imaging.table import Look

INK = 60
"""How much darker than paper (245) ink is on a look: thin strokes are paler there than on the page."""

SEEN = 0.3
"""Share of the slices' better half in which a line's edge has to be seen."""


@dataclass(frozen=True, slots=True)
class Levels:
    """`along` has the x of the places where heights are known; `height` is levels x places, from top to bottom.

    The level of a point is the height at which its line crosses the middle of the page.
    """

    along: Floats
    height: Floats

    def y_at(self, level: float, x: float) -> float:
        """The height, at one x, of the line with this level."""
        middle = self.height[:, self.height.shape[1] // 2]
        heights = np.array([np.interp(level, middle, column) for column in self.height.T])
        shift = heights - np.clip(level, middle[0], middle[-1])
        return level + float(np.interp(x, self.along, shift))

    def level_of(self, x: float, y: float) -> float:
        """The level of a point."""
        line = np.array([np.interp(x, self.along, row) for row in self.height])
        middle = self.height[:, self.height.shape[1] // 2]
        return y + float(np.interp(y, line, middle) - np.clip(y, line[0], line[-1]))

    def flattened(self, picture: Grey, around: int = 255) -> Grey:
        """The look, or a map as large, with all its lines level; `around` is what comes in from outside."""
        height, width = picture.shape
        middle = self.height[:, self.height.shape[1] // 2]
        ys = np.arange(height, dtype=np.float64)
        at_places = np.array([np.interp(ys, middle, column) for column in self.height.T])
        at_places += ys - np.clip(ys, middle[0], middle[-1])
        weight = _between(self.along, width)
        down = (at_places.T @ weight).astype(np.float32)
        across = np.broadcast_to(np.arange(width, dtype=np.float32), (height, width)).copy()
        flat = cv2.remap(
            picture, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=(around,)
        )
        return np.asarray(flat, dtype=np.uint8)


def _between(along: Floats, width: int) -> Floats:
    """Weights that carry values at places to every x by straight lines: places x width."""
    unit = np.eye(len(along))
    xs = np.arange(width, dtype=np.float64)
    return np.array([np.interp(xs, along, row) for row in unit])


def levels_of(look: Look) -> Levels:
    """The levels of a page; level with the page's edge where too little is written to say."""
    height, width = look.grey.shape
    lines = find_rules(_marks(look), SEEN)
    ends = [(0.0, 0.0), (float(height), float(height))]
    if len(lines) >= 3:
        rules = _in_order(lines)
        # What is above the first line runs as it does, and what is below the last as that.
        first, last = rules.height[0], rules.height[-1]
        middle = rules.height.shape[1] // 2
        rows = [first - first[middle], *rules.height, last + (height - last[middle])]
        return Levels(rules.along, np.array(rows))
    return Levels(np.array([0.0, width - 1.0]), np.array(ends))


def _marks(look: Look) -> NDArray[np.uint8]:
    """Written lines as bars, with the rules across, without those that run down."""
    ink = (look.grey < 245 - INK).astype(np.uint8)
    ink[cv2.dilate(look.down, np.ones((1, 3), np.uint8)) > 0] = 0
    bars = np.asarray(cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, 9), np.uint8)), dtype=np.uint8)
    return np.asarray(bars | look.across, dtype=np.uint8)


def _in_order(lines: Rules) -> Rules:
    """Lines top to bottom that nowhere cross: of two that do the weaker goes."""
    rules = lines.only(np.argsort(lines.height.mean(axis=1), kind="stable"))
    keep = np.ones(len(rules), dtype=np.bool_)
    for at in np.argsort(rules.strength, kind="stable"):
        kept = np.flatnonzero(keep)
        place = int(np.flatnonzero(kept == at)[0])
        above = kept[place - 1] if place > 0 else None
        below = kept[place + 1] if place + 1 < len(kept) else None
        crosses = (above is not None and (rules.height[above] + 0.5 > rules.height[at]).any()) or (
            below is not None and (rules.height[at] + 0.5 > rules.height[below]).any()
        )
        keep[at] = not crosses
    return rules.only(keep)
