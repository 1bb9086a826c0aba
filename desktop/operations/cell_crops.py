"""Pieces of a page's picture, as it came: quick, for looking at many cells of many pages."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from db.model import Quad
from db.store import pages, readings
from desktop.capture.load import decode
from desktop.operations.session import Session

AROUND = 0.15
"""So much of a cell's height is shown around it: writing leaves its box."""


def crops(session: Session, page_id: str, cell_ids: Sequence[str]) -> dict[str, NDArray[np.uint8]]:
    """The cells as grey pictures, 0 black to 255 white. Raises Expected: picture_lost, book_missing, …"""
    page = pages.page(session.store, page_id)
    picture = decode(pages.picture(session.store, page.ledger_id, page.sha256))
    grey = picture if picture.ndim == 2 else picture.mean(axis=2).astype(np.uint8)
    answers = {}
    for cell_id in cell_ids:
        piece = _piece(grey, [readings.cell(session.store, cell_id).quad])
        if piece is not None:
            answers[cell_id] = piece
    return answers


def strip(session: Session, page_id: str, cell_ids: Sequence[str]) -> NDArray[np.uint8] | None:
    """The cells and what lies between them as one grey picture; None where they lie outside. Raises as `crops`."""
    page = pages.page(session.store, page_id)
    picture = decode(pages.picture(session.store, page.ledger_id, page.sha256))
    grey = picture if picture.ndim == 2 else picture.mean(axis=2).astype(np.uint8)
    return _piece(grey, [readings.cell(session.store, cell_id).quad for cell_id in cell_ids])


def _piece(grey: NDArray[np.uint8], quads: Sequence[Quad]) -> NDArray[np.uint8] | None:
    height, width = grey.shape
    xs = [x for quad in quads for x, _ in quad]
    ys = [y for quad in quads for _, y in quad]
    around = AROUND * (max(ys) - min(ys))
    top, bottom = max(0, floor(min(ys) - around)), min(height, ceil(max(ys) + around))
    left, right = max(0, floor(min(xs) - around)), min(width, ceil(max(xs) + around))
    if top >= bottom or left >= right:
        return None
    return np.ascontiguousarray(grey[top:bottom, left:right])
