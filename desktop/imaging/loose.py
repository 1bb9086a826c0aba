"""Crops that somebody else cut: a cell by itself, without the page that it is from."""

from __future__ import annotations

from desktop.imaging.cleaning import Picture
from desktop.imaging.crops import CellCrop
from desktop.imaging.lighting import grey_of


def loose_crop(picture: Picture) -> CellCrop:
    """The crop as it came, in grey; whether anything is written in it is left to the readers."""
    return CellCrop(grey_of(picture), blank=0.0, ditto=0.0, stroke_px=0.0)
