"""Are the spot checks honest? Simulated lots whose truth is known, against what would be claimed of them.

A supervisor looks after every record and stops when pleased. A lot counts as claimed falsely if that was so at any
look: by zero acceptance ("pleased") while none was wrong, by the confidence sequence at any time. What is said after a
wrong record is the worse of both (`sequence.at_most`), and so false in no more lots than "pleased". Then the intervals:
Clopper-Pearson's coverage by exact sums, the interval by pages on lots drawn by whole pages.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import comb, floor, lgamma, log

import numpy as np
from numpy.typing import NDArray

from desktop.accuracy.intervals import Interval, by_pages, clopper_pearson
from desktop.accuracy.sampling import passes_by_aql, proved, sample_size
from workshop.bench._lots import timings

LOTS = (100, 250, 1000, 3000)
SHARES = (0.002, 0.005, 0.01, 0.02, 0.05)
PAGE = 25
"""Records on one page."""
RISK = 0.05
PRIOR = (0.5, 4.0)  # of desktop.accuracy.sequence; a test holds that both say the same


@dataclass(frozen=True, slots=True)
class Claims:
    """Of `lots` simulated, how many were ever claimed falsely, by each rule."""

    lot: int
    wrong: int
    clustered: bool
    lots: int
    plan: int  # the least limit that the lot breaks, checked as planned, looked at once
    pleased: int  # looked at after each record, none wrong so far
    sequence: int  # the confidence sequence, at any look


def wrong_records(
    lot: int, wrong: int, lots: int, chance: np.random.Generator, *, clustered: bool
) -> NDArray[np.bool_]:
    """`lots` lots by record: scattered, or on as few pages as hold them with half of a page's records wrong."""
    if not clustered:  # drawn in a random order, so that it is all one which they are
        return np.broadcast_to(np.arange(lot) < wrong, (lots, lot))
    pages = -(-lot // PAGE)
    order = np.argsort(chance.random((lots, pages)), axis=1)
    rank = np.repeat(order, PAGE, axis=1)[:, :lot] + np.tile(chance.random((1, lot)), (lots, 1))
    bad = min(pages, max(1, -(-wrong * 2 // PAGE)) + 1)
    weight = np.where(rank < bad, chance.random((lots, lot)), 2 + chance.random((lots, lot)))
    return np.asarray(np.argsort(np.argsort(weight, axis=1), axis=1) < wrong)


def claims(lot: int, wrong: int, lots: int, chance: np.random.Generator, *, clustered: bool) -> Claims:
    """Draw every lot in a random order to its end and note whether a claim was ever false."""
    truth = wrong_records(lot, wrong, lots, chance, clustered=clustered)
    drawn = np.take_along_axis(truth, np.argsort(chance.random((lots, lot)), axis=1), axis=1)
    clean = np.where(drawn.any(axis=1), drawn.argmax(axis=1), lot)  # records before the first wrong one
    bounds = np.array([proved(lot, checked) for checked in range(int(clean.max()) + 1)])
    pleased = bounds[clean] < wrong
    limit = Fraction(wrong - 1, lot)
    plan = clean >= sample_size(lot, limit)
    outside = refuted(lot, wrong, np.cumsum(drawn, axis=1))
    ever = outside.any(axis=1)
    return Claims(lot, wrong, clustered, lots, int(plan.sum()), int(pleased.sum()), int(ever.sum()))


def refuted(lot: int, wrong: int, found: NDArray[np.int_]) -> NDArray[np.bool_]:
    """Where the confidence sequence's bound lies below the truth; `found` are counts after 1, 2, 3 … records."""
    ln = np.array([lgamma(number + 1) for number in range(lot + 1)])

    def choose(n: NDArray[np.int_], k: NDArray[np.int_]) -> NDArray[np.float64]:
        return np.asarray(
            np.where((k >= 0) & (k <= n), ln[n] - ln[np.clip(k, 0, n)] - ln[np.clip(n - k, 0, lot)], -np.inf)
        )

    checked = np.broadcast_to(np.arange(1, found.shape[1] + 1), found.shape)
    likelihood = (
        choose(np.full_like(found, wrong), found)
        + choose(np.full_like(found, lot - wrong), checked - found)
        - choose(np.full_like(found, lot), checked)
    )
    a, b = PRIOR
    gamma_a = np.array([lgamma(n + a) for n in range(lot + 1)])
    gamma_b = np.array([lgamma(n + b) for n in range(lot + 1)])
    gamma_ab = np.array([lgamma(n + a + b) for n in range(lot + 1)])
    marginal = (
        choose(checked, found)
        + gamma_a[found] + gamma_b[checked - found] - gamma_ab[checked]
        - (lgamma(a) + lgamma(b) - lgamma(a + b))
    )  # fmt: skip
    return np.asarray((marginal - likelihood >= -log(RISK)) & (found * lot < wrong * checked))


def exact_coverage(n: int, share: float) -> float:
    """How often Clopper-Pearson's interval holds the share, by the binomial distribution."""
    covered = 0.0
    for wrong in range(n + 1):
        weight = comb(n, wrong) * share**wrong * (1 - share) ** (n - wrong)
        if weight > 1e-12:
            interval = _exact(wrong, n)
            covered += weight if interval.low <= share <= interval.high else 0.0
    return covered


@cache
def _exact(wrong: int, n: int) -> Interval:
    return clopper_pearson(wrong, n)


@cache
def _paged(pages: tuple[tuple[int, int], ...]) -> Interval:
    return by_pages(pages)


def page_coverage(
    pages: int, drawn: int, share: float, alike: float, lots: int, chance: np.random.Generator
) -> float:
    """How often the interval by pages holds a lot's share; `alike` is the correlation of a page's records."""
    hits = 0
    for _ in range(lots):
        spread = (1 - alike) / alike
        rates = chance.beta(share * spread, (1 - share) * spread, pages)
        wrong = chance.binomial(PAGE, rates)
        seen = np.sort(chance.permutation(wrong)[:drawn])
        interval = _paged(tuple((int(count), PAGE) for count in seen))
        hits += interval.low <= wrong.sum() / (pages * PAGE) <= interval.high
    return hits / lots


def grid(lots: int, seed: int) -> Iterator[Claims]:
    """All rows that a lot can have: at least one record wrong."""
    chance = np.random.default_rng(seed)
    for lot in LOTS:
        for wrong in sorted({floor(lot * share) + 1 for share in SHARES}):
            for clustered in (False, True):
                yield claims(lot, wrong, lots, chance, clustered=clustered)


def main(argv: list[str]) -> int:
    """Simulate and print; the exit code is 1 where something is not honest."""
    parser = argparse.ArgumentParser(prog="python -m workshop.bench accuracy", description=__doc__)
    parser.add_argument("--lots", type=int, default=2000, help="simulated lots a row")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--records", type=int, default=100_000, help="records of the timed lot; 0 leaves it out"
    )
    asked = parser.parse_args(argv)
    honest = _show_claims(asked.lots, asked.seed)
    honest &= _show_coverage(asked.lots, asked.seed)
    passes = float(passes_by_aql(Fraction(3, 100), 125, 3))
    print(
        f"\nAQL 1.0 (125 drawn, 3 may be wrong) passes a lot with 3 % wrong {100 * passes:.1f} times in 100"
    )
    if asked.records:
        _show_timings(asked.records)
    return 0 if honest else 1


def _show_timings(records: int) -> None:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtWidgets import QApplication

    application = QApplication.instance() or QApplication(["ledgermark"])
    print("\nProcessor time, seconds; beside it a baseline of the same run\n")
    for one in timings(records):
        print(f"{one.what:58}{one.took:7.2f}   {one.baseline:6.2f} {one.baseline_what}")
    application.processEvents()


def _show_claims(lots: int, seed: int) -> bool:
    print(
        f"Claims of at most so many wrong that were false, in % of {lots} lots; records wrong are one too many\n"
    )
    heads = ("lot", "wrong", "where", "planned", "pleased", "sequence", "99 % of pleased")
    print("{:>6}{:>7}  {:10}{:>9}{:>9}{:>10}  {}".format(*heads))
    honest = True
    for row in grid(lots, seed):
        counts = (row.plan, row.pleased, row.sequence)
        bounds = clopper_pearson(row.pleased, lots, 0.99)
        fair = all(clopper_pearson(count, lots, 0.99).low <= RISK for count in counts)
        honest &= fair
        shares = "".join(
            f"{100 * count / lots:{width}.2f}" for count, width in zip(counts, (9, 9, 10), strict=True)
        )
        where = "pages" if row.clustered else "scattered"
        told = f"{100 * bounds.low:.1f}-{100 * bounds.high:.1f}{'' if fair else '  ABOVE 5 %'}"
        print(f"{row.lot:6}{row.wrong:7}  {where:10}{shares}  {told}")
    return honest


def _show_coverage(lots: int, seed: int) -> bool:
    least = min(
        (exact_coverage(n, share), n, share)
        for n in (50, 132, 300)
        for share in (0.002, 0.01, 0.03, 0.1, 0.5)
    )
    print(
        "\nClopper-Pearson, exact sums over 15 cells: "
        f"least coverage {100 * least[0]:.2f} % (n = {least[1]}, {least[2]})"
    )
    print(f"\nInterval by pages, {PAGE} records a page, {lots} lots a row\n")
    print(f"{'pages':>6}{'drawn':>7}{'wrong':>8}{'alike':>7}{'covers %':>10}")
    chance = np.random.default_rng(seed)
    honest = least[0] >= 0.95
    for pages, drawn in ((60, 12), (200, 30)):
        for share in (0.01, 0.05):
            for alike in (0.05, 0.2):
                covers = page_coverage(pages, drawn, share, alike, lots, chance)
                honest &= covers >= 0.93
                print(f"{pages:6}{drawn:7}{share:8.2f}{alike:7.2f}{100 * covers:10.1f}")
    return honest
