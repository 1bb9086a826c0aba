from __future__ import annotations

import numpy as np
import pytest

from desktop.accuracy.calibration import reliability


def test_the_expected_error_is_the_mean_gap_weighted_by_fields() -> None:
    found = reliability([0.95] * 4 + [0.55] * 2, [True] * 4 + [True, False])
    assert [(band.low, band.right.share, band.right.n) for band in found.bands] == [
        (0.5, 0.5, 2),
        (0.9, 1.0, 4),
    ]
    assert [band.promised for band in found.bands] == pytest.approx([0.55, 0.95])
    assert found.expected_error == pytest.approx((4 * 0.05 + 2 * 0.05) / 6)


def test_full_confidence_belongs_to_the_last_band() -> None:
    (band,) = reliability([1.0], [True]).bands
    assert (band.low, band.high) == (0.9, 1.0)


def test_the_interval_of_a_reader_that_keeps_its_word_reaches_down_to_little() -> None:
    chance = np.random.default_rng(3)
    sure = chance.uniform(0.5, 1, 4000)
    found = reliability(sure.tolist(), (chance.random(4000) < sure).tolist())
    boastful = reliability([0.99] * 400, [True, False] * 200)
    assert found.error_low <= found.expected_error <= found.error_high < 0.05
    assert boastful.error_low > 0.4


def test_of_no_field_nothing_is_said() -> None:
    found = reliability([], [])
    assert (found.bands, found.n, found.expected_error) == ((), 0, 0.0)


def test_a_confidence_without_an_outcome_is_refused() -> None:
    with pytest.raises(ValueError, match="one confidence"):
        reliability([0.5], [])
