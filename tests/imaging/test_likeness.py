"""A page is known again by how its ink lies, and its rows are told from those written since."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from desktop.imaging.clean import clean
from desktop.imaging.grid import find_grid
from desktop.imaging.likeness import (
    SAME_PAGE_AT_MOST,
    align_rows,
    likeness,
    likeness_distance,
    row_signatures,
)
from tests.imaging.drawing import Sheet, draw

PAGE = Sheet(seed=4, dpi=200, rows=24, row_mm=8.0, blank=0.15, filled=14)
RESCAN = replace(PAGE, dpi=260, skew_degrees=1.8, shade=0.25, noise=6.0)


def look(sheet: Sheet) -> str:
    return likeness(clean(draw(sheet).picture)[0])


def rows(sheet: Sheet) -> tuple[str, ...]:
    drawn = draw(sheet)
    page, cleaning, _ = clean(drawn.picture)
    return row_signatures(page, find_grid(page, cleaning, drawn.form))


@pytest.mark.parametrize("handwriting", [False, True])
def test_a_rescan_is_near_and_another_page_of_the_same_form_is_far(*, handwriting: bool) -> None:
    first = look(replace(PAGE, handwriting=handwriting))
    again = likeness_distance(first, look(replace(RESCAN, handwriting=handwriting)))
    other = likeness_distance(first, look(replace(PAGE, handwriting=handwriting, words=3)))
    assert again < 0.75 * SAME_PAGE_AT_MOST
    assert other > 1.1 * SAME_PAGE_AT_MOST


def test_the_same_page_with_more_lines_is_near() -> None:
    first = look(PAGE)
    assert likeness_distance(first, look(replace(PAGE, filled=-1, skew_degrees=-1.2))) < SAME_PAGE_AT_MOST
    assert likeness_distance(first, look(replace(PAGE, filled=4))) < SAME_PAGE_AT_MOST


def test_another_page_with_more_lines_is_far() -> None:
    assert likeness_distance(look(PAGE), look(replace(PAGE, words=9, filled=-1))) > SAME_PAGE_AT_MOST


def test_a_page_without_a_table_has_a_likeness_too() -> None:
    writing = replace(PAGE, rule_grey=236, filled=-1)
    first = look(writing)
    assert likeness_distance(first, look(replace(writing, noise=6.0))) < SAME_PAGE_AT_MOST
    assert likeness_distance(first, look(replace(writing, words=2))) > SAME_PAGE_AT_MOST


@pytest.mark.parametrize("shape", [(1, 1), (30, 2000), (600, 400)])
def test_an_empty_picture_is_like_nothing(shape: tuple[int, int]) -> None:
    nothing = likeness(clean(np.full(shape, 230, np.uint8))[0])
    assert likeness_distance(nothing, nothing) == 1000
    assert likeness_distance(nothing, look(PAGE)) == 1000


def test_likenesses_of_two_kinds_are_not_compared() -> None:
    with pytest.raises(ValueError, match="two different kinds"):
        likeness_distance("00ff", "00")


def test_rows_written_since_are_new_and_all_others_keep_their_place() -> None:
    aligned = align_rows(rows(PAGE), rows(replace(RESCAN, filled=18)))
    assert aligned[:14] == tuple(range(14))
    assert aligned[14:18] == (-1,) * 4
    assert all(place >= 18 or place == -1 for place in aligned[18:])


def test_a_row_without_ink_has_no_signature() -> None:
    signatures = rows(PAGE)
    assert all(signatures[:14])
    assert signatures[14:] == ("",) * 10


def test_rows_are_aligned_in_order_whatever_was_put_in_between() -> None:
    written = rows(replace(PAGE, filled=-1))
    new = (written[0], written[20], written[1], "", written[2], written[21], written[3])
    assert align_rows(written[:4], new) == (0, -1, 1, -1, 2, -1, 3)


def test_a_row_that_is_gone_moves_no_other() -> None:
    written = rows(PAGE)[:8]
    assert align_rows(written, written[:3] + written[4:]) == (0, 1, 2, 4, 5, 6, 7)


@pytest.mark.parametrize(("old", "new"), [((), ()), (("", ""), ()), ((), ("", ""))])
def test_pages_without_rows_are_aligned_too(old: tuple[str, ...], new: tuple[str, ...]) -> None:
    assert align_rows(old, new) == (-1,) * len(new)
