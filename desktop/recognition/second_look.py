"""What is in doubt is looked at again: the same strip a little wider, then smaller and more upright.

A network's mistakes hang on how the writing happens to lie on its grid; a text that is likely however it lies is right
more often. The texts that any look proposes are weighed by all of them together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from desktop.recognition.lattice import ALPHABET, BLANK, Probabilities, Ranked, allowed, beams
from desktop.recognition.normalise import HEIGHT, NARROWEST, WIDEST, Ink, resize

DOUBTFUL: Final = 0.9  # a text that the first look finds less likely gets the others
_WIDER: Final = 1.1
_SMALLER: Final = (0.92, 30)  # width, and rows of the HEIGHT that are left to the writing
_LEAN: Final = 0.06  # columns a row, feet to the right: most hands lean the other way
_PROPOSED: Final = 5  # texts a look
_PAIRS: Final = 192  # texts weighed at once: about 15 MB
_LEAST: Final = 1e-300


def variants(ink: Ink) -> tuple[Ink, Ink]:
    """The two other looks of a strip HEIGHT x width."""
    width = ink.shape[1]
    wider = resize(ink, HEIGHT, int(np.clip(round(width * _WIDER), NARROWEST, WIDEST)))
    share, rows = _SMALLER
    smaller = resize(ink, rows, int(np.clip(round(width * share), NARROWEST, WIDEST)))
    above = (HEIGHT - rows) // 2
    return wider, _leaning(np.pad(smaller, ((above, HEIGHT - rows - above), (0, 0))))


def _leaning(ink: Ink) -> Ink:
    """Each row moved by less than one column."""
    shift = _LEAN * (np.arange(HEIGHT, dtype=np.float32) - HEIGHT / 2)[:, None]
    before = np.pad(ink, ((0, 0), (1, 0)))[:, :-1]
    behind = np.pad(ink, ((0, 0), (0, 1)))[:, 1:]
    moved = (1 - np.abs(shift)) * ink + np.maximum(shift, 0) * before + np.maximum(-shift, 0) * behind
    return np.asarray(moved, np.float32)


def weigh(looks: Sequence[Sequence[Probabilities]], alphabet: str = "") -> list[Ranked]:
    """For each field, seen in several lattices T x C, its texts by the mean of their log probabilities.

    Where none of the texts consists of `alphabet` alone, the likeliest of these are weighed too.
    The figure of a text is the geometric mean of what the looks give it, all alignments together.
    """
    texts = [_proposed(lattices, alphabet) for lattices in looks]
    pairs = [
        (lattice, text)
        for lattices, proposed in zip(looks, texts, strict=True)
        for text in proposed
        for lattice in lattices
    ]
    likely = np.log(np.maximum(np.concatenate([*_likelihoods(pairs), np.empty(0)]), _LEAST))
    answers: list[Ranked] = []
    start = 0
    for lattices, proposed in zip(looks, texts, strict=True):
        stop = start + len(lattices) * len(proposed)
        figures = np.exp(likely[start:stop].reshape(len(proposed), len(lattices)).mean(axis=1))
        answers.append(sorted(zip(proposed, figures.tolist(), strict=True), key=lambda one: -one[1]))
        start = stop
    return answers


def _proposed(lattices: Sequence[Probabilities], alphabet: str) -> list[str]:
    """What the looks propose, in their order and each once; a text of nothing is no proposal."""
    found = [text for lattice in lattices for text, _ in beams(lattice)[:_PROPOSED]]
    if alphabet and not any(text and set(text) <= set(alphabet) for text in found):
        found += [text for lattice in lattices for text, _ in beams(lattice * allowed(alphabet))[:2]]
    return [text for text in dict.fromkeys(found) if text]


def _likelihoods(pairs: Sequence[tuple[Probabilities, str]]) -> Iterator[NDArray[np.float64]]:
    """Probability of each text under its lattice, all alignments together (CTC's forward sum, Graves et al. 2006)."""
    for start in range(0, len(pairs), _PAIRS):
        yield _forward(pairs[start : start + _PAIRS])


def _forward(pairs: Sequence[tuple[Probabilities, str]]) -> NDArray[np.float64]:
    lengths = np.array([len(lattice) for lattice, _ in pairs])
    sizes = np.array([2 * len(text) + 1 for _, text in pairs])
    many, steps, places = len(pairs), int(lengths.max()), int(sizes.max())
    states = np.full((many, places), BLANK)
    shown = np.zeros((many, steps, places))
    for one, (lattice, text) in enumerate(pairs):
        states[one, 1 : sizes[one] : 2] = [ALPHABET.index(sign) + 1 for sign in text]
        shown[one, : len(lattice), : sizes[one]] = lattice[:, states[one, : sizes[one]]]
    # A character may follow its neighbour without a blank between unless both are the same.
    skips = np.zeros((many, places))
    skips[:, 3::2] = states[:, 3::2] != states[:, 1:-2:2]
    reached = np.zeros((many, places))
    reached[:, :2] = shown[:, 0, :2]
    for step in range(1, steps):
        come = reached.copy()
        come[:, 1:] += reached[:, :-1]
        come[:, 2:] += reached[:, :-2] * skips[:, 2:]
        come *= shown[:, step]
        going = (step < lengths)[:, None]
        reached = np.where(going, come, reached)
    every = np.arange(many)
    return np.asarray(reached[every, sizes - 1] + reached[every, sizes - 2])
