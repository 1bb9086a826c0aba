"""No cell of a CSV file runs as a formula, and every text comes back as it was."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from desktop.exchange.csvtext import csv_text, text_of_csv
from tests.exchange.test_any_text_survives import AWKWARD

ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@settings(max_examples=200)
@given(st.lists(ANY, min_size=1, max_size=4))
@example(texts=[text for text in AWKWARD if text != "\ud800"])
@example(texts=["'", "''", "'=1", "  =1", "\u202e=1", "＝1", "\t", "\r", ""])
def test_any_text_comes_back_from_a_file(texts: list[str]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerow([csv_text(text) for text in texts])
    (row,) = csv.reader(io.StringIO(out.getvalue(), newline=""))
    assert [text_of_csv(cell) for cell in row] == texts


@given(ANY)
def test_no_cell_begins_as_a_formula(text: str) -> None:
    assert not csv_text(text).lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


@pytest.mark.parametrize("text", ["0045127", "100E10", "AB-12", "Ш 10=5", "№ 4", " "])
def test_what_is_no_formula_stays_as_it_is(text: str) -> None:
    assert csv_text(text) == text
