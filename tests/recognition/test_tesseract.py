"""Tesseract behind the engine: the real program on drawn crops, and one that dies, hangs and breaks off."""

from __future__ import annotations

import os
import stat
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from db.errors import Cancelled, Exit, Expected
from desktop.paths import Places
from desktop.recognition import tesseract
from desktop.recognition.engine import NOTHING_WRITTEN, Hint
from desktop.recognition.tesseract import TesseractEngine, tesseract_engine
from tests.recognition import fake_tesseract
from tests.recognition.drawn import crop, empty

SERIAL = Hint("serial_number")


def places(folder: Path) -> Places:
    return Places(folder / "resources", folder / "data", folder / "config", folder / "private")


@pytest.fixture
def real(tmp_path: Path) -> TesseractEngine:
    return tesseract_engine(places(tmp_path), os.environ)


def test_what_is_typed_is_read_with_a_figure_for_each_character(real: TesseractEngine) -> None:
    texts = ["AB 12345", "7.62x39 mm", "Zastava", "1967"]
    guesses = real.read([crop(text) for text in texts], Hint("text"))
    assert [guess.text for guess in guesses] == texts
    for guess in guesses:
        assert len(guess.characters) == len(guess.choices) == len(guess.text)
        assert all(0.8 < figure <= 1.0 for figure in guess.characters)
        assert guess.confidence > 0.5


def test_an_o_among_letters_may_be_a_nought(real: TesseractEngine) -> None:
    (guess,) = real.read([crop("RF0341", face="DejaVuSerif.ttf")], SERIAL)
    place = 2
    seen = {guess.text[place], *(sign for sign, _ in guess.choices[place])}
    assert {"0", "O"} <= seen


def test_a_serial_number_keeps_its_leading_zeros(real: TesseractEngine) -> None:
    assert real.read([crop("000123")], SERIAL)[0].text == "000123"


def test_two_written_lines_of_one_cell_are_read_as_one_text(real: TesseractEngine) -> None:
    assert real.read([crop("Zastava\nArms")], Hint("text"))[0].text == "Zastava Arms"


@pytest.mark.parametrize(
    "picture",
    [
        empty(),
        empty(1, 1),
        empty(200, 1),
        empty(1, 200),
        np.zeros((0, 0), np.uint8),
        np.full((60, 200), 255, np.uint8),
        np.zeros((60, 200), np.uint8),
    ],
    ids=["paper", "one pixel", "narrow", "flat", "nothing", "white", "black"],
)
def test_a_crop_without_writing_is_blank(real: TesseractEngine, picture: np.ndarray) -> None:
    assert real.read([picture], SERIAL) == [NOTHING_WRITTEN]


def test_white_on_black_is_read_like_black_on_white(real: TesseractEngine) -> None:
    assert real.read([255 - crop("K 4711")], SERIAL)[0].text == "K 4711"


def test_a_whole_page_in_place_of_a_crop_is_not_read(real: TesseractEngine) -> None:
    page = np.vstack([crop("AB 12345 and so on") for _ in range(12)])
    assert real.read([page], SERIAL)[0].text == ""


def test_blanks_keep_the_others_in_their_places(real: TesseractEngine) -> None:
    guesses = real.read([empty(), crop("471"), empty(), crop("472")], Hint("digits"))
    assert [guess.text for guess in guesses] == ["", "471", "", "472"]


def test_nothing_is_left_of_the_pictures(real: TesseractEngine) -> None:
    real.read([crop("471")], SERIAL)
    assert list(real.private.iterdir()) == []


def test_a_missing_program_is_said_with_what_to_do(tmp_path: Path) -> None:
    engine = tesseract_engine(places(tmp_path), {"PATH": str(tmp_path)})
    with pytest.raises(Expected) as said:
        engine.read([crop("471")], SERIAL)
    assert (said.value.key, said.value.exit_code) == ("tesseract_missing", Exit.MISSING_PART)


def test_a_missing_language_is_said_by_its_name(real: TesseractEngine) -> None:
    with pytest.raises(Expected) as said:
        real.read([crop("471")], Hint("text", ("eng", "tlh")))
    assert (said.value.key, said.value.values) == ("tesseract_language_missing", {"language": "tlh"})


def test_a_bundled_program_comes_before_an_installed_one(tmp_path: Path) -> None:
    bundled = tmp_path / "tesseract" / ("tesseract.exe" if sys.platform == "win32" else "tesseract")
    bundled.parent.mkdir()
    bundled.touch()
    engine = tesseract_engine(places(tmp_path), os.environ)
    assert engine.program == bundled
    assert engine.environment["TESSDATA_PREFIX"] == str(bundled.parent / "tessdata")


@dataclass
class Fake:
    """The engine with a program that does as it is told, and what that program saw."""

    engine: TesseractEngine
    folder: Path

    def tell(self, *told: str) -> None:
        (self.folder / "told.txt").write_text(" ".join(told))

    def calls(self) -> list[list[str]]:
        return [line.split(" | ") for line in (self.folder / "calls.txt").read_text().splitlines()]


@pytest.fixture
def fake(tmp_path: Path) -> Fake:
    program = tmp_path / "bin" / "tesseract"
    program.parent.mkdir()
    program.write_text(
        f'#!/bin/sh\nFAKE_FOLDER="{tmp_path}" exec "{sys.executable}" "{fake_tesseract.__file__}" "$@"\n'
    )
    program.chmod(0o755)
    environ = {"PATH": f"{program.parent}:/bin", "LD_LIBRARY_PATH": "/opt/wrong", "OMP_NUM_THREADS": "8"}
    fake = Fake(tesseract_engine(places(tmp_path), environ), tmp_path)
    fake.tell()
    return fake


def test_the_child_gets_one_thread_and_nothing_of_our_libraries(fake: Fake) -> None:
    fake.engine.read([crop("7")], SERIAL)
    seen = fake.calls()[-1][1].split()
    assert "OMP_THREAD_LIMIT" in seen
    assert not {"LD_LIBRARY_PATH", "OMP_NUM_THREADS", "HOME"} & set(seen)


def test_paths_given_to_the_program_are_relative_and_ascii(fake: Fake) -> None:
    private = fake.folder / "Jürgen" / "private"
    TesseractEngine(fake.engine.program, private, fake.engine.environment).read([crop("7")], SERIAL)
    arguments, _, folder = fake.calls()[-1]
    assert arguments.split()[:2] == ["list.txt", "stdout"]
    assert Path(folder).parent == private


def test_only_this_user_may_look_at_the_pictures_of_the_moment(fake: Fake) -> None:
    fake.engine.read([crop("7")], SERIAL)
    assert stat.S_IMODE(fake.engine.private.stat().st_mode) == 0o700


@pytest.mark.parametrize("bad", range(5))
@pytest.mark.parametrize("how", ["die", "break"])
def test_one_picture_that_ends_the_program_costs_no_other_its_answer(fake: Fake, bad: int, how: str) -> None:
    fake.tell(f"{how}:{bad}-0.pgm")
    guesses = fake.engine.read([crop("7")] * 5, SERIAL)
    assert [guess.text for guess in guesses] == ["" if place == bad else "7" for place in range(5)]
    assert guesses[bad].confidence == 0.0
    assert not guesses[bad].blank


def test_a_picture_on_which_the_program_hangs_is_given_up(
    fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tesseract, "_START_SECONDS", 1.0)
    monkeypatch.setattr(tesseract, "_SECONDS_A_LINE", 0.0)
    fake.tell("hang:1-0.pgm")
    assert [guess.text for guess in fake.engine.read([crop("7")] * 3, SERIAL)] == ["7", "", "7"]


def test_a_program_that_answers_nothing_is_said_to_have_stopped(fake: Fake) -> None:
    fake.tell("die:all")
    with pytest.raises(Expected) as said:
        fake.engine.read([crop("7")] * 3, SERIAL)
    assert said.value.key == "tesseract_stopped"
    assert list(fake.engine.private.iterdir()) == []


def test_time_for_a_column_ends(fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tesseract, "_MOST_SECONDS", 0.5)
    fake.tell("hang:all")
    with pytest.raises(Expected, match="tesseract_stopped"):
        fake.engine.read([crop("7")] * 3, SERIAL)


def test_a_wish_to_stop_ends_a_program_that_hangs(fake: Fake) -> None:
    fake.tell("hang:all")
    asked = iter([False, True])
    with pytest.raises(Cancelled):
        fake.engine.read([crop("7")], SERIAL, lambda: next(asked))
    assert list(fake.engine.private.iterdir()) == []


def test_codes_are_read_without_the_second_language(fake: Fake) -> None:
    fake.engine.read([crop("7")], Hint("serial_number", ("fra", "eng")))
    assert " -l fra " in fake.calls()[-1][0]
    fake.engine.read([crop("7")], Hint("text", ("fra", "eng")))
    assert " -l fra+eng " in fake.calls()[-1][0]


def test_what_a_killed_run_left_is_removed_at_the_next_start(tmp_path: Path) -> None:
    private = places(tmp_path).private
    left = private / "crops-999999999-x"
    ours = private / f"crops-{os.getpid()}-y"
    other = private / "something-else"
    for folder in (left, ours, other):
        folder.mkdir(parents=True)
        (folder / "0-0.pgm").touch()
    tesseract_engine(places(tmp_path), os.environ)
    assert not left.exists()
    assert ours.exists()
    assert other.exists()
