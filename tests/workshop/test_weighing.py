"""Readers are weighed by what they get right, and a reading of both is worth what such readings were."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.fields.vocabularies import Vocabularies
from desktop.recognition.calibration import load_calibration
from desktop.recognition.engine import Guess
from desktop.recognition.reliability import Manner, Reliability
from desktop.recognition.reliability_file import load_reliability
from tests.engines import guess
from workshop.train.calibrate import fit, write
from workshop.train.fields import Field
from workshop.train.rising import error, rising
from workshop.train.weighing import READERS, Case, channels, read_both, worth

NO_CROP = np.zeros((0, 0), np.uint8)
LISTS = Vocabularies()


def misread(text: str, rng: np.random.Generator, places: int) -> str:
    """`text` with so many of its figures replaced by others."""
    signs = list(text)
    for place in rng.choice(len(text), size=places, replace=False):
        signs[place] = str((int(signs[place]) + int(rng.integers(1, 10))) % 10)
    return "".join(signs)


def case(rng: np.random.Generator, first_right: float, second_right: float, places: int, sure: float) -> Case:
    """Six figures; each reader right so often, else with `places` of them wrong; the second as sure as told."""
    truth = "".join(map(str, rng.integers(10, size=6)))
    first = truth if rng.random() < first_right else misread(truth, rng, 1)
    second = truth if rng.random() < second_right else misread(truth, rng, places)
    guesses: dict[str, Guess] = {READERS[0]: guess(first, 0.9), READERS[1]: guess(second, sure)}
    return Case("handwritten", Field("digits", truth, NO_CROP), guesses)


def cases(count: int, first: float, second: float, places: int = 2, sure: float = 0.99) -> list[Case]:
    rng = np.random.default_rng(4)
    return [case(rng, first, second, places, sure) for _ in range(count)]


def exact(fields: list[Case], measured: Reliability) -> int:
    readings = read_both(fields, "digits", "mixed", LISTS, measured)
    return sum(one.right(reading.as_written) for one, reading in zip(fields, readings, strict=True))


@pytest.mark.parametrize(("first", "second"), [(0.9, 0.0), (0.9, 0.3), (0.6, 0.9), (0.8, 0.8)])
def test_both_together_are_never_worse_than_the_better_one(first: float, second: float) -> None:
    fields = cases(300, first, second)
    measured = Reliability(READERS, channels=channels("digits", fields, LISTS))
    alone = [sum(one.right(one.guesses[name].text) for one in fields) for name in READERS]
    assert exact(fields, measured) >= max(alone) - 3  # ties among equal texts may fall either way


def test_a_reader_that_is_always_wrong_where_it_differs_is_not_heard() -> None:
    measured = channels("digits", cases(300, 0.95, 0.0), LISTS)
    heard = measured["digits", "mixed", Manner.STEADY.value]
    assert (heard["field-reader"].weight, heard["tesseract"].weight) == (1.0, 0.0)


def test_the_better_reader_leads_whichever_it_is() -> None:
    measured = channels("digits", cases(300, 0.2, 0.95), LISTS)
    heard = measured["digits", "mixed", Manner.STEADY.value]
    assert heard["tesseract"].weight == 1.0
    assert heard["field-reader"].weight < 1.0


def test_confidence_is_the_share_that_was_right() -> None:
    fields = cases(900, 0.8, 0.1)
    measured = Reliability(READERS, channels=channels("digits", fields, LISTS))
    told = worth("digits", "mixed", fields, LISTS, measured)
    readings = read_both(
        fields, "digits", "mixed", LISTS, replace(measured, worths={("digits", "mixed"): told})
    )
    said = np.array([reading.confidence for reading in readings])
    good = np.array([one.right(reading.as_written) for one, reading in zip(fields, readings, strict=True)])
    assert error(said, good.astype(np.float64)) < 0.05


def test_what_was_fitted_is_written_beside_the_model(tmp_path: Path) -> None:
    model = tmp_path / "field-reader.onnx"
    model.write_bytes(b"model")
    write(model, [fit("digits", cases(300, 0.9, 0.1), LISTS)])
    measured = load_reliability(tmp_path / "reliability.json")
    assert measured.engines == READERS
    assert measured.model == "9372c470eeadd5ecd9c3c74c2b3cb633f8e2f2fad799250a0f70d652b6b825e4"
    assert {kind for kind, _ in measured.worths} == {"digits", "year"}
    assert set(load_calibration(tmp_path / "calibration.json").kinds) == {"", "digits", "year"}
    assert json.loads((tmp_path / "reliability.json").read_text())["format"] == "ledgermark-reliability/1"


@given(
    st.lists(st.tuples(st.floats(-9, 9), st.booleans()), min_size=1, max_size=200),
    st.integers(1, 20),
)
def test_a_rising_line_rises_and_stays_within_0_and_1(pairs: list[tuple[float, bool]], knots: int) -> None:
    raw, good = (np.array(part, np.float64) for part in zip(*pairs, strict=True))
    x, y = rising(raw, good, knots)
    assert x == sorted(set(x))
    assert y == sorted(y)
    assert all(0 < share < 1 for share in y)
