"""The value that counts, from what stands on the paper."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.fields.forms import Column, LedgerForm
from desktop.fields.values import value_of, year_of
from desktop.fields.vocabularies import Vocabularies, Vocabulary, VocabularyEntry

FORM = LedgerForm("book", ())
LISTS = Vocabularies(
    [
        Vocabulary("makers", [VocabularyEntry("Colt"), VocabularyEntry("Norinco"),
                              VocabularyEntry("Heckler & Koch", ("H & K",))]),
        Vocabulary("models", [
            VocabularyEntry("M16A1", facts=(("maker", "Colt"),)), VocabularyEntry("Type 54 pistol", ("Type 54",)),
        ]),
        Vocabulary("calibres", [VocabularyEntry("7.62×39mm", ("7.62 M43",))]),
    ]
)  # fmt: skip


def value(field: str, written: str, constant: str = "") -> str:
    return value_of(Column("c", field, constant=constant), written, FORM, LISTS)


@pytest.mark.parametrize(
    ("field", "written", "expected"),
    [
        ("date", "9/3/84", "1984-03-09"),
        ("date", "soon", "soon"),
        ("year", "1943", "1943"),
        ("year", "'43", "1943"),
        ("year", "١٩٤٣", "1943"),
        ("year", "c. 1943", "c. 1943"),
        ("year", "vers 1943", "c. 1943"),
        ("year", "~1943", "c. 1943"),
        ("year", "9 March 1943", "1943"),
        ("year", "old", "old"),
        ("import_year", "1999.", "1999"),
        ("calibre", "7,62 m43", "7.62×39mm"),
        ("calibre", "8 mm", "8 mm"),
        ("model", "m16-a1", "M16A1"),
        ("model", "Colt M16A1", "M16A1"),
        ("model", "Norinco Type 54", "Type 54 pistol"),
        ("model", "H & K Type 54", "Type 54 pistol"),
        ("model", "Norinco M16A1", "Norinco M16A1"),
        ("model", "Unknown Type 54", "Unknown Type 54"),
        ("make", "COLT", "Colt"),
        ("remarks", "colt", "colt"),
        ("serial_number", " 007 ab", " 007 ab"),
        ("number_in_book", "012", "012"),
    ],
)
def test_what_is_written_becomes_the_value_that_counts(field: str, written: str, expected: str) -> None:
    assert value(field, written) == expected


@given(st.text(min_size=1, max_size=20).filter(str.strip))
def test_a_serial_number_is_never_touched(serial: str) -> None:
    assert value("serial_number", serial) == serial


def test_an_empty_cell_has_the_columns_constant() -> None:
    assert value("make", " ", constant="FN Herstal") == "FN Herstal"
    assert value("make", "Colt", constant="FN Herstal") == "Colt"
    assert value("make", "") == ""


def test_without_a_list_of_makers_a_model_is_found_by_itself_alone() -> None:
    models = Vocabularies([Vocabulary("models", [VocabularyEntry("M16A1")])])
    assert value_of(Column("c", "model"), "Colt M16A1", FORM, models) == "Colt M16A1"


def test_a_value_that_is_normalised_stays_as_it_is() -> None:
    for field, written in (
        ("date", "9/3/84"),
        ("year", "vers 43"),
        ("model", "colt m16a1"),
        ("calibre", "7.62 M43"),
    ):
        once = value(field, written)
        assert value(field, once) == once


def test_a_year_says_what_was_guessed() -> None:
    year = year_of("circa 43", FORM)
    assert year is not None
    assert (year.number, year.circa, year.century_guessed) == (1943, True, True)
    assert year_of("carbine", FORM) is None


@pytest.mark.parametrize(
    ("written", "figures"),
    [
        ("110.800", "110800"),
        ("23 141", "23141"),
        ("14-000", "14000"),
        ("٤٢", "42"),
        ("0042", "0042"),
        ("12a", "12a"),
    ],
)
def test_bare_digits_lose_what_parts_their_thousands_and_no_zero(written: str, figures: str) -> None:
    column = Column("Amount", "digits")
    assert value_of(column, written, LedgerForm("f", (column,)), Vocabularies({})) == figures
