from __future__ import annotations

from fractions import Fraction
from math import comb, sqrt
from statistics import NormalDist

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.accuracy.intervals import (
    beta_cdf,
    beta_quantile,
    by_pages,
    clopper_pearson,
    student_quantile,
    wilson,
)

COUNTS = st.integers(1, 120).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def at_most(wrong: int, n: int, share: float) -> float:
    """P(at most `wrong` of n), exactly."""
    p = Fraction(share)
    return float(sum(comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(wrong + 1)))


@pytest.mark.parametrize(
    ("wrong", "n", "low", "high"), [(0, 50, 0.0, 0.071), (1, 200, 0.001, 0.028), (5, 500, 0.004, 0.023)]
)
def test_wilsons_interval_has_the_published_ends(wrong: int, n: int, low: float, high: float) -> None:
    found = wilson(wrong, n)
    assert (round(found.low, 3), round(found.high, 3)) == (low, high)


@settings(deadline=None, max_examples=40)
@given(COUNTS)
def test_the_score_test_just_keeps_both_ends_of_wilsons_interval(counts: tuple[int, int]) -> None:
    wrong, n = counts
    found = wilson(wrong, n)
    z = NormalDist().inv_cdf(0.975)
    for end in (found.low, found.high):
        if 0 < end < 1:
            assert abs(wrong / n - end) == pytest.approx(z * sqrt(end * (1 - end) / n))


@settings(deadline=None, max_examples=40)
@given(COUNTS)
def test_the_exact_interval_leaves_two_and_a_half_percent_beyond_each_end(counts: tuple[int, int]) -> None:
    wrong, n = counts
    found = clopper_pearson(wrong, n)
    assert found.low <= found.share <= found.high
    if wrong < n:
        assert at_most(wrong, n, found.high) == pytest.approx(0.025, rel=1e-6)
    else:
        assert found.high == 1
    if wrong > 0:
        assert 1 - at_most(wrong - 1, n, found.low) == pytest.approx(0.025, rel=1e-6)
    else:
        assert found.low == 0


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 40), st.integers(1, 40), st.floats(0.001, 0.999))
def test_the_incomplete_beta_function_is_a_binomial_tail(a: int, b: int, x: float) -> None:
    assert beta_cdf(x, a, b) == pytest.approx(1 - at_most(a - 1, a + b - 1, x), abs=1e-10)
    assert beta_cdf(beta_quantile(x, a, b), a, b) == pytest.approx(x)


@pytest.mark.parametrize(
    ("freedom", "expected"), [(1, 12.7062), (2, 4.30265), (10, 2.22814), (30, 2.04227), (120, 1.97993)]
)
def test_students_quantiles_are_the_printed_ones(freedom: int, expected: float) -> None:
    assert student_quantile(0.975, freedom) == pytest.approx(expected, abs=1e-4)


def test_of_nothing_looked_at_everything_is_possible() -> None:
    assert [(i.low, i.high) for i in (wilson(0, 0), clopper_pearson(0, 0), by_pages([]))] == [(0.0, 1.0)] * 3


def test_one_page_tells_nothing_of_how_pages_differ() -> None:
    assert (by_pages([(1, 25)]).low, by_pages([(1, 25)]).high) == (0.0, 1.0)


def test_errors_heaped_on_one_page_prove_less_than_the_same_number_scattered() -> None:
    heaped = by_pages([(10, 25), *[(0, 25)] * 19])
    scattered = by_pages([*[(1, 25)] * 10, *[(0, 25)] * 10])
    assert heaped.share == scattered.share == 0.02
    assert heaped.high > scattered.high
    assert scattered.high >= clopper_pearson(10, 500).high - 1e-9


def test_pages_without_any_error_count_as_one_look_each() -> None:
    assert by_pages([(0, 25)] * 30).high == clopper_pearson(0, 30).high
