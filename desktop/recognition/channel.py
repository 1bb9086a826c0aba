"""How likely an engine would have said what it said, if another text stood on the paper."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from desktop.fields.serials import LOOK_ALIKES
from desktop.recognition.engine import Guess

_MORE_ALIKE: Final = (
    *("1lIi", "1T", "0o", "0C", "2z", "3B", "38", "4A", "5s", "6b", "7Y", "9g", "9q", "94", "17"),
    *(
        "CG",
        "EF",
        "FP",
        "PR",
        "HN",
        "MN",
        "KX",
        "UV",
        "VY",
        "VW",
        "ce",
        "ea",
        "hb",
        "li",
        "nm",
        "nr",
        "uv",
        "tf",
    ),
)
_ALIKE: Final[Mapping[str, frozenset[str]]] = {
    sign: frozenset("".join(group for group in (*LOOK_ALIKES, *_MORE_ALIKE) if sign in group)) - {sign}
    for sign in "".join((*LOOK_ALIKES, *_MORE_ALIKE))
}
_INDEL: Final = math.log(0.004)  # any other character
TWINS: Final[Mapping[str, str]] = {
    sign: group.replace(sign, "") for group in ("0O", "1Il", ".,·-") for sign in group
}
_SURE: Final = math.log(0.9)
_SMALL: Final = frozenset(".,'-:·|\"")


@dataclass(frozen=True, slots=True)
class Channel:
    """How an engine errs: `slip` is the share of characters that it gets wrong for no reason that it can see.

    `space` and `speck` are the shares of spaces and of small signs too many or too few. `twins` is the share for
    characters that many types and hands draw alike, 0 and O, 1 and I: there even a sure engine only guesses.
    `softness` divides what it says of its doubts (1: takes its word; 2: its log odds are halved). `weight` is what it
    counts beside another engine that sees the same ink.
    """

    slip: float
    speck: float = 0.004
    space: float = 0.005
    twins: float = 0.03
    softness: float = 1.0
    weight: float = 1.0


Misread = Mapping[str, Mapping[str, float]]
"""For a character that an engine reads, the share of times in this book that another one stood there."""
_NEVER: Final[Misread] = {}


def alike(sign: str) -> frozenset[str]:
    """Characters that hands, types and readers take for `sign`, small and capital letters among them."""
    return _ALIKE.get(sign, frozenset()) | ({sign.swapcase()} - {sign} if sign.isalpha() else frozenset())


@dataclass(frozen=True, slots=True)
class Heard:
    """A guess with its channel: log likelihood of each character at each place of the guess."""

    text: str
    places: tuple[Mapping[str, float], ...]
    otherwise: float  # for a character that nothing speaks for
    space: float  # for a space too many or too few,
    speck: float  # for a small sign that is not there, or is and was not read
    weight: float

    @property
    def sure(self) -> bool:
        """Whether no character was in doubt."""
        return all(place[sign] > _SURE for place, sign in zip(self.places, self.text, strict=True))

    def fit(self, candidate: str) -> float:
        """Log likelihood of the guess if `candidate` stands on the paper, weighted."""
        if candidate == self.text or len(candidate) == len(self.text):
            straight = sum(
                place.get(sign, self.otherwise) for place, sign in zip(self.places, candidate, strict=True)
            )
            # Two that differ in most places may still be the same text, moved by one.
            if straight > 2.5 * self.otherwise:
                return self.weight * straight
            return self.weight * max(straight, self._aligned(candidate))
        return self.weight * self._aligned(candidate)

    def changed(self, text: str) -> Callable[[int, str], float]:
        """`fit` of `text` with the character at a place replaced by another, without aligning it all once more."""
        if len(text) == len(self.text):
            own = [place.get(sign, self.otherwise) for place, sign in zip(self.places, text, strict=True)]
            whole = sum(own)

            def straight(at: int, sign: str) -> float:
                fit = whole - own[at] + self.places[at].get(sign, self.otherwise)
                if fit > 2.5 * self.otherwise:
                    return self.weight * fit
                return self.fit(text[:at] + sign + text[at + 1 :])

            return straight
        heads, tails = self._heads(text), self._tails(text)

        def aligned(at: int, sign: str) -> float:
            # The new character is one that was read as some place, or one that was not read between two places.
            loose, otherwise = self._loose(sign), self.otherwise
            best = heads[-1][at] + loose + tails[-1][at + 1]
            for place, head, tail, below in zip(self.places, heads, tails, tails[1:], strict=False):
                start = head[at]
                best = max(
                    best, start + place.get(sign, otherwise) + below[at + 1], start + loose + tail[at + 1]
                )
            return self.weight * best

        return aligned

    def _aligned(self, candidate: str) -> float:
        return self._heads(candidate)[-1][-1]

    def _heads(self, candidate: str) -> list[list[float]]:
        """Best alignments of first places and first characters (weighted edit distance, Wagner and Fischer 1974).

        One row for each number of places, one column for each number of characters.
        """
        loose = [self._loose(sign) for sign in candidate]
        row = [0.0]
        for cost in loose:
            row.append(row[-1] + cost)
        rows = [row]
        otherwise = self.otherwise
        for place, read in zip(self.places, self.text, strict=True):
            gone = self._loose(read)
            before = row
            last = before[0] + gone
            row = [last]
            for column, sign in enumerate(candidate):
                last += loose[column]
                if (other := before[column] + place.get(sign, otherwise)) > last:
                    last = other
                if (other := before[column + 1] + gone) > last:
                    last = other
                row.append(last)
            rows.append(row)
        return rows

    def _tails(self, candidate: str) -> list[list[float]]:
        """The same of what is left behind so many places and characters."""
        turned = Heard(
            self.text[::-1], self.places[::-1], self.otherwise, self.space, self.speck, self.weight
        )
        return [row[::-1] for row in reversed(turned._heads(candidate[::-1]))]

    def _loose(self, sign: str) -> float:
        if sign == " ":
            return self.space
        return self.speck if sign in _SMALL else _INDEL


def hear(guess: Guess, channel: Channel, misread: Misread = _NEVER) -> Heard:
    """Put what an engine says of each character together with how it errs, and how it erred in this book."""
    characters = guess.characters or (guess.confidence,) * len(guess.text)
    choices = guess.choices or ((),) * len(guess.text)
    places = [
        _place(sign, figure, others, channel, misread.get(sign, {}))
        for sign, figure, others in zip(guess.text, characters, choices, strict=True)
    ]
    return Heard(
        guess.text,
        tuple(places),
        math.log(channel.slip * 0.4 / 70),
        math.log(channel.space),
        math.log(channel.speck),
        channel.weight,
    )


def _place(
    sign: str,
    figure: float,
    others: Sequence[tuple[str, float]],
    channel: Channel,
    misread: Mapping[str, float],
) -> Mapping[str, float]:
    """Log probabilities: of a slip, six in ten go to a character that looks alike, the rest to any of seventy."""
    said = {sign: max(figure, 1e-6) ** (1 / channel.softness)}
    for other, value in others:
        said[other] = max(value, 1e-9) ** (1 / channel.softness)
    total = max(1.0, sum(said.values()))
    # What an engine leaves of its certainty belongs to characters that it does not name.
    rest = max(0.0, 1.0 - sum(said.values()))
    lookers = alike(sign)
    slip = channel.slip + (1 - channel.slip) * rest
    likely = {other: slip * 0.6 / len(lookers) for other in lookers}
    for other, value in said.items():
        likely[other] = likely.get(other, slip * 0.4 / 70) + (1 - slip) * value / total
    for other in TWINS.get(sign, ""):
        likely[other] = max(likely.get(other, 0.0), channel.twins * likely[sign] / len(TWINS[sign]))
    for other, share in misread.items():
        likely[other] = max(likely.get(other, 0.0), share * likely[sign])
    return {other: math.log(value) for other, value in likely.items()}
