"""The table of a page as the register keeps it, for cutting its cells out of the picture again."""

from __future__ import annotations

from collections.abc import Sequence

from db.model import Cell, Row
from desktop.imaging.grid import Grid, GridRow


def kept_grid(rows: Sequence[tuple[Row, Sequence[Cell]]]) -> Grid:
    """The grid of these rows; one without cells is left out."""
    return Grid(
        tuple(
            GridRow(
                row.number, row.struck, quads,
                tuple((round(q[0][0]), round(q[0][1]), round(q[2][0]), round(q[2][1])) for q in quads),
            )
            for row, quads in ((row, tuple(cell.quad for cell in cells)) for row, cells in rows)
            if quads
        ),
        0.0,
    )  # fmt: skip
