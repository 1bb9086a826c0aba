"""How far each reader is to be believed beside the other, and what a reading of both is worth, as it was measured.

Measured by `python -m workshop.train.calibrate` on writers and pages kept for that alone, by kind of field, by how the
book is written, and by how the two answers stand to each other: what Tesseract says of handwriting is hardly ever
like what the field reader says, so their own behaviour tells type from handwriting cell by cell.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Protocol, runtime_checkable

from desktop.recognition.calibration import Points, on_line
from desktop.recognition.channel import Channel
from desktop.recognition.engine import Guess

AS_IT_SAYS: Final = Channel(slip=0.02)
"""Of an engine that nobody weighed."""

MIXED: Final = "mixed"
"""Typed and handwritten together: what a book counts as where nothing was measured for its own script."""

_ALIKE: Final = 0.6  # of the longer text: two answers of which less is the same are not of one mind
_STEADY: Final = 0.97  # geometric mean of the second reader's characters
_FARTHEST: Final = 8.0  # log odds


class Manner(StrEnum):
    """How two readers' answers to one cell stand to each other. The first is the one that leads."""

    SAME = "same"
    STEADY = "steady"  # alike, and the second is sure
    DOUBTFUL = "doubtful"  # alike, and the second is not
    APART = "apart"  # two different texts
    FIRST = "first"  # only the first read anything
    SECOND = "second"  # only the second did


@dataclass(frozen=True, slots=True)
class Sign:
    """What is known of a reading before it is known whether it is right."""

    posterior: float  # Bayes' probability of the value
    margin: float  # and of the next likely value
    own: float  # the leading reader's confidence in its own text
    length: int
    manner: Manner


@dataclass(frozen=True, slots=True)
class Worth:
    """Logistic regression of "the whole field is right", and rising points from its log odds to a probability."""

    weights: Mapping[str, float]
    points: Points

    def log_odds(self, sign: Sign) -> float:
        """The regression alone."""
        return sum(self.weights.get(name, 0.0) * value for name, value in features(sign).items())

    def probability(self, sign: Sign) -> float:
        """That the whole field is right."""
        return on_line(self.points, self.log_odds(sign))


def features(sign: Sign) -> Mapping[str, float]:
    """What the regression weighs, by name."""
    return {
        "posterior": log_odds(sign.posterior),
        "margin": math.log(max(sign.posterior, 1e-4) / max(sign.margin, 1e-4)),
        "own": log_odds(sign.own),
        "length": math.log(max(1, sign.length)),
        sign.manner.value: 1.0,
    }


def log_odds(share: float) -> float:
    """Of a probability, kept finite."""
    share = min(max(share, 1e-9), 1 - 1e-9)
    return min(max(math.log(share / (1 - share)), -_FARTHEST), _FARTHEST)


Key = tuple[str, str, str]
"""Kind of field, script (typed, handwritten, mixed), manner."""


@dataclass(frozen=True, slots=True)
class Reliability:
    """What was measured. `engines` are the two readers, the leading one first; without them nothing is known.

    `model` is the SHA-256 of the leading reader's model, `channels` how each reader errs, `worths` what the reading of
    both is worth.
    """

    engines: tuple[str, ...] = ()
    model: str = ""
    channels: Mapping[Key, Mapping[str, Channel]] = field(default_factory=dict)
    worths: Mapping[tuple[str, str], Worth] = field(default_factory=dict)

    def manner(self, guesses: Mapping[str, Guess]) -> Manner | None:
        """How the answers stand to each other; None where they are not of the two readers that were measured."""
        if len(self.engines) != 2 or set(guesses) != set(self.engines):
            return None
        return manner_of(*(guesses[name] for name in self.engines))

    def channel(self, engine: str, kind: str, script: str, manner: Manner | None) -> Channel:
        """How `engine` errs on fields of `kind` when the answers stand so to each other."""
        if manner is None:
            return AS_IT_SAYS
        for known in (script, MIXED):
            if (measured := self.channels.get((kind, known, manner))) is not None:
                return measured.get(engine, AS_IT_SAYS)
        return AS_IT_SAYS

    def worth(self, kind: str, script: str) -> Worth | None:
        """What readings of `kind` are worth; None where it was not measured."""
        return self.worths.get((kind, script)) or self.worths.get((kind, MIXED))


UNWEIGHED: Final = Reliability()
"""Nothing was measured: every engine is believed as it says."""


@runtime_checkable
class Weighed(Protocol):
    """An engine beside whose model stands what was measured of it and of the one beside it."""

    def reliability(self) -> Reliability:
        """What was measured. Raises Expected "model_broken"."""
        ...


def reliability_of(engines: Sequence[object]) -> Reliability:
    """What was measured of these engines; nothing where none of them knows."""
    return next((engine.reliability() for engine in engines if isinstance(engine, Weighed)), UNWEIGHED)


def manner_of(first: Guess, second: Guess) -> Manner | None:
    """How two answers stand to each other; None where neither read anything."""
    if not (first.text and second.text):
        if not (first.text or second.text):
            return None
        return Manner.FIRST if first.text else Manner.SECOND
    a, b = _plain(first.text), _plain(second.text)
    if a == b:
        return Manner.SAME
    if likeness(a.casefold(), b.casefold()) < _ALIKE:
        return Manner.APART
    return Manner.STEADY if surety(second) >= _STEADY else Manner.DOUBTFUL


def _plain(text: str) -> str:
    return "".join(text.split())


def likeness(a: str, b: str) -> float:
    """1 for the same text, less by each edit as a share of the longer one (Levenshtein 1966)."""
    longest = max(len(a), len(b))
    if not longest:
        return 1.0
    most = int((1 - _ALIKE) * longest) + 1  # what lies further apart is not like each other, however far
    if abs(len(a) - len(b)) > most:
        return 0.0
    row = list(range(len(b) + 1))
    for at, sign in enumerate(a, 1):
        before, row[0] = row[0], at
        for place, other in enumerate(b, 1):
            before, row[place] = (
                row[place],
                min(row[place] + 1, row[place - 1] + 1, before + (sign != other)),
            )
        if min(row) > most:
            return 0.0
    return 1 - row[-1] / longest


def surety(guess: Guess) -> float:
    """Geometric mean of the characters' figures."""
    logs = [math.log(max(figure, 1e-6)) for figure in guess.characters or (guess.confidence,)]
    return math.exp(sum(logs) / len(logs))
