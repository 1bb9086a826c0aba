"""How ink lies on a page, coarsely: what two pictures of one page have in common, whatever scanner took them."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from db.errors import Expected
from desktop.imaging.cleaning import Grey
from desktop.imaging.ruled import frame
from desktop.imaging.table import look_at

Blocks = NDArray[np.float64]
"""Share of ink (0-1) in each block of a raster."""

Bits = NDArray[np.bool_]

BLANK = 0.012
"""A raster's row or a page with less ink than this share of its blocks has none: dirt and the rests of rules."""


def written(page: Grey) -> tuple[NDArray[np.uint8], NDArray[np.float64], float]:
    """Ink without rules (0 or 255) on a copy of the page, the table's corners on it (4 x 2), and the copy's scale.

    Where no table is, the corners are those of a sheet as wide as the writing and half as high again, from its top.
    """
    look = look_at(page)
    dark = (look.grey < 245 - 45).astype(np.uint8) * 255
    dark[cv2.dilate(look.across, np.ones((5, 1), np.uint8)) > 0] = 0
    dark[cv2.dilate(look.down, np.ones((1, 5), np.uint8)) > 0] = 0
    ink = np.asarray(cv2.medianBlur(dark, 3), dtype=np.uint8)
    try:
        return ink, frame(look), look.scale
    except Expected:
        return ink, _sheet(ink), look.scale


def _sheet(ink: NDArray[np.uint8]) -> NDArray[np.float64]:
    columns, rows = ink.sum(axis=0, dtype=np.float64), ink.sum(axis=1, dtype=np.float64)
    if columns.sum() == 0:
        height, width = ink.shape
        return np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float64)
    left, right = (
        float(np.searchsorted(np.cumsum(columns), share * columns.sum())) for share in (0.005, 0.995)
    )
    top = float(np.searchsorted(np.cumsum(rows), 0.002 * rows.sum()))
    foot = top + 1.5 * max(1.0, right - left)
    return np.array([[left, top], [right, top], [right, foot], [left, foot]])


def blocks(ink: NDArray[np.uint8], corners: NDArray[np.float64], shape: tuple[int, int]) -> Blocks:
    """The share of ink in each block of a raster (rows x columns) laid over a quadrilateral."""
    rows, columns = shape
    fine = 6
    wide, high = columns * fine, rows * fine
    target = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(np.asarray(corners, dtype=np.float32), target)
    flat = cv2.warpPerspective(ink, matrix, (wide, high), flags=cv2.INTER_LINEAR)
    return (
        np.asarray(cv2.resize(flat, (columns, rows), interpolation=cv2.INTER_AREA), dtype=np.float64) / 255.0
    )


def bits_of(shares: Blocks) -> Bits:
    """Which blocks hold ink: more than half of what those with any have in the middle."""
    some = shares[shares > 0.02]
    if some.size < BLANK * shares.size:
        return np.zeros(shares.shape, dtype=np.bool_)
    return np.asarray(shares > max(0.04, 0.5 * float(np.median(some))), dtype=np.bool_)


def to_hex(bits: Bits) -> str:
    """Bits row by row as hex digits."""
    return np.packbits(bits.ravel()).tobytes().hex()


def from_hex(text: str, columns: int) -> Bits:
    """Back from `to_hex`. Raises ValueError for what is none."""
    flat = np.unpackbits(np.frombuffer(bytes.fromhex(text), np.uint8)).astype(np.bool_)
    return np.asarray(flat.reshape(-1, columns), dtype=np.bool_)


def apart(one: Bits, other: Bits, shifts: tuple[int, ...] = (-1, 0, 1)) -> float:
    """The share (0-1) of the ink of both that only one has, at the best small shift sideways; 1 without any ink."""
    best = 1.0
    for shift in shifts:
        moved = np.roll(other, shift, axis=1)
        if shift > 0:
            moved[:, :shift] = False
        elif shift < 0:
            moved[:, shift:] = False
        either = int((one | moved).sum())
        if either:
            best = min(best, 1.0 - int((one & moved).sum()) / either)
    return best
