"""Figures become probabilities by what was measured, and by nothing where nothing was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from db.errors import Exit, Expected
from desktop.recognition.calibration import FORMAT, UNMEASURED, UNMEASURED_CAP, load_calibration


def write(folder: Path, kinds: object, format_: str = FORMAT) -> Path:
    path = folder / "calibration.json"
    path.write_text(json.dumps({"format": format_, "engine": "field-reader", "kinds": kinds}))
    return path


def test_figures_between_two_points_lie_on_the_line_between_them(tmp_path: Path) -> None:
    calibration = load_calibration(
        write(tmp_path, {"digits": {"raw": [0.2, 0.8], "probability": [0.1, 0.9]}})
    )
    assert [calibration.probability(raw, "digits") for raw in (0.0, 0.2, 0.5, 0.8, 1.0)] == pytest.approx(
        [0.1, 0.1, 0.5, 0.9, 0.9]
    )


def test_a_kind_that_was_not_measured_is_never_quite_sure(tmp_path: Path) -> None:
    calibration = load_calibration(write(tmp_path, {}))
    assert calibration.probability(0.5, "year") == 0.5
    assert calibration.probability(1.0, "year") == UNMEASURED_CAP


def test_all_kinds_together_stand_for_one_that_was_not_measured(tmp_path: Path) -> None:
    calibration = load_calibration(write(tmp_path, {"": {"raw": [0.0, 1.0], "probability": [0.0, 0.5]}}))
    assert calibration.probability(0.8, "year") == pytest.approx(0.4)


def test_no_calibration_measured_nothing(tmp_path: Path) -> None:
    assert load_calibration(tmp_path / "calibration.json") == UNMEASURED


@pytest.mark.parametrize(
    "kinds",
    [
        {"digits": {"raw": [0.8, 0.2], "probability": [0.1, 0.9]}},
        {"digits": {"raw": [0.2, 0.8], "probability": [0.9, 0.1]}},
        {"digits": {"raw": [0.2, 0.8], "probability": [0.1, 1.9]}},
        {"digits": {"raw": [0.2], "probability": [0.1, 0.9]}},
        {"digits": {"raw": [], "probability": []}},
        {"digits": {"raw": [0.2]}},
        {"digits": 7},
        ["digits"],
    ],
)
def test_a_broken_calibration_is_said(tmp_path: Path, kinds: object) -> None:
    with pytest.raises(Expected) as said:
        load_calibration(write(tmp_path, kinds))
    assert (said.value.key, said.value.exit_code) == ("model_broken", Exit.MISSING_PART)


def test_another_format_is_not_taken(tmp_path: Path) -> None:
    with pytest.raises(Expected, match="model_broken"):
        load_calibration(write(tmp_path, {}, "ledgermark-calibration/9"))
    (tmp_path / "calibration.json").write_text("x" * 1_000_001)
    with pytest.raises(Expected, match="model_broken"):
        load_calibration(tmp_path / "calibration.json")
