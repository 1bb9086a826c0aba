"""What goes wrong with serial numbers, and what is let be."""

import pytest

from desktop.fields.serial_rules import (
    serial_problems,
    serial_shape,
    spreadsheet_problems,
    unlike_the_others,
)
from desktop.fields.vocabularies import Vocabularies, Vocabulary, VocabularyEntry
from tests.fields.said import keys

LISTS = Vocabularies(
    [
        Vocabulary("models", [VocabularyEntry("M16A1"), VocabularyEntry("Colt 1903", ("1903",))]),
        Vocabulary(
            "calibres", [VocabularyEntry("9×19mm", ("9x19",)), VocabularyEntry(".303 British", (".303",))]
        ),
        Vocabulary("makers", [VocabularyEntry("FN Herstal", ("FN",))]),
        Vocabulary("proof_marks", [VocabularyEntry("BNP")]),
    ]
)


@pytest.mark.parametrize(
    ("serial", "expected"),
    [
        ("AB 12345", set()),
        ("000123", set()),
        ("303", set()),
        ("АК 5123", set()),
        ("1943", {"serial_like_year"}),
        ("١٩٤٣", {"serial_like_year"}),
        ("1842", {"serial_like_year"}),
        ("2143", set()),
        ("A1943", set()),
        ("1005-01-234-5678", {"serial_like_stock_number"}),
        ("1005012345678", {"serial_like_stock_number"}),
        ("99-123-4567", {"serial_like_stock_number"}),
        ("2205012345678", set()),
        ("M16-A1", {"serial_like_model"}),
        ("1903", {"serial_like_year"}),
        ("9x19", {"serial_like_calibre"}),
        (".303", set()),
        ("FN", {"serial_like_maker", "serial_without_figures"}),
        ("B.N.P.", {"serial_like_proof_mark", "serial_without_figures"}),
        ("ABC", {"serial_without_figures"}),
        ("3-12", {"spreadsheet_date"}),
        ("3/12/84", {"spreadsheet_date"}),
        ("MAR 12", {"spreadsheet_date"}),
        ("MAR 1234", set()),
        ("N/A", {"serial_says_none"}),
        ("---", {"serial_says_none"}),
        ("néant", {"serial_says_none"}),
        ("sans n°", set()),
        ("illisible", set()),
    ],
)
def test_what_is_odd_about_a_serial_number_is_said(serial: str, expected: set[str]) -> None:
    assert keys(serial_problems(serial, LISTS)) == expected


def test_without_lists_nothing_is_named() -> None:
    assert keys(serial_problems("M16A1", Vocabularies())) == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("100E10", {"spreadsheet_number"}),
        ("1e5", {"spreadsheet_number"}),
        ("12E", set()),
        ("E10", set()),
        ("=1+1", {"spreadsheet_formula"}),
        ("+A1", {"spreadsheet_formula"}),
        ("@x", {"spreadsheet_formula"}),
        ("-5", {"spreadsheet_formula"}),
        ("-", set()),
        ("--", set()),
        ("A-5", set()),
        ("0012", set()),
    ],
)
def test_what_a_spreadsheet_would_change_is_said(text: str, expected: set[str]) -> None:
    assert keys(spreadsheet_problems(text)) == expected


def test_a_shape_is_letters_and_figures_without_lengths() -> None:
    assert serial_shape("AB-01234 c") == "A9A"
    assert serial_shape("АБ ٠١") == "A9"


def test_a_short_number_among_long_ones_is_said_and_blanks_and_words_are_let_be() -> None:
    texts = ["12345", "23456", "", "34567", "45678", "N/A", "56789", "67890", "78901", "012"]
    found = unlike_the_others(texts)
    assert [bool(problems) for problems in found] == [False] * 9 + [True]
    assert keys(found[9]) == {"serial_shorter_than_others"}


def test_a_number_made_unlike_the_others_is_said() -> None:
    found = unlike_the_others([*(f"AB {number}" for number in range(51000, 51009)), "51009 C"])
    assert keys(found[-1]) == {"serial_unlike_others"}
    assert not any(found[:-1])


def test_a_book_of_many_makes_has_no_usual_shape() -> None:
    texts = ["AB 12345", "123456", "K-1234 A", "7", "C 55", "12-345-678", "X1Y2", "999", "AA 1"]
    assert not any(unlike_the_others(texts))


def test_nothing_is_said_before_there_are_enough_others() -> None:
    assert unlike_the_others(["12345", "12346", "1"]) == ((), (), ())
    assert unlike_the_others([]) == ()
    assert not any(unlike_the_others(["1", "2", "3", "4", "5", "6", "7", "8"]))
