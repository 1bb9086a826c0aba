from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.accuracy.draw import in_order, sample
from desktop.accuracy.sampling import (
    further,
    passes_by_aql,
    plan,
    proved,
    refuting,
    sample_size,
    sample_size_infinite,
)

LIMITS = (Fraction(5, 100), Fraction(2, 100), Fraction(1, 100), Fraction(5, 1000))
TABLE = {
    100: (39, 63, 78, 95),
    250: (51, 98, 158, 194),
    500: (54, 119, 196, 316),
    1000: (56, 132, 238, 393),
    3000: (58, 143, 275, 511),
}


@pytest.mark.parametrize("lot", TABLE)
def test_the_published_table_of_sample_sizes_follows_from_the_rule(lot: int) -> None:
    assert tuple(sample_size(lot, limit) for limit in LIMITS) == TABLE[lot]


def test_a_lot_without_end_has_the_published_sample_sizes() -> None:
    assert tuple(sample_size_infinite(limit) for limit in LIMITS) == (59, 149, 299, 598)


def test_a_hundred_and_six_more_records_lead_from_two_percent_to_one() -> None:
    assert further(1000, 132, Fraction(1, 100)) == 106
    assert further(1000, 300, Fraction(1, 100)) == 0


def test_a_plan_by_aql_passes_a_lot_with_three_percent_wrong_nearly_half_of_the_time() -> None:
    assert round(float(passes_by_aql(Fraction(3, 100), 125, 3)), 2) == 0.48


def test_a_small_lot_with_a_tight_limit_is_checked_whole() -> None:
    assert plan(60, Fraction(1, 100)).size == 57
    assert plan(20, Fraction(1, 100)).whole_lot is (plan(20, Fraction(1, 100)).size == 20)
    assert plan(1).whole_lot


@pytest.mark.parametrize(("lot", "limit"), [(0, Fraction(1, 100)), (10, Fraction(1)), (10, Fraction(-1, 2))])
def test_what_is_no_lot_or_no_share_is_refused(lot: int, limit: Fraction) -> None:
    with pytest.raises(ValueError, match="lot"):
        sample_size(lot, limit)


@given(st.integers(1, 400), st.fractions(0, Fraction(1, 2), max_denominator=200))
def test_the_sample_is_the_least_that_proves_the_claim(lot: int, limit: Fraction) -> None:
    size = sample_size(lot, limit)
    wrong = refuting(lot, limit)
    assert missed(lot, wrong, size) <= Fraction(1, 20)
    assert size == 0 or missed(lot, wrong, size - 1) > Fraction(1, 20)


def missed(lot: int, wrong: int, size: int) -> Fraction:
    """The chance that a sample holds none of the wrong records, one record after another."""
    chance = Fraction(1)
    for drawn in range(size):
        chance *= Fraction(max(0, lot - wrong - drawn), lot - drawn)
    return chance


@given(st.integers(1, 300).flatmap(lambda lot: st.tuples(st.just(lot), st.integers(0, lot))))
def test_what_is_proved_and_what_has_to_be_checked_are_two_sides_of_one_rule(pair: tuple[int, int]) -> None:
    lot, checked = pair
    most = proved(lot, checked)
    assert missed(lot, most, checked) > Fraction(1, 20) or most == 0
    if most < lot - checked:
        assert missed(lot, most + 1, checked) <= Fraction(1, 20)
    if most < lot:
        assert sample_size(lot, Fraction(most, lot)) <= checked or most == lot - checked


def test_more_cannot_be_checked_than_there_is() -> None:
    with pytest.raises(ValueError, match="more records"):
        proved(10, 11)


@given(
    st.binary(min_size=32, max_size=32),
    st.sets(st.text("0123456789abcdef", min_size=4, max_size=8), min_size=1),
)
def test_anyone_draws_the_same_sample_from_the_seed(seed: bytes, ids: set[str]) -> None:
    order = in_order(seed, sorted(ids))
    assert order == in_order(seed, sorted(ids, reverse=True))
    for size in range(len(ids)):
        assert sample(seed, ids, size) == order[:size]  # a longer sample begins with the shorter one


def test_a_record_twice_in_a_lot_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="twice"):
        in_order(b"seed", ["a", "a"])
