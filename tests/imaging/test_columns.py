"""The form's columns laid along the rules of a page that has some more, some fewer, and wider or narrower ones."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.errors import Expected
from desktop.fields.forms import Column
from desktop.imaging.columns import match, sides_of

WIDTHS = (82.0, *[69.0] * 14, 83.0, 82.0)
COLUMNS = tuple(Column(str(at), "text", width) for at, width in enumerate(WIDTHS))
SIDES = np.r_[0.0, np.cumsum(WIDTHS)] + 40
WIDTH = SIDES[-1] + 60


def found(places: np.ndarray, strength: np.ndarray | None = None) -> list[float]:
    force = np.ones(len(places)) if strength is None else strength
    return [side.at for side in match(sides_of(places), force, COLUMNS, WIDTH)]


def test_a_rule_that_was_not_seen_is_put_between_its_neighbours() -> None:
    assert np.allclose(found(np.delete(SIDES, 9)), SIDES, atol=1)


def test_a_mark_that_is_no_rule_is_passed_over() -> None:
    extra = np.sort(np.r_[SIDES, SIDES[6] + 30])
    strength = np.where(extra == SIDES[6] + 30, 0.45, 0.9)
    assert np.allclose(found(extra, strength), SIDES)


def test_columns_outside_the_picture_are_told_from_those_at_its_other_edge() -> None:
    moved = SIDES - SIDES[2] + 10  # the first two columns are in the binding
    assert np.allclose(found(moved[2:])[2:], moved[2:])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.floats(0.9, 1.12), min_size=len(WIDTHS), max_size=len(WIDTHS)),
    st.integers(1, len(WIDTHS) - 1),
)
def test_a_little_more_or_less_in_each_column_never_becomes_a_column(
    stretch: list[float], unseen: int
) -> None:
    sides = np.r_[0.0, np.cumsum(np.array(WIDTHS) * stretch)] + 40
    answer = np.array(found(np.delete(sides, unseen)))
    others = np.arange(len(sides)) != unseen
    assert np.allclose(answer[others], sides[others])


def test_what_has_few_of_the_forms_sides_is_another_table() -> None:
    with pytest.raises(Expected) as said:
        found(SIDES[:6:2])
    assert said.value.key == "other_columns"
