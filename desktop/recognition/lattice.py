"""The network's answer column by column, and what texts it may stand for."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-/.,()#'\"&:° "

BLANK: Final = 0
_BEAMS: Final = 8  # prefixes kept a step
_SYMBOLS: Final = 5  # characters tried a step
_LEAST: Final = 1e-3  # a character less likely than this begins no prefix
_SURE: Final = 0.995  # steps that are all this sure have one text
_NAMED: Final = 5  # choices kept a character
_LEAST_NAMED: Final = 1e-5

Probabilities = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Decoded:
    """The likeliest text of one lattice, and what stands near it.

    `confidence` is the network's probability of the whole text, all its alignments together. `characters`, `choices`
    and `steps` have one entry a character; a step is where the character is surest (a row of the lattice).
    """

    text: str
    confidence: float
    characters: tuple[float, ...]
    choices: tuple[tuple[tuple[str, float], ...], ...]
    alternatives: tuple[tuple[str, float], ...]
    steps: tuple[int, ...]


EMPTY: Final = Decoded("", 1.0, (), (), (), ())


def softmax(logits: NDArray[np.float32]) -> Probabilities:
    """Probabilities along the last axis; log probabilities are logits too."""
    raised = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True), np.float32)


def greedy(lattice: Probabilities) -> str:
    """The plainest reading of T x C probabilities: the likeliest class of each step, runs made one."""
    best = lattice.argmax(axis=1)
    kept = best[(best != BLANK) & (np.diff(best, prepend=BLANK) != 0)]
    return "".join(ALPHABET[place - 1] for place in kept)


def decode(lattice: Probabilities, alphabet: str = "") -> Decoded:
    """The likeliest text of T x C probabilities (place 0 is CTC's blank, the rest is ALPHABET).

    Alternatives are the next likeliest texts, and the likeliest that consist of `alphabet` alone. Prefix beam search
    after Hannun et al. 2014 (arXiv 1408.2873), without a language model.
    """
    surest = lattice.max(axis=1)
    if surest.min() >= _SURE:
        ranked = [(greedy(lattice), float(surest.prod()))]
    else:
        ranked = beams(lattice)
        if alphabet and not set(ranked[0][0]) <= set(alphabet):
            # Classes that the field does not use are left out, not shared out: what they took is lost to the text.
            ranked = _merged(ranked, beams(lattice * allowed(alphabet)))
    return decided(lattice, ranked)


def decided(lattice: Probabilities, ranked: list[tuple[str, float]]) -> Decoded:
    """The first of the ranked texts, laid along the lattice; the others are its alternatives."""
    text, confidence = ranked[0]
    if not text:
        return Decoded("", confidence, (), (), tuple(ranked[1:]), ())
    steps, spans = align(lattice, text)
    characters, choices = _places(lattice, text, spans, ranked)
    return Decoded(text, min(1.0, confidence), characters, choices, tuple(ranked[1:]), steps)


def beams(lattice: Probabilities) -> list[tuple[str, float]]:
    """Up to eight texts with the sum of their alignments' probabilities, best first."""
    blanks = lattice[:, BLANK].tolist()
    # For each prefix (places in the lattice): its probability ending in a blank, and ending in its last character.
    kept: dict[tuple[int, ...], tuple[float, float]] = {(): (1.0, 0.0)}
    tried = np.argpartition(lattice[:, 1:], -_SYMBOLS, axis=1)[:, -_SYMBOLS:] + 1
    for step, places in enumerate(tried):
        row = lattice[step]
        symbols = [(int(place), float(row[place])) for place in places if row[place] > _LEAST]
        blank = blanks[step]
        grown: dict[tuple[int, ...], tuple[float, float]] = {}
        for prefix, (in_blank, in_sign) in kept.items():
            both = in_blank + in_sign
            stay_blank, stay_sign = grown.get(prefix, (0.0, 0.0))
            last = float(row[prefix[-1]]) if prefix else 0.0
            grown[prefix] = (stay_blank + both * blank, stay_sign + in_sign * last)
            for place, likely in symbols:
                longer = (*prefix, place)
                come_blank, come_sign = grown.get(longer, (0.0, 0.0))
                # The same character again is another one only after a blank.
                source = in_blank if prefix and prefix[-1] == place else both
                grown[longer] = (come_blank, come_sign + source * likely)
        if len(grown) > _BEAMS:
            best = heapq.nlargest(_BEAMS, grown.items(), key=lambda item: item[1][0] + item[1][1])
            kept = dict(best)
        else:
            kept = grown
    ranked = sorted(((sum(ends), prefix) for prefix, ends in kept.items()), reverse=True)
    return [("".join(ALPHABET[place - 1] for place in prefix), likely) for likely, prefix in ranked]


def allowed(alphabet: str) -> Probabilities:
    """1 for CTC's blank and the characters of `alphabet`, 0 for all others."""
    return np.array([1.0, *(float(sign in alphabet) for sign in ALPHABET)], np.float32)


def _merged(ranked: list[tuple[str, float]], others: list[tuple[str, float]]) -> list[tuple[str, float]]:
    known = {text for text, _ in ranked}
    return [*ranked, *((text, likely) for text, likely in others[:3] if text and text not in known)]


def align(lattice: Probabilities, text: str) -> tuple[tuple[int, ...], list[tuple[int, int]]]:
    """The best alignment of `text` (Viterbi): each character's surest step, and the steps that are its own.

    A character's own steps reach half way to the characters beside it.
    """
    places = [ALPHABET.index(sign) + 1 for sign in text]
    states = [BLANK, *(state for place in places for state in (place, BLANK))]
    logs = np.log(np.maximum(lattice[:, states], 1e-12))
    # A character may follow its neighbour without a blank between unless both are the same.
    skips = np.array([s >= 3 and s % 2 == 1 and states[s] != states[s - 2] for s in range(len(states))])
    score = np.full(len(states), -np.inf, np.float32)
    score[:2] = logs[0, :2]
    came = np.zeros((len(lattice), len(states)), np.int8)
    for step in range(1, len(lattice)):
        one = np.concatenate(([-np.inf], score[:-1]))
        two = np.where(skips, np.concatenate(([-np.inf, -np.inf], score[:-2])), -np.inf)
        options = np.stack((score, one, two))
        came[step] = options.argmax(axis=0)
        score = options.max(axis=0) + logs[step]
    state = len(states) - 1 if score[-1] >= score[-2] else len(states) - 2
    path = [state]
    for step in range(len(lattice) - 1, 0, -1):
        state -= int(came[step, state])
        path.append(state)
    path.reverse()
    steps = []
    for character in range(len(places)):
        own = [step for step, at in enumerate(path) if at == 2 * character + 1]
        steps.append(max(own, key=lambda s: float(logs[s, 2 * character + 1])) if own else 0)
    middles = [(a + b + 1) // 2 for a, b in pairwise(steps)]
    ends = [max(0, steps[0] - 3), *middles, min(len(lattice), steps[-1] + 4)]
    return tuple(steps), [(a, max(b, a + 1)) for a, b in pairwise(ends)]


def _places(
    lattice: Probabilities, text: str, spans: list[tuple[int, int]], ranked: list[tuple[str, float]]
) -> tuple[tuple[float, ...], tuple[tuple[tuple[str, float], ...], ...]]:
    """For each character how likely it is and what else it may be.

    Where it stands, characters compete with their peaks; that it stands there at all is what the beams agree on.
    """
    total = sum(likely for _, likely in ranked)
    held = sum(likely for other, likely in ranked if len(other) == len(text)) / total if total else 0.0
    characters, choices = [], []
    for sign, (start, stop) in zip(text, spans, strict=True):
        peaks = lattice[start:stop, 1:].max(axis=0)
        own = float(peaks[ALPHABET.index(sign)])
        near = [int(place) for place in np.argsort(peaks)[: -_NAMED - 2 : -1] if ALPHABET[place] != sign]
        whole = float(peaks.sum())
        share = own / whole if whole else 0.0
        characters.append(min(1.0, share))
        named = [(ALPHABET[place], float(peaks[place]) / whole) for place in near if whole]
        choices.append(tuple(pair for pair in named[:_NAMED] if pair[1] >= _LEAST_NAMED))
    return _no_surer_than(tuple(characters), held, ranked, text), tuple(choices)


def _no_surer_than(
    characters: tuple[float, ...], held: float, ranked: list[tuple[str, float]], text: str
) -> tuple[float, ...]:
    """Characters beside which another text has one more or one less are no surer than that there is none."""
    if held > 0.999 or not text:
        return characters
    capped = list(characters)
    total = sum(likely for _, likely in ranked)
    for other, likely in ranked:
        if len(other) != len(text):
            head = next(
                (i for i, (a, b) in enumerate(zip(text, other, strict=False)) if a != b),
                min(len(text), len(other)),
            )
            place = min(head, len(text) - 1)
            capped[place] = max(0.0, capped[place] - likely / total)
    return tuple(capped)
