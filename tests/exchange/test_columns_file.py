"""What a registry may ask for, and what it may not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.errors import Expected
from desktop.exchange.columns import REQUIRED, load_columns, parse_columns
from desktop.messages import sentence
from tests.exchange.builders import COLUMNS_FILE, default_columns

TEXT = COLUMNS_FILE.read_text("utf-8")


def test_the_default_has_all_that_a_sheet_needs() -> None:
    columns = default_columns()
    for sheet, required in REQUIRED.items():
        values = [column.value for column in getattr(columns, sheet)]
        assert set(required) <= set(values)
    assert [column.heading for column in columns.records][:5] == [
        "Book",
        "Page",
        "Row",
        "Entry",
        "Serial number",
    ]
    assert "{folder}" in columns.read_me


MISTAKES = {
    "no TOML": ("[[", "it is no TOML"),
    "unknown key": ("colour = 1\n" + TEXT, "it knows no “colour”"),
    "wrong kind": (TEXT.replace("right_to_left = false", 'right_to_left = "no"'), "“right_to_left” is of another"),
    "missing sheet": (TEXT.partition("answer = [")[0], "in “answer”, the column “batch_id” is missing"),
    "missing column": (TEXT.replace('value = "further"', 'value = "other"'), "the column “further” is missing"),
    "heading twice": (TEXT.replace('"Model"', '"Make"', 1), "the heading “Make” stands twice"),
    "column twice": (TEXT.replace('value = "model"', 'value = "make"', 1), "the column “make” stands twice"),
    "value of no kind": (TEXT.replace('value = "model"', 'value = "../model"', 1), "does not say which value"),
    "no heading": (TEXT.replace('heading = "Model"', 'heading = " "', 1), "has no heading"),
    "width": (TEXT.replace("width = 22", "width = 4000", 1), "is not between 1 and 255"),
    "words for two": (TEXT.replace('quantity = "quantity"', 'quantity = "weapon"', 1), "stands for two values"),
    "words that lead astray": (
        TEXT.replace('quantity = "quantity"', 'quantity = "movement"', 1),
        "stands for two values",
    ),
    "words no text": (TEXT.replace('quantity = "quantity"', "quantity = 1", 1), "are not texts"),
    "unknown in column": (TEXT.replace("hidden = true", "secret = true", 1), "knows no “secret”"),
    "hidden": (TEXT.replace("hidden = true", "hidden = 1", 1), "neither true nor false"),
    "unknown event": (
        TEXT.replace('value = "date_as_written"', 'value = "make" }, { heading = "x", value = "date_as_written"'),
        "in “events”, it knows no column “make”",
    ),
    "no columns": ("records = [1]", "is no list of columns"),
    "too many": ("records = [" + "1," * 201 + "]", "has too many columns"),
    "too long": ("#" * 300_000, "it is too long"),
    "read me": (f'read_me = "{"x" * 20_001}"', "“read_me” is too long"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_said(mistake: str) -> None:
    text, reason = MISTAKES[mistake]
    with pytest.raises(Expected) as refused:
        parse_columns(text, "registry.toml")
    said = sentence(refused.value.key, refused.value.values)
    assert said.startswith("The registry's columns file registry.toml cannot be used:")
    assert reason in said


def test_a_file_that_is_not_there_or_no_text_is_said(tmp_path: Path) -> None:
    with pytest.raises(Expected, match="columns_file_unreadable"):
        load_columns(tmp_path / "none.toml")
    (tmp_path / "latin.toml").write_bytes(b'name = "caf\xe9"')
    with pytest.raises(Expected, match="UTF-8"):
        load_columns(tmp_path / "latin.toml")


@given(st.binary(max_size=200), st.integers(0, len(TEXT)), st.integers(0, 60))
@settings(max_examples=300, deadline=None)
def test_a_damaged_file_is_refused_or_read_and_never_fails(inserted: bytes, at: int, cut: int) -> None:
    damaged = TEXT[:at] + inserted.decode("latin-1") + TEXT[at + cut :]
    assert outcome(damaged) in {"", "columns_file_broken"}


def outcome(text: str) -> str:
    """The key of the refusal, "" when the text was taken."""
    try:
        parse_columns(text, "registry.toml")
    except Expected as refused:
        return refused.key
    return ""
