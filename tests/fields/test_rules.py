"""Why a value wants an eye: one value, a row, a column. Warnings only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.fields.definitions import FIELDS
from desktop.fields.forms import Column, LedgerForm
from desktop.fields.rules import column_problems, row_problems, value_problems
from desktop.fields.vocabularies import Vocabularies, Vocabulary, VocabularyEntry
from tests.fields.said import keys

LISTS = Vocabularies(
    [
        Vocabulary("makers", [VocabularyEntry("Beretta"), VocabularyEntry("Mauser", facts=(("marks", "byf | S/42"),))]),
        Vocabulary("models", [
            VocabularyEntry("M12", facts=(("maker", "Beretta"),)), VocabularyEntry("A 1", ("M70",)),
            VocabularyEntry("B 2", ("M70",)),
        ]),
        Vocabulary("calibres", [VocabularyEntry("9×19mm")]),
    ]
)  # fmt: skip
FORM = LedgerForm("book", ())


def odd(
    field: str, text: str, written: str | None = None, pattern: str = "", year: int | None = 2026
) -> set[str]:
    column = Column("c", field, pattern=pattern)
    return keys(
        value_problems(column, text, text if written is None else written, FORM, LISTS, this_year=year)
    )


@pytest.mark.parametrize(
    ("field", "text", "written", "expected"),
    [
        ("make", "", "", set()),
        ("ignore", "=1+1", None, set()),
        ("make", "Beretta", "BERETTA", set()),
        ("make", "Berelta", None, {"not_in_list_nearest"}),
        ("make", "Zzyzx", None, {"not_in_list"}),
        ("make", "byf", None, {"mark_of_maker"}),
        ("make", "=Zzyzx", None, {"not_in_list", "spreadsheet_formula"}),
        ("model", "M70", None, set()),
        ("model", "Beretta M12", None, set()),
        ("model", "Mauser M12", None, {"not_in_list"}),
        ("remarks", "see page 3", None, set()),
        ("remarks", "=1+1", None, {"spreadsheet_formula"}),
        ("marking", "1E5", None, {"spreadsheet_number"}),
        ("date", "1984-03-09", "9/3/84", set()),
        ("date", "2007-03-09", "9/3/07", {"date_century"}),
        ("date", "2007-03-09", "2007-03-09", set()),
        ("date", "2007-03-09", "", set()),
        ("date", "1984-04-25", "4/25/84", {"date_month_first"}),
        ("date", "31.2.84", "31.2.84", {"no_date"}),
        ("date", "1849-01-01", None, {"year_too_early"}),
        ("date", "2027-01-01", None, {"year_in_future"}),
        ("year", "1943", None, set()),
        ("year", "c. 1943", "vers 1943", set()),
        ("year", "1943", "43", {"year_century"}),
        ("year", "43", None, {"year_century"}),
        ("year", "1849", None, {"year_too_early"}),
        ("year", "2027", None, {"year_in_future"}),
        ("year", "old", None, {"no_year"}),
        ("serial_number", "AB 12345", None, set()),
        ("serial_number", "100E10", None, {"spreadsheet_number"}),
        ("serial_number", "АB 123", None, {"mixed_scripts"}),
        ("serial_number", "AB\u200b123", None, {"hidden_characters"}),
        ("serial_number", "M12", None, {"serial_like_model"}),
        ("remarks", "ПМ PM", None, set()),
        ("remarks", "ПMх", None, {"mixed_scripts"}),
        ("digits", "0123", None, set()),
        ("digits", "12a", None, {"not_a_number"}),
        ("quantity", "1,200", None, set()),
        ("quantity", "many", None, {"not_a_number"}),
        ("number_in_book", "12 bis", None, set()),
        ("capitals", "ABC", None, set()),
        ("capitals", "Abc", None, {"not_capitals"}),
    ],
)
def test_what_is_odd_is_said_and_the_rest_let_be(
    field: str, text: str, written: str | None, expected: set[str]
) -> None:
    assert odd(field, text, written) == expected


def test_a_pattern_speaks_of_what_stands_on_the_paper() -> None:
    assert odd("serial_number", "AB 1234", pattern=r"[A-Z]{2} \d{4}") == set()
    assert odd("serial_number", "AB 123", pattern=r"[A-Z]{2} \d{4}") == {"pattern_broken"}
    assert odd("date", "1984-03-09", "9.3.84", pattern=r"\d\.\d\.\d\d") == set()
    assert odd("make", "Beretta", '"', pattern="Beretta") == set()


def test_without_the_year_that_it_is_none_is_too_late() -> None:
    assert odd("year", "2999", year=None) == set()


@given(st.sampled_from(sorted(FIELDS)), st.text(max_size=16), st.text(max_size=16))
def test_every_value_can_be_judged_and_every_problem_said(field: str, text: str, written: str) -> None:
    odd(field, text, written)


def form(kind: str = "stock", *fields: str) -> LedgerForm:
    return LedgerForm("book", tuple(Column(field.title(), field) for field in fields), kind=kind)


STOCK = form(
    "stock", "number_in_book", "make", "country", "model", "calibre", "serial_number", "year", "rack_number"
)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, set()),
        ({"make": " "}, set()),
        ({"make": "FN", "country": "BEL", "serial_number": "A 123"}, set()),
        ({"Make": "FN", "Country": "BEL", "Serial_Number": "A 123"}, set()),
        ({"serial_number": "A 123"}, {"row_without_make", "row_without_country"}),
        ({"make": "FN", "country": "BEL"}, {"row_without_serial"}),
        ({"number_in_book": "7"}, set()),
        ({"make": "FN", "country": "BEL", "serial_number": "M-16", "model": "M16"}, {"serial_equals"}),
        ({"make": "FN", "country": "BEL", "serial_number": "112", "rack_number": "112"}, {"serial_equals"}),
        ({"make": "FN", "country": "BEL", "serial_number": "7", "number_in_book": "7"}, {"serial_equals"}),
        ({"make": "FN", "country": "BEL", "serial_number": "-", "model": "-"}, set()),
        ({"make": "FN", "country": "BEL", "serial_number": "1", "importer": "F.N."}, {"row_importer_is_maker"}),
        ({"make": "FN", "country": "BEL", "serial_number": "A 1", "year": "1950", "date": "1949-01-01"},
         {"row_date_before_year"}),
        ({"make": "FN", "country": "BEL", "serial_number": "A 1", "year": "1950", "date": "1950-01-01"}, set()),
        ({"make": "FN", "country": "BEL", "serial_number": "A 1", "year": "c. 1950", "date": "1949"}, set()),
        ({"make": "FN", "quantity": "40"}, set()),
        ({"quantity": "40"}, {"row_quantity_without_item"}),
        ({"make": "FN", "country": "BEL", "serial_number": "A 1", "quantity": "1"}, set()),
        ({"make": "FN", "country": "BEL", "serial_number": "A 1", "quantity": "2"}, {"row_serial_in_quantity"}),
        ({"unknown": "x"}, set()),
    ],
)  # fmt: skip
def test_what_is_odd_about_a_row_is_said(values: dict[str, str], expected: set[str]) -> None:
    assert keys(row_problems(values, STOCK)) == expected


def test_what_the_book_shares_counts_where_the_row_says_nothing() -> None:
    shared = LedgerForm(
        "book",
        (
            Column("Make", "make", constant="FN"),
            Column("Country", "country"),
            Column("Serial", "serial_number"),
        ),
        defaults=(("country", "Belgium"),),
    )
    assert keys(row_problems({"Serial": "A 123"}, shared)) == set()
    assert row_problems({}, shared) == ()


def test_a_book_without_columns_for_them_misses_neither_make_nor_country_nor_serial() -> None:
    assert keys(row_problems({"serial_number": "A 123"}, form("movement", "date", "serial_number"))) == set()
    assert keys(row_problems({"make": "FN"}, form("stock", "make"))) == set()


def test_a_row_of_a_lot_wants_an_item() -> None:
    lots = form("quantity", "item", "quantity", "unit")
    assert keys(row_problems({"item": "ball", "quantity": "40"}, lots)) == set()
    assert keys(row_problems({"quantity": "40"}, lots)) == {"row_quantity_without_item"}
    assert keys(row_problems({"unit": "box"}, lots)) == set()


def test_two_columns_of_one_field_are_one_field_and_the_first_counts() -> None:
    two = LedgerForm(
        "book",
        (Column("Frame", "serial_number"), Column("Slide", "serial_number"), Column("Rack", "rack_number")),
    )
    assert keys(row_problems({"Frame": "A 1", "Slide": "112", "Rack": "112"}, two)) == set()


def test_a_running_number_that_its_neighbours_contradict_is_said() -> None:
    column = Column("No.", "number_in_book")
    found = column_problems(["1", "2", "8", "4", "5"], column)
    assert [keys(problems) for problems in found] == [set(), set(), {"number_out_of_run"}, set(), set()]
    assert not any(column_problems(["1", "", "3"], column))
    assert keys(column_problems(["1", "?", "3"], column)[1]) == {"number_out_of_run"}
    assert not any(column_problems(["1", "5", "a", "12", "1"], column))
    assert not any(column_problems(["007", "008", "009"], column))


def test_columns_of_serial_numbers_are_compared_and_others_are_not() -> None:
    serials = [f"{number}" for number in range(10000, 10009)] + ["12"]
    assert keys(column_problems(serials, Column("S", "serial_number"))[-1]) == {"serial_shorter_than_others"}
    assert not any(column_problems(serials, Column("R", "remarks")))
