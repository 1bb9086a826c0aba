"""Whether two pictures show the same page, and which of its rows are which."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from desktop.imaging.cleaning import GreyPage
from desktop.imaging.grid import Grid, GridRow
from desktop.imaging.inkmap import BLANK, Bits, apart, bits_of, blocks, from_hex, to_hex, written
from desktop.imaging.lighting import small

SAME_PAGE_AT_MOST = 400
"""Two pages whose likeness differs by at most so many thousandths are probably the same page."""

PAGE = (48, 96)
"""Blocks of a page's raster, rows x columns: some five millimetres high and two wide, about a letter."""

ROW = (4, 96)
"""Blocks of one entry's raster."""

FAR = 1000

SAME_ROW = 0.48
"""Rows whose ink differs by more than this share are not one row. Two scans of a row differ by some 0.2, other rows
of the same book by 0.65."""


def likeness(page: GreyPage) -> str:
    """A perceptual hash as hex digits: near for a rescan and for the same page with more lines filled in.

    It holds where ink is, laid out from the corners of the table, without the rules, which all pages of a book share.
    """
    ink, corners, _ = written(page)
    return to_hex(bits_of(blocks(ink, corners, PAGE)))


def likeness_distance(one: str, other: str) -> int:
    """By how many thousandths two hashes differ, over the heights at which both pages have writing.

    1000 where no such heights are. Raises ValueError when they are not two of one kind.
    """
    if len(one) != len(other):
        raise ValueError("likenesses of two different kinds")
    first, second = from_hex(one, PAGE[1]), from_hex(other, PAGE[1])
    return round(min(_apart(first, np.roll(second, shift, axis=0)) for shift in (-1, 0, 1)) * FAR)


def _apart(one: Bits, other: Bits) -> float:
    """Compared only where both have writing: lines that one page has more do not make it another page."""
    both = _inky(one) & _inky(other)
    if both.sum() < 2:
        return 1.0
    return apart(one[both], other[both])


def _inky(bits: Bits) -> NDArray[np.bool_]:
    return np.asarray(bits.sum(axis=1) >= max(2, round(2 * BLANK * bits.shape[1])), dtype=np.bool_)


def row_signatures(page: GreyPage, grid: Grid) -> tuple[str, ...]:
    """One hash a row of how its ink lies; "" for a row without ink."""
    look = small(page, 2000)
    scale = look.shape[0] / page.shape[0]
    ink = np.asarray(cv2.medianBlur((look < 245 - 45).astype(np.uint8) * 255, 3), dtype=np.uint8)
    return tuple(_signature(ink, scale, row) for row in grid.rows)


def _signature(ink: NDArray[np.uint8], scale: float, row: GridRow) -> str:
    """Cell by cell, a little inside its rules, so that those do not count."""
    boxes = np.array(row.boxes, dtype=np.float64) * scale
    width = boxes[:, 2] - boxes[:, 0]
    ends = np.round(np.r_[0, np.cumsum(width)] / width.sum() * ROW[1]).astype(int)
    shares = np.zeros(ROW)
    for place, (left, top, right, bottom) in enumerate(boxes):
        if ends[place + 1] > ends[place]:
            inset = min(0.12 * (bottom - top), 0.2 * (right - left))
            x0, x1, y0, y1 = left + inset, right - inset, top + inset, bottom - inset
            corners = np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]])
            shares[:, ends[place] : ends[place + 1]] = blocks(
                ink, corners, (ROW[0], int(ends[place + 1] - ends[place]))
            )
    bits = bits_of(shares)
    return to_hex(bits) if bits.any() else ""


def align_rows(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[int, ...]:
    """For each new row the place (from 0) of the old row that it is a picture of, -1 for a row that is new.

    Both are read from the top and no row overtakes another (dynamic programming over what rows have in common). A row
    without ink is the picture of an old one without ink, never of one with.
    """
    gain = _gains(old, new)
    count, wanted = gain.shape
    best = np.zeros((count + 1, wanted + 1))
    for above in range(count - 1, -1, -1):
        for place in range(wanted - 1, -1, -1):
            skip = max(best[above + 1, place], best[above, place + 1])
            best[above, place] = max(skip, best[above + 1, place + 1] + gain[above, place])
    answer = [-1] * wanted
    above = place = 0
    while above < count and place < wanted:
        if gain[above, place] > 0 and best[above, place] == best[above + 1, place + 1] + gain[above, place]:
            answer[place] = above
            above, place = above + 1, place + 1
        elif best[above, place] == best[above + 1, place]:
            above += 1
        else:
            place += 1
    return tuple(answer)


def _gains(old: tuple[str, ...], new: tuple[str, ...]) -> NDArray[np.float64]:
    """What is gained by taking a new row for an old one: more the more alike, nothing where they are not."""
    gain = np.zeros((len(old), len(new)))
    before = [from_hex(text, ROW[1]) if text else None for text in old]
    after = [from_hex(text, ROW[1]) if text else None for text in new]
    for above, one in enumerate(before):
        for place, other in enumerate(after):
            if one is None or other is None:
                # Blank rows say nothing of where they are but by their place among the others.
                gain[above, place] = 0.01 if one is other else 0.0
            else:
                gain[above, place] = max(0.0, SAME_ROW - apart(one, other))
    return gain
