"""One character's picture, cut from a cell's: where the field reader's alignment places it, else by even shares."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from desktop.recognition.engine import Cancel, Crop, Engine, never
from desktop.recognition.field_reader import FieldReader, Places

_INKY: Final = 128  # grey; darker is ink where shares are counted
_BESIDE: Final = 0.1  # of a share shown to each side: strokes lean into their neighbours' room


def glyph_pictures(
    crops: Sequence[Crop], texts: Sequence[str], engines: Sequence[Engine], cancel: Cancel = never
) -> list[tuple[Crop, ...]]:
    """For each crop one picture a character of its text. Raises Cancelled, and Expected as the reader's `check`."""
    reader = next((engine for engine in engines if isinstance(engine, FieldReader)), None)
    placed: Sequence[Places] = reader.places(crops, texts, cancel) if reader else [()] * len(crops)
    return [
        tuple(_piece(crop, start, stop) for start, stop in (places or even_places(crop, len(text))))
        for crop, text, places in zip(crops, texts, placed, strict=True)
    ]


def even_places(crop: Crop, count: int) -> Places:
    """The columns from the first to the last with ink, in even shares."""
    inky = np.flatnonzero((crop < _INKY).any(axis=0))
    left, right = (int(inky[0]), int(inky[-1]) + 1) if len(inky) else (0, crop.shape[1])
    share = (right - left) / max(count, 1)
    return tuple((left + at * share, left + (at + 1) * share) for at in range(count))


def _piece(crop: Crop, start: float, stop: float) -> Crop:
    beside = _BESIDE * (stop - start)
    first = int(np.clip(round(start - beside), 0, max(crop.shape[1] - 2, 0)))
    last = int(np.clip(round(stop + beside), first + 2, max(crop.shape[1], first + 2)))
    return np.ascontiguousarray(crop[:, first:last])
