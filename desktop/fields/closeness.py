"""How alike written words are, when characters that look alike cost little to confuse; many words at once.

A weighted edit distance (Levenshtein; pairs as in Brill and Moore, 2000): adding or dropping a character and confusing
two unlike ones cost 1, two of one look-alike group LIKE, two that a pen or a worn ribbon makes alike SIMILAR, and two
that run together into one (rn, m) PAIR. The weights are set by hand: they put spellings in order and are no
probabilities.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

LIKE: Final = 0.25
SIMILAR: Final = 0.6
PAIR: Final = 0.3
LONGEST: Final = 48
"""Characters of a word; no name on the lists is longer, and whatever is, is near none."""

_LIKE_GROUPS: Final = ("0odq", "1ilj", "5s", "8b", "2z", "6g", "7t")
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
_GROUP_OF: Final = {character: group[0] for group in _LIKE_GROUPS for character in group}
_BINS: Final = 48


class Spellings:
    """Words, folded, laid out so that one word is held against all of them at once.

    `codes` has one row a place in the word and one column a word; `counts` one row a look-alike group and one column
    a word.
    """

    def __init__(self, words: Sequence[str]) -> None:
        # The groups' characters too: a word may be asked for with an O where the list has but a 0.
        alphabet = sorted(
            {*"".join(_LIKE_GROUPS + _SIMILAR_GROUPS), *(c for word in words for c in word[:LONGEST])}
        )
        self._code = {character: code for code, character in enumerate(alphabet)}
        self._costs = _cost_table(alphabet)
        self._lengths = np.array([len(word[:LONGEST]) for word in words], dtype=np.int16)
        self._codes = np.full((LONGEST, len(words)), len(alphabet), dtype=np.int16)
        self._counts = np.zeros((_BINS, len(words)), dtype=np.int8)
        for place, word in enumerate(words):
            for at, character in enumerate(word[:LONGEST]):
                self._codes[at, place] = self._code[character]
            for group, count in _bag(word).items():
                self._counts[group, place] = count
        self._sums = self._counts.sum(axis=0, dtype=np.int16)

    def near(self, word: str, at_most: float) -> list[tuple[int, float]]:
        """Places of the words within `at_most` of `word`, and their distances; in the order of the places.

        Only words that differ in no more than `at_most` characters apart from look-alikes are looked at, and none
        that differs in half of its characters.
        """
        if not word or len(word) > LONGEST:
            return []
        places = self._candidates(word, at_most)
        if not len(places):
            return []
        lengths = self._lengths[places]
        apart = self._distances(word, self._codes[: int(lengths.max()), places], lengths)
        close = apart <= np.minimum(at_most, np.maximum(lengths, len(word)) / 2)
        return [
            (int(place), round(float(distance), 4))
            for place, distance in zip(places[close], apart[close], strict=True)
        ]

    def _candidates(self, word: str, at_most: float) -> NDArray[np.intp]:
        bag = _bag(word)
        lack = np.zeros(len(self._sums), np.int16)
        for group, count in bag.items():
            lack += np.maximum(count - self._counts[group], 0)
        surplus = lack + self._sums - sum(bag.values())
        most = np.minimum(at_most, np.maximum(self._lengths, len(word)) / 2)
        return np.flatnonzero(np.maximum(surplus, lack) <= most)

    def _distances(
        self, word: str, codes: NDArray[np.int16], lengths: NDArray[np.int16]
    ) -> NDArray[np.float32]:
        """The textbook table, one row of it at a time, for all words at once (row: places of the words)."""
        places = np.arange(len(codes) + 1, dtype=np.float32)[:, None]
        rows = [np.broadcast_to(places, (len(codes) + 1, len(lengths)))]
        for count, character in enumerate(word, 1):
            above = rows[-1]
            row = np.empty((len(codes) + 1, len(lengths)), dtype=np.float32)
            row[0] = count
            np.minimum(above[:-1] + self._costs[self._number(character)][codes], above[1:] + 1, out=row[1:])
            for pair, single in _PAIRS:
                if word[:count].endswith(pair):
                    np.minimum(
                        row[1:],
                        np.where(codes == self._number(single), rows[-2][:-1] + PAIR, np.inf),
                        out=row[1:],
                    )
                if character == single:
                    both = (codes[:-1] == self._number(pair[0])) & (codes[1:] == self._number(pair[1]))
                    np.minimum(row[2:], np.where(both, above[:-2] + PAIR, np.inf), out=row[2:])
            # Adding characters one after the other: the least of all earlier places, one dearer for each step.
            rows.append(np.minimum.accumulate(row - places, axis=0) + places)
        last: NDArray[np.float32] = rows[-1][lengths, np.arange(len(lengths))]
        return last

    def _number(self, character: str) -> int:
        """The code of a character; one that no word has gets the last, which is like nothing."""
        return self._code.get(character, len(self._code))


def _cost_table(alphabet: Sequence[str]) -> NDArray[np.float32]:
    """What confusing any two characters costs; the last row and column are for characters that no word has."""
    costs = np.ones((len(alphabet) + 1, len(alphabet) + 1), dtype=np.float32)
    code = {character: number for number, character in enumerate(alphabet)}
    for groups, cost in ((_SIMILAR_GROUPS, SIMILAR), (_LIKE_GROUPS, LIKE)):
        for group in groups:
            known = [code[character] for character in group]
            costs[np.ix_(known, known)] = cost
    costs[np.arange(len(alphabet)), np.arange(len(alphabet))] = 0
    return costs


def _bag(word: str) -> dict[int, int]:
    """How many of each look-alike group's characters a word has, pairs that run together made one."""
    for pair, single in _PAIRS:
        word = word.replace(pair, single)
    bag: dict[int, int] = {}
    for character in word[:LONGEST]:
        group = ord(_GROUP_OF.get(character, character)) % _BINS
        bag[group] = bag.get(group, 0) + 1
    return bag
