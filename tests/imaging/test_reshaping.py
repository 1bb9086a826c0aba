"""A row parted between its lines, joined with the next, added after another: where its cells lie then."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from db.model import Quad
from desktop.imaging.cleaning import Cleaning, Grey
from desktop.imaging.reshaping import added, joined, parted, where_to_part

AS_IT_IS = Cleaning(0.0, (1, 0, 0, 0, 1, 0, 0, 0, 1), 600, 400, 600, 400)


def box(left: float, top: float, right: float, bottom: float) -> Quad:
    return (left, top), (right, top), (right, bottom), (left, bottom)


def paper(*lines: int) -> Grey:
    """White paper with a line of writing on each of these heights."""
    page = np.full((400, 600), 245, np.uint8)
    for at in lines:
        cv2.putText(page, "0045127 Mauser", (60, at), cv2.FONT_HERSHEY_SIMPLEX, 1.0, (20,), 3)
    return np.asarray(page, dtype=np.uint8)


@pytest.mark.parametrize(("lines", "least", "most"), [((140, 190), 0.40, 0.62), ((130, 165), 0.22, 0.45)])
def test_a_row_is_parted_where_least_is_written_between_its_lines(
    lines: tuple[int, ...], least: float, most: float
) -> None:
    at = where_to_part(paper(*lines), AS_IT_IS, [box(40, 100, 300, 220), box(300, 100, 560, 220)])
    assert least < at < most
    foot, head = 100 + 120 * at, lines[1] - 24
    assert lines[0] <= foot <= head + 4


@pytest.mark.parametrize("lines", [(), (170,)])
def test_a_row_of_one_line_or_none_is_parted_in_half(lines: tuple[int, ...]) -> None:
    assert where_to_part(paper(*lines), AS_IT_IS, [box(40, 100, 560, 220)]) == 0.5


def test_both_parts_of_a_cell_make_it_whole_again() -> None:
    whole = ((0.0, 0.0), (100.0, 10.0), (95.0, 60.0), (2.0, 50.0))
    upper, lower = parted(whole, 0.4)
    assert upper[3] == lower[0]
    assert joined(upper, lower) == whole


def test_cells_beside_one_another_are_not_joined() -> None:
    left, right = box(0, 300, 100, 340), box(200, 20, 300, 60)
    assert joined(left, right) == left


def test_a_row_is_added_in_the_room_where_one_was_not_found() -> None:
    assert added(box(0, 0, 100, 40), box(0, 75, 100, 115)) == box(0, 40, 100, 75)


def test_a_row_between_two_that_touch_lies_over_where_they_meet() -> None:
    assert added(box(0, 0, 100, 40), box(0, 41, 100, 81)) == box(0, 20, 100, 61)


@pytest.mark.parametrize("following", [None, box(200, 0, 300, 40)])
def test_a_row_after_the_last_lies_right_beneath_it(following: Quad | None) -> None:
    assert added(box(0, 100, 100, 140), following) == box(0, 140, 100, 180)
