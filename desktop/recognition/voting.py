"""Characters that people settled in this book vote on what those of a new page are, beside the network itself."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from desktop.recognition.engine import Guess
from desktop.recognition.memory import Memory, unit

_NEAREST: Final = 3  # settled characters of one kind that vote
_WIDTH: Final = 0.07  # of the kernel over cosine similarity, of the way from a stranger to the same
_STRANGER: Final = (0.72, 0.88)  # how alike two kinds are, usually and at most, where little was settled
_MEASURED: Final = 400  # settled characters by which that is measured,
_LEAST_MEASURED: Final = 20  # and how many it takes at least
_WEIGHT: Final = 5.0  # of the memory beside the network, chosen on writers kept apart for calibration
_CALM: Final = 0.35  # both together are less sure than their product says
_OVERRULED: Final = 2.0  # nats by which looks alone may speak for a settled kind against one that never was
_LEAST: Final = 1e-4
_NAMED: Final = 5


def voted(guesses: Sequence[Guess | None], memory: Memory) -> list[Guess | None]:
    """The guesses with what each character may be weighed anew; what was read stays as it is.

    A kernel estimate over the nearest settled characters of each kind (Fix and Hodges 1951), so that frequent
    characters do not outvote rare ones. Guesses without features are left alone.
    """
    seen = [guess for guess in guesses if guess is not None and guess.features is not None and guess.text]
    if not memory.characters or not seen:
        return list(guesses)
    looks = np.concatenate([np.asarray(guess.features, np.float32) for guess in seen])
    if looks.shape[1] != memory.looks.shape[1]:
        return list(guesses)  # settled with another model
    ballot = _votes(unit(looks), memory)
    answers: list[Guess | None] = []
    row = 0
    for guess in guesses:
        if guess is None or guess.features is None or not guess.text:
            answers.append(guess)
            continue
        answers.append(_weighed(guess, ballot, row))
        row += len(guess.text)
    return answers


@dataclass(frozen=True, slots=True)
class _Ballot:
    """For each row, and each sign that was settled, how much likelier it is than a usual stranger (log)."""

    signs: str
    votes: NDArray[np.float64]
    letters: bool  # whether any letter was settled, or figures alone
    unsettled: (
        float  # the same for a sign of which this hand has shown nothing: as much as strangers get at most
    )


def _votes(looks: NDArray[np.int8], memory: Memory) -> _Ballot:
    known = memory.looks.astype(np.float32) / 127.0
    alike = looks.astype(np.float32) @ known.T / 127.0
    signs = "".join(sorted(set(memory.characters)))
    settled = np.array(list(memory.characters))
    usual, high = _strangers(known, settled)
    width = _WIDTH * (1 - usual)
    stranger = math.exp((usual - 1) / width)
    columns = []
    for sign in signs:
        own = alike[:, settled == sign]
        nearest = min(_NEAREST, own.shape[1])
        near = np.partition(own, own.shape[1] - nearest, axis=1)[:, -nearest:]
        columns.append(np.log(np.exp((near - 1) / width).mean(axis=1) + 0.1 * stranger) - math.log(stranger))
    letters = any(map(str.isalpha, signs))
    return _Ballot(signs, np.stack(columns, axis=1).astype(np.float64), letters, (high - usual) / width)


def _strangers(known: NDArray[np.float32], settled: NDArray[np.str_]) -> tuple[float, float]:
    """How alike this hand's characters are to the nearest of another kind: the middle, and one in twenty.

    Measured in the memory itself: the middle differs little from hand to hand (0.64 to 0.76), and from model to model.
    """
    if len(settled) < _LEAST_MEASURED or len(set(settled.tolist())) < 2:
        return _STRANGER
    some = np.linspace(0, len(settled) - 1, min(len(settled), _MEASURED)).astype(int)
    alike = known[some] @ known.T
    alike[settled[some][:, None] == settled[None, :]] = -1.0
    middle, high = np.percentile(alike.max(axis=1), (50, 95))
    usual = float(np.clip(middle, 0.2, 0.9))
    return usual, float(np.clip(high, usual + 0.1 * (1 - usual), 0.97))


def _weighed(guess: Guess, ballot: _Ballot, row: int) -> Guess:
    characters, choices = [], []
    for place, sign in enumerate(guess.text):
        likely = {sign: guess.characters[place], **dict(guess.choices[place])}
        votes = dict(zip(ballot.signs, ballot.votes[row + place].tolist(), strict=True))
        if max(votes.values()) > 0:
            likely = _beside_letters(likely, votes, ballot)
        characters.append(likely.pop(sign))
        ranked = sorted(likely.items(), key=lambda pair: -pair[1])
        choices.append(tuple(ranked[:_NAMED]))
    return replace(
        guess, confidence=math.prod(characters), characters=tuple(characters), choices=tuple(choices)
    )


def _beside_letters(
    likely: Mapping[str, float], votes: Mapping[str, float], ballot: _Ballot
) -> dict[str, float]:
    """As `_together`; where figures alone were settled they can't say that a D is a 0, only which figure is which."""
    letters = {sign: share for sign, share in likely.items() if sign.isalpha()}
    if ballot.letters or not letters:
        return _together(likely, votes, ballot.unsettled)
    rest = {sign: share for sign, share in likely.items() if sign not in letters}
    if not rest:
        return dict(likely)
    left = sum(rest.values())
    among = _together(rest, votes, ballot.unsettled)
    return letters | {sign: share * left for sign, share in among.items()}


def _together(likely: Mapping[str, float], votes: Mapping[str, float], unsettled: float) -> dict[str, float]:
    """The network's shares times the memory's ratios, the nearest kinds among them though nobody named them."""
    nearest = sorted(votes, key=lambda sign: -votes[sign])[:3]
    # What is no more like a settled kind than strangers can be is not taken from an unsettled one, nor given to it; and
    # twins such as 0 and O look the same: that one of them was settled is no proof that it is this one.
    unsettled = max(min(unsettled, votes[nearest[0]]), votes[nearest[0]] - _OVERRULED)
    logs = {
        sign: _CALM * (math.log(max(likely.get(sign, 0.0), _LEAST)) + _WEIGHT * votes.get(sign, unsettled))
        for sign in {*likely, *nearest}
    }
    best = max(logs.values())
    shares = {sign: math.exp(value - best) for sign, value in logs.items()}
    total = sum(shares.values())
    return {sign: share / total for sign, share in shares.items()}
