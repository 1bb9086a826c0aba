"""Dates whose points were lost, and what a column's other dates say of one."""

from __future__ import annotations

import pytest

from desktop.recognition.dating import NO_DATES, learn_dates, mended, style_of

ENGLISH = ("eng",)
SUMMER = learn_dates([("15.5.1967", 1.0), ("8.6.1967", 1.0), ("13.6.1967", 1.0)], ENGLISH)


@pytest.mark.parametrize(
    ("read", "written"),
    [
        ("1551967", "15.5.1967"),
        ("155.1967", "15.5.1967"),
        ("8.6 1967", "8.6.1967"),
        ("2184992", "21.8.1992"),
        ("18 Aug73", "18 Aug 73"),
        ("15/51967", "15/5/1967"),
    ],
)
def test_a_date_that_lost_its_points_is_among_what_is_tried(read: str, written: str) -> None:
    assert written in list(mended(read, NO_DATES, ENGLISH))


def test_what_is_tried_are_dates_that_exist() -> None:
    assert set(mended("3151967", NO_DATES, ENGLISH)) == {"31.5.1967", "3.15.1967"}
    assert list(mended("9999999", NO_DATES, ENGLISH)) == []


def test_a_month_that_was_not_seen_is_one_that_the_column_has() -> None:
    both = {"7.5.1967", "7.6.1967"}
    assert not both & set(mended("7.1967", NO_DATES, ENGLISH))
    assert set(mended("7.1967", SUMMER, ENGLISH)) >= both


def test_a_year_beside_the_columns_own_is_tried_as_that() -> None:
    assert "9.6.1967" in list(mended("96.1961", SUMMER, ENGLISH))


def test_a_whole_date_is_left_as_it_was_read() -> None:
    assert list(mended("15.5.1967", SUMMER, ENGLISH)) == []


@pytest.mark.parametrize("text", ["1984", "9 Feb", "09 Feb"])
def test_a_year_alone_or_a_day_under_a_years_heading_is_no_damaged_date(text: str) -> None:
    assert list(mended(text, NO_DATES, ENGLISH)) == []
    assert NO_DATES.log_probability(text, ENGLISH) > NO_DATES.log_probability("39 Feb", ENGLISH)


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("15.5.1967", "d.d.Y"), ("15.05.1967", "z.z.Y"), ("15.10.1967", "d.d.Y"), ("1.04.1982", "d.z.Y"),
        ("4 Feb 76", "d B y"), ("4 feb 1976", "d b Y"), ("31/12/99", "d/d/y"), ("1967-04-05", "Y-z-z"),
    ],
)  # fmt: skip
def test_a_style_tells_zeros_years_and_capitals_apart(text: str, style: str) -> None:
    assert style_of(text) == style


def _likely(text: str) -> float:
    return SUMMER.log_probability(text, ENGLISH)


def test_a_column_leans_to_its_own_month_year_and_style() -> None:
    assert _likely("9.6.1967") > _likely("9.9.1967") > _likely("9.9.1937")
    assert _likely("9.6.1967") > _likely("09.06.1967")
    assert _likely("14.6.1967") > _likely("6.14.1967")


def test_no_date_is_less_likely_than_any_and_never_impossible() -> None:
    for text in ("see p. 14", "1551967", "31.2.1967"):
        assert -200 < _likely(text) < _likely("9.6.1967")


def test_a_cell_is_no_evidence_for_itself() -> None:
    alone = learn_dates([("4 Feb 76", 1.0)], ENGLISH)
    assert alone.without("4 Feb 76", 1.0, ENGLISH).log_probability("4 Feb 76", ENGLISH) == pytest.approx(
        NO_DATES.log_probability("4 Feb 76", ENGLISH)
    )
