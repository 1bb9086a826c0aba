"""The measurement of what a book teaches: no character on both sides, and shares that can be counted by hand."""

from __future__ import annotations

import numpy as np
import pytest

from workshop.bench.learning import Result, fewer, halves
from workshop.train.hands import Glyph, Hand

GLYPHS = {
    sign: tuple(Glyph((np.array([[0, 0], [1, at]], np.float32),), 1.0, 1.0) for at in range(count))
    for sign, count in zip("0123456789AB", (7, *(4,) * 9, 2, 1), strict=True)
}


def test_no_character_is_in_both_halves_of_a_hand() -> None:
    first, second = halves(Hand("somebody", GLYPHS), np.random.default_rng(1))
    for sign in "0123456789A":
        kept = {id(glyph) for glyph in first.glyphs[sign]} | {id(glyph) for glyph in second.glyphs[sign]}
        assert len(kept) == len(first.glyphs[sign]) + len(second.glyphs[sign]) == len(GLYPHS[sign])
    assert (len(first.glyphs["0"]), len(second.glyphs["0"])) == (4, 3)
    assert "B" not in first.glyphs  # of which there is one


def test_the_share_that_is_spared_is_of_fields_and_of_characters() -> None:
    one = Result("one", 40, (2, 0, 1, 1), (0, 0, 1, 0), (5, 5, 5, 5))
    other = Result("other", 40, (0, 0, 0, 1), (0, 0, 0, 1), (5, 5, 5, 5))
    share, low, high = fewer([one, other], characters=False)
    assert share == pytest.approx(1 - 2 / 4)
    assert low <= share <= high
    assert fewer([one, other], characters=True)[0] == pytest.approx(1 - 2 / 5)
