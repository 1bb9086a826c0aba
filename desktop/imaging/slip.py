"""A slip in place of a page, for what was read on a weapon that stands in no book."""

from __future__ import annotations

import cv2
import numpy as np

from db.model import Quad

WIDTH, LINE = 1240, 90
"""Pixels: A5 wide at 150 dpi, and lines that a hand could write on."""


def slip(mark: str, lines: int) -> tuple[bytes, tuple[Quad, ...], tuple[int, int]]:
    """A white PNG that bears `mark` (ASCII) at its head, a place for each line, and (width, height).

    What was read stands in the record alone: a picture of typed text would pass for evidence.
    """
    height = LINE * (lines + 2)
    grey = np.full((height, WIDTH), 255, np.uint8)
    cv2.putText(grey, mark, (30, LINE - 30), cv2.FONT_HERSHEY_SIMPLEX, 1.2, 0, 2, cv2.LINE_AA)
    done, data = cv2.imencode(".png", grey)
    if not done:
        raise ValueError("a slip that cannot be made a PNG")
    tops = [float(LINE * (at + 1)) for at in range(lines)]
    right = float(WIDTH - 30)
    quads = tuple(((30.0, y), (right, y), (right, y + LINE), (30.0, y + LINE)) for y in tops)
    return data.tobytes(), quads, (WIDTH, height)
