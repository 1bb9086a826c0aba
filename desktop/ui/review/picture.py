"""From the cleaned page to what the strip paints. Made in a lane: scaling a page takes longer than a key press may."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage

from desktop.operations.views import PagePicture

MARGIN_PX = 24
"""Pixels of paper shown beside the table, on each side."""


@dataclass(frozen=True, slots=True)
class StripPicture:
    """The table's part of the page, scaled to the width of the view. Boxes are in its own points."""

    image: QImage
    boxes: Mapping[str, QRectF]  # cell id -> place in points
    scale: float  # points a pixel of the cleaned page
    width: float  # points
    height: float


def as_image(grey: NDArray[np.uint8]) -> QImage:
    """A grey array as a QImage of its own memory: numpy's buffer is only borrowed, so it is copied."""
    rows = np.ascontiguousarray(grey)
    height, width = rows.shape
    return QImage(rows.data, width, height, width, QImage.Format.Format_Grayscale8).copy()


def fitted(picture: PagePicture, view_width: int, zoom: float, ratio: float) -> StripPicture:
    """The page scaled so that its table fills `view_width` points at zoom 1, on a screen of `ratio` pixels a point."""
    height, width = picture.grey.shape
    boxes = picture.boxes.values()
    left = max(0, min((box[0] for box in boxes), default=0) - MARGIN_PX)
    right = min(width, max((box[2] for box in boxes), default=width) + MARGIN_PX)
    scale = max(view_width, 100) / max(right - left, 1) * zoom
    crop = as_image(picture.grey[:, left:right])
    size = QSize(round((right - left) * scale * ratio), round(height * scale * ratio))
    image = crop.scaled(
        size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    image.setDevicePixelRatio(ratio)
    placed = {
        cell_id: QRectF(
            (box[0] - left) * scale, box[1] * scale, (box[2] - box[0]) * scale, (box[3] - box[1]) * scale
        )
        for cell_id, box in picture.boxes.items()
    }
    return StripPicture(image, placed, scale, (right - left) * scale, height * scale)


def surroundings(picture: PagePicture, cell_id: str, view: QSize, ratio: float) -> tuple[QImage, QRect]:
    """The page around a cell at its own resolution, as much as the view holds; where the cell is in it, in points."""
    height, width = picture.grey.shape
    left, top, right, bottom = picture.boxes[cell_id]
    wide, high = min(round(view.width() * ratio), width), min(round(view.height() * ratio), height)
    start_x = min(max((left + right - wide) // 2, 0), width - wide)
    start_y = min(max((top + bottom - high) // 2, 0), height - high)
    part = as_image(picture.grey[start_y : start_y + high, start_x : start_x + wide])
    part.setDevicePixelRatio(ratio)
    corner = ((left - start_x) / ratio, (top - start_y) / ratio)
    size = ((right - left) / ratio, (bottom - top) / ratio)
    return part, QRectF(*corner, *size).toRect()
