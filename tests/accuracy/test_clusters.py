from __future__ import annotations

import numpy as np
import pytest

from desktop.accuracy.clusters import design_effect


def test_errors_that_fill_whole_pages_count_for_one_each() -> None:
    assert design_effect([(10, 10), *[(0, 10)] * 99]) == pytest.approx(10 * 100 / 99)


def test_scattered_errors_have_no_effect() -> None:
    chance = np.random.default_rng(1)
    found = [design_effect([(int(n), 20) for n in chance.binomial(20, 0.1, 200)]) for _ in range(50)]
    assert np.mean(found) == pytest.approx(1.0, abs=0.1)


@pytest.mark.parametrize("groups", [[], [(1, 3)], [(0, 4), (0, 5)], [(4, 4), (5, 5)], [(0, 0), (2, 4)]])
def test_where_nothing_can_be_told_there_is_no_effect(groups: list[tuple[int, int]]) -> None:
    assert design_effect(groups) == 1.0
