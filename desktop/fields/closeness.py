"""How alike two written words are, when look-alike characters cost little to confuse.

A weighted edit distance (Levenshtein): adding or dropping a character and confusing two unlike ones cost 1, confusing
two of one look-alike group costs LIKE, confusing two that a pen or a worn ribbon makes alike costs SIMILAR. Pairs that
run together (rn, m) are made one before comparing, for PAIR each. The weights are set by hand; the order of the
answers is what matters, and readers' own probabilities come from the reader.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

LIKE: Final = 0.25
SIMILAR: Final = 0.6
PAIR: Final = 0.3

LIKE_GROUPS: Final = ("0odq", "1ilj", "5s", "8b", "2z", "6g", "7t")
# Beyond the groups that search keys fold: what readers of type and of hands confuse most after those.
_SIMILAR_GROUPS: Final = (
    "uv",
    "ce",
    "fe",
    "pr",
    "hn",
    "nm",
    "kx",
    "vy",
    "4a",
    "38",
    "9g",
    "71",
    "co",
    "go",
    "ao",
)
_PAIRS: Final = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("ii", "u"), ("iv", "w"), ("13", "b"))


def _costs() -> Mapping[tuple[str, str], float]:
    costs: dict[tuple[str, str], float] = {}
    for groups, cost in ((_SIMILAR_GROUPS, SIMILAR), (LIKE_GROUPS, LIKE)):
        for group in groups:
            costs |= {(one, other): cost for one in group for other in group if one != other}
    return MappingProxyType(costs)


_COSTS: Final = _costs()


def joined_pairs(word: str) -> tuple[str, int]:
    """`word` with pairs that run together made one character, and how many there were."""
    count = 0
    for pair, single in _PAIRS:
        found = word.count(pair)
        if found:
            word = word.replace(pair, single)
            count += found
    return word, count


def distance(one: str, other: str, most: float) -> float:
    """The weighted edit distance of two folded words, or something above `most` where it is more than that."""
    plain = _distance(one, other, most)
    first, pairs_of_first = joined_pairs(one)
    second, pairs_of_second = joined_pairs(other)
    extra = PAIR * abs(pairs_of_first - pairs_of_second)
    if not extra:
        return plain
    return min(plain, extra + _distance(first, second, most - extra))


def _distance(one: str, other: str, most: float) -> float:
    """Dynamic programming by rows; given up as soon as a whole row lies above `most`."""
    if one == other:
        return 0.0
    above = [float(place) for place in range(len(other) + 1)]
    for count, character in enumerate(one, 1):
        row = [float(count)]
        least = row[0]
        for place, wanted in enumerate(other):
            cost = above[place]
            if character != wanted:
                cost += _COSTS.get((character, wanted), 1.0)
                cost = min(cost, above[place + 1] + 1.0, row[place] + 1.0)
            row.append(cost)
            least = min(least, cost)
        if least > most:
            return least
        above = row
    return above[-1]
