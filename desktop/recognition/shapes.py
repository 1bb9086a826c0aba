"""The shape of a serial number: letters, figures and signs in their order, and how likely one is in a book."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

# From one class to the next, in serial numbers as they occur: letters stand together at the ends, figures in the
# middle. L capital, l small letter, D figure, S sign or space; ^ before the first, $ after the last.
_STEPS: Final[Mapping[str, Mapping[str, float]]] = {
    "^": {"L": 0.46, "D": 0.48, "l": 0.01, "S": 0.05},
    "L": {"L": 0.36, "D": 0.35, "S": 0.18, "l": 0.01, "$": 0.10},
    "D": {"D": 0.66, "$": 0.15, "L": 0.07, "S": 0.10, "l": 0.02},
    "S": {"D": 0.70, "L": 0.24, "l": 0.02, "S": 0.03, "$": 0.01},
    "l": {"l": 0.30, "$": 0.50, "D": 0.15, "S": 0.04, "L": 0.01},
}
_NUMBER: Final = re.compile(r"N[o°º]\.? ?(?=\d)")  # "No. 4711": its o is no small letter of the serial
_NUMBER_COST: Final = math.log(0.03)
_PRIOR_ROWS: Final = 1.0  # how many rows the shapes of the world weigh beside those of the book
_SHAPELESS: Final = 0.4  # share of serial numbers that follow no shape: any letter and figure anywhere
_ANY: Final = math.log(1 / 37)
_USUAL: Final = math.log(1 / 15)  # of one character, whatever it is
_LEAN: Final = 0.25  # how far the shapes of the world lean a reading; those of the book count in full
_PRIOR_LETTERS: Final = 8.0  # rows that a letter at its place weighs before any was seen
_CHARACTERS: Final = {"L": 1 / 26, "l": 1 / 26, "D": 1 / 10, "S": 1 / 200}
_SIGNS: Final = {" ": 0.3, "-": 0.3, "/": 0.1, ".": 0.1, "#": 0.05, "(": 0.04, ")": 0.04}


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
        cost = 0.0
        if (number := _NUMBER.match(text)) is not None:
            text, cost = text[number.end() :], _NUMBER_COST
        shape = shape_of(text)
        own, added = self.own
        same = added if shape_of(own) == shape else 0.0
        seen = max(0.0, self.seen.get(shape, 0.0) - same)
        # A book that has shown many shapes will show another.
        others = _PRIOR_ROWS + self.kinds
        rows = self.rows - added + others
        shaped, worldly = seen / rows, math.exp(_world(shape)) * (1 - _SHAPELESS)
        for place, (kind, sign) in enumerate(zip(shape, text, strict=True)):
            usual = _SIGNS.get(sign, _CHARACTERS[kind])
            worldly *= usual
            if kind == "L":
                stood = self.letters.get((shape, place, sign), 0.0)
                stood -= same if same and own[place] == sign else 0.0
                usual = (max(0.0, stood) + _PRIOR_LETTERS * usual) / (seen + _PRIOR_LETTERS)
            shaped *= usual
        shapeless = _SHAPELESS * math.exp(len(text) * _ANY)
        world = _LEAN * math.log(worldly + shapeless) + (1 - _LEAN) * len(text) * _USUAL
        return cost + math.log(shaped + others / rows * math.exp(world) + 1e-300)

    def without(self, text: str, belief: float) -> Shapes:
        """The same but for one of the texts that it was learnt from."""
        return replace(self, own=(_NUMBER.sub("", text), belief))

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
    for written, belief in texts:
        text = _NUMBER.sub("", written)
        shape = shape_of(text)
        rows += belief
        seen[shape] = seen.get(shape, 0.0) + belief
        for place, (kind, sign) in enumerate(zip(shape, text, strict=True)):
            if kind == "L":
                letters[shape, place, sign] = letters.get((shape, place, sign), 0.0) + belief
    return Shapes(rows, seen, letters, sum(min(1.0, count) for count in seen.values()))


def _world(shape: str) -> float:
    return sum(math.log(_STEPS[a].get(b, 1e-3)) for a, b in pairwise(f"^{shape}$"))
