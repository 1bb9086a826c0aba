"""Questions with unread characters on either side, and what characters may be instead."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.fields.confusions import DEFAULT, ENOUGH, distance, learned, variants
from desktop.fields.serial_query import could_hold, may_hold, serial_query

PLAIN = st.text("AB01234", min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("kept", "asked", "found"),
    [
        ("A?4512", "A14512", True),
        ("A14512", "A?4512", True),
        ("A?4512", "14512", True),  # a part
        ("A?4512", "A?45", True),
        ("A?4512", "B14512", False),
        ("A*12", "A45612", True),
        ("A*12", "A12", True),
        ("A*", "ZZZZ", False),
        ("*", "A14512", False),  # nothing of it was read
        ("??????", "A14512", False),
        ("A1?5?2", "A*2", True),
        ("0045?27", "0045127", True),
    ],
)
def test_unread_characters_on_either_side_meet_known_ones(kept: str, asked: str, found: bool) -> None:
    assert may_hold(kept, serial_query(asked)) is found


@settings(deadline=None)
@given(kept=PLAIN, data=st.data())
def test_a_number_is_found_by_itself_with_a_character_unread(kept: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(kept) - 1))
    unread = kept[:at] + "?" + kept[at + 1 :]
    if len(kept) >= 3:
        assert may_hold(unread, serial_query(kept))
        assert may_hold(kept, serial_query(unread))
        assert could_hold(serial_query(kept)).search(unread)


@settings(deadline=None)
@given(kept=st.text("AB01?", min_size=1, max_size=8), asked=st.text("AB01?", min_size=1, max_size=6))
def test_the_quick_look_misses_nothing(kept: str, asked: str) -> None:
    query = serial_query(asked)
    if may_hold(kept, query):
        assert could_hold(query).search(kept)


def test_a_question_keeps_its_signs_and_drops_punctuation() -> None:
    query = serial_query(" a?-45/12** ")
    assert query.plain == "A?4512*"
    assert query.runs == ("4512",)
    assert query.anywhere == "*A?4512*"
    assert serial_query("**").plain == serial_query("-- ").plain == ""


@settings(deadline=None)
@given(text=PLAIN)
def test_variants_come_the_likeliest_first_and_cost_what_they_are_apart(text: str) -> None:
    found = variants(text)
    assert [cost for _, cost in found] == sorted(cost for _, cost in found)
    assert len({other for other, _ in found}) == len(found)
    for other, cost in found:
        assert other != text
        assert len(other) == len(text)
        assert distance(text, other) <= cost + 1e-6


def test_the_easiest_confusion_is_looked_for_first() -> None:
    found = dict(variants("A10"))
    assert found["A1O"] == 0.1 < found["A13"[:2] + "D"] == 0.2
    assert found["AIO"] == 0.2
    assert "A12" not in found


def test_a_few_corrections_leave_the_table_as_it_is() -> None:
    assert learned([("A4", "A9")] * (ENOUGH - 1)) is DEFAULT


def test_what_this_register_confuses_becomes_cheaper_and_what_it_never_does_dearer() -> None:
    pairs = [("4", "9")] * 60 + [("9", "9")] * 200 + [("0", "0")] * 4000
    own = learned(pairs)
    assert own.own == 60
    assert own.cost("4", "9") < DEFAULT.cost("4", "9")
    assert own.cost("0", "O") > DEFAULT.cost("0", "O")
    assert own.cost("2", "Z") == pytest.approx(DEFAULT.cost("2", "Z"), abs=0.001)


def test_only_texts_of_one_length_say_which_character_was_taken_for_which() -> None:
    assert learned([("45", "451")] * 100) is DEFAULT


@settings(deadline=None)
@given(one=PLAIN, other=PLAIN)
def test_a_distance_is_alike_both_ways_and_nothing_to_oneself(one: str, other: str) -> None:
    assert distance(one, other) == pytest.approx(distance(other, one))
    assert distance(one, one) == 0
    assert not re.search(r"\W", one)
