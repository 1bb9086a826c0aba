"""Which weapon a record speaks of, as far as its fields say: how alike two are, and where their numbers differ.

A serial number alone is not unique across makers, models or years, so that a weapon is told by serial, make, model,
calibre and year together (design 2, after ITI 8 and ISACS 05.30). Everything here warns; nothing decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from desktop.fields.confusions import DEFAULT, Confusions, distance
from desktop.fields.serial_query import may_hold, serial_query
from desktop.fields.serials import UNREAD, search_keys
from desktop.fields.vocabularies import fold

FIELDS: Final = ("make", "model", "calibre", "year")
NEAR: Final = 1.0
"""Numbers farther apart than one unlike character are no likely pair."""


class Likeness(StrEnum):
    """How likely two records speak of one weapon, the likeliest first."""

    EQUAL = "equal"  # the same number, and no field speaks against it
    SAME_NUMBER = "same_number"  # the same number, and a field speaks against it
    LOOK_ALIKE = "look_alike"  # numbers that are easily confused, and no field speaks against it
    NEAR = "near"  # numbers that differ in one character, and make or model agree


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records held against each other."""

    likeness: Likeness
    cost: float  # of taking one number for the other, see `confusions`
    agree: tuple[str, ...]  # fields that both have and that are the same
    differ: tuple[str, ...]  # fields that both have and that are not

    @property
    def rank(self) -> tuple[int, float, int]:
        """To order by, the likeliest first."""
        return list(Likeness).index(self.likeness), self.cost, -len(self.agree)


def compare(
    serial: str,
    values: Mapping[str, str],
    other_serial: str,
    other_values: Mapping[str, str],
    known: Confusions = DEFAULT,
) -> Pair | None:
    """Two records by serial number and the values of FIELDS ("" or missing: not said); None where they are unlike."""
    one, other = search_keys(serial).plain, search_keys(other_serial).plain
    if not one or not other:
        return None
    agree: list[str] = []
    differ: list[str] = []
    for name in FIELDS:
        mine, theirs = fold(values.get(name, "")), fold(other_values.get(name, ""))
        if mine and theirs:
            (agree if mine == theirs else differ).append(name)
    cost = _apart(one, other, known)
    if cost > NEAR:
        return None
    if cost == 0:
        likeness = Likeness.SAME_NUMBER if differ else Likeness.EQUAL
    elif cost < NEAR and not differ:
        likeness = Likeness.LOOK_ALIKE
    elif {"make", "model"} & set(agree) and not {"make", "model"} & set(differ):
        likeness = Likeness.NEAR
    else:
        return None
    return Pair(likeness, round(cost, 4), tuple(agree), tuple(differ))


def _apart(one: str, other: str, known: Confusions) -> float:
    """What it costs to take one for the other; unread characters that may be the other's cost little."""
    if one == other:
        return 0.0
    if any(sign in one + other for sign in UNREAD):
        unread, read = (one, other) if any(sign in one for sign in UNREAD) else (other, one)
        fits = len(unread) == len(read) or "*" in unread
        return 0.3 if fits and may_hold(unread, serial_query(read)) else NEAR + 1
    if abs(len(one) - len(other)) > NEAR:
        return NEAR + 1
    return distance(one, other, known)


def differing(one: str, other: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Places in each text, as written, whose characters have no equal at their place in the other; case counts.

    The longest common subsequence is what the two share (Hunt and McIlroy 1976), so that a character too many marks
    itself and not all that follow.
    """
    table = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for i in range(len(one) - 1, -1, -1):
        for j in range(len(other) - 1, -1, -1):
            table[i][j] = (
                table[i + 1][j + 1] + 1 if one[i] == other[j] else max(table[i + 1][j], table[i][j + 1])
            )
    mine, theirs = [], []
    i = j = 0
    while i < len(one) or j < len(other):
        if i < len(one) and j < len(other) and one[i] == other[j]:
            i, j = i + 1, j + 1
        elif j == len(other) or (i < len(one) and table[i + 1][j] >= table[i][j + 1]):
            mine.append(i)
            i += 1
        else:
            theirs.append(j)
            j += 1
    return tuple(mine), tuple(theirs)
