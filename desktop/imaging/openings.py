"""An opening photographed as one picture whose pages have entries of their own: where it parts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from desktop.imaging.cleaning import GreyPage
from desktop.imaging.entries import Entry, Table
from desktop.imaging.table import look_at, spans

MIDDLE = 0.15
"""The fold is no further from the middle than this share of the picture's width."""


def fold_of(page: GreyPage) -> int:
    """The x, in pixels of the page, at which an opening parts: between the tables of its two pages.

    Where their rules do not tell, the darkest line near the middle: the shadow of the binding outlasts the evening of
    the light.
    """
    look = look_at(page)
    found = spans(look, spread=True)
    if len(found) == 2:
        return round((found[0].right + found[1].left) / 2 / look.scale)
    width = page.shape[1]
    first, last = round((0.5 - MIDDLE) * width), round((0.5 + MIDDLE) * width)
    dark = np.asarray(page[:, first:last].mean(axis=0), dtype=np.float64)
    wide = max(3, width // 200)
    smooth = np.convolve(dark, np.ones(wide) / wide, mode="valid")
    return int(first + smooth.argmin() + wide // 2)


def shifted(table: Table, by_px: float) -> Table:
    """The table of the right page where it lies on the opening."""

    def entries(found: tuple[Entry, ...]) -> tuple[Entry, ...]:
        return tuple(
            replace(
                entry,
                quads=tuple(
                    ((a + by_px, b), (c + by_px, d), (e + by_px, f), (g + by_px, h))
                    for (a, b), (c, d), (e, f), (g, h) in entry.quads
                ),
            )
            for entry in found
        )

    return replace(
        table, header=entries(table.header), body=entries(table.body), footer=entries(table.footer)
    )
