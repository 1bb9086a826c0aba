"""What a person chose for this PC comes back, and a damaged file costs a click, not the program."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.settings import LARGEST_FILE, Settings, load_settings, save_settings


def test_nothing_saved_is_as_in_the_beginning(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "no such folder") == Settings()


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, register: str, user: str
) -> None:
    folder = tmp_path_factory.mktemp("settings")
    chosen = Settings("fr", "large", "high", register, user)
    if any("\ud800" <= character <= "\udfff" for character in register + user):
        return  # no file can hold half a character
    save_settings(folder, chosen)
    assert load_settings(folder) == chosen


@pytest.mark.parametrize(
    "text",
    ["language = ", "= 1", "\x00", 'language = 7\nuser = "A"', "x" * (LARGEST_FILE + 1), "a = " + "[" * 9000],
)
def test_a_damaged_file_is_as_if_it_were_not_there(tmp_path: Path, text: str) -> None:
    (tmp_path / "settings.toml").write_text(text, encoding="utf-8")
    read = load_settings(tmp_path)
    assert read.language == ""
    assert read.text_size == "small"


def test_a_disk_that_refuses_is_told_and_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    save_settings(tmp_path, Settings(user="before"))
    (tmp_path / "settings.toml.part").mkdir()
    with pytest.raises(OSError, match="settings"):
        save_settings(tmp_path, Settings(user="after"))
    assert load_settings(tmp_path).user == "before"
