"""A small picture of a page, to know it by."""

from __future__ import annotations

import cv2

from desktop.imaging.cleaning import Picture
from desktop.imaging.lighting import small

LONGEST = 320
"""Pixels of the longer side: two of them stand side by side in a list, and a page of writing is still a page."""


def thumbnail(picture: Picture) -> bytes:
    """The upright picture made small, as PNG bytes. Colours are red, green and blue, as in every `Picture`."""
    return png(small(picture[:, :, :3] if picture.ndim == 3 else picture, LONGEST))


def png(picture: Picture) -> bytes:
    """A picture as it is, as PNG bytes."""
    blue_first = picture[:, :, ::-1] if picture.ndim == 3 else picture
    done, data = cv2.imencode(".png", blue_first)
    if not done:
        raise ValueError("a picture that cannot be made a PNG")
    return data.tobytes()
