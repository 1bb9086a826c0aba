"""A table as one net of lines that a person can move: each bends as it was found, and goes as a whole."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from db.model import Point, Quad
from desktop.imaging.cleaning import Cleaning
from desktop.imaging.grid import Grid, GridRow, box_of

Floats = NDArray[np.float64]

LEAST = 4.0
"""Two lines are never nearer than this, in pixels of the page."""


@dataclass(frozen=True, slots=True, eq=False)
class Mesh:
    """Where lines cross: `points` is (bands + 1) x (columns + 1) x 2, pixels of the page, top left first.

    The first `header` bands are heading and the last `footer` totals; those between are entries.
    """

    points: Floats
    header: int = 0
    footer: int = 0

    @property
    def bands(self) -> int:
        """How many bands lie between the lines across."""
        return int(self.points.shape[0]) - 1

    @property
    def columns(self) -> int:
        """How many columns lie between the lines down."""
        return int(self.points.shape[1]) - 1


def mesh_of(grid: Grid, cleaning: Cleaning) -> Mesh:
    """The net of a grid that was found; where neighbours do not share a line it runs midway between them."""
    rows = (*grid.header, *grid.rows, *grid.footer)
    quads = np.array([[cleaning.quad_to_page(quad) for quad in row.quads] for row in rows], dtype=np.float64)
    upper = np.concatenate([quads[:, :, 0], quads[:, -1:, 1]], axis=1)
    lower = np.concatenate([quads[:, :, 3], quads[:, -1:, 2]], axis=1)
    # A column's own right side, where the next one's left lies elsewhere: in a double rule, across a fold.
    upper[:, 1:-1] = (upper[:, 1:-1] + quads[:, :-1, 1]) / 2
    lower[:, 1:-1] = (lower[:, 1:-1] + quads[:, :-1, 2]) / 2
    inner = (lower[:-1] + upper[1:]) / 2
    return Mesh(np.concatenate([upper[:1], inner, lower[-1:]]), len(grid.header), len(grid.footer))


def grid_of(mesh: Mesh, cleaning: Cleaning) -> Grid:
    """The grid that the net says; what it calls heading and totals is kept apart."""
    every = [_quads(mesh, band) for band in range(mesh.bands)]
    body = mesh.bands - mesh.footer

    def rows(bands: list[tuple[Quad, ...]]) -> tuple[GridRow, ...]:
        return tuple(
            GridRow(
                number,
                False,  # noqa: FBT003 - a frozen value's field: a person's lines say nothing of struck entries
                tuple(cleaning.quad_to_picture(quad) for quad in quads),
                tuple(box_of(quad, cleaning) for quad in quads),
            )
            for number, quads in enumerate(bands, start=1)
        )

    return Grid(
        rows(every[mesh.header : body]),
        cleaning.skew_degrees,
        (),
        rows(every[: mesh.header]),
        rows(every[body:]),
    )


def _quads(mesh: Mesh, band: int) -> tuple[Quad, ...]:
    top, foot = mesh.points[band], mesh.points[band + 1]
    return tuple(
        (_point(top[at]), _point(top[at + 1]), _point(foot[at + 1]), _point(foot[at]))
        for at in range(mesh.columns)
    )


def _point(xy: Floats) -> Point:
    return float(xy[0]), float(xy[1])


def widths(mesh: Mesh) -> tuple[float, ...]:
    """Each column's share of the table's width, over the entries; they sum to 1 but for rounding."""
    end = max(mesh.header + 1, mesh.bands - mesh.footer)
    x = np.median(mesh.points[mesh.header : end + 1, :, 0], axis=0)
    shares = np.diff(x) / (x[-1] - x[0])
    return tuple(math.floor(float(share) * 1e4) / 1e4 for share in shares)


def side_moved(mesh: Mesh, side: int, by_px: float) -> Mesh:
    """A line down moved as a whole, no further than its neighbours let it."""
    x = mesh.points[:, :, 0]
    low = float((x[:, side - 1] - x[:, side]).max()) + LEAST if side > 0 else -math.inf
    high = float((x[:, side + 1] - x[:, side]).min()) - LEAST if side < mesh.columns else math.inf
    return _moved(mesh, (slice(None), side, 0), _within(by_px, low, high))


def line_moved(mesh: Mesh, line: int, by_px: float) -> Mesh:
    """A line across moved as a whole, no further than its neighbours let it."""
    y = mesh.points[:, :, 1]
    low = float((y[line - 1] - y[line]).max()) + LEAST if line > 0 else -math.inf
    high = float((y[line + 1] - y[line]).min()) - LEAST if line < mesh.bands else math.inf
    return _moved(mesh, (line, slice(None), 1), _within(by_px, low, high))


def _within(by_px: float, low: float, high: float) -> float:
    return 0.0 if low > high else min(max(by_px, low), high)


def _moved(mesh: Mesh, where: tuple[slice | int, slice | int, int], by_px: float) -> Mesh:
    points = mesh.points.copy()
    points[where] += by_px
    return Mesh(points, mesh.header, mesh.footer)


def side_added(mesh: Mesh, column: int, share: float = 0.5) -> Mesh:
    """A column in two: a new line down at a share of its width."""
    left, right = mesh.points[:, column], mesh.points[:, column + 1]
    return Mesh(
        np.insert(mesh.points, column + 1, left + share * (right - left), axis=1), mesh.header, mesh.footer
    )


def side_removed(mesh: Mesh, side: int) -> Mesh:
    """Two columns in one; the last column stays."""
    if mesh.columns == 1:
        return mesh
    return Mesh(np.delete(mesh.points, side, axis=1), mesh.header, mesh.footer)


def line_added(mesh: Mesh, band: int, share: float = 0.5) -> Mesh:
    """A band in two: a new line across at a share of its height."""
    top, foot = mesh.points[band], mesh.points[band + 1]
    body = mesh.bands - mesh.footer
    return Mesh(
        np.insert(mesh.points, band + 1, top + share * (foot - top), axis=0),
        mesh.header + (band < mesh.header),
        mesh.footer + (band >= body),
    )


def line_removed(mesh: Mesh, line: int) -> Mesh:
    """Two bands in one; at an end, the band there goes. One entry stays."""
    body = mesh.bands - mesh.footer
    gone = min(line, mesh.bands - 1)  # the band that joins the one before it, or goes
    heading, foot = gone < mesh.header or line == mesh.header > 0, gone >= body
    if not heading and not foot and body - mesh.header == 1:
        return mesh
    return Mesh(np.delete(mesh.points, line, axis=0), mesh.header - heading, mesh.footer - foot)


def headed(mesh: Mesh, bands: int) -> Mesh:
    """So many bands at the top are heading; at least one entry stays."""
    return Mesh(mesh.points, min(max(bands, 0), mesh.bands - mesh.footer - 1), mesh.footer)


def nearest_side(mesh: Mesh, x: float, y: float) -> tuple[int, float]:
    """The line down that is nearest to a point of the page, and how far it is."""
    away = [
        abs(float(np.interp(y, mesh.points[:, at, 1], mesh.points[:, at, 0])) - x)
        for at in range(mesh.columns + 1)
    ]
    return int(np.argmin(away)), min(away)


def nearest_line(mesh: Mesh, x: float, y: float) -> tuple[int, float]:
    """The line across that is nearest to a point of the page, and how far it is."""
    away = [
        abs(float(np.interp(x, mesh.points[at, :, 0], mesh.points[at, :, 1])) - y)
        for at in range(mesh.bands + 1)
    ]
    return int(np.argmin(away)), min(away)


def column_at(mesh: Mesh, x: float, y: float) -> int:
    """The column that a point of the page lies in; the nearest one beside the table."""
    sides = [
        float(np.interp(y, mesh.points[:, at, 1], mesh.points[:, at, 0])) for at in range(mesh.columns + 1)
    ]
    return next((at for at, (_, right) in enumerate(pairwise(sides)) if x < right), mesh.columns - 1)
