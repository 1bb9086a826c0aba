from __future__ import annotations

from fractions import Fraction
from math import comb, exp, lgamma

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.accuracy.sampling import proved
from desktop.accuracy.sequence import at_most, wrong_at_most
from workshop.bench.accuracy import refuted

COUNTS = (
    st.integers(1, 60)
    .flatmap(lambda lot: st.tuples(st.just(lot), st.integers(0, lot)))
    .flatmap(lambda both: st.tuples(st.just(both[0]), st.just(both[1]), st.integers(0, both[1])))
)


def plainly(lot: int, checked: int, wrong: int) -> int:
    """The same by the definition: prior over posterior at each number of wrong records."""
    prior = [
        comb(lot, d) * exp(lgamma(d + 0.5) + lgamma(lot - d + 4) - lgamma(lot + 4.5)) for d in range(lot + 1)
    ]
    prior = [p / sum(prior) for p in prior]
    weight = [
        p * comb(d, wrong) * comb(lot - d, checked - wrong) if wrong <= d <= lot - checked + wrong else 0.0
        for d, p in enumerate(prior)
    ]
    kept = [d for d, w in enumerate(weight) if w > 0 and prior[d] / (w / sum(weight)) < 20]
    return max(kept, default=wrong)


@settings(deadline=None)
@given(COUNTS)
def test_the_bound_is_the_ratio_of_prior_and_posterior(counts: tuple[int, int, int]) -> None:
    assert wrong_at_most(*counts) == plainly(*counts)


@settings(deadline=None)
@given(COUNTS)
def test_the_bound_holds_what_was_seen_and_no_more_than_there_is(counts: tuple[int, int, int]) -> None:
    lot, checked, wrong = counts
    assert wrong <= wrong_at_most(lot, checked, wrong) <= lot - checked + wrong


def test_counts_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="more"):
        wrong_at_most(10, 5, 6)


def test_after_a_wrong_record_never_fewer_are_claimed_than_were_proved_before() -> None:
    assert at_most(1000, 132, 132, 0) == 20
    assert at_most(1000, 5, 600, 1) == proved(1000, 5) > wrong_at_most(1000, 600, 1)
    assert at_most(1000, 500, 520, 3) == wrong_at_most(1000, 520, 3, 0.05)
    assert at_most(1000, 5, 1000, 7, Fraction(1, 20)) == 7


def test_the_simulation_asks_the_bound_that_is_said() -> None:
    found = np.array([[0, 0, 1, 1, 1, 2, 2, 2, 2, 2, *[2] * 40]])
    for wrong in (2, 5, 9, 20):
        said = [wrong_at_most(100, n, int(k)) < wrong for n, k in enumerate(found[0], start=1)]
        assert refuted(100, wrong, found)[0].tolist() == said
