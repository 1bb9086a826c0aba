"""A bound on how many records are wrong that holds at every look at once, also after wrong ones were found.

The prior-posterior-ratio confidence sequence for sampling without replacement (Waudby-Smith and Ramdas, 2020): with a
prior over the number of wrong records, the ratio prior/posterior at the true number is a martingale that begins at one,
so by Ville's inequality it ever exceeds 1/risk with at most the risk. The numbers whose ratio stays below are kept.
"""

from __future__ import annotations

from fractions import Fraction
from math import lgamma, log

import numpy as np
from numpy.typing import NDArray

from desktop.accuracy.sampling import RISK, proved


def wrong_at_most(lot: int, checked: int, wrong: int, risk: float = 0.05) -> int:
    """The most records that may be wrong in a lot after `checked` of them showed `wrong`, whenever one looks.

    The prior is beta-binomial (1/2, 4): most books are mostly right, and the bound is narrowest where they
    are. Any prior is honest. Raises ValueError for counts that can't be.
    """
    if not 0 <= wrong <= checked <= lot:
        raise ValueError("more found than looked at, or more looked at than there are")
    numbers = np.arange(wrong, lot - checked + wrong + 1)
    # ln prior(D) - ln posterior(D) = ln marginal - ln likelihood(D), with the likelihood hypergeometric.
    likelihood = (
        _choose(numbers, wrong)
        + _choose(lot - numbers, checked - wrong)
        - float(_choose(np.array([lot]), checked)[0])
    )
    a, b = 0.5, 4.0
    marginal = (
        float(_choose(np.array([checked]), wrong)[0]) + _beta(wrong + a, checked - wrong + b) - _beta(a, b)
    )
    kept = numbers[marginal - likelihood < -log(risk)]
    return int(kept.max()) if len(kept) else wrong


def at_most(lot: int, clean: int, checked: int, wrong: int, risk: Fraction = RISK) -> int:
    """The most records that may be wrong, honest at every look: `clean` were checked before the first wrong one.

    Once one was wrong, it is never said that fewer are than was proved before: otherwise two claims, each false
    with at most the risk, could be made of one lot. A lot that was checked to its end needs no bound.
    """
    if checked == lot:
        return wrong
    before = proved(lot, clean, risk)
    return before if wrong == 0 else max(before, wrong_at_most(lot, checked, wrong, float(risk)))


def _choose(n: NDArray[np.int_], k: int) -> NDArray[np.float64]:
    """Logarithm of C(n, k), minus infinity where it is zero."""
    values = [lgamma(m + 1) - lgamma(k + 1) - lgamma(m - k + 1) if m >= k else -np.inf for m in n.tolist()]
    return np.array(values, dtype=np.float64)


def _beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)
