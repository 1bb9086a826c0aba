"""Every cell of a flat ruled page is found where it is."""

from __future__ import annotations

from dataclasses import replace

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


@pytest.mark.parametrize("skew_degrees", [-5.0, 5.0])
def test_five_degrees_are_not_too_much(skew_degrees: float) -> None:
    drawn = draw(Sheet(seed=3, dpi=200, rows=22, margin_mm=22, skew_degrees=skew_degrees))
    assert worst(grid_of(drawn).rows, drawn.cells) >= 0.9


@pytest.mark.parametrize("rule_grey", [150, 205])
def test_faint_and_broken_rules_are_followed(rule_grey: int) -> None:
    drawn = draw(
        Sheet(seed=rule_grey, dpi=200, rule_grey=rule_grey, broken=0.2, skew_degrees=1.7, handwriting=True)
    )
    assert worst(grid_of(drawn).rows, drawn.cells) >= 0.9


def test_uneven_light_and_the_scanner_s_black_edge_do_not_matter() -> None:
    drawn = draw(Sheet(seed=12, dpi=200, shade=0.5, edges=True, skew_degrees=-2.4))
    assert worst(grid_of(drawn).rows, drawn.cells) >= 0.9


def test_a_double_rule_makes_no_row() -> None:
    drawn = draw(Sheet(seed=13, dpi=200, double_mm=0.9, row_mm=7.0))
    assert worst(grid_of(drawn).rows, drawn.cells) >= 0.9


def test_a_totals_row_below_a_thick_rule_is_no_entry() -> None:
    drawn = draw(Sheet(seed=5, totals=True))
    grid = grid_of(drawn)
    assert worst(grid.rows, drawn.cells) >= 0.9
    assert worst(grid.footer, drawn.footer) >= 0.9


def test_a_heading_of_two_rows_above_a_thick_rule_is_left_out() -> None:
    drawn = draw(Sheet(seed=14, dpi=200, header_mm=(12.0, 7.0), row_mm=7.0, heavy=True))
    grid = grid_of(drawn)
    assert len(grid.header) == 2
    assert worst(grid.rows, drawn.cells) >= 0.9


def test_the_form_says_how_many_rows_the_heading_has() -> None:
    drawn = draw(Sheet(seed=15, dpi=200, header_mm=(9.0, 9.0)))
    grid = grid_of(replace(drawn, form=replace(drawn.form, header_rows=2)))
    assert worst(grid.rows, drawn.cells) >= 0.9


def test_a_line_through_an_entry_strikes_it_and_is_no_rule() -> None:
    drawn = draw(Sheet(seed=16, dpi=200, struck=frozenset({0, 7, 8, 24}), handwriting=True, row_mm=8.0))
    grid = grid_of(drawn)
    assert worst(grid.rows, drawn.cells) >= 0.9
    assert {row.number for row in grid.rows if row.struck} == {1, 8, 9, 25}


def test_rows_are_numbered_from_the_top() -> None:
    grid = grid_of(draw(Sheet(seed=17, dpi=200, rows=9)))
    assert [row.number for row in grid.rows] == list(range(1, 10))
    assert all(
        row.boxes[0][1] < below.boxes[0][1] for row, below in zip(grid.rows, grid.rows[1:], strict=False)
    )


def test_a_page_without_a_table_is_said_to_have_none() -> None:
    drawn = draw(Sheet(seed=6, dpi=200))
    blank = np.full_like(drawn.picture, 240)
    with pytest.raises(Expected, match="no_table"):
        grid_of(replace(drawn, picture=blank))


def test_a_page_of_writing_alone_has_no_table() -> None:
    drawn = draw(Sheet(seed=6, dpi=200, rule_grey=236))
    with pytest.raises(Expected, match="no_table"):
        grid_of(drawn)


@pytest.mark.parametrize("shape", [(1, 1), (1, 900), (700, 2), (40, 40)])
def test_a_tiny_picture_has_no_table(shape: tuple[int, int]) -> None:
    page, cleaning, _ = clean(np.full(shape, 200, np.uint8))
    with pytest.raises(Expected, match="no_table"):
        find_grid(page, cleaning, form_of(3))


@pytest.mark.parametrize("wanted", [5, 11])
def test_a_table_with_other_columns_is_said_with_both_counts(wanted: int) -> None:
    drawn = draw(Sheet(seed=7, dpi=200))
    with pytest.raises(Expected) as caught:
        grid_of(replace(drawn, form=form_of(wanted)))
    assert caught.value.key == "other_columns"
    assert caught.value.values == {"found": 7, "expected": wanted}
