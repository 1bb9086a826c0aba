"""Where things stand on the flat sheet: from millimetres to pixels."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np

from workshop.draw.truth import PageSpec

Span = tuple[float, float]

MM_PER_INCH = 25.4


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet with one ruled table, lengths in millimetres.

    `widths` are the columns' shares of the table, the form's or equal ones where there are none. `row_mm` 0 fills the
    sheet. A spread has its first `gutter_after` columns on the left page and the others on the right one.
    `row_spread` is how unequal hand-ruled rows are (standard deviation, share of a row).
    """

    width_mm: float = 210.0
    height_mm: float = 297.0
    left_mm: float = 13.0
    right_mm: float = 9.0
    top_mm: float = 24.0
    bottom_mm: float = 16.0
    header_mm: float = 11.0
    row_mm: float = 0.0
    row_spread: float = 0.0
    widths: tuple[float, ...] = ()
    rules: Literal["all", "columns", "none"] = "all"
    frame: bool = True  # rules along the table's left and right edge
    double: bool = False  # double rules under the header and beside the first column
    gutter_after: int = 0
    gutter_mm: float = 26.0


A4_LANDSCAPE = Layout(width_mm=297.0, height_mm=210.0, top_mm=21.0, bottom_mm=12.0)
SPREAD = Layout(width_mm=420.0, height_mm=297.0, left_mm=12.0, right_mm=12.0, gutter_after=4)


@dataclass(frozen=True, slots=True)
class Geometry:
    """The same in pixels of the flat sheet; `edges` of `rows` are one more than there are rows."""

    width: int
    height: int
    px_per_mm: float
    columns: tuple[Span, ...]
    tables: tuple[Span, ...]  # left and right edge: one table, or two on a spread
    header: Span
    edges: tuple[float, ...]
    total: Span | None
    gutter: float | None  # x of the fold

    @property
    def rows(self) -> tuple[Span, ...]:
        """Top and bottom of each row."""
        return tuple(pairwise(self.edges))

    @property
    def row_px(self) -> float:
        """Height of a usual row."""
        return float(np.median(np.diff(self.edges)))


def place(spec: PageSpec, layout: Layout, dpi: float, rng: np.random.Generator) -> Geometry:
    """Lay the page out. Raises ValueError where its rows don't fit on the sheet."""
    mm = dpi / MM_PER_INCH
    count = max(1, len(spec.rows()))
    free = layout.height_mm - layout.top_mm - layout.bottom_mm - layout.header_mm
    slots = count + bool(spec.total)
    row_mm = layout.row_mm or min(free / slots, 12.0)
    if row_mm * slots > free + 1e-6 or row_mm < 2.5:
        raise ValueError(f"{slots} rows of {row_mm:.1f} mm don't fit in {free:.0f} mm")
    heights = row_mm * np.clip(1 + layout.row_spread * rng.standard_normal(count), 0.8, 1.2)
    heights *= row_mm * count / heights.sum()
    top = layout.top_mm + layout.header_mm
    edges = (top + np.concatenate([[0.0], np.cumsum(heights)])) * mm
    columns, tables = _columns(spec, layout, mm)
    last = float(edges[-1])
    return Geometry(
        width=round(layout.width_mm * mm),
        height=round(layout.height_mm * mm),
        px_per_mm=mm,
        columns=columns,
        tables=tables,
        header=(layout.top_mm * mm, top * mm),
        edges=tuple(float(edge) for edge in edges),
        total=(last, last + row_mm * mm) if spec.total else None,
        gutter=layout.width_mm * mm / 2 if layout.gutter_after else None,
    )


def _columns(spec: PageSpec, layout: Layout, mm: float) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    shares = np.array(layout.widths or tuple(column.width for column in spec.form.columns), np.float64)
    if len(shares) != len(spec.form.columns):
        raise ValueError(f"{len(shares)} widths for {len(spec.form.columns)} columns")
    known = shares[shares > 0]
    shares[shares <= 0] = known.mean() if len(known) else 1.0
    left, right = layout.left_mm * mm, (layout.width_mm - layout.right_mm) * mm
    if not layout.gutter_after:
        return _divide(left, right, shares), ((left, right),)
    middle, half = layout.width_mm * mm / 2, layout.gutter_mm * mm / 2
    first, second = (left, middle - half), (middle + half, right)
    parts = shares[: layout.gutter_after], shares[layout.gutter_after :]
    return _divide(*first, parts[0]) + _divide(*second, parts[1]), (first, second)


def _divide(left: float, right: float, shares: np.ndarray) -> tuple[Span, ...]:
    edges = left + (right - left) * np.concatenate([[0.0], np.cumsum(shares) / shares.sum()])
    return tuple((float(a), float(b)) for a, b in pairwise(edges))
