"""Serial numbers of any script beside what else the row says: look-alikes told, letters written in Latin ones."""

from __future__ import annotations

from unicodedata import name

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.fields.forms import Column, LedgerForm
from desktop.fields.row_rules import problems_of_row
from desktop.fields.scripts import (
    HOMOGLYPHS,
    TRANSLITERATED,
    mixed_look_alikes,
    script_of,
    transliteration,
    written_otherwise,
)
from tests.fields.said import keys

FEW = settings(max_examples=50)


@FEW
@given(
    st.sampled_from(("model", "rack_number", "stock_number", "importer", "make", "number_in_book", "year")),
    st.from_regex(r"\A[A-Z0-9]{2,9}\Z"),
    st.sampled_from(("", "-", " ")),
)
def test_what_stands_in_another_column_of_the_row_is_said(field: str, text: str, sign: str) -> None:
    form = LedgerForm("Form", (Column("Serial", "serial_number"), Column("Other", field)))
    row = {"serial_number": f"{text[:1]}{sign}{text[1:]}", field: text}
    titles = {"serial_number": "Serial", field: "Other"}
    assert "serial_equals" in keys(problems_of_row(row, titles, form))
    other = {**row, "serial_number": f"{text}X7"}
    assert "serial_equals" not in keys(problems_of_row(other, titles, form))


@FEW
@given(st.sampled_from(sorted(HOMOGLYPHS)), st.from_regex(r"\A[0-9]{1,6}\Z"))
def test_a_letter_that_prints_as_a_latin_one_is_said_beside_latin_ones_only(
    foreign: str, number: str
) -> None:
    assert foreign in mixed_look_alikes(f"{foreign}W{number}")
    assert mixed_look_alikes(f"{foreign}{number}") == ""


@given(st.text(st.sampled_from([*TRANSLITERATED, *"AZ09 -.", *"٠٩"]), max_size=10))
def test_a_transliteration_is_latin_and_keeps_figures_and_signs(text: str) -> None:
    latin = transliteration(text)
    assert {script_of(c) for c in latin} <= {"", "Latin"}
    assert transliteration(latin) == ""
    assert not (text.isascii() and latin)
    if latin:
        assert sum(c.isdecimal() for c in latin) == sum(c.isdecimal() for c in text)


@pytest.mark.parametrize(
    ("text", "latin"),
    [("Ш-10512", "SH-10512"), ("ав 7", "AV 7"), ("أ ٠١٢", "A 012"), ("ΨΑ1", "PSA1"), ("AB 1", ""), ("", "")],
)
def test_numbers_are_written_as_travel_documents_write_names(text: str, latin: str) -> None:
    assert transliteration(text) == latin


@FEW
@given(
    st.sampled_from(("CYRILLIC", "GREEK", "ARABIC")).flatmap(
        lambda script: st.text(
            st.sampled_from(
                [c for c, latin in TRANSLITERATED.items() if latin and name(c).startswith(script)]
            ),
            min_size=1,
            max_size=2,
        )
    ),
    st.from_regex(r"\A[0-9]{1,6}\Z"),
)
def test_a_number_is_found_by_how_it_is_written_in_latin_letters_and_the_other_way_round(
    letters: str, figures: str
) -> None:
    latin = transliteration(letters + figures)
    assert letters + figures in written_otherwise(latin)
    assert written_otherwise(letters + figures) == (latin,)


def test_what_has_no_letters_or_letters_of_two_scripts_is_written_in_one_way_only() -> None:
    assert written_otherwise("10512") == written_otherwise("") == written_otherwise("ШW1") == ()
    assert len(written_otherwise("IZEIZEIZEIZE")) == 64
