"""Character errors and confusions: the cheapest way to make of what was read what is true (Levenshtein, 1966)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

Pair = tuple[str, str]
"""A true character and what was read for it; "" for none: one left out, or one too many."""


@dataclass(frozen=True, slots=True)
class Errors:
    """What was counted over many fields."""

    fields: int
    wrong_fields: int
    characters: int  # of the truth
    wrong_characters: int
    confusions: tuple[tuple[Pair, int], ...]  # commonest first

    @property
    def character_rate(self) -> float:
        """Errors a true character; 0 where there is none."""
        return self.wrong_characters / self.characters if self.characters else 0.0


def aligned(truth: str, read: str) -> tuple[Pair, ...]:
    """Both texts character by character; of equally cheap ways the one that pairs most characters."""
    rows, columns = len(truth) + 1, len(read) + 1
    cost = [[0] * columns for _ in range(rows)]
    for i in range(rows):
        for j in range(columns):
            if i == 0 or j == 0:
                cost[i][j] = i + j
            else:
                cost[i][j] = min(
                    cost[i - 1][j - 1] + (truth[i - 1] != read[j - 1]), cost[i - 1][j] + 1, cost[i][j - 1] + 1
                )
    pairs: list[Pair] = []
    i, j = rows - 1, columns - 1
    while i or j:
        if i and j and cost[i][j] == cost[i - 1][j - 1] + (truth[i - 1] != read[j - 1]):
            i, j = i - 1, j - 1
            pairs.append((truth[i], read[j]))
        elif i and cost[i][j] == cost[i - 1][j] + 1:
            i -= 1
            pairs.append((truth[i], ""))
        else:
            j -= 1
            pairs.append(("", read[j]))
    return tuple(reversed(pairs))


def errors(pairs: Iterable[tuple[str, str]]) -> Errors:
    """Count over pairs of true and read text."""
    fields = wrong_fields = characters = 0
    confusions: Counter[Pair] = Counter()
    for truth, read in pairs:
        fields += 1
        characters += len(truth)
        if truth != read:
            wrong_fields += 1
            confusions.update(pair for pair in aligned(truth, read) if pair[0] != pair[1])
    commonest = tuple(sorted(confusions.items(), key=lambda item: (-item[1], item[0])))
    return Errors(fields, wrong_fields, characters, sum(confusions.values()), commonest)
