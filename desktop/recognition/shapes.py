"""The shape of a serial number: letters, figures and signs in their order, and how likely one is in a book."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

# From one class to the next, in serial numbers as they occur: letters stand together at the ends, figures in the
# middle. L capital, l small letter, D figure, S sign or space; ^ before the first, $ after the last.
_STEPS: Final[Mapping[str, Mapping[str, float]]] = {
    "^": {"L": 0.50, "D": 0.48, "l": 0.01, "S": 0.01},
    "L": {"L": 0.38, "D": 0.36, "S": 0.15, "l": 0.01, "$": 0.10},
    "D": {"D": 0.71, "$": 0.15, "L": 0.06, "S": 0.07, "l": 0.01},
    "S": {"D": 0.70, "L": 0.27, "l": 0.02, "S": 0.009, "$": 0.001},
    "l": {"l": 0.30, "$": 0.50, "D": 0.15, "S": 0.04, "L": 0.01},
}
_PRIOR_ROWS: Final = 1.0  # how many rows the shapes of the world weigh beside those of the book
_PRIOR_LETTERS: Final = 8.0  # the same for the letters that stand at one place of a shape
_CHARACTERS: Final = {"L": 1 / 26, "l": 1 / 26, "D": 1 / 10, "S": 1 / 60}
_SIGNS: Final = {" ": 0.5, "-": 0.2, "/": 0.12, ".": 0.08}


def shape_of(text: str) -> str:
    """`shape_of("AB 12345-c")` is "LLSDDDDDSl"."""
    return "".join(
        "D" if c.isdecimal() else "S" if not c.isalpha() else "l" if c.islower() else "L" for c in text
    )


@dataclass(frozen=True, slots=True)
class Shapes:
    """How often each shape and, in it, each letter at its place was seen; seen rows may count in part.

    `own` is the text of the cell that asks, with what it added: it is no evidence for itself.
    """

    rows: float = 0.0
    seen: Mapping[str, float] = field(default_factory=dict)
    letters: Mapping[tuple[str, int, str], float] = field(default_factory=dict)
    kinds: float = 0.0  # how many shapes were seen
    own: tuple[str, float] = ("", 0.0)

    def log_probability(self, text: str) -> float:
        """Natural logarithm of the probability that a serial number of this book is `text`."""
        shape = shape_of(text)
        own, added = self.own
        same = added if shape_of(own) == shape else 0.0
        seen = max(0.0, self.seen.get(shape, 0.0) - same)
        # A book that has shown many shapes will show another.
        others = _PRIOR_ROWS + self.kinds
        log = math.log((seen + others * math.exp(_world(shape))) / (self.rows - added + others))
        for place, (kind, sign) in enumerate(zip(shape, text, strict=True)):
            usual = _SIGNS.get(sign, _CHARACTERS[kind])
            if kind == "L":
                stood = self.letters.get((shape, place, sign), 0.0)
                stood -= same if same and own[place] == sign else 0.0
                usual = (max(0.0, stood) + _PRIOR_LETTERS * usual) / (seen + _PRIOR_LETTERS)
            log += math.log(usual)
        return log

    def without(self, text: str, belief: float) -> Shapes:
        """The same but for one of the texts that it was learnt from."""
        return replace(self, own=(text, belief))

    def usual(self, length: int) -> list[str]:
        """Shapes of this length that the book has shown, most frequent first."""
        own = shape_of(self.own[0])
        known = [
            shape
            for shape, count in self.seen.items()
            if len(shape) == length and count - (self.own[1] if shape == own else 0.0) >= 0.5
        ]
        return sorted(known, key=lambda shape: -self.seen[shape])[:3]


def learn(texts: Iterable[tuple[str, float]]) -> Shapes:
    """Shapes of serial numbers, each with how far it is to be believed (0–1)."""
    rows = 0.0
    seen: dict[str, float] = {}
    letters: dict[tuple[str, int, str], float] = {}
    for text, belief in texts:
        shape = shape_of(text)
        rows += belief
        seen[shape] = seen.get(shape, 0.0) + belief
        for place, (kind, sign) in enumerate(zip(shape, text, strict=True)):
            if kind == "L":
                letters[shape, place, sign] = letters.get((shape, place, sign), 0.0) + belief
    return Shapes(rows, seen, letters, sum(min(1.0, count) for count in seen.values()))


def _world(shape: str) -> float:
    return sum(math.log(_STEPS[a].get(b, 1e-3)) for a, b in pairwise(f"^{shape}$"))
