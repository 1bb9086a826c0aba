"""Readers are believed as far as they were measured, by how their answers stand to each other."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest

from db.errors import Exit, Expected
from desktop.fields.definitions import Kind
from desktop.fields.forms import Column, LedgerForm
from desktop.fields.vocabularies import Vocabularies
from desktop.recognition.channel import Channel
from desktop.recognition.combine import CellReading, Evidence, combine
from desktop.recognition.engine import NOTHING_WRITTEN, Guess
from desktop.recognition.page import ColumnCrops, read_columns
from desktop.recognition.reliability import (
    AS_IT_SAYS,
    UNWEIGHED,
    Manner,
    Reliability,
    Worth,
    manner_of,
    reliability_of,
)
from desktop.recognition.reliability_file import load_reliability, reliability_text
from tests.engines import ScriptedEngine, guess
from tests.recognition.drawn import empty

FORM = LedgerForm("", (), script="mixed")
DIGITS = Column("A", "digits")
LEADS = {"field-reader": Channel(slip=0.01), "tesseract": Channel(slip=0.3, weight=0.0)}
EVEN = {"field-reader": Channel(slip=0.01), "tesseract": Channel(slip=0.01)}
HALF = Worth({}, ((0.0, 0.5), (1.0, 0.5)))


def measured(worth: Worth | None = None, script: str = "mixed") -> Reliability:
    """The first reader leads where the two are apart; where they are alike, both count."""
    return Reliability(
        ("field-reader", "tesseract"),
        "",
        {
            ("digits", script, "apart"): LEADS,
            ("digits", script, "doubtful"): LEADS,
            ("digits", script, "steady"): EVEN,
            ("digits", script, "same"): EVEN,
        },
        {} if worth is None else {("digits", script): worth},
    )


def read(first: Guess, second: Guess, reliability: Reliability, form: LedgerForm = FORM) -> CellReading:
    guesses = {"field-reader": first, "tesseract": second}
    return combine(guesses, DIGITS, form, Vocabularies(), Evidence(), reliability)


def test_what_a_poor_reader_of_handwriting_says_changes_no_reading() -> None:
    alone = read(guess("4711", 0.8), guess("uh7W", 0.95), measured())
    other = read(guess("4711", 0.8), guess("x", 0.99), measured())
    assert alone.as_written == other.as_written
    assert alone.confidence == pytest.approx(other.confidence)
    assert alone.readers == {"field-reader": "4711", "tesseract": "uh7W"}
    assert any(alternative.text == "uh7W" for alternative in alone.alternatives)


def test_a_sure_second_reader_mends_a_doubtful_character_of_the_first() -> None:
    first = Guess("4711", 0.5, (0.99, 0.99, 0.99, 0.5), choices=((), (), (), (("7", 0.4),)))
    assert read(first, guess("4717", 0.99), measured()).as_written == "4717"
    assert read(first, guess("4717", 0.9), measured()).as_written == "4711"


@pytest.mark.parametrize(
    ("first", "second", "manner"),
    [
        (guess("4711"), guess("47 11"), Manner.SAME),
        (guess("4711"), guess("4717", 0.99), Manner.STEADY),
        (guess("4711"), guess("4717", 0.8), Manner.DOUBTFUL),
        (guess("4711"), guess("Uh", 0.99), Manner.APART),
        (guess("4711"), NOTHING_WRITTEN, Manner.FIRST),
        (Guess("", 0.0), guess("l"), Manner.SECOND),
        (NOTHING_WRITTEN, Guess("", 0.0), None),
    ],
)
def test_how_two_answers_stand_to_each_other(first: Guess, second: Guess, manner: Manner | None) -> None:
    assert manner_of(first, second) is manner


def test_engines_that_nobody_weighed_are_believed_as_they_say() -> None:
    said = {"scripted": guess("4711", 0.97)}
    lone = combine(said, DIGITS, FORM, Vocabularies(), Evidence(), measured(HALF))
    assert lone == combine(said, DIGITS, FORM, Vocabularies())
    assert lone.confidence > 0.85
    assert UNWEIGHED.channel("scripted", "digits", "mixed", None) == AS_IT_SAYS


def test_confidence_is_what_such_readings_proved_to_be_worth() -> None:
    reading = read(guess("4711"), guess("4711"), measured(HALF))
    assert reading.confidence == 0.5
    assert reading.doubts == (0, 1, 2, 3)
    assert all(other.confidence <= 0.5 for other in reading.alternatives)


def test_a_script_that_was_not_measured_counts_as_both_together() -> None:
    typed = replace(FORM, script="typed")
    assert read(guess("4711"), guess("4711"), measured(HALF), typed).confidence == 0.5
    own = measured(HALF, "handwritten")
    assert read(guess("4711"), guess("4711"), own, typed).confidence > 0.9


def test_letters_that_the_first_reader_does_not_know_leave_both_unweighed() -> None:
    both = {"field-reader": guess("Nar"), "tesseract": guess("Наган")}
    column = Column("A", "text")
    told = combine(both, column, FORM, Vocabularies(), Evidence(), measured(HALF))
    assert told == combine(both, column, FORM, Vocabularies())


def test_what_was_measured_comes_with_the_reader_whose_model_it_was() -> None:
    class Measured(ScriptedEngine):
        def reliability(self) -> Reliability:
            return measured(HALF)

    engines = [
        Measured(lambda crop, hint: guess("4711"), "field-reader"),
        ScriptedEngine(lambda crop, hint: guess("4711"), "tesseract"),
    ]
    part = ColumnCrops(DIGITS, (empty(20, 40),), (Evidence(),))
    answer = read_columns([part], engines, FORM, Vocabularies(), lambda done, total: None, lambda: False)
    assert answer[0][0].confidence == 0.5
    assert reliability_of(engines[1:]) == UNWEIGHED


def test_what_was_measured_comes_back_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "reliability.json"
    path.write_text(reliability_text(measured(HALF)), encoding="utf-8")
    assert load_reliability(path) == measured(HALF)
    assert load_reliability(tmp_path / "none.json") == UNWEIGHED


@pytest.mark.parametrize(
    "change",
    [
        {"format": "other"},
        {"engines": None},
        {"channels": [{"kind": "digits"}]},
        {"channels": [{"kind": "digits", "script": "mixed", "manner": "odd", "readers": {}}]},
        {"channels": [{"kind": "a", "script": "b", "manner": "same", "readers": {"x": {"slip": 7}}}]},
        {
            "channels": [
                {"kind": "a", "script": "b", "manner": "same", "readers": {"x": {"slip": 0.1, "y": 1}}}
            ]
        },
        {"worths": [{"kind": "a", "script": "b", "weights": {}, "log_odds": [1, 0], "probability": [0, 1]}]},
        {
            "worths": [
                {"kind": "a", "script": "b", "weights": {"own": "x"}, "log_odds": [0], "probability": [1]}
            ]
        },
        {"worths": 7},
    ],
)
def test_a_broken_file_is_said(tmp_path: Path, change: dict[str, object]) -> None:
    path = tmp_path / "reliability.json"
    path.write_text(json.dumps(json.loads(reliability_text(measured(HALF))) | change), encoding="utf-8")
    with pytest.raises(Expected) as said:
        load_reliability(path)
    assert (said.value.key, said.value.exit_code) == ("model_broken", Exit.MISSING_PART)


def test_what_is_shipped_was_measured_with_the_model_that_is_shipped() -> None:
    models = Path(__file__).parents[2] / "resources" / "models"
    shipped = load_reliability(models / "reliability.json")
    assert shipped.engines == ("field-reader", "tesseract")
    assert shipped.model == hashlib.sha256((models / "field-reader.onnx").read_bytes()).hexdigest()
    assert {kind for kind, _ in shipped.worths} == set(Kind)


def test_a_file_that_is_far_too_large_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "reliability.json").write_text(" " * 1_000_001)
    with pytest.raises(Expected, match="model_broken"):
        load_reliability(tmp_path / "reliability.json")


def test_what_only_the_second_reader_sees_is_never_believed_above_a_half() -> None:
    certain = Worth({}, ((0.0, 0.99), (1.0, 0.99)))
    both = read(guess("4711", 0.9), guess("4711", 0.99), measured(certain))
    alone = read(Guess("", 0.0), guess("4711", 0.99), measured(certain))
    assert both.confidence == pytest.approx(0.99)
    assert alone.text == "4711"
    assert alone.confidence < 0.5
