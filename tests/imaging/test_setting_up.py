"""A form is begun from what a page shows, its lines are moved, and later pages are held against it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from db.errors import Expected
from desktop.fields.forms import LedgerForm
from desktop.imaging import mesh as net
from desktop.imaging.clean import clean
from desktop.imaging.grid import Grid, find_grid
from desktop.imaging.mesh import Mesh, grid_of, mesh_of, widths
from desktop.imaging.proposal import propose
from tests.imaging.drawing import WIDTHS, Drawn, Sheet, draw, iou

SHEET = Sheet(seed=61, dpi=150, rows=12)


def measured(widths: tuple[float, ...], form: LedgerForm) -> LedgerForm:
    columns = tuple(replace(column, width=width) for column, width in zip(form.columns, widths, strict=True))
    return replace(form, columns=columns, measured=True)


def found(drawn: Drawn, form: LedgerForm) -> Grid:
    page, cleaning, _ = clean(drawn.picture, form)
    return find_grid(page, cleaning, form)


@pytest.mark.parametrize(
    ("sheet", "rows"),
    [
        (SHEET, "ruled"),
        (replace(SHEET, skew_degrees=2.0), "ruled"),
        (replace(SHEET, filled=0), "ruled"),  # a blank printed sheet
        (replace(SHEET, row_rules=False, blank=0.0), "lines"),
        (replace(SHEET, row_rules=False, filled=0), "lines"),
    ],
)
def test_columns_and_their_widths_are_proposed_from_a_page_alone(sheet: Sheet, rows: str) -> None:
    drawn = draw(sheet)
    page, cleaning, _ = clean(drawn.picture)
    proposal = propose(page, cleaning)
    assert proposal.form.rows == rows
    assert widths(proposal.mesh) == pytest.approx(WIDTHS, abs=0.004)


def test_a_page_without_a_table_proposes_nothing() -> None:
    page, cleaning, _ = clean(np.full((800, 600), 240, np.uint8))
    with pytest.raises(Expected) as said:
        propose(page, cleaning)
    assert said.value.key == "no_table"


def test_a_grid_made_a_net_and_a_grid_again_has_the_same_cells() -> None:
    drawn = draw(replace(SHEET, rows=20, totals=True, heavy=True, skew_degrees=1.0))
    page, cleaning, _ = clean(drawn.picture, drawn.form)
    grid = find_grid(page, cleaning, drawn.form)
    again = grid_of(mesh_of(grid, cleaning), cleaning)
    assert (len(again.header), len(again.rows), len(again.footer)) == (1, 20, 1)
    for row, other in zip(grid.rows, again.rows, strict=True):
        for one, two in zip(row.quads, other.quads, strict=True):
            assert iou(np.array(one), np.array(two)) > 0.95


@pytest.fixture
def square() -> Mesh:
    """Three columns by four bands of 100 pixels, the first heading, the last totals."""
    ys, xs = np.mgrid[0:5, 0:4] * 100.0
    return Mesh(np.stack([xs, ys], axis=2), 1, 1)


def test_a_line_goes_as_a_whole_and_stops_before_its_neighbour(square: Mesh) -> None:
    near = net.side_moved(square, 1, 40)
    far = net.side_moved(square, 1, 4000)
    assert near.points[:, 1, 0].tolist() == [140.0] * 5
    assert far.points[:, 1, 0].tolist() == [200.0 - net.LEAST] * 5
    assert net.line_moved(square, 2, -30).points[2, :, 1].tolist() == [170.0] * 4
    assert square.points[0, 1, 0] == 100.0


def test_lines_are_added_and_removed_and_heading_and_totals_stay_what_they_are(square: Mesh) -> None:
    assert net.side_added(square, 0).points[0, :, 0].tolist() == [0, 50, 100, 200, 300]
    assert net.side_removed(square, 1).columns == 2
    split = net.line_added(square, 1)
    assert (split.bands, split.header, split.footer) == (5, 1, 1)
    assert (net.line_added(square, 0).header, net.line_added(square, 3).footer) == (2, 2)
    joined = net.line_removed(square, 2)
    assert (joined.bands, joined.header, joined.footer) == (3, 1, 1)
    assert net.line_removed(joined, 2).footer == 0  # the totals' line: they join the entry
    assert net.line_removed(square, 0).header == 0


def test_one_column_and_one_entry_always_stay(square: Mesh) -> None:
    one = net.side_removed(net.side_removed(net.side_removed(square, 1), 1), 1)
    assert one.columns == 1
    assert net.headed(square, 9).header == 2


def test_the_line_nearest_to_a_point_is_told_with_its_distance(square: Mesh) -> None:
    assert net.nearest_side(square, 190, 50) == (2, 10.0)
    assert net.nearest_line(square, 50, 220) == (2, 20.0)
    assert net.column_at(square, 150, 50) == 1
    assert net.column_at(square, 999, 50) == 2


@pytest.mark.parametrize(("skew_degrees", "margin_mm"), [(0.0, 12.0), (2.0, 18.0), (-1.5, 8.0)])
def test_a_later_page_is_fitted_to_the_form_at_its_own_offset_scale_and_turn(
    skew_degrees: float, margin_mm: float
) -> None:
    drawn = draw(replace(SHEET, words=2, skew_degrees=skew_degrees, margin_mm=margin_mm))
    assert len(found(drawn, measured(WIDTHS, drawn.form)).rows) == 12


def test_a_page_of_another_book_with_as_many_columns_is_refused_with_the_column_that_tells() -> None:
    other = draw(replace(SHEET, widths=(0.2, 0.07, 0.13, 0.12, 0.2, 0.18, 0.1)))
    with pytest.raises(Expected) as said:
        found(other, measured(WIDTHS, other.form))
    assert said.value.key == "page_unlike_form"
    assert said.value.values["column"] in {column.name for column in other.form.columns}
    assert float(str(said.value.values["off"])) >= 3
    assert (
        len(
            found(
                other, replace(other.form, columns=tuple(replace(c, width=0.0) for c in other.form.columns))
            ).rows
        )
        == 12
    )


def test_an_opening_of_two_pages_is_split_and_the_left_page_comes_first() -> None:
    left, right = draw(SHEET), draw(replace(SHEET, words=3, rows=9))
    both = np.concatenate([left.picture, right.picture], axis=1)
    page, cleaning, _ = clean(both, left.form)
    grid = find_grid(page, cleaning, replace(left.form, split=True))
    assert [row.number for row in grid.rows] == list(range(1, 22))
    middle = left.picture.shape[1]
    xs = [float(np.mean([x for x, _ in row.quads[0]])) for row in grid.rows]
    assert all(x < middle for x in xs[:12])
    assert all(x > middle for x in xs[12:])
    truth = [cell + np.array([middle, 0.0]) for cell in right.cells[0]]
    assert min(iou(cell, np.array(quad)) for cell, quad in zip(truth, grid.rows[12].quads, strict=True)) > 0.8


def test_a_page_without_a_table_beside_one_that_has_one_is_said_and_the_other_is_read() -> None:
    drawn = draw(SHEET)
    both = np.concatenate([drawn.picture, np.full_like(drawn.picture, 236)], axis=1)
    page, cleaning, _ = clean(both, drawn.form)
    grid = find_grid(page, cleaning, replace(drawn.form, split=True))
    assert len(grid.rows) == 12
    assert "right_page_left_out" in {problem.key for problem in grid.problems}
