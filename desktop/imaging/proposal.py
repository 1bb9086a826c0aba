"""A table on a page of which no form is known yet: what a person begins to set a form up from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from db.errors import Expected
from desktop.fields.forms import Column, LedgerForm
from desktop.imaging.channels import channel_count
from desktop.imaging.cleaning import Cleaning, GreyPage
from desktop.imaging.columns import sides_of
from desktop.imaging.grid import Grid, find_grid
from desktop.imaging.levels import INK
from desktop.imaging.lines import letter_height, pieces_of
from desktop.imaging.mesh import Mesh, mesh_of
from desktop.imaging.ruled import table_rules
from desktop.imaging.table import Look, look_at, rules_down

LEAST_ROWS = 4
"""A heading and its rule are no table with ruled rows."""

STRONG = 0.4
"""Rules down fainter than this are no sides where rows are not ruled."""

MOST_COLUMNS = 40


@dataclass(frozen=True, slots=True, eq=False)
class Proposal:
    """A net of lines, and a form of so many columns, named by their numbers and without a meaning yet."""

    mesh: Mesh
    form: LedgerForm


def propose(page: GreyPage, cleaning: Cleaning) -> Proposal:
    """What the page shows by itself: ruled rows, or columns with lines written in them, or a blank sheet's columns.

    Raises Expected("no_table") where nothing runs down.
    """
    look = look_at(page)
    ruled = _form(_ruled_columns(look), "ruled")
    grid = _grid(page, cleaning, ruled)
    if grid is not None and len(grid.rows) >= LEAST_ROWS:
        return Proposal(mesh_of(grid, cleaning), ruled)
    down = rules_down(look, *_reach(look))
    strong = down.only(down.strength > STRONG)
    sides = sides_of(strong.at(float(down.along[len(down.along) // 2])))
    form = _form(len(sides) - 1 if len(sides) > 2 else _channels(look), "lines")
    grid = _grid(page, cleaning, form)
    if grid is not None:
        return Proposal(mesh_of(grid, cleaning), form)
    if len(sides) < 2:
        raise Expected("no_table")
    along = strong.along
    seen = (strong.seen > 0.5).any(axis=0)
    heights = np.interp(np.flatnonzero(seen), np.arange(len(along)), along) if seen.any() else along
    ends = (float(heights[0]), float(heights[-1]))
    points = np.array(
        [
            [
                ((np.interp(y, along, strong.height[side.left]) + 0.5) / look.scale, y / look.scale)
                for side in sides
            ]
            for y in ends
        ]
    )
    return Proposal(Mesh(points), _form(len(sides) - 1, "lines"))


def _reach(look: Look) -> tuple[int, int]:
    """Between which heights something runs down: a table may take a third of its page."""
    ruled = look.down.sum(axis=1).astype(np.float64)
    wide = max(3, len(ruled) // 60)
    level = np.convolve(ruled, np.ones(wide) / wide, mode="same")
    on = np.flatnonzero(level >= max(2.0, 0.4 * float(np.percentile(level, 95))))
    return (int(on[0]), int(on[-1]) + 1) if len(on) else (0, len(ruled))


def numbered(count: int) -> tuple[Column, ...]:
    """Columns named by their numbers, of which nothing is known but that they are there."""
    return tuple(Column(str(at), "text") for at in range(1, count + 1))


def _form(count: int, rows: str) -> LedgerForm:
    return LedgerForm("", numbered(count), rows=rows)


def _ruled_columns(look: Look) -> int:
    try:
        _, _, down = table_rules(look)
    except Expected:
        return 0
    return len(sides_of(down.at(float(down.along[len(down.along) // 2])))) - 1


def _channels(look: Look) -> int:
    ink = look.grey < 245 - INK
    return channel_count(ink, letter_height(pieces_of(ink))) + 1


def _grid(page: GreyPage, cleaning: Cleaning, form: LedgerForm) -> Grid | None:
    if not 1 <= len(form.columns) <= MOST_COLUMNS:
        return None
    try:
        grid = find_grid(page, cleaning, form)
    except Expected:
        return None
    return grid if grid.rows else None
