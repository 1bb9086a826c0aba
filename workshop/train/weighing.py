"""Two readers side by side on fields whose truth is known: how each errs, and what the reading of both is worth."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from itertools import product
from typing import Final

import numpy as np
from numpy.typing import NDArray

from desktop.fields.forms import Column, LedgerForm
from desktop.fields.vocabularies import Vocabularies
from desktop.recognition.calibration import Calibration, rising_points
from desktop.recognition.channel import TWINS, Channel
from desktop.recognition.combine import CellReading, Evidence, asked, decide, tried
from desktop.recognition.engine import Guess
from desktop.recognition.knowledge import NOTHING_LEARNT, Knowledge, knowledge_of
from desktop.recognition.reliability import MIXED, Key, Manner, Reliability, Sign, Worth, features
from workshop.train.fields import Field
from workshop.train.judging import right
from workshop.train.rising import rising

READERS: Final = ("field-reader", "tesseract")
SCRIPTS: Final = (MIXED, "typed", "handwritten")
_WEIGHTS: Final = (0.0, 0.1, 0.2, 0.4, 0.7, 1.0)
_WEIGHED: Final = 300  # cells of one manner by which the weights are chosen; each takes some milliseconds
LEAST: Final = 60  # cells, below which a script has no figures of its own
_CERTAIN: Final = 0.9  # of a character; what is wrong above it is a slip
_EARNED: Final = (
    0.02  # nats a cell, by which a second voice has to make the truth likelier to be heard at all
)
_HOPELESS: Final = 0.01  # what a text that was not thought of counts for
_KNOTS: Final = 12
_CALM: Final = 1.0  # strength of the prior that no feature says anything (L2)
_FEATURES: Final = ("posterior", "margin", "own", "length", *(manner.value for manner in Manner))

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """One field, what stands on it, and what each reader said of it. `script` is typed or handwritten."""

    script: str
    truth: Field
    guesses: Mapping[str, Guess]

    def right(self, text: str) -> bool:
        """Whether the whole field is right."""
        return bool(text) and right(self.truth, text)


@dataclass(frozen=True)
class Overheard(Worth):
    """Worth that says the posterior and keeps what it was asked."""

    signs: list[Sign] = field(default_factory=list)

    def probability(self, sign: Sign) -> float:
        """The posterior."""
        self.signs.append(sign)
        return sign.posterior


def calibrated(guess: Guess, calibration: Calibration, kind: str) -> Guess:
    """A guess of the field reader without calibration as it would be with one (see `FieldReader`)."""
    if not guess.text or not 0 < guess.confidence < 1:
        return guess
    worth = min(max(calibration.probability(guess.confidence, kind), 1e-6), 1 - 1e-6)
    power = min(max(math.log(worth) / math.log(guess.confidence), 0.2), 20.0)
    return replace(guess, confidence=worth, characters=tuple(c**power for c in guess.characters))


def channels(kind: str, cases: Sequence[Case], vocabularies: Vocabularies) -> dict[Key, dict[str, Channel]]:
    """How each reader errs, by script and by how the answers stand to each other."""
    known = knowledge_of(Column("A", kind), LedgerForm("", (), script=MIXED), vocabularies)
    blank = Reliability(READERS)
    by_manner: dict[Manner, list[Case]] = {}
    for case in cases:
        if (manner := blank.manner(case.guesses)) is not None and case.truth.text:
            by_manner.setdefault(manner, []).append(case)
    found: dict[Key, dict[str, Channel]] = {}
    for manner, every in by_manner.items():
        errs = {name: _errs(name, every) for name in READERS}
        picked = np.random.default_rng(3).permutation(len(every))[:_WEIGHED]
        tries = (
            [(every[i].script, _try(every[i], errs, known, kind)) for i in picked] if _both(manner) else []
        )
        for script in SCRIPTS:
            own = [one for of, one in tries if script in {MIXED, of}]
            if script != MIXED and len(own) < LEAST:
                continue
            weights = _best_weights(own) if own else (1.0, 1.0)
            found[kind, script, manner.value] = {
                name: replace(errs[name], weight=weight)
                for name, weight in zip(READERS, weights, strict=True)
            }
    return found


def _both(manner: Manner) -> bool:
    return manner in {Manner.STEADY, Manner.DOUBTFUL, Manner.APART}


def _errs(name: str, cases: Iterable[Case]) -> Channel:
    """Shares of what went wrong, each with some of the usual beside it where little was seen."""
    sure = slips = twins = confused = spaces = specks = count = 0
    figures: list[tuple[float, bool]] = []
    for case in cases:
        guess, truth = case.guesses[name], case.truth.text
        if not guess.text:
            continue
        count += 1
        spaces += abs(guess.text.count(" ") - truth.count(" "))
        if case.truth.signs:
            specks += abs(sum(c in ".,'-:" for c in guess.text) - sum(c in ".,'-:" for c in truth))
        for place, true in _placed(guess.text, truth):
            read, figure = guess.text[place], guess.characters[place]
            figures.append((figure, read == true))
            if true in TWINS.get(read, ""):
                confused += 1
            elif figure >= _CERTAIN:
                sure, slips = sure + 1, slips + (read != true)
            twins += read in TWINS and read.isalnum()
    slip = (slips + 0.5) / (sure + 25)
    return Channel(
        slip=_between(slip, 0.002, 0.5),
        speck=_between((specks + 0.5) / (count + 50), 0.004, 0.2),
        space=_between((spaces + 0.5) / (count + 50), 0.005, 0.3),
        twins=_between((confused + 0.5) / (twins + 25), 0.01, 0.3),
        softness=_softness(figures, slip),
    )


def _placed(read: str, true: str) -> Iterator[tuple[int, str]]:
    """Places of `read` with the character that stood there, where the two run side by side."""
    for _, a, b, c, d in SequenceMatcher(None, read, true, autojunk=False).get_opcodes():
        if b - a == d - c:
            yield from zip(range(a, b), true[c:d], strict=True)


def _between(share: float, least: float, most: float) -> float:
    return round(min(max(share, least), most), 4)


def _softness(figures: Sequence[tuple[float, bool]], slip: float) -> float:
    """By how much the characters' log figures are too large: the likeliest of a few."""
    if not figures:
        return 1.0
    said = np.array([max(figure, 1e-6) for figure, _ in figures])
    good = np.array([was for _, was in figures])

    def fit(softness: float) -> float:
        likely = np.clip((1 - slip) * said ** (1 / softness), 1e-4, 1 - 1e-4)
        return float(np.where(good, np.log(likely), np.log(1 - likely)).mean())

    return max((0.5, 0.7, 1.0, 1.4, 2.0, 3.0), key=fit)


@dataclass(frozen=True, slots=True)
class _Try:
    """Texts that were tried for one cell: prior, fit to each reader, and which are right."""

    lean: Floats
    fits: Floats
    good: NDArray[np.bool_]


def _try(case: Case, errs: Mapping[str, Channel], known: Knowledge, kind: str) -> _Try:
    manner = Reliability(READERS).manner(case.guesses)
    assert manner is not None  # noqa: S101 - only such cases are handed in
    scores: dict[str, float] = {}
    both = {}
    # With the second reader in full and hardly heard: what either way of weighing would look at.
    for weight in (1.0, 0.2):
        heard = {READERS[0]: errs[READERS[0]], READERS[1]: replace(errs[READERS[1]], weight=weight)}
        trial = Reliability(READERS, channels={(kind, MIXED, manner.value): heard})
        cell = asked(case.guesses, known, Evidence(), trial)
        scores |= tried(cell, known, NOTHING_LEARNT)
        both[weight] = cell
    texts = list(scores)
    parts = both[1.0].heard
    return _Try(
        np.array([known.lean(text, NOTHING_LEARNT) for text in texts]),
        np.array([[one.fit(text) for one in parts] for text in texts]),
        np.array([case.right(text) for text in texts]),
    )


def _best_weights(tries: Sequence[_Try]) -> tuple[float, float]:
    """Weights under which the truth is likeliest and no fewer fields are right than by either reader alone."""

    def judged(weights: tuple[float, float]) -> tuple[int, float]:
        hits, fit = 0, 0.0
        for one in tries:
            score = one.lean + one.fits @ np.array(weights)
            likely = np.exp(score - score.max())
            hits += bool(one.good[int(score.argmax())])
            fit += math.log(max(_HOPELESS, float(likely[one.good].sum() / likely.sum())))
        return hits, fit - _EARNED * len(tries) * (min(weights) > 0)

    every = {pair: judged(pair) for pair in product(_WEIGHTS, _WEIGHTS) if max(pair) == 1.0}
    alone = max(every[1.0, 0.0][0], every[0.0, 1.0][0])
    return max((pair for pair in every if every[pair][0] >= alone), key=lambda pair: every[pair][1])


def read_both(
    cases: Sequence[Case], kind: str, script: str, vocabularies: Vocabularies, measured: Reliability
) -> list[CellReading]:
    """What the program makes of each cell, by itself, in a book that is typed, handwritten or mixed."""
    known = knowledge_of(Column("A", kind), LedgerForm("", (), script=script), vocabularies)
    return [decide(asked(case.guesses, known, Evidence(), measured), known, vocabularies) for case in cases]


def worth(
    kind: str, script: str, cases: Sequence[Case], vocabularies: Vocabularies, measured: Reliability
) -> Worth:
    """What a reading of both is worth, fitted on the cells of one script (all, for a mixed one)."""
    overheard = Overheard({}, ((0.0, 0.0), (1.0, 1.0)))
    listening = replace(measured, worths={(kind, script): overheard})
    good: list[bool] = []
    for case in cases:
        (reading,) = read_both([case], kind, script, vocabularies, listening)
        if len(overheard.signs) > len(good):
            good.append(case.right(reading.as_written))
    signs = overheard.signs
    table = np.array([[features(sign).get(name, 0.0) for name in _FEATURES] for sign in signs])
    truth = np.array(good, np.float64)
    weights = _regression(table, truth)
    raw, probability = rising(table @ weights, truth, _KNOTS)
    return Worth(
        {name: round(float(weight), 5) for name, weight in zip(_FEATURES, weights, strict=True)},
        rising_points(raw, probability),
    )


def _regression(table: Floats, good: Floats) -> Floats:
    """Weights of a logistic regression with a small ridge, by Newton's steps."""
    weights = np.zeros(table.shape[1])
    for _ in range(25):
        likely = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ (good - likely) - _CALM * weights
        bend = (table * (likely * (1 - likely))[:, None]).T @ table + _CALM * np.eye(len(weights))
        step = np.linalg.solve(bend, slope)
        weights = weights + step
        if np.abs(step).max() < 1e-6:
            break
    return np.asarray(weights, np.float64)
