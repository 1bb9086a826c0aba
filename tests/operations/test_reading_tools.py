"""What pages are read with is there before the first of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from db.errors import Expected
from desktop.operations.reading_tools import ReadingTools
from desktop.paths import resources_folder
from desktop.recognition.field_reader import field_reader
from tests.engines import ScriptedEngine, guess


@dataclass
class Heavy(ScriptedEngine):
    """A scripted engine that counts how often it was loaded."""

    loads: list[str] = field(default_factory=list)

    def load(self) -> None:
        self.loads.append(self.name)


def test_every_engine_that_takes_long_to_load_is_loaded_and_the_others_are_left_alone() -> None:
    heavy = Heavy(lambda _crop, _hint: guess("1"), "heavy")
    light = ScriptedEngine(lambda _crop, _hint: guess("1"), "light")
    tools = ReadingTools(resources_folder(), lambda: [heavy, light])
    tools.load()
    assert heavy.loads == ["heavy"]
    assert tools.engines == (heavy, light)


def test_a_model_that_is_missing_is_said_before_a_page_is_read(tmp_path: Path) -> None:
    tools = ReadingTools(resources_folder(), lambda: [field_reader(tmp_path / "field-reader.onnx")])
    with pytest.raises(Expected) as refusal:
        tools.load()
    assert refusal.value.key == "model_missing"
