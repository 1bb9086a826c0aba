"""Entries are found by what is written where nothing parts them."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from db.errors import Expected
from desktop.fields.forms import LedgerForm
from desktop.imaging.clean import clean
from desktop.imaging.crops import cut_grid
from desktop.imaging.grid import Grid, find_grid
from tests.imaging.drawing import Drawn, Sheet, draw

LISTED = Sheet(seed=51, dpi=200, rows=22, row_mm=9.0, blank=0.0, row_rules=False)


def by_lines(form: LedgerForm, anchor: str = "C1") -> LedgerForm:
    return replace(form, rows="lines", anchor=anchor)


def found(drawn: Drawn, form: LedgerForm) -> tuple[Grid, list[list[bool]]]:
    page, cleaning, _ = clean(drawn.picture, form)
    grid = find_grid(page, cleaning, form)
    return grid, [[crop.blank >= 0.5 for crop in row] for row in cut_grid(page, cleaning, grid)]


def middles(grid: Grid) -> NDArray[np.float64]:
    return np.array([[np.mean(quad, axis=0) for quad in row.quads] for row in grid.rows])


def assert_in_place(grid: Grid, drawn: Drawn) -> None:
    assert len(grid.rows) == len(drawn.cells)
    truth = np.array([[cell.mean(axis=0) for cell in row] for row in drawn.cells])
    high = float(drawn.cells[0][0][3][1] - drawn.cells[0][0][0][1])
    assert float(np.abs(middles(grid)[..., 1] - truth[..., 1]).max()) < 0.5 * high


@pytest.mark.parametrize("skew_degrees", [-2.0, 0.0, 1.5])
@pytest.mark.parametrize("anchor", ["C1", "C4", ""])
def test_entries_between_rules_that_only_run_down_are_found_by_any_column(
    anchor: str, skew_degrees: float
) -> None:
    drawn = draw(replace(LISTED, skew_degrees=skew_degrees))
    grid, blank = found(drawn, by_lines(drawn.form, anchor))
    assert_in_place(grid, drawn)
    assert not any(any(row) for row in blank)


def test_columns_without_rules_are_the_channels_between_the_writing() -> None:
    sheet = replace(
        LISTED, widths=(0.2, 0.25, 0.25, 0.3), column_rules=False, rule_grey=236, header_mm=(20.0,)
    )
    drawn = draw(sheet)
    # Its title and its heading are two lines, which without rules only the form can tell from entries.
    grid, _ = found(drawn, replace(by_lines(drawn.form), header_rows=2))
    assert_in_place(grid, drawn)


def test_an_entry_of_several_lines_is_one() -> None:
    drawn = draw(replace(LISTED, rows=10, row_mm=20.0, widths=(0.1, 0.2, 0.3, 0.4)))
    picture = drawn.picture.copy()
    for row in drawn.cells:
        for below in (85, 120):  # more lines in the last column alone
            place = round(row[3][0][0]) + 20, round(row[3][0][1]) + below
            cv2.putText(picture, "second line", place, cv2.FONT_HERSHEY_SIMPLEX, 0.9, (45,), 2, cv2.LINE_AA)
    grid, _ = found(replace(drawn, picture=picture), by_lines(drawn.form))
    assert len(grid.rows) == 10
    for entry, truth in zip(grid.rows, drawn.cells, strict=True):
        assert entry.quads[3][0][1] < truth[3][0][1] + 85 - 20
        assert entry.quads[3][3][1] > truth[3][0][1] + 120


def test_a_column_that_the_binding_hides_is_named_and_left_blank() -> None:
    drawn = draw(LISTED)
    cut = round(drawn.cells[0][1][0][0]) - 6
    bound = replace(drawn, picture=np.ascontiguousarray(drawn.picture[:, cut:]))
    grid, blank = found(bound, by_lines(drawn.form))
    assert [(problem.key, dict(problem.values)) for problem in grid.problems] == [
        ("columns_hidden", {"columns": "C1"})
    ]
    assert len(grid.rows) == len(drawn.cells)
    assert all(row[0] for row in blank)
    assert not any(any(row[1:]) for row in blank)


def test_a_blank_page_has_no_entries() -> None:
    drawn = draw(LISTED)
    with pytest.raises(Expected, match="no_table"):
        found(replace(drawn, picture=np.full_like(drawn.picture, 238)), by_lines(drawn.form))
