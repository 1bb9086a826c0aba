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


@pytest.mark.parametrize("seed", [51, 52, 53])
def test_what_one_long_entry_has_beyond_the_others_is_no_channel_on_a_page_of_few_lines(seed: int) -> None:
    few = replace(LISTED, seed=seed, rows=8, widths=(0.2, 0.25, 0.25, 0.3), column_rules=False, rule_grey=236)
    drawn = draw(replace(few, header_mm=()))
    unmeasured = tuple(replace(column, width=0.0) for column in drawn.form.columns)
    grid, _ = found(drawn, replace(by_lines(drawn.form), header_rows=1, columns=unmeasured))
    assert_in_place(grid, drawn)
    truth = np.array([[cell[0][0] for cell in row] for row in drawn.cells])
    seen = np.array([[quad[0][0] for quad in row.quads] for row in grid.rows])
    assert float(np.abs(np.median(seen - truth, axis=0)[1:]).max()) < 40


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


MARGINS = replace(
    LISTED,
    widths=(0.2, 0.25, 0.25, 0.3),
    margin_mm=30.0,
    column_rules=False,
    rule_grey=236,
    header_mm=(20.0,),
)
"""A page without any rule and with room beside what is written."""


def noted(drawn: Drawn, *notes: tuple[str, float, float]) -> Drawn:
    """The page with something written at places of its picture."""
    picture = drawn.picture.copy()
    for text, x, y in notes:
        cv2.putText(picture, text, (round(x), round(y)), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (45,), 2, cv2.LINE_AA)
    return replace(drawn, picture=picture)


def said(grid: Grid) -> list[tuple[str, dict[str, str]]]:
    return [(problem.key, dict(problem.values)) for problem in grid.problems]


@pytest.mark.parametrize("rules_down", [False, True])
@pytest.mark.parametrize("side", ["left", "right"])
def test_a_note_in_a_margin_is_in_no_cell_and_it_is_said_where_it_stands(
    side: str,
    rules_down: bool,
) -> None:
    drawn = draw(replace(MARGINS, column_rules=rules_down, rule_grey=90 if rules_down else 236))
    places = [
        (row[0][3][0] - 220 if side == "left" else row[-1][2][0] + 25, row[0][3][1] - 22)
        for row in (drawn.cells[3], drawn.cells[9])
    ]
    form = replace(by_lines(drawn.form), header_rows=-1 if rules_down else 2)
    grid, _ = found(noted(drawn, *(("see p.9", x, y) for x, y in places)), form)
    assert_in_place(grid, drawn)
    truth = np.array([[cell[0][0] for cell in row] for row in drawn.cells])
    seen = np.array([[quad[0][0] for quad in row.quads] for row in grid.rows])
    assert float(np.abs(np.median(seen - truth, axis=0)).max()) < 14
    assert said(grid) == [(f"note_{side}", {"rows": "4, 10"})]


def test_notes_written_across_the_columns_are_no_entries_and_in_no_cell() -> None:
    drawn = draw(MARGINS)
    left, high = float(drawn.cells[0][0][0][0]), float(np.ptp(drawn.cells[0][0][:, 1]))
    above = ("Received from the depot at Brno in the month of May", left + 40, 40.0)
    below = ("Checked and found right, 3 May 1931 Novak", left + 20, drawn.cells[-1][0][3][1] + 110)
    grid, _ = found(noted(drawn, above, below), replace(by_lines(drawn.form), header_rows=2))
    assert_in_place(grid, drawn)
    assert float(np.ptp([y for _, y in grid.rows[-1].quads[0]])) < 1.5 * high
    assert said(grid) == [("note_above", {}), ("note_below", {})]


def test_a_note_between_two_entries_is_said_to_stand_below_the_first() -> None:
    sheet = replace(MARGINS, blank=1.0, rows=14, row_mm=14.0)
    drawn = draw(sheet)
    written = [
        (f"A{row}{column}8", cell[0][0] + 12, cell[3][1] - 30)
        for row, cells in enumerate(drawn.cells)
        if row != 6
        for column, cell in enumerate(cells)
    ]
    note = ("Seen and found to be right by the inspector in person", *(drawn.cells[6][0][3] + (10, -30)))
    grid, _ = found(noted(drawn, *written, note), replace(by_lines(drawn.form), header_rows=2))
    assert len(grid.rows) == 13
    assert said(grid) == [("note_across", {"rows": "6"})]


def test_a_margin_that_is_written_all_along_is_said_to_be_columns_that_the_form_does_not_have() -> None:
    drawn = draw(replace(MARGINS, column_rules=True, rule_grey=90))
    beside = [("see p.9", row[-1][2][0] + 25, row[0][3][1] - 22) for row in drawn.cells[::2]]
    grid, _ = found(noted(drawn, *beside), by_lines(drawn.form))
    assert_in_place(grid, drawn)
    assert said(grid) == [("columns_right", {})]
