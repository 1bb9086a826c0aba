"""How many records to check for a claim: zero acceptance in a finite lot (hypergeometric).

The claim "at most the share q of N records is wrong" is refuted by D = floor(N q) + 1 wrong ones. If there are
that many, a simple random sample of n holds none of them with the probability C(N-D, n) / C(N, n); the sample
is large enough when that is no more than the risk. Everything is done in exact integers, since ties occur.

Looking often does not weaken it: the claims for smaller and smaller q ask for longer and longer beginnings of
one and the same order of drawing. Whoever stops when pleased makes a false claim only if the first n(D) records
of that order hold none of the D wrong ones, and that happens with at most the risk, whenever they look.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import floor

RISK = Fraction(1, 20)
LIMIT = Fraction(1, 100)
"""What a supervisor is offered: 95 % sure that at most 1 % of the records have a wrong identity field."""


@dataclass(frozen=True, slots=True)
class Plan:
    """`size` of `lot` records are checked; none wrong proves that at most `limit` is, but for `risk`."""

    lot: int
    limit: Fraction
    risk: Fraction
    size: int

    @property
    def whole_lot(self) -> bool:
        """Whether every single record would have to be checked."""
        return self.size == self.lot


def refuting(lot: int, limit: Fraction) -> int:
    """The least number of wrong records that makes "at most `limit` of `lot`" false."""
    return floor(lot * limit) + 1


def sample_size(lot: int, limit: Fraction, risk: Fraction = RISK) -> int:
    """The least sample that proves the claim when no record in it is wrong.

    Raises ValueError for an empty lot, or a limit or risk that is not a share.
    """
    if lot < 1 or not 0 <= limit < 1 or not 0 < risk < 1:
        raise ValueError("a lot has records, a limit and a risk are shares")
    wrong = refuting(lot, limit)
    if wrong > lot:
        return 0
    # P(none) falls with each record drawn: one factor (lot - wrong - i) / (lot - i) each.
    missed, every = risk.denominator, risk.numerator
    drawn = 0
    while missed > every:
        missed *= lot - wrong - drawn
        every *= lot - drawn
        drawn += 1
    return drawn


def sample_size_infinite(limit: Fraction, risk: Fraction = RISK) -> int:
    """The same for a lot without end: the least n with (1 - q)^n at most the risk."""
    right = 1 - limit
    drawn, missed = 0, Fraction(1)
    while missed > risk:
        missed *= right
        drawn += 1
    return drawn


def plan(lot: int, limit: Fraction = LIMIT, risk: Fraction = RISK) -> Plan:
    """The plan for a lot."""
    return Plan(lot, limit, risk, sample_size(lot, limit, risk))


def proved(lot: int, checked: int, risk: Fraction = RISK) -> int:
    """The most records that may still be wrong after `checked` were found right; `lot` before any was.

    Raises ValueError where more were checked than there are.
    """
    if not 0 <= checked <= lot:
        raise ValueError("more records checked than there are")
    low, high = 0, lot - checked  # the least number of wrong records whose absence is still likely enough
    while low < high:
        middle = (low + high + 1) // 2
        if _likely(lot, middle, checked, risk):
            low = middle
        else:
            high = middle - 1
    return low


def _likely(lot: int, wrong: int, checked: int, risk: Fraction) -> bool:
    """Whether a sample of `checked` misses all of `wrong` with more than the risk."""
    missed, every = risk.denominator, risk.numerator
    # C(N-D, n) / C(N, n) = C(N-n, D) / C(N, D): the shorter of the two products.
    short, long = sorted((wrong, checked))
    for step in range(short):
        missed *= lot - long - step
        every *= lot - step
    return missed > every


def further(lot: int, checked: int, limit: Fraction, risk: Fraction = RISK) -> int:
    """How many more records, none wrong, are needed to claim `limit`; 0 when it can be claimed now."""
    return max(0, sample_size(lot, limit, risk) - checked)


def passes_by_aql(lot_share_wrong: Fraction, sample: int, accepted: int) -> Fraction:
    """How often a plan by AQL (draw `sample`, pass with at most `accepted` wrong) passes a lot with that share wrong.

    The lot is large (binomial). For the comparison with zero acceptance only; nothing is decided by it.
    """
    total = Fraction(0)
    term = (1 - lot_share_wrong) ** sample
    for found in range(accepted + 1):
        total += term
        term *= Fraction(sample - found, found + 1) * lot_share_wrong / (1 - lot_share_wrong)
    return total
