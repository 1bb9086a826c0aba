"""The network's answer column by column, and what texts it may stand for."""

from __future__ import annotations

import heapq
import math
from collections.abc import Sequence
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
_NEW: Final = (0.0, 0.0)

Probabilities = NDArray[np.float32]
Ranked = list[tuple[str, float]]
"""Texts with their probability, best first."""


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
    """The likeliest text of T x C probabilities (place 0 is CTC's blank, the rest is ALPHABET), what is near it.

    Alternatives are the next likeliest texts, and the likeliest that consist of `alphabet` alone.
    """
    return decided([(lattice, rank(lattice, alphabet))])[0]


def rank(lattice: Probabilities, alphabet: str = "") -> Ranked:
    """Texts that T x C probabilities may stand for, the likeliest first; with `alphabet` some that consist of it."""
    surest = lattice.max(axis=1)
    if surest.min() >= _SURE:
        return [(greedy(lattice), float(surest.prod()))]
    ranked = beams(lattice)
    if alphabet and not set(ranked[0][0]) <= set(alphabet):
        # Classes that the field does not use are left out, not shared out: what they took is lost to the text.
        ranked = _merged(ranked, beams(lattice * allowed(alphabet)))
    return ranked


def decided(fields: Sequence[tuple[Probabilities, Ranked]]) -> list[Decoded]:
    """For each field the first of its ranked texts, laid along its lattice; the others are its alternatives."""
    laid = iter(aligned([(lattice, ranked[0][0]) for lattice, ranked in fields if ranked[0][0]]))
    answers = []
    for lattice, ranked in fields:
        text, confidence = ranked[0]
        if not text:
            answers.append(Decoded("", confidence, (), (), tuple(ranked[1:]), ()))
            continue
        steps, spans = next(laid)
        characters, choices = _places(lattice, text, spans, ranked)
        answers.append(Decoded(text, min(1.0, confidence), characters, choices, tuple(ranked[1:]), steps))
    return answers


def beams(lattice: Probabilities) -> Ranked:
    """Up to eight texts with the sum of their alignments' probabilities, best first.

    Prefix beam search after Hannun et al. 2014 (arXiv 1408.2873), without a language model.
    """
    # Signs are numbered among those that are tried anywhere: to make a list of all 76 took longer than the search.
    tried = _tried(lattice)
    used = sorted({BLANK, *(place for places in tried for place in places)})
    number = {place: at for at, place in enumerate(used)}
    # For each prefix (numbers of its signs): its probability ending in a blank, and ending in its last sign.
    kept: dict[tuple[int, ...], tuple[float, float]] = {(): (1.0, 0.0)}
    for row, places in zip(lattice[:, used].tolist(), tried, strict=True):
        blank = row[BLANK]
        if not places:  # five steps in six: nothing begins here
            kept = {
                prefix: ((in_blank + in_sign) * blank, in_sign * row[prefix[-1]] if prefix else 0.0)
                for prefix, (in_blank, in_sign) in kept.items()
            }
            continue
        signs = [number[place] for place in places]
        grown: dict[tuple[int, ...], tuple[float, float]] = {}
        for prefix, (in_blank, in_sign) in kept.items():
            both = in_blank + in_sign
            own = prefix[-1] if prefix else BLANK
            stay_blank, stay_sign = grown.get(prefix, _NEW)
            grown[prefix] = (stay_blank + both * blank, stay_sign + (in_sign * row[own] if prefix else 0.0))
            for sign in signs:
                longer = (*prefix, sign)
                come_blank, come_sign = grown.get(longer, _NEW)
                # The same sign again is another one only after a blank.
                source = in_blank if own == sign else both
                grown[longer] = (come_blank, come_sign + source * row[sign])
        kept = grown if len(grown) <= _BEAMS else dict(heapq.nlargest(_BEAMS, grown.items(), key=_likely))
    ranked = sorted(((sum(ends), prefix) for prefix, ends in kept.items()), reverse=True)
    return [("".join(ALPHABET[used[at] - 1] for at in prefix), likely) for likely, prefix in ranked]


def _likely(grown: tuple[tuple[int, ...], tuple[float, float]]) -> float:
    return grown[1][0] + grown[1][1]


def _tried(lattice: Probabilities) -> list[list[int]]:
    """For each step the characters (places in the lattice) that may begin there, the likeliest few."""
    tried: list[list[int]] = [[] for _ in lattice]
    steps, places = np.nonzero(lattice[:, 1:] > _LEAST)
    for step, place in zip(steps.tolist(), places.tolist(), strict=True):
        tried[step].append(place + 1)
    for step, found in enumerate(tried):
        if len(found) > _SYMBOLS:
            tried[step] = (np.argpartition(lattice[step, 1:], -_SYMBOLS)[-_SYMBOLS:] + 1).tolist()
    return tried


def allowed(alphabet: str) -> Probabilities:
    """1 for CTC's blank and the characters of `alphabet`, 0 for all others."""
    return np.array([1.0, *(float(sign in alphabet) for sign in ALPHABET)], np.float32)


def _merged(ranked: Ranked, others: Ranked) -> Ranked:
    known = {text for text, _ in ranked}
    return [*ranked, *((text, likely) for text, likely in others[:3] if text and text not in known)]


Laid = tuple[tuple[int, ...], list[tuple[int, int]]]
"""Each character's surest step, and the steps that are its own: they reach half way to the characters beside it."""


def align(lattice: Probabilities, text: str) -> Laid:
    """The best alignment of `text`, which is not empty."""
    return aligned([(lattice, text)])[0]


def aligned(fields: Sequence[tuple[Probabilities, str]]) -> list[Laid]:
    """The best alignment of each text along its lattice (Viterbi), all fields at once; no text is empty."""
    if not fields:
        return []
    lengths = np.array([len(lattice) for lattice, _ in fields])
    sizes = np.array([2 * len(text) + 1 for _, text in fields])
    every, many, steps, places = np.arange(len(fields)), len(fields), int(lengths.max()), int(sizes.max())
    states = np.full((many, places), BLANK)
    logs = np.full((steps, many, places), -np.inf)
    for one, (lattice, text) in enumerate(fields):
        states[one, 1 : sizes[one] : 2] = [ALPHABET.index(sign) + 1 for sign in text]
        shown = np.log(np.maximum(lattice[:, states[one, : sizes[one]]], 1e-12))
        logs[: len(lattice), one, : sizes[one]] = shown
    # A character may follow its neighbour without a blank between unless both are the same.
    barred = np.full((many, places), -np.inf)
    barred[:, 3::2][states[:, 3::2] != states[:, 1:-2:2]] = 0.0
    score = np.full((many, places), -np.inf)
    score[:, :2] = logs[0, :, :2]
    came = np.zeros((steps, many, places), np.int8)
    at_end = np.empty((many, places))
    at_end[lengths == 1] = score[lengths == 1]
    for step in range(1, steps):
        best = score.copy()
        beside = score[:, :-1] > best[:, 1:]
        np.maximum(best[:, 1:], score[:, :-1], out=best[:, 1:])
        skipped = score[:, :-2] + barred[:, 2:]
        over = skipped > best[:, 2:]
        np.maximum(best[:, 2:], skipped, out=best[:, 2:])
        came[step, :, 1:] = beside
        came[step, :, 2:][over] = 2
        score = best + logs[step]
        ends = lengths == step + 1
        at_end[ends] = score[ends]
    state = sizes - 1 - (at_end[every, sizes - 1] < at_end[every, sizes - 2])
    path = np.empty((steps, many), np.int64)
    for step in range(steps - 1, -1, -1):
        path[step] = state
        if step:
            state = state - np.where(step < lengths, came[step, every, state], 0)
    return [
        _laid(path[: lengths[one], one].tolist(), logs[: lengths[one], one], len(text))
        for one, (_, text) in enumerate(fields)
    ]


def _laid(path: Sequence[int], logs: NDArray[np.float64], count: int) -> Laid:
    steps = [0] * count
    surest = [-math.inf] * count
    for step, (state, log) in enumerate(zip(path, logs[np.arange(len(path)), path].tolist(), strict=True)):
        character = state // 2
        if state % 2 and log > surest[character]:
            steps[character], surest[character] = step, log
    middles = [(a + b + 1) // 2 for a, b in pairwise(steps)]
    ends = [max(0, steps[0] - 3), *middles, min(len(path), steps[-1] + 4)]
    return tuple(steps), [(a, max(b, a + 1)) for a, b in pairwise(ends)]


def _places(
    lattice: Probabilities, text: str, spans: list[tuple[int, int]], ranked: Ranked
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
    characters: tuple[float, ...], held: float, ranked: Ranked, text: str
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
