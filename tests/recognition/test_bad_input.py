"""What is no crop of a cell, and models that are none of ours, through the readers that are shipped, both together."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from db.errors import Exit, Expected
from db.model import CellState
from desktop.fields.forms import Column, LedgerForm
from desktop.fields.vocabularies import Vocabularies
from desktop.paths import Places
from desktop.recognition.combine import CellReading, Evidence
from desktop.recognition.engine import Engine
from desktop.recognition.field_reader import field_reader
from desktop.recognition.page import ColumnCrops, read_columns
from desktop.recognition.tesseract import tesseract_engine
from tests.recognition import onnx_bytes
from tests.recognition.drawn import crop, empty
from workshop.train import paper

MODEL = Path(__file__).parents[2] / "resources" / "models" / "field-reader.onnx"
FORM = LedgerForm("", (), script="mixed")
BELIEVED = 0.5

Crop = NDArray[np.uint8]


@pytest.fixture
def engines(tmp_path: Path) -> list[Engine]:
    places = Places(tmp_path / "resources", tmp_path / "data", tmp_path / "config", tmp_path / "private")
    return [field_reader(MODEL), tesseract_engine(places, os.environ)]


def read(engines: list[Engine], crops: list[Crop], field: str = "serial_number") -> list[CellReading]:
    part = ColumnCrops(Column("A", field), tuple(crops), (Evidence(),) * len(crops))
    (answers,) = read_columns(
        [part], engines, FORM, Vocabularies(), lambda done, total: None, lambda: False, apart=True
    )
    return answers


@pytest.mark.parametrize(
    "picture",
    [
        empty(),
        empty(1, 1),
        empty(1, 200),
        empty(200, 1),
        np.zeros((0, 0), np.uint8),
        np.full((60, 200), 255, np.uint8),
        np.zeros((60, 200), np.uint8),
    ],
    ids=["paper", "one pixel", "flat", "narrow", "nothing", "white", "black"],
)
def test_what_holds_no_writing_is_blank(engines: list[Engine], picture: Crop) -> None:
    (reading,) = read(engines, [picture])
    assert (reading.state, reading.text) == (CellState.BLANK, "")


def test_white_on_black_is_read_like_black_on_white(engines: list[Engine]) -> None:
    upright = crop("K 4711")
    plain, turned = read(engines, [upright, 255 - upright])
    assert plain.as_written == turned.as_written == "K 4711"


def test_what_stands_on_its_head_is_never_sure(engines: list[Engine]) -> None:
    crops = [np.ascontiguousarray(crop(text)[::-1, ::-1]) for text in ("K4715Z", "RF 3472", "TK-2534")]
    for reading in read(engines, crops):
        assert reading.state in {CellState.READ, CellState.UNREADABLE}
        assert reading.confidence < 0.9


def test_a_whole_page_in_place_of_a_crop_is_unreadable(engines: list[Engine]) -> None:
    page = np.vstack([crop("AB 12345 and so on") for _ in range(12)])
    (reading,) = read(engines, [page])
    assert (reading.state, reading.text, reading.confidence) == (CellState.UNREADABLE, "", 0.0)


def test_a_picture_of_no_text_is_no_serial(engines: list[Engine]) -> None:
    rng = np.random.default_rng(3)
    across = np.linspace(0, 255, 240)
    slope = np.tile(across, (80, 1)).astype(np.uint8)
    waves = (128 + 90 * np.sin(np.add.outer(np.arange(80) / 9.0, np.arange(240) / 17.0))).astype(np.uint8)
    grain = rng.integers(0, 256, (80, 240)).astype(np.uint8)
    for reading in read(engines, [slope, waves, grain]):
        assert reading.state is not CellState.READ or reading.confidence < BELIEVED


@pytest.mark.parametrize("field", ["serial_number", "digits", "text"])
def test_of_two_hundred_crops_without_writing_at_most_one_gets_a_text_that_is_believed(
    engines: list[Engine], field: str
) -> None:
    rng = np.random.default_rng(9)
    crops = [paper.photograph(paper.scribble(rng), rng) for _ in range(200)]
    readings = read(engines, crops, field)
    believed = [one for one in readings if one.text and one.confidence > BELIEVED]
    assert len(believed) <= 1


def test_a_model_that_is_cut_off_is_said(tmp_path: Path) -> None:
    whole = MODEL.read_bytes()
    for share in (0.01, 0.5, 0.99):
        cut = tmp_path / "field-reader.onnx"
        cut.write_bytes(whole[: int(share * len(whole))])
        with pytest.raises(Expected) as said:
            field_reader(cut).check()
        assert (said.value.key, said.value.exit_code) == ("model_broken", Exit.MISSING_PART)


@pytest.mark.parametrize(
    ("takes", "gives"), [("ink", "logits"), ("pixels", "logits"), ("ink", "answer")], ids=str
)
def test_a_model_of_another_program_is_said(tmp_path: Path, takes: str, gives: str) -> None:
    model = tmp_path / "field-reader.onnx"
    model.write_bytes(onnx_bytes.identity(takes, gives))
    with pytest.raises(Expected) as said:
        field_reader(model).check()
    assert (said.value.key, said.value.exit_code) == ("model_broken", Exit.MISSING_PART)


def test_a_missing_model_is_said_and_nothing_is_read(engines: list[Engine], tmp_path: Path) -> None:
    with pytest.raises(Expected) as said:
        read([field_reader(tmp_path / "field-reader.onnx"), engines[1]], [crop("K 4711")])
    assert (said.value.key, said.value.exit_code) == ("model_missing", Exit.MISSING_PART)
