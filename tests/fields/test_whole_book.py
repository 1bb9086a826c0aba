"""What a whole book shows: each finding at its row, and none where the book is sound."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.fields.whole_book import BookRow, findings


def book(*numbers: object, **more: str) -> list[BookRow]:
    """Rows with these running numbers, ten a page, serial numbers in a run."""
    return [
        BookRow(
            f"r{at}", at // 10 + 1, at % 10 + 1, f"A{5000 + at}", struck=False, kind="weapon",
            values={"number_in_book": str(number), "make": "Walther", "model": "PP", **more},
        )
        for at, number in enumerate(numbers)
    ]  # fmt: skip


def said(rows: list[BookRow], stated: int | None = None) -> list[tuple[str, str]]:
    return [(one.key, one.problem.key) for one in findings(rows, stated)]


def moved(*steps: tuple[str, str]) -> list[BookRow]:
    return [
        BookRow(f"r{at}", 1, at + 1, serial, struck=False, kind="movement", events=(kind,))
        for at, (serial, kind) in enumerate(steps)
    ]


@settings(deadline=None)
@given(first=st.integers(1, 900), count=st.integers(1, 40))
def test_a_sound_book_has_no_findings(first: int, count: int) -> None:
    assert said(book(*range(first, first + count)), stated=count) == []


@pytest.mark.parametrize(
    ("numbers", "found"),
    [
        ((1, 2, 4, 5), [("r2", "book_number_missing")]),
        ((1, 2, 30, 31), [("r2", "book_number_gap")]),
        ((1, 2, 2, 3), [("r2", "book_number_repeats")]),
        ((5, 6, 3, 4), [("r2", "book_number_backwards")]),
        ((1, 2, 8, 4, 5), [("r2", "book_number_odd")]),  # 3 misread as 8
        ((1, "", 2), []),  # a row without one is no gap
    ],
)
def test_running_numbers_that_do_not_run_are_found_at_their_row(
    numbers: tuple[object, ...], found: list[tuple[str, str]]
) -> None:
    assert said(book(*numbers)) == found


def test_a_gap_says_which_numbers_are_missing() -> None:
    (gap,) = findings(book(1, 2, 30))
    assert dict(gap.problem.values)["numbers"] == "3-29"


def test_a_serial_number_twice_is_found_unless_maker_or_model_differ_or_a_row_is_struck() -> None:
    rows = book(1, 2, 3)
    again = replace(rows[2], serial=" a-5000")
    assert said([*rows[:2], again]) == [("r2", "book_serial_repeats")]
    assert said([*rows[:2], replace(again, values={**again.values, "model": "P38"})]) == []
    assert said([*rows[:2], replace(again, struck=True)]) == []


def test_a_number_far_from_its_series_is_found() -> None:
    rows = book(*range(1, 11))
    rows[4] = replace(rows[4], serial="A9004")
    assert said(rows) == [("r4", "book_serial_far")]


def test_a_number_unlike_its_series_is_found_once() -> None:
    rows = book(*range(1, 11))
    rows[4] = replace(rows[4], serial="WX-50-Y")
    assert said(rows) == [("r4", "serial_shorter_than_others")] or said(rows) == [
        ("r4", "serial_unlike_others")
    ]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Total 10", False),
        ("Total: 12", True),
        ("Sub-total 10 only", False),
        ("TOTAUX 1 010", True),
        ("المجموع ١٠", False),
    ],
)
def test_the_books_own_total_is_held_against_its_rows(text: str, wrong: bool) -> None:
    total = BookRow("t", 1, 11, "", struck=False, kind="weapon", values={"remarks": text})
    assert said([*book(*range(1, 11)), total]) == ([("t", "book_total_differs")] if wrong else [])


def test_a_total_of_the_page_or_of_the_book_so_far_is_right() -> None:
    rows = book(*range(1, 15))
    of_page = BookRow("p", 2, 11, "", struck=False, kind="weapon", values={"remarks": "total 4"})
    of_book = replace(of_page, key="b", row=12, values={"remarks": "grand total 14"})
    assert said([*rows, of_page, of_book]) == []


def test_the_count_that_a_book_states_is_held_against_what_is_filed() -> None:
    assert said(book(1, 2, 3), stated=4) == [("r2", "book_count_differs")]


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        ((("A1", "issued"), ("A1", "returned")), []),
        ((("A1", "issued"),), [("r0", "book_not_returned")]),
        ((("A1", "issued"), ("A1", "issued"), ("A1", "returned")), [("r1", "book_issued_twice")]),
        ((("A1", "returned"), ("A1", "returned")), [("r1", "book_returned_twice")]),
        ((("A1", "destroyed"), ("A1", "returned")), [("r1", "book_moved_when_gone")]),
        ((("A1", "issued"), ("B2", "issued"), ("A1", "returned"), ("B2", "returned")), []),
    ],
)
def test_what_was_issued_is_held_against_what_came_back(
    steps: tuple[tuple[str, str], ...], found: list[tuple[str, str]]
) -> None:
    assert said(moved(*steps)) == found
