"""What is in doubt is looked at again, and the looks are weighed together."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest

from desktop.recognition.lattice import ALPHABET, BLANK, Probabilities, beams
from desktop.recognition.normalise import HEIGHT
from desktop.recognition.second_look import variants, weigh


def _lattice(*steps: dict[str, float]) -> Probabilities:
    """Steps by character; what is left of each goes to CTC's blank."""
    lattice = np.zeros((len(steps), len(ALPHABET) + 1), np.float32)
    for at, step in enumerate(steps):
        for sign, likely in step.items():
            lattice[at, ALPHABET.index(sign) + 1] = likely
        lattice[at, BLANK] = 1 - sum(step.values())
    return lattice


def _by_counting(lattice: Probabilities, text: str) -> float:
    """The probability of a text, one alignment after the other."""
    places = sorted({ALPHABET.index(sign) + 1 for sign in text} | {BLANK})
    total = 0.0
    for path in product(places, repeat=len(lattice)):
        read = "".join(ALPHABET[b - 1] for a, b in pairwise((BLANK, *path)) if b not in (BLANK, a))
        if read == text:
            total += float(np.prod([lattice[step, place] for step, place in enumerate(path)]))
    return total


@pytest.mark.parametrize("text", ["1", "17", "11", "117"])
def test_the_figure_of_a_text_is_the_sum_of_all_its_alignments(text: str) -> None:
    rng = np.random.default_rng(len(text))
    lattice = rng.dirichlet(np.ones(len(ALPHABET) + 1), 6).astype(np.float32)
    lattice[:, [BLANK, *(ALPHABET.index(sign) + 1 for sign in "17")]] += 0.3
    ranked = dict(weigh([[lattice]])[0])
    beam = dict(beams(lattice))
    for found, likely in ranked.items():
        assert likely >= 0.99 * beam[found]  # the beam may have let an alignment go
        if set(found) <= set("17") and len(found) <= 3:
            assert likely == pytest.approx(_by_counting(lattice, found), rel=1e-4)


def test_a_text_that_all_looks_find_likely_beats_one_that_a_single_look_is_sure_of() -> None:
    once = _lattice({"1": 0.6, "7": 0.4})
    often = _lattice({"1": 0.05, "7": 0.55})
    ranked = weigh([[once, often, often]])[0]
    assert [text for text, _ in ranked][:2] == ["7", "1"]
    assert ranked[0][1] == pytest.approx((0.4 * 0.55 * 0.55) ** (1 / 3), rel=1e-4)


def test_looks_of_different_length_are_weighed_as_if_alone() -> None:
    short = _lattice({"4": 0.7}, {"2": 0.6})
    long = _lattice({"A": 0.5}, {}, {"B": 0.9}, {"0": 0.4, "O": 0.35}, {})
    both = weigh([[short, short], [long]])
    assert both[0] == weigh([[short, short]])[0]
    assert both[1] == weigh([[long]])[0]


def test_where_no_text_fits_the_field_the_likeliest_that_does_is_weighed_too() -> None:
    lattice = _lattice({"O": 0.5, "Q": 0.2, "D": 0.1, "C": 0.05, "G": 0.04, "U": 0.03, "0": 0.01})
    assert "0" not in dict(weigh([[lattice]])[0])
    assert "0" in dict(weigh([[lattice]], "0123456789")[0])


def test_other_looks_keep_the_height_and_all_the_ink() -> None:
    ink = np.zeros((HEIGHT, 80), np.float32)
    ink[10:20, 30:34] = 1
    for other in variants(ink):
        assert other.shape[0] == HEIGHT
        assert 0.7 < float(other.sum()) / float(ink.sum()) < 1.3
        assert 0 <= float(other.min()) <= float(other.max()) <= 1.0001


def test_the_smaller_look_leans_its_feet_to_the_right() -> None:
    ink = np.zeros((HEIGHT, 60), np.float32)
    ink[:, 30] = 1
    smaller = variants(ink)[1]
    columns = np.arange(smaller.shape[1])
    middle = [float((row * columns).sum() / row.sum()) for row in (smaller[4], smaller[-5])]
    assert middle[0] < middle[1]
