"""What texts a network's answer may stand for, and how likely each is."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.recognition.lattice import ALPHABET, beams, decided, decode, greedy, rank, softmax
from tests.recognition.lattices import BLANK, lattice, written


def all_texts(probabilities: np.ndarray, classes: list[int]) -> dict[str, float]:
    """Every alignment by itself: what beam search is measured against."""
    found: dict[str, float] = defaultdict(float)
    for path in product(classes, repeat=len(probabilities)):
        text, last = "", 0
        for place in path:
            if place and place != last:
                text += ALPHABET[place - 1]
            last = place
        found[text] += float(np.prod([probabilities[step, place] for step, place in enumerate(path)]))
    return found


def test_what_is_sure_is_read_as_it_stands() -> None:
    decoded = decode(written("AB 12345"))
    assert decoded.text == "AB 12345"
    assert decoded.confidence > 0.98
    assert min(decoded.characters) > 0.99
    assert len(decoded.characters) == len(decoded.choices) == len(decoded.steps) == 8
    assert decoded.steps == (1, 3, 5, 7, 9, 11, 13, 15)


def test_a_doubtful_character_says_what_else_it_may_be() -> None:
    decoded = decode(written("A0", at1={"0": 0.6, "O": 0.38}))
    assert decoded.text == "A0"
    assert decoded.choices[1][0][0] == "O"
    assert decoded.choices[1][0][1] == pytest.approx(0.38, abs=0.03)
    assert decoded.characters[1] == pytest.approx(0.6, abs=0.03)
    text, likely = decoded.alternatives[0]
    assert text == "AO"
    assert likely == pytest.approx(0.38, abs=0.03)


def test_a_doubled_character_needs_a_blank_between() -> None:
    assert greedy(lattice([{"7": 0.99}, {"7": 0.99}])) == "7"
    assert decode(lattice([{"7": 0.9}, {"7": 0.9}])).text == "7"
    assert decode(written("77", 0.9)).text == "77"


def test_many_weak_alignments_outweigh_the_likeliest_one() -> None:
    probabilities = lattice([{BLANK: 0.55, "1": 0.45}, {BLANK: 0.55, "1": 0.45}])
    assert greedy(probabilities) == ""
    assert decode(probabilities).text == "1"


def test_the_fields_alphabet_adds_a_text_and_hides_none() -> None:
    decoded = decode(written("4O7", at1={"O": 0.9, "0": 0.08}), "0123456789")
    assert decoded.text == "4O7"
    assert "407" in {text for text, _ in decoded.alternatives}


def test_a_character_that_may_not_be_there_is_no_surer_than_that() -> None:
    decoded = decode(written("471", at2={"1": 0.6, BLANK: 0.4}))
    assert decoded.text == "471"
    assert decoded.characters[2] < 0.65
    assert decoded.characters[0] > 0.9


def test_nothing_written_is_an_empty_text() -> None:
    assert decode(lattice([{BLANK: 0.9999}] * 8)).text == ""
    assert decode(lattice([{BLANK: 0.9, "1": 0.05}] * 2)).text == ""


def test_beam_search_finds_what_counting_every_alignment_finds() -> None:
    classes = [0, 1, 2, 3]
    hits = 0
    for seed in range(200):
        rng = np.random.default_rng(seed)
        probabilities = np.zeros((1 + seed % 5, len(ALPHABET) + 1), np.float32)
        probabilities[:, classes] = rng.dirichlet([0.4] * 4, size=len(probabilities))
        counted = all_texts(probabilities, classes)
        found = dict(beams(probabilities))
        assert all(share <= counted[text] + 1e-5 for text, share in found.items())
        # What a beam let go is lost; where everything is about as likely, that may be the best.
        hits += found.get(max(counted, key=lambda text: counted[text]), 0.0) >= 0.7 * max(counted.values())
    assert hits >= 198


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 40), st.floats(0.05, 3.0))
def test_whatever_the_network_answers_the_reading_is_whole(seed: int, length: int, spread: float) -> None:
    rng = np.random.default_rng(seed)
    probabilities = softmax(rng.normal(0, 5 * spread, (length, len(ALPHABET) + 1)).astype(np.float32))
    decoded = decode(probabilities, "0123456789")
    assert len(decoded.characters) == len(decoded.choices) == len(decoded.steps) == len(decoded.text)
    assert list(decoded.steps) == sorted(decoded.steps)
    assert all(0.0 <= figure <= 1.0 for figure in decoded.characters)
    assert 0.0 <= decoded.confidence <= 1.0
    assert all(sign not in dict(others) for sign, others in zip(decoded.text, decoded.choices, strict=True))


def test_fields_laid_together_are_laid_as_each_would_be_alone() -> None:
    rng = np.random.default_rng(5)
    fields = [written("AB 12345", 0.6), written("7"), lattice([{"1": 0.7}]), written(""), written("77", 0.9)]
    fields += [
        softmax(rng.normal(0, 5, (length, len(ALPHABET) + 1)).astype(np.float32))
        for length in (1, 2, 9, 40, 23)
    ]
    together = decided([(field, rank(field)) for field in fields])
    assert together == [decode(field) for field in fields]
    assert together[0].steps == (1, 3, 5, 7, 9, 11, 13, 15)
