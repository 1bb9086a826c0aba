"""Each warning about a serial number holds for all that it is meant for, and for nothing beside it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.fields.problems import Problem
from desktop.fields.serial_rules import (
    SHORT,
    serial_problems,
    serial_shape,
    spreadsheet_problems,
    unlike_the_others,
)
from desktop.fields.serials import parts, search_keys
from desktop.fields.vocabularies import Vocabularies, load_vocabularies
from desktop.paths import resources_folder

LISTS = load_vocabularies(resources_folder() / "vocabularies")
FIGURES = st.text("0123456789", min_size=1, max_size=10)
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def keys(found: object) -> set[str]:
    assert not isinstance(found, str)
    return {one.key for one in found if isinstance(one, Problem)}  # type: ignore[attr-defined]


@settings(max_examples=60)
@given(st.integers(1000, 2999))
def test_four_figures_are_taken_for_a_year_where_they_can_be_one_in_any_digits(number: int) -> None:
    is_year = 1800 <= number <= 2099
    for text in (str(number), str(number).translate(ARABIC), f" {number} "):
        assert ("serial_like_year" in keys(serial_problems(text, LISTS))) is is_year
    assert "serial_like_year" not in keys(serial_problems(f"0{number}", LISTS))


@settings(max_examples=40)
@given(st.text("0123456789", min_size=13, max_size=13), st.booleans())
def test_thirteen_figures_in_the_groups_of_a_stock_number_are_taken_for_one(text: str, last: bool) -> None:
    grouped = f"{text[:4]}-{text[4:6]}-{text[6:9]}{'-' if last else ''}{text[9:]}"
    assert "serial_like_stock_number" in keys(serial_problems(grouped, LISTS))
    assert "serial_like_stock_number" not in keys(serial_problems(grouped + "7", LISTS))


@pytest.mark.parametrize(
    ("name", "key"),
    [("models", "serial_like_model"), ("calibres", "serial_like_calibre"), ("makers", "serial_like_maker")],
)
def test_every_name_of_a_list_with_letters_in_it_is_told_in_the_numbers_place(name: str, key: str) -> None:
    vocabulary = LISTS.named(name)
    assert vocabulary is not None
    named = [entry.canonical for entry in vocabulary.entries if any(c.isalpha() for c in entry.canonical)]
    silent = [text for text in named[::40] if key not in keys(serial_problems(text, LISTS))]
    assert silent == []
    assert keys(serial_problems(named[0], Vocabularies({}))).isdisjoint({key})


@settings(max_examples=60)
@given(FIGURES, FIGURES, st.sampled_from("eE"))
def test_figures_an_e_and_figures_are_what_a_spreadsheet_makes_a_power_of_ten_of(
    first: str, second: str, sign: str
) -> None:
    assert keys(spreadsheet_problems(f"{first}{sign}{second}")) == {"spreadsheet_number"}
    assert keys(spreadsheet_problems(f"A{first}{sign}{second}")) == set()


@settings(max_examples=40)
@given(st.sampled_from("=+@"), FIGURES)
def test_what_begins_as_a_formula_is_told(sign: str, text: str) -> None:
    assert keys(spreadsheet_problems(sign + text)) == {"spreadsheet_formula"}


@settings(max_examples=40)
@given(
    st.lists(st.integers(10_000, 999_999), min_size=8, max_size=20, unique=True),
    st.integers(1, 10**SHORT - 1),
)
def test_a_short_number_and_one_of_another_make_stand_out_and_the_others_do_not(
    numbers: list[int], short: int
) -> None:
    others = [str(number) for number in numbers]
    found = unlike_the_others([*others, str(short)])
    assert keys(found[-1]) == {"serial_shorter_than_others"}
    assert all(not one for one in found[:-1])
    found = unlike_the_others([*others, f"AB{short + 100_000}"])
    assert keys(found[-1]) == {"serial_unlike_others"}


@settings(max_examples=60)
@given(st.text("AB01- .\u202e\u200b\u2066АО", min_size=1, max_size=12))
def test_nothing_that_can_be_typed_into_a_serial_number_changes_it_or_breaks_a_rule(text: str) -> None:
    list(serial_problems(text, LISTS))
    list(spreadsheet_problems(text))
    serial_shape(text)
    split = parts(text)
    assert [c for c in split.prefix + split.body + split.suffix if c.isalnum()] == [
        c for c in text if c.isalnum()
    ]
    assert not {"\u202e", "\u200b", "\u2066"} & set(search_keys(text).plain)
