"""Every cell of a flat ruled page is found where it is."""

from __future__ import annotations

import numpy as np
import pytest

from db.errors import Expected
from desktop.imaging.clean import clean
from desktop.imaging.grid import Grid, GridRow, find_grid
from tests.imaging.drawing import Corners, Drawn, Sheet, draw, form_of, iou


def grid_of(drawn: Drawn) -> Grid:
    page, cleaning, _ = clean(drawn.picture, drawn.form)
    return find_grid(page, cleaning, drawn.form)


def worst(rows: tuple[GridRow, ...], cells: tuple[tuple[Corners, ...], ...]) -> float:
    assert len(rows) == len(cells)
    return min(
        iou(np.array(quad), truth)
        for row, line in zip(rows, cells, strict=True)
        for quad, truth in zip(row.quads, line, strict=True)
    )


@pytest.mark.parametrize("dpi", [200, 300, 400])
@pytest.mark.parametrize("skew_degrees", [-3.0, 0.4, 3.0])
def test_every_cell_of_a_turned_page_is_found(dpi: int, skew_degrees: float) -> None:
    drawn = draw(Sheet(seed=round(skew_degrees * 10) + dpi, dpi=dpi, skew_degrees=skew_degrees))
    assert worst(grid_of(drawn).rows, drawn.cells) >= 0.9


def test_a_totals_row_below_a_thick_rule_is_no_entry() -> None:
    drawn = draw(Sheet(seed=5, totals=True))
    grid = grid_of(drawn)
    assert worst(grid.rows, drawn.cells) >= 0.9
    assert worst(grid.footer, drawn.footer) >= 0.9


def test_a_page_without_a_table_is_said_to_have_none() -> None:
    drawn = draw(Sheet(seed=6, rows=4, row_rules=False, column_rules=False))
    blank = np.full_like(drawn.picture, 240)
    page, cleaning, _ = clean(blank, drawn.form)
    with pytest.raises(Expected, match="no_table"):
        find_grid(page, cleaning, drawn.form)


def test_a_table_with_other_columns_is_said_with_both_counts() -> None:
    drawn = draw(Sheet(seed=7))
    page, cleaning, _ = clean(drawn.picture, drawn.form)
    with pytest.raises(Expected) as caught:
        find_grid(page, cleaning, form_of(11))
    assert caught.value.key == "other_columns"
    assert caught.value.values == {"found": 7, "expected": 11}
