"""A crop holds the cell's own writing, all of it, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from desktop.imaging.clean import clean
from desktop.imaging.cleaning import Cleaning, GreyPage
from desktop.imaging.crops import CellCrop, cut, cut_grid
from desktop.imaging.grid import Grid, find_grid
from tests.imaging.drawing import Drawn, Sheet, draw

SHEET = Sheet(seed=31, rows=14, row_mm=7.0, paper=(210.0, 150.0), rule_grey=60, skew_degrees=0.7)


def page_of(drawn: Drawn) -> tuple[GreyPage, Cleaning, Grid]:
    page, cleaning, _ = clean(drawn.picture)
    return page, cleaning, find_grid(page, cleaning, drawn.form)


def crops_of(drawn: Drawn) -> tuple[tuple[CellCrop, ...], ...]:
    return cut_grid(*page_of(drawn))


def ink(crop: CellCrop) -> NDArray[np.uint8]:
    return np.asarray((crop.grey < 150).astype(np.uint8))


def agreement(one: CellCrop, other: CellCrop) -> float:
    """Shared ink over all ink, at the shift where they agree best."""
    first, second = ink(one), ink(other)
    height, width = (max(a, b) + 8 for a, b in zip(first.shape, second.shape, strict=True))
    whole = np.zeros((height, width), np.float32)
    whole[4 : 4 + first.shape[0], 4 : 4 + first.shape[1]] = first
    shared = float(cv2.matchTemplate(np.pad(whole, 8), second.astype(np.float32), cv2.TM_CCORR).max())
    return shared / max(1.0, float(first.sum()) + float(second.sum()) - shared)


@pytest.mark.parametrize("handwriting", [False, True])
def test_taking_the_rules_out_leaves_the_writing_as_it_is_without_rules(*, handwriting: bool) -> None:
    ruled = draw(replace(SHEET, handwriting=handwriting, row_mm=6.2))
    bare = draw(replace(SHEET, handwriting=handwriting, row_mm=6.2, rule_grey=236))
    page, cleaning, grid = page_of(ruled)
    size = (cleaning.page_width, cleaning.page_height)
    unruled = cv2.warpPerspective(bare.picture, cleaning.matrix(), size, borderValue=(236,))
    light = np.clip(unruled * (245 / 236), 0, 255).astype(np.uint8)
    for line, bare_line in zip(cut_grid(page, cleaning, grid), cut_grid(light, cleaning, grid), strict=True):
        for crop, wanted in zip(line, bare_line, strict=True):
            assert (crop.blank >= 0.5) == (wanted.blank >= 0.5)
            assert crop.blank >= 0.5 or agreement(crop, wanted) > 0.95


@pytest.mark.parametrize("rule_grey", [40, 90, 190])
@pytest.mark.parametrize("dpi", [200, 300])
def test_a_cell_is_blank_exactly_where_nothing_is_written(dpi: int, rule_grey: int) -> None:
    drawn = draw(
        replace(SHEET, dpi=dpi, rule_grey=rule_grey, blank=0.4, seed=dpi + rule_grey, skew_degrees=-1.3)
    )
    for line, texts in zip(crops_of(drawn), drawn.texts, strict=True):
        assert [crop.blank >= 0.5 for crop in line] == [text == "" for text in texts]


def test_ditto_marks_are_told_from_everything_else() -> None:
    marks = frozenset((row, column) for row in range(2, 14) for column in (2, 5) if row % 5)
    drawn = draw(replace(SHEET, ditto=marks, blank=0.15, seed=8))
    for row, line in enumerate(crops_of(drawn)):
        for column, crop in enumerate(line):
            assert (crop.ditto >= 0.5) == (drawn.texts[row][column] == '"'), drawn.texts[row][column]


def written(text: str, x: int, y: int, drawn: Drawn, scale: float = 1.4) -> Drawn:
    """The same page with something more written on it."""
    picture = drawn.picture.copy()
    cv2.putText(picture, text, (x, y), cv2.FONT_HERSHEY_SIMPLEX, scale, (40,), 4, cv2.LINE_AA)
    return replace(drawn, picture=picture)


EMPTY = replace(SHEET, filled=0, skew_degrees=0.0, row_mm=8.0)


def corner(drawn: Drawn, row: int, column: int) -> tuple[int, int]:
    """Bottom left of a cell."""
    return round(drawn.cells[row][column][3][0]), round(drawn.cells[row][column][3][1])


def test_a_tail_below_the_rule_stays_with_its_letter() -> None:
    drawn = draw(EMPTY)
    x, y = corner(drawn, 3, 3)
    crops = crops_of(written("gjpy", x + 40, y - 6, drawn))
    free = crops_of(written("gjpy", x + 40, y - 30, drawn))
    assert agreement(crops[3][3], free[3][3]) > 0.93
    assert crops[4][3].blank >= 0.5


def test_writing_that_runs_a_little_over_the_side_stays_whole() -> None:
    drawn = draw(EMPTY)
    x, y = corner(drawn, 3, 3)
    crops = crops_of(written("AB123456", x - 195, y - 25, drawn))
    free = crops_of(written("AB123456", x + 60, y - 25, drawn))
    assert agreement(crops[3][2], free[3][3]) > 0.93
    assert crops[3][3].blank >= 0.5


def test_the_dot_of_an_i_in_the_next_entry_is_not_taken_along() -> None:
    drawn = draw(EMPTY)
    x, y = corner(drawn, 3, 3)
    picture = drawn.picture.copy()
    cv2.circle(picture, (x + 100, y - 6), 5, (40,), -1)  # just above the rule
    cv2.line(picture, (x + 100, y + 8), (x + 100, y + 50), (40,), 5)
    crops = crops_of(replace(drawn, picture=picture))
    assert crops[3][3].blank >= 0.5
    assert crops[4][3].grey.shape[0] > 55


def test_a_struck_entry_keeps_its_writing_and_says_that_it_is_struck() -> None:
    drawn = draw(replace(SHEET, struck=frozenset({4}), blank=0.0))
    line = crops_of(drawn)[4]
    assert all(crop.struck >= 0.5 and crop.blank < 0.5 for crop in line)


def test_a_single_cell_is_cut_as_it_is_in_the_whole_table() -> None:
    drawn = draw(replace(SHEET, blank=0.0))
    page, cleaning, grid = page_of(drawn)
    whole = cut_grid(page, cleaning, grid)
    for row, column in ((0, 0), (5, 3), (13, 6)):
        alone = cut(page, cleaning, grid.rows[row].quads[column])
        assert agreement(alone, whole[row][column]) > 0.8


def test_the_width_of_strokes_is_measured() -> None:
    drawn = draw(EMPTY)
    x, y = corner(drawn, 2, 2)
    picture = drawn.picture.copy()
    cv2.line(picture, (x + 60, y - 20), (x + 100, y - 70), (40,), 8)
    assert crops_of(replace(drawn, picture=picture))[2][2].stroke_px == pytest.approx(8, abs=2.5)
