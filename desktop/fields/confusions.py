"""How easily characters of serial numbers are taken for one another, and what a number may be instead.

A cost runs from 0, the same character, to 1, unlike: cost = (-log10(rate) - 1) / 3, so that a pair confused once in
ten sightings costs nothing and one confused once in ten thousand costs 1. The table's first part are the groups that
search keys fold (`serials.LOOK_ALIKES`), graded by how alike type and stamps make them; the rest is what readers of
hands and of worn type confuse most after those. The table is set by hand; what persons corrected in the register's own
serial numbers moves it, as far as there is enough of that (add-m smoothing: Lidstone 1920).
"""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

ENOUGH: Final = 30
"""Confusions of the register's own before they say anything: fewer are a matter of a page or two."""
_WEIGHT: Final = 200.0  # sightings of a character that the table's own rate is worth
_DEAREST: Final = 1.0
_CHEAPEST: Final = 0.05

_TABLE: Final = (
    (0.1, "0O 1I 1L IL"),
    (0.15, "OQ 5S 8B 2Z"),
    (0.2, "0D OD 0Q 6G DQ"),
    (0.3, "7T 17 UV CG"),
    (0.35, "38 4A EF PR 13 I7 GO CO"),
    (0.4, "49 06 08 HN 68 VY UO"),
    (0.45, "35 56 89 27 MN KX 58 69 TI SB FP WV"),
)

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Confusions:
    """What confusing two characters costs; pairs that are not in it cost 1."""

    costs: Mapping[Pair, float]
    own: int = 0  # confusions of the register's own that went into it, 0 for the table as it is

    def cost(self, one: str, other: str) -> float:
        """0 for the same character."""
        return 0.0 if one == other else self.costs.get(_pair(one, other), _DEAREST)

    def others(self, character: str) -> tuple[tuple[str, float], ...]:
        """What a character may be instead, the likeliest first."""
        found = (
            (first if second == character else second, cost)
            for (first, second), cost in self.costs.items()
            if character in (first, second)
        )
        return tuple(sorted(found, key=lambda choice: (choice[1], choice[0])))


def _pair(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)


DEFAULT: Final = Confusions(
    {_pair(pair[0], pair[1]): cost for cost, pairs in _TABLE for pair in pairs.split()}
)


def learned(corrections: Iterable[tuple[str, str]]) -> Confusions:
    """The table, moved by what was read and what a person said stands there, both as plain search keys.

    Only texts of the same length say which character was taken for which. Fewer than ENOUGH confusions leave the
    table as it is.
    """
    confused: Counter[Pair] = Counter()
    seen: Counter[str] = Counter()
    for read, said in corrections:
        if len(read) != len(said):
            continue
        seen.update(said)
        confused.update(_pair(a, b) for a, b in zip(read, said, strict=True) if a != b)
    own = confused.total()
    if own < ENOUGH:
        return DEFAULT
    costs = {}
    for pair in DEFAULT.costs.keys() | confused.keys():
        rate = (confused[pair] + _WEIGHT * _rate(DEFAULT.cost(*pair))) / (
            sum(seen[character] for character in pair) + _WEIGHT
        )
        if (cost := _cost(rate)) < _DEAREST:
            costs[pair] = round(cost, 4)
    return Confusions(costs, own)


def _rate(cost: float) -> float:
    return float(10 ** -(1 + 3 * cost))


def _cost(rate: float) -> float:
    return min(_DEAREST, max(_CHEAPEST, (-math.log10(rate) - 1) / 3))


def variants(
    plain: str, confusions: Confusions = DEFAULT, at_most: float = 0.6, most: int = 48
) -> tuple[tuple[str, float], ...]:
    """What else a text may be, the likeliest first, without the text itself; (text, cost).

    Best first over single confusions, each place at most once: the cheapest `most` of all sums up to `at_most`.
    """
    choices = sorted(
        (
            (cost, place, other)
            for place, character in enumerate(plain)
            for other, cost in confusions.others(character)
            if cost <= at_most
        )
    )
    found = []
    for cost, picked in _cheapest_sums(choices, at_most):
        text = list(plain)
        for at in picked:
            text[choices[at][1]] = choices[at][2]
        found.append(("".join(text), round(cost, 4)))
        if len(found) == most:
            break
    return tuple(found)


def _cheapest_sums(
    choices: list[tuple[float, int, str]], at_most: float
) -> Iterator[tuple[float, tuple[int, ...]]]:
    """Sets of choices at different places, by their sum: the next is one choice more, or the last one's successor."""
    waiting: list[tuple[float, tuple[int, ...]]] = [(choices[0][0], (0,))] if choices else []
    while waiting:
        cost, picked = heapq.heappop(waiting)
        if len({choices[at][1] for at in picked}) == len(picked):
            yield cost, picked
        following = picked[-1] + 1
        if following < len(choices):
            step = choices[following][0]
            for longer in ((*picked, following), (*picked[:-1], following)):
                total = cost + step - (0.0 if len(longer) > len(picked) else choices[picked[-1]][0])
                if total <= at_most + 1e-9:
                    heapq.heappush(waiting, (total, longer))


def distance(one: str, other: str, confusions: Confusions = DEFAULT) -> float:
    """What it costs to take one text for the other; a character more or less costs 1 (weighted Levenshtein)."""
    above = [float(place) for place in range(len(other) + 1)]
    for count, character in enumerate(one, 1):
        row = [float(count)]
        for place, opposite in enumerate(other, 1):
            row.append(
                min(
                    above[place - 1] + confusions.cost(character, opposite),
                    above[place] + 1,
                    row[place - 1] + 1,
                )
            )
        above = row
    return above[-1]
