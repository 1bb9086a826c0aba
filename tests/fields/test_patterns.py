"""Patterns of forms: useful ones pass, and none can hold up a page."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.fields.patterns import LONGEST_VALUE, PatternError, check_pattern, follows


@pytest.mark.parametrize(
    ("pattern", "value"),
    [
        ("", ""),
        (r"[A-Z]{2} ?\d{4,6}", "AB 12345"),
        (r"\d+", "000123"),
        (r"(?:AB|CD)-\d{3}", "CD-007"),
        (r"([A-Z]|\d){1,3}", "A1B"),
        (r"^\w{3}\.\w*$", "abc.def"),
        (r"[^0-9]+", "abc"),
        (r"[]x]+", "x]"),
        (r"[\d\-/]{2,}", "1-2/3"),
        (r"a?b*c+.", "bbcx"),
        (r"(\d{3}\.)*", "123.456."),
        (r"(ab){2}", "abab"),
    ],
)
def test_what_forms_need_is_taken_and_followed(pattern: str, value: str) -> None:
    check_pattern(pattern)
    assert follows(pattern, value)


@pytest.mark.parametrize(
    "pattern",
    [
        "(", ")", "a)", "[", "[a", "[[a]", "a{", "a{2", "a{3,2}", "a{65}", "{2}", "*a", "+", "?", "|*", "a**", "a+?",
        "a++",
        "(?=a)", "(?P<n>a)", "(?i)a", r"\1", r"(a)\1", r"\b", "a\\", r"[\1]", "[z-a]", "[\\",
    ],
)  # fmt: skip
def test_what_is_not_of_the_small_language_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError, match="pattern_not_understood"):
        check_pattern(pattern)


@pytest.mark.parametrize(
    "pattern",
    ["(a+)+", "(a|a)*", "(a?){60}", r"\w*\w*\w*\w*", "((a?){9}){9}", "(" * 9 + "a" + ")" * 9, "(a|b|ab)+"],
)
def test_what_could_match_in_too_many_ways_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError, match="pattern_too_costly"):
        check_pattern(pattern)


def test_a_long_pattern_is_refused_and_a_long_value_follows_none() -> None:
    with pytest.raises(PatternError, match="pattern_too_long"):
        check_pattern("a" * 201)
    assert follows("a*", "a" * LONGEST_VALUE)
    assert not follows("a*", "a" * (LONGEST_VALUE + 1))


@given(st.text("ab01()[]{}?*+|^$.\\dw-,23 ", max_size=20))
def test_what_is_taken_compiles(pattern: str) -> None:
    try:
        check_pattern(pattern)
    except PatternError:
        return
    re.compile(pattern)
