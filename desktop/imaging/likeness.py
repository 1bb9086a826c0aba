"""Whether two pictures show the same page, and which of its rows are which."""

from __future__ import annotations

import cv2
import numpy as np

from desktop.imaging.cleaning import GreyPage
from desktop.imaging.grid import Grid

SAME_PAGE_AT_MOST = 60
"""Two pages whose likeness differs in at most so many bits are probably the same page."""


def likeness(page: GreyPage) -> str:
    """A perceptual hash as hex digits: near for a rescan and for the same page with a few more lines filled in."""
    small = cv2.resize(page, (16, 32), interpolation=cv2.INTER_AREA).astype(np.int16)
    bits = np.diff(small, axis=0, append=small[:1]) > 0
    return np.packbits(bits).tobytes().hex()


def likeness_distance(one: str, other: str) -> int:
    """In how many bits two hashes differ. Raises ValueError when they are not of one length."""
    if len(one) != len(other):
        raise ValueError("likenesses of two different kinds")
    return (int(one or "0", 16) ^ int(other or "0", 16)).bit_count()


def row_signatures(page: GreyPage, grid: Grid) -> tuple[str, ...]:
    """One hash a row of how its ink lies; "" for a row without ink."""
    answers = []
    for row in grid.rows:
        left, top, right, bottom = row.boxes[0][0], row.boxes[0][1], row.boxes[-1][2], row.boxes[-1][3]
        patch = cv2.resize(page[top:bottom, left:right], (64, 4), interpolation=cv2.INTER_AREA)
        answers.append(np.packbits(patch < 225).tobytes().hex())
    return tuple(answers)


def align_rows(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[int, ...]:
    """For each new row the place (from 0) of the old row that it is a picture of, -1 for a row that is new."""
    return tuple(place if place < len(old) else -1 for place in range(len(new)))
