"""The fields of a record."""

import pytest

from db.errors import Expected
from desktop.fields.definitions import FIELDS, Kind, alphabet_of, definition


def test_identity_is_maker_country_and_serial_number() -> None:
    assert {field.name for field in FIELDS.values() if field.identity} == {"make", "country", "serial_number"}


def test_a_person_always_sees_serial_numbers_and_marks() -> None:
    assert {field.name for field in FIELDS.values() if field.needs_eye} == {"serial_number", "marking"}


def test_every_kind_may_be_named_as_a_field() -> None:
    assert all(kind.value in FIELDS for kind in Kind)
    assert definition("digits").kind is Kind.DIGITS
    assert definition("calibre").vocabulary == "calibres"


def test_an_unknown_field_is_refused_with_the_known_ones() -> None:
    with pytest.raises(Expected) as caught:
        definition("brand")
    assert caught.value.key == "form_field_unknown"
    assert "make" in str(caught.value.values["known"])


def test_the_alphabet_of_a_kind_is_what_its_latin_writing_needs() -> None:
    assert set("AB-0123/4.5 ") <= set(alphabet_of("serial_number"))
    assert set(alphabet_of(Kind.YEAR)) == set("0123456789")
    assert alphabet_of(Kind.TEXT) == alphabet_of(Kind.DATE) == ""
