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
_STRANGER: Final = 0.72  # how alike two kinds usually are, where little was settled
_KIN: Final = 0.95  # how alike two of one kind are, where little was settled
_MEASURED: Final = 400  # settled characters by which that is measured,
_LEAST_MEASURED: Final = 20  # and how many it takes at least
_WEIGHT: Final = 7.0  # of the memory beside the network, chosen on writers kept apart for calibration
_CALM: Final = 0.35  # both together are less sure than their product says
_LEAST: Final = 1e-4
_NAMED: Final = 5
# Nats between a stranger and the usual own character, for what was settled against what never was, and where between
# them it says nothing (calibration writers, 583 twins on 16 pages: right 94 of 100 times instead of 92, log-loss 0.18
# instead of 0.22).
_FAMILIAR: Final = 4.0
_HALF_WAY: Final = 0.5
_STRANGEST: Final = 60.0  # nats: more is the same to any probability


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
    """For each row, and each sign that was settled, how much likelier it is than a usual stranger (log).

    `familiar` is for each row how much likelier it is any sign that was settled than another (log).
    """

    signs: str
    votes: NDArray[np.float64]
    familiar: NDArray[np.float64]


def _votes(looks: NDArray[np.int8], memory: Memory) -> _Ballot:
    known = memory.looks.astype(np.float32) / 127.0
    alike = looks.astype(np.float32) @ known.T / 127.0
    signs = "".join(sorted(set(memory.characters)))
    settled = np.array(list(memory.characters))
    usual = _strangers(known, settled)
    kin = _kin(known, settled, usual)
    width = _WIDTH * (1 - usual)
    stranger = math.exp((usual - 1) / width)
    columns = []
    for sign in signs:
        own = alike[:, settled == sign]
        nearest = min(_NEAREST, own.shape[1])
        near = np.partition(own, own.shape[1] - nearest, axis=1)[:, -nearest:]
        columns.append(np.log(np.exp((near - 1) / width).mean(axis=1) + 0.1 * stranger) - math.log(stranger))
    familiar = _FAMILIAR * ((alike.max(axis=1) - usual) / (kin - usual) - _HALF_WAY)
    votes = np.stack(columns, axis=1).astype(np.float64)
    return _Ballot(signs, votes, familiar.astype(np.float64))


def _strangers(known: NDArray[np.float32], settled: NDArray[np.str_]) -> float:
    """How alike this hand's characters are to the nearest of another kind: the middle.

    Measured in the memory itself: it differs little from hand to hand (0.64 to 0.76), and from model to model.
    """
    if len(settled) < _LEAST_MEASURED or len(set(settled.tolist())) < 2:
        return _STRANGER
    some = _some(settled)
    alike = known[some] @ known.T
    alike[settled[some][:, None] == settled[None, :]] = -1.0
    return float(np.clip(np.median(alike.max(axis=1)), 0.2, 0.9))


def _kin(known: NDArray[np.float32], settled: NDArray[np.str_], usual: float) -> float:
    """How alike a character of this hand is to the nearest other of its own kind: the middle."""
    some = _some(settled)
    alike = known[some] @ known.T
    alike[np.arange(len(some)), some] = -1.0
    alike[settled[some][:, None] != settled[None, :]] = -1.0
    nearest = alike.max(axis=1)
    nearest = nearest[nearest > -1.0]
    kin = float(np.median(nearest)) if len(nearest) >= _LEAST_MEASURED // 2 else _KIN
    return max(kin, usual + 0.1 * (1 - usual))


def _some(settled: NDArray[np.str_]) -> NDArray[np.int_]:
    return np.linspace(0, len(settled) - 1, min(len(settled), _MEASURED)).astype(int)


def _weighed(guess: Guess, ballot: _Ballot, row: int) -> Guess:
    characters, choices = [], []
    for place, sign in enumerate(guess.text):
        likely = {sign: guess.characters[place], **dict(guess.choices[place])}
        votes = dict(zip(ballot.signs, ballot.votes[row + place].tolist(), strict=True))
        likely = _together(likely, votes, float(ballot.familiar[row + place]))
        characters.append(likely.pop(sign))
        ranked = sorted(likely.items(), key=lambda pair: -pair[1])
        choices.append(tuple(ranked[:_NAMED]))
    return replace(
        guess, confidence=math.prod(characters), characters=tuple(characters), choices=tuple(choices)
    )


def _together(likely: Mapping[str, float], votes: Mapping[str, float], familiar: float) -> dict[str, float]:
    """The network's shares and the memory's ratios: which settled sign it is, and whether it is one at all.

    Settled signs are told apart by the vote, the nearest among them though nobody named them. Of a sign that was never
    settled the memory knows nothing but that this one looks more or less as what was settled looks: twins such as 0
    and O are much alike in one hand and yet not the same.
    """
    new = {sign: share for sign, share in likely.items() if sign not in votes}
    old = {sign: share for sign, share in likely.items() if sign in votes}
    if not old or not any(likely.values()):
        return dict(likely)
    if max(votes.values()) > 0:
        nearest = sorted(votes, key=lambda sign: -votes[sign])[:3]
        logs = {
            sign: _CALM * (math.log(max(old.get(sign, 0.0), _LEAST)) + _WEIGHT * votes[sign])
            for sign in {*old, *nearest}
        }
        best = max(logs.values())
        shares = {sign: math.exp(value - best) for sign, value in logs.items()}
        scale = sum(old.values()) / sum(shares.values())
        old = {sign: share * scale for sign, share in shares.items()}
    less = math.exp(min(-familiar, _STRANGEST))
    both = {sign: share * less for sign, share in new.items()} | old
    total = sum(both.values())
    return {sign: share / total for sign, share in both.items()}
