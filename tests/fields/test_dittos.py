"""Marks for "same as above"."""

from dataclasses import replace

import pytest

from desktop.fields.dittos import is_ditto
from desktop.fields.forms import DITTO_MARKS, LedgerForm

FORM = LedgerForm("book", ())


@pytest.mark.parametrize(
    "text",
    [
        *DITTO_MARKS, "”", "“", "''", "’’", "′′", ",,", "“ ”", ' " ', "DO", "Do.", "- do -", "-do-", "ditto", "Ditto.",
        "Idem", "ID.", "- ” -", "--", "——", "″", "d º", '""',
    ],
)  # fmt: skip
def test_every_drawing_of_a_mark_is_one(text: str) -> None:
    assert is_ditto(text, FORM)


@pytest.mark.parametrize("text", ["", " ", "-", "–", "dog", "doc", "1", "AK", "x", ".", "idiom", "'"])
def test_what_is_no_mark_is_none(text: str) -> None:
    assert not is_ditto(text, FORM)


def test_a_form_that_names_its_marks_has_no_others() -> None:
    form = replace(FORM, ditto=("same", "-"))
    assert is_ditto("SAME", form)
    assert is_ditto("–", form)
    assert not is_ditto('"', form)
