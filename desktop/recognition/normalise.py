"""A crop of any size brought to what the field reader's network has learnt: one height, dark ink made 1, paper 0.

Training prepares its fields with the same function, so what is done here is part of the model.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

HEIGHT: Final = 32  # rows of the network
WIDEST: Final = 512  # columns; wider fields are squeezed
NARROWEST: Final = 24
MARGIN: Final = 0.17  # of the written band's height, kept above and below
_LEAST_CONTRAST: Final = 14.0  # grey levels between paper and ink; scanners' noise has about 4
_AT_ONCE: Final = 16  # columns of a resized picture
_INKY: Final = 0.42  # ink at least this dark counts where the band is looked for
_THROUGH: Final = 0.9  # share of the crop's height that a rule down the crop covers
_LEAN: Final = 2  # columns to either side that it may wander
_LEAST_BAND: Final = 0.2  # of the crop's height: lower is a dash, no line of writing
_LARGEST: Final = 4_000_000  # pixels; more is no crop of a cell

Ink = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Strip:
    """One crop ready to be read: `ink` is HEIGHT x width, 0 to 1; None when there is nothing on the paper.

    `bands` is how many separate written lines were seen: a cell has one or two, a whole page many. `left` and `right`
    are the crop's columns that the strip shows.
    """

    ink: Ink | None
    bands: int = 0
    left: int = 0
    right: int = 0


def prepare(crop: NDArray[np.uint8]) -> Strip:
    """Crop (height x width, or with colours behind) to a strip. Never raises for odd sizes or contents."""
    grey = _grey(crop)
    if grey is None or min(grey.shape) < 4 or grey.size > _LARGEST:
        return Strip(None, 0 if grey is None or grey.size <= _LARGEST else 99)
    ink = _ink(grey)
    if ink is None:
        return Strip(None)
    top, bottom, bands = _band(ink)
    if bottom - top < 3:
        return Strip(None)
    margin = max(1, round(MARGIN * (bottom - top)))
    ink = ink[max(0, top - margin) : bottom + margin]
    left, right = _span(ink)
    if right - left < 2:
        return Strip(None)
    first, last = max(0, left - 2 * margin), min(ink.shape[1], right + 2 * margin)
    ink = ink[:, first:last]
    width = int(np.clip(round(ink.shape[1] * HEIGHT / ink.shape[0]), NARROWEST, WIDEST))
    return Strip(resize(ink, HEIGHT, width), bands, first, last)


def _grey(crop: NDArray[np.uint8]) -> Ink | None:
    if crop.ndim == 3 and crop.size:
        crop = crop[..., :3].mean(axis=2)
    if crop.ndim != 2 or not crop.size:
        return None
    return np.asarray(crop, np.float32)


def _ink(grey: Ink) -> Ink | None:
    """Paper 0, the darkest ink 1; white on black is turned round; None without contrast."""
    sample = grey[:: max(1, grey.shape[0] // 128), :: max(1, grey.shape[1] // 512)]
    dark, middle, light = (float(v) for v in np.percentile(sample, (0.7, 50, 99.3)))
    if middle - dark < light - middle and light - middle > 60 and middle < 128:
        grey, dark, middle = 255.0 - grey, 255.0 - light, 255.0 - middle
    if middle - dark < _LEAST_CONTRAST:
        dark = float(grey.min())  # a dot or a thin stroke is less than one pixel in a hundred
        if middle - dark < 2 * _LEAST_CONTRAST:
            return None
    paper = _paper(grey, middle)
    return np.asarray(np.clip((paper - grey) / (middle - dark), 0.0, 1.0), np.float32)


def _paper(grey: Ink, middle: float) -> Ink:
    """Grey of the paper, column by column where the light falls off to one side."""
    height, width = grey.shape
    if width < 64 or height < 12:
        return np.full((1, 1), middle, np.float32)
    pieces = np.linspace(0, width, 9).astype(int)
    centres = (pieces[:-1] + pieces[1:]) / 2
    levels = [float(np.percentile(grey[::2, a:b:2], 70)) for a, b in pairwise(pieces.tolist())]
    level = np.interp(np.arange(width), centres, levels)
    level = np.clip(level, middle - 50, middle + 50) - 0.04 * middle
    return np.asarray(level, np.float32)[None, :]


def _runs(on: NDArray[np.bool_], join: int) -> list[tuple[int, int]]:
    """Stretches of True, those at most `join` apart made one."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], on.view(np.int8), [0]))))
    runs: list[tuple[int, int]] = []
    for start, stop in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if runs and start - runs[-1][1] <= join:
            runs[-1] = (runs[-1][0], stop)
        else:
            runs.append((start, stop))
    return runs


def _band(ink: Ink) -> tuple[int, int, int]:
    """Rows of the written line with the most ink, and how many lines of like weight there are.

    A rule down the whole crop would make the line as high as the crop and its figures tiny, so what runs from edge to
    edge is left out first. Where that leaves a dash or nothing (a lone 1, cut closely) it was writing after all.
    """
    inky = ink > _INKY
    spread = sum(np.roll(inky, shift, axis=1) for shift in range(-_LEAN, _LEAN + 1)) > 0
    through = np.asarray(spread).mean(axis=0) > _THROUGH
    if through.any():
        top, bottom, many = _lines(inky[:, ~through])
        if bottom - top >= _LEAST_BAND * len(inky):
            return top, bottom, many
    return _lines(inky)


def _lines(inky: NDArray[np.bool_]) -> tuple[int, int, int]:
    """See `_band`."""
    height, width = inky.shape
    weight = inky.sum(axis=1)
    weight[weight > 0.75 * width] = 0  # a rule, not writing
    floor = max(1.0, 0.05 * float(weight.max(initial=0)))
    runs = _runs(weight >= floor, max(1, height // 14))
    if not runs:
        return 0, 0, 0
    mass = [float(weight[a:b].sum()) for a, b in runs]
    best = int(np.argmax(mass))
    top, bottom = runs[best]
    tall = bottom - top
    for a, b in runs:  # dots, quotes and tails that stand off a little belong to it
        if (b <= top and top - b <= 0.3 * tall and b - a <= 0.4 * tall) or (
            a >= bottom and a - bottom <= 0.2 * tall and b - a <= 0.3 * tall
        ):
            top, bottom = min(top, a), max(bottom, b)
    many = sum(m > 0.3 * mass[best] and (b - a) > 0.4 * tall for m, (a, b) in zip(mass, runs, strict=True))
    return top, bottom, many


def _span(ink: Ink) -> tuple[int, int]:
    """Columns from the first to the last with ink."""
    columns = np.flatnonzero((ink > _INKY).sum(axis=0) >= 1)
    return (int(columns[0]), int(columns[-1]) + 1) if len(columns) else (0, 0)


def resize(ink: Ink, height: int, width: int) -> Ink:
    """Resize with a triangle as wide as the step, so that thin strokes fade and never vanish.

    A few columns at a time: each is made of few of the source, and products this small stay in one thread. As one
    product a page's 320 crops took 2.6 s of both cores, so 0.14 s of one.
    """
    rows, columns = _weights(ink.shape[0], height), _weights(ink.shape[1], width)
    step = ink.shape[1] / width
    reach = max(step, 1.0)
    resized = np.empty((height, width), np.float32)
    for start in range(0, width, _AT_ONCE):
        stop = min(start + _AT_ONCE, width)
        first = max(0, int((start + 0.5) * step - 0.5 - reach))
        last = min(ink.shape[1], int((stop - 0.5) * step - 0.5 + reach) + 2)
        resized[:, start:stop] = rows @ (ink[:, first:last] @ columns[start:stop, first:last].T)
    return resized


def _weights(source: int, target: int) -> Ink:
    step = source / target
    reach = max(step, 1.0)
    centres = (np.arange(target, dtype=np.float32) + 0.5) * step - 0.5
    distance = np.abs(np.arange(source, dtype=np.float32)[None, :] - centres[:, None])
    weights = np.clip(1.0 - distance / reach, 0.0, None)
    return np.asarray(weights / weights.sum(axis=1, keepdims=True), np.float32)
