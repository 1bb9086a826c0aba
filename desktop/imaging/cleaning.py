"""What was done to a picture to make a page of it, as parameters: the picture itself is never changed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from db.model import Point, Quad

Grey = NDArray[np.uint8]
"""One channel: height x width, 0 black, 255 white."""

Picture = NDArray[np.uint8]
"""Upright picture as it came: height x width (grey) or height x width x 3 (red, green, blue)."""

GreyPage = Grey
"""Straightened, evenly lit page: height x width, ink dark, paper near 245."""


@dataclass(frozen=True, slots=True)
class Cleaning:
    """How the page lies in its picture.

    `transform` is the 3 x 3 homography, row by row, that takes a point of the upright picture to the page.
    `skew_degrees` is the turn that was taken out, positive where the writing falls to the right.
    """

    skew_degrees: float
    transform: tuple[float, ...]
    page_width: int
    page_height: int
    picture_width: int
    picture_height: int
    perspective: bool = False  # a photograph: the transform is more than a turn

    def to_json(self) -> str:
        """As it is kept with the page."""
        return json.dumps(asdict(self), separators=(",", ":"))

    @staticmethod
    def from_json(text: str) -> Cleaning:
        """Back from `to_json`. Raises ValueError, KeyError or TypeError for anything else."""
        values = json.loads(text)
        values["transform"] = tuple(float(value) for value in values["transform"])
        if len(values["transform"]) != 9:
            raise ValueError("a homography has nine numbers")
        return Cleaning(**values)

    def matrix(self) -> NDArray[np.float64]:
        """Picture to page, 3 x 3."""
        return np.array(self.transform, dtype=np.float64).reshape(3, 3)

    def to_page(self, points: Sequence[Point]) -> list[Point]:
        """Points of the upright picture as points of the page."""
        return apply(self.matrix(), points)

    def to_picture(self, points: Sequence[Point]) -> list[Point]:
        """Points of the page as points of the upright picture."""
        return apply(np.asarray(np.linalg.inv(self.matrix()), dtype=np.float64), points)

    def quad_to_page(self, quad: Quad) -> Quad:
        """A cell of the picture on the page."""
        first, second, third, fourth = self.to_page(quad)
        return first, second, third, fourth

    def quad_to_picture(self, quad: Quad) -> Quad:
        """A cell of the page on the picture."""
        first, second, third, fourth = self.to_picture(quad)
        return first, second, third, fourth


def apply(matrix: NDArray[np.float64], points: Sequence[Point]) -> list[Point]:
    """Points through a homography."""
    flat = np.column_stack([np.asarray(points, dtype=np.float64).reshape(-1, 2), np.ones(len(points))])
    moved = flat @ matrix.T
    return [(float(x / w), float(y / w)) for x, y, w in moved]
