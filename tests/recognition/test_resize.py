"""Resizing keeps what is thin."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.recognition.normalise import resize


@given(st.integers(1, 90), st.integers(1, 700), st.integers(1, 40), st.integers(1, 520))
def test_an_even_grey_stays_as_it_is(height: int, width: int, to_height: int, to_width: int) -> None:
    resized = resize(np.full((height, width), 0.25, np.float32), to_height, to_width)
    assert resized.shape == (to_height, to_width)
    assert resized == pytest.approx(0.25, abs=1e-5)


@given(st.integers(0, 399))
def test_a_hair_stroke_fades_where_it_stands_and_never_vanishes(column: int) -> None:
    ink = np.zeros((60, 400), np.float32)
    ink[:, column] = 1.0
    resized = resize(ink, 32, 97)
    assert resized.sum(axis=1) == pytest.approx(97 / 400, rel=0.35)
    assert abs(int(resized[0].argmax()) - column * 97 / 400) <= 1.0
