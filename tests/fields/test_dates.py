"""Dates as clerks write them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.fields.dates import CENTURY, MONTH_FIRST, full_year, parse_date, western_digits
from desktop.fields.months import month_of


@pytest.mark.parametrize(
    ("text", "languages", "iso"),
    [
        ("9/3/1984", (), "1984-03-09"),
        ("09.03.1984", (), "1984-03-09"),
        ("9-3-1984", (), "1984-03-09"),
        ("9 - 3 - 1984", (), "1984-03-09"),
        ("9 3 1984", (), "1984-03-09"),
        ("1984-03-09", (), "1984-03-09"),
        ("1984/3/9", (), "1984-03-09"),
        ("19840309", (), "1984-03-09"),
        ("09031984", (), "1984-03-09"),
        ("20121984", (), "1984-12-20"),
        ("12.III.1984", (), "1984-03-12"),
        ("9 March 1984", ("eng",), "1984-03-09"),
        ("March 9, 1984", ("eng",), "1984-03-09"),
        ("9th of March, 1984", ("eng",), "1984-03-09"),
        ("1984 March 9", ("eng",), "1984-03-09"),
        ("9MAR1984", ("eng",), "1984-03-09"),
        ("Sept. 1950", ("eng",), "1950-09"),
        ("1er mars 1984", ("fra",), "1984-03-01"),
        ("5 août 1914", ("fra",), "1914-08-05"),
        ("2 févr. 1951", ("fra",), "1951-02-02"),
        ("7 xbre 1899", ("fra",), "1899-12-07"),
        ("9 de março de 1984", ("por",), "1984-03-09"),
        ("1º de maio de 1974", ("por",), "1974-05-01"),
        ("9 de marzo de 1984", ("spa",), "1984-03-09"),
        ("3 set 1990", ("spa",), "1990-09-03"),
        ("9 Machi 1984", ("swa",), "1984-03-09"),
        ("tarehe 5 Agosti 1999", ("swa",), "1999-08-05"),
        ("٩/٣/١٩٨٤", ("ara",), "1984-03-09"),
        ("٩ مارس ١٩٨٤", ("ara",), "1984-03-09"),
        ("١٢ كانون الأول ١٩٩٠", ("ara",), "1990-12-12"),
        ("5 جويلية 1962", ("ara",), "1962-07-05"),
        ("3/1984", (), "1984-03"),
        ("1984-03", (), "1984-03"),
        ("March 1984", (), "1984-03"),
        ("1984", (), "1984"),
    ],
)
def test_a_date_is_read_at_the_precision_of_the_paper(
    text: str, languages: tuple[str, ...], iso: str
) -> None:
    found = parse_date(text, languages)
    assert found is not None
    assert found.iso == iso
    assert found.precision == {4: "year", 7: "month", 10: "day"}[len(iso)]
    assert found.year == int(iso[:4])
    assert found.doubts == ()


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("9/3/84", "1984-03-09"),
        ("9/3/30", "1930-03-09"),
        ("9/3/29", "2029-03-09"),
        ("9.3.07", "2007-03-09"),
        ("090384", "1984-03-09"),
        ("9 Mar 84", "1984-03-09"),
        ("Mar 84", "1984-03"),
        ("3/84", "1984-03"),
        ("84/3/9", "1984-03-09"),
    ],
)
def test_a_year_of_two_figures_is_taken_by_the_rule_and_said(text: str, iso: str) -> None:
    found = parse_date(text, ())
    assert found is not None
    assert (found.iso, found.doubts) == (iso, (CENTURY,))


def test_a_month_before_the_day_is_taken_only_where_nothing_else_is_a_date_and_said() -> None:
    assert parse_date("04/05/1984", ("eng",)) == parse_date("4 May 1984", ())
    found = parse_date("04/25/1984", ("eng",))
    assert found is not None
    assert (found.iso, found.doubts) == ("1984-04-25", (MONTH_FIRST,))


@pytest.mark.parametrize(
    "text",
    [
        "", "-", "31.02.1984", "32/1/1984", "9/13/13/1984", "0/0/0", "12", "12345", "1234567", "99999999", "Mar",
        "9 March",
        "March 12", "May May 1984", "9 Foo 1984", "AKM", "9/3/0984", "0984", "13/1984", "1984/13", "100/1984", "1/2/3",
        "9 March 198", "1 2 March 1984", "x" * 61, "99/99", "9 ma 1984", "123 Mar 1984",
    ],
)  # fmt: skip
def test_what_is_no_date_that_can_be_is_none(text: str) -> None:
    assert parse_date(text, ()) is None


def test_a_beginning_of_a_month_counts_in_the_books_languages_only() -> None:
    assert month_of("septem", ("eng",)) == 9
    assert month_of("setem", ("por",)) == 9
    assert month_of("setem", ("eng",)) is None
    assert month_of("janu", ()) == month_of("janu", ("deu",)) == 1
    assert month_of("ju", ("eng",)) is None
    assert month_of("mar", ()) == 3
    assert month_of("xii") == 12


@given(st.dates(date(1850, 1, 1), date(2100, 12, 31)), st.sampled_from(("/", ".", "-", " ")))
def test_every_day_is_read_back_from_day_month_year(day: date, sign: str) -> None:
    found = parse_date(f"{day.day}{sign}{day.month}{sign}{day.year}", ())
    assert found is not None
    assert found.iso == day.isoformat()
    again = parse_date(found.iso, ())
    assert again == found


@given(st.text(max_size=20))
def test_no_text_makes_more_than_a_date_or_none(text: str) -> None:
    found = parse_date(text, ("eng", "ara"))
    if found is not None and found.precision == "day":
        assert date.fromisoformat(found.iso) + timedelta(0) == date.fromisoformat(found.iso)


def test_figures_of_every_script_are_read() -> None:
    assert western_digits("٠١٢ ۳४ AB") == "012 34 AB"
    assert full_year("1984") == (1984, False)
    assert full_year("04") == (2004, True)
    assert full_year("984") is None
