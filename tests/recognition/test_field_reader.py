"""The program's own reader: batches, places, failures; a scripted session stands for the network."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from db.errors import Cancelled, Exit, Expected
from desktop.paths import resources_folder
from desktop.recognition.calibration import UNMEASURED, Calibration
from desktop.recognition.engine import NOTHING_WRITTEN, Hint
from desktop.recognition.field_reader import FieldReader, field_reader
from desktop.recognition.lattice import ALPHABET
from desktop.recognition.normalise import HEIGHT
from tests.recognition.drawn import crop, empty
from tests.recognition.lattices import written

DIGITS = Hint("digits", alphabet="0123456789")
Array = NDArray[np.float32]


@dataclass
class ScriptedSession:
    """Answers every strip with what `says` of its width; one step for two columns."""

    says: Callable[[int], Array]
    shapes: list[tuple[int, ...]] = field(default_factory=list)

    def run(self, output_names: Sequence[str] | None, input_feed: dict[str, Array]) -> list[Array]:
        ink = input_feed["ink"]
        self.shapes.append(ink.shape)
        steps = ink.shape[3] // 2
        answer = np.zeros((steps, len(ink), len(ALPHABET) + 1), np.float32)
        answer[:, :, 0] = 1.0
        for place, strip in enumerate(ink):
            said = self.says(int(np.flatnonzero(strip[0].any(axis=0))[-1]))
            answer[: len(said), place] = said
        logits = np.log(np.maximum(answer, 1e-9))
        features = np.repeat(np.arange(steps, dtype=np.float32)[:, None, None], len(ink), axis=1)
        return [logits, features][: len(output_names or ())]


def reader(
    says: Callable[[int], Array],
    outputs: tuple[str, ...] = ("logits",),
    calibration: Calibration = UNMEASURED,
) -> tuple[FieldReader, ScriptedSession]:
    session = ScriptedSession(says)
    return FieldReader(Path("none"), session, outputs, calibration), session


def test_strips_of_like_width_are_read_together_and_keep_their_places() -> None:
    engine, session = reader(lambda width: written("1" if width < 100 else "22"))
    crops = [crop("1"), crop("123456789"), empty(), crop("7"), crop("987654321")]
    assert [guess.text for guess in engine.read(crops, DIGITS)] == ["1", "22", "", "1", "22"]
    assert [shape[:3] for shape in session.shapes] == [(2, 1, HEIGHT), (2, 1, HEIGHT)]


def test_one_wide_strip_does_not_make_all_the_others_as_wide() -> None:
    engine, session = reader(lambda width: written("1"))
    engine.read([*[crop("1")] * 30, crop("123456789012345")], DIGITS)
    narrow, wide = session.shapes
    assert (narrow[0], wide[0]) == (30, 1)
    assert 2 * narrow[3] < wide[3]


def test_each_batch_keeps_the_padding_that_the_network_asks_for() -> None:
    engine, session = reader(lambda width: written("1"))
    engine.read([crop("123456789")] * 100, DIGITS)
    assert len(session.shapes) > 1
    assert all(shape[3] % 8 == 0 and shape[0] * shape[3] <= 2_000 for shape in session.shapes)


@pytest.mark.parametrize(
    "picture",
    [
        empty(),
        empty(1, 1),
        empty(3, 200),
        np.zeros((0, 0), np.uint8),
        np.full((60, 200), 255, np.uint8),
        np.zeros((60, 200), np.uint8),
    ],
    ids=["paper", "one pixel", "flat", "nothing", "white", "black"],
)
def test_a_crop_without_writing_is_blank_and_never_shown_to_the_network(picture: np.ndarray) -> None:
    engine, session = reader(lambda width: written("1"))
    assert engine.read([picture], DIGITS) == [NOTHING_WRITTEN]
    assert not session.shapes


def test_a_whole_page_in_place_of_a_crop_is_not_read() -> None:
    engine, session = reader(lambda width: written("1"))
    page = np.vstack([crop("AB 12345 and so on") for _ in range(12)])
    guesses = engine.read([page, np.full((3000, 2500), 200, np.uint8)], DIGITS)
    assert [(guess.text, guess.confidence, guess.blank) for guess in guesses] == [("", 0.0, False)] * 2
    assert not session.shapes


def test_ink_in_which_the_network_sees_no_character_is_unreadable_rather_than_blank() -> None:
    engine, _ = reader(lambda width: written(""))
    (guess,) = engine.read([crop("1")], DIGITS)
    assert (guess.text, guess.confidence, guess.blank) == ("", 0.0, False)


def test_figures_are_worth_what_such_figures_proved_to_be() -> None:
    calibration = Calibration("field-reader", {"digits": ((0.0, 0.0), (1.0, 0.5))})
    engine, _ = reader(lambda width: written("47", 0.95), calibration=calibration)
    (guess,) = engine.read([crop("47")], DIGITS)
    assert guess.confidence == pytest.approx(0.45, abs=0.03)
    assert np.prod(guess.characters) == pytest.approx(guess.confidence, abs=0.05)


def test_features_come_from_where_each_character_stands() -> None:
    engine, _ = reader(lambda width: written("47"), outputs=("logits", "features"))
    (guess,) = engine.read([crop("47")], DIGITS)
    assert guess.features is not None
    assert guess.features[:, 0].tolist() == [1.0, 3.0]


def test_a_wish_to_stop_is_heard_between_batches() -> None:
    engine, _ = reader(lambda width: written("1"))
    with pytest.raises(Cancelled):
        engine.read([crop("1")], DIGITS, lambda: True)


def test_a_missing_model_is_said(tmp_path: Path) -> None:
    with pytest.raises(Expected) as said:
        field_reader(tmp_path / "field-reader.onnx").read([crop("1")], DIGITS)
    assert (said.value.key, said.value.exit_code) == ("model_missing", Exit.MISSING_PART)


@pytest.mark.parametrize(
    "content", [b"", b"not a model", b"\x08\x07\x12\x07pytorch" + bytes(range(256)) * 40]
)
def test_a_broken_model_is_said(tmp_path: Path, content: bytes) -> None:
    model = tmp_path / "field-reader.onnx"
    model.write_bytes(content)
    with pytest.raises(Expected) as said:
        field_reader(model).check()
    assert (said.value.key, said.value.exit_code) == ("model_broken", Exit.MISSING_PART)


def test_loading_the_model_leaves_nothing_in_the_persons_home(tmp_path: Path) -> None:
    """Onnxruntime keeps an identity of the PC and a queue of what to tell its maker there, unless it is told not to."""
    model = resources_folder() / "models" / "field-reader.onnx"
    code = (
        "from pathlib import Path; from desktop.recognition.field_reader import field_reader; "
        f"field_reader(Path({str(model)!r})).check()"
    )
    homes = {
        name: str(tmp_path) for name in ("HOME", "XDG_CACHE_HOME", "LOCALAPPDATA", "APPDATA", "USERPROFILE")
    }
    kept = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    subprocess.run([sys.executable, "-c", code], check=True, env={**kept, **homes})
    assert list(tmp_path.rglob("*")) == []
