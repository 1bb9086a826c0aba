"""What F6 offers, and where doubt stays while something is typed."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from db.model import Alternative
from desktop.operations.views import Standing
from desktop.ui.review.other_readings import Choice, Ring, choices, difference, doubts_after
from tests.ui.test_sheet import COLUMNS, cell

WORDS = st.text("AB01", max_size=8)
READ = replace(
    cell(1, COLUMNS[1], Standing.TO_CHECK, "A04512"),
    alternatives=(Alternative("AO4512", 0.4), Alternative("A045I2", 0.2), Alternative("4512", 0.1)),
    readers=(("tesseract", "A04512"), ("field-reader", "A84512")),
)


def test_what_differs_at_the_caret_is_offered_as_that_character() -> None:
    offered = choices(READ, "A04512", 1)
    assert [choice.shown for choice in offered[:2]] == ["O", "8"]
    assert offered[0] == Choice("AO4512", "O", 1)


def test_what_differs_elsewhere_is_offered_whole() -> None:
    assert [choice.shown for choice in choices(READ, "A04512", 4)] == ["I", "AO4512", "4512", "A84512"]


def test_what_is_typed_already_is_not_offered() -> None:
    assert "AO4512" not in [choice.text for choice in choices(READ, "AO4512", 1)]


def test_the_reading_as_it_was_is_offered_once_something_else_is_typed() -> None:
    assert "A04512" in [choice.text for choice in choices(READ, "XXX", 0)]


def test_a_cell_without_other_readings_offers_nothing() -> None:
    assert choices(cell(1, COLUMNS[1], Standing.TO_CHECK, "A1"), "A1", 0) == ()


def test_the_ring_goes_round_and_back() -> None:
    ring = Ring("A04512", 1, choices(READ, "A04512", 1)[:2])
    assert [ring.turn(1).text for _ in range(3)] == ["AO4512", "A84512", "A04512"]
    assert ring.turn(-1).text == "A84512"
    assert ring.now().text == "A84512"
    assert ring.jump(1).text == "AO4512"
    assert len(ring.all()) == 3


def test_a_doubtful_character_that_is_typed_over_is_no_doubt_any_more() -> None:
    assert doubts_after("A04512", (1, 4), "AO4512") == (4,)


def test_doubts_behind_a_letter_put_in_move_with_their_characters() -> None:
    assert doubts_after("A04512", (1, 4), "AX04512") == (2, 5)


@given(WORDS, WORDS)
def test_a_difference_leaves_equal_ends(one: str, other: str) -> None:
    start, end_one, end_other = difference(one, other)
    assert one[:start] == other[:start]
    assert one[end_one:] == other[end_other:]
    assert (one == other) == (start == end_one == len(one) and start == end_other == len(other))


@given(WORDS, st.sets(st.integers(0, 7)), WORDS)
def test_a_kept_doubt_stands_on_the_same_character(read: str, marked: set[int], typed: str) -> None:
    doubts = tuple(sorted(at for at in marked if at < len(read)))
    kept = doubts_after(read, doubts, typed)
    assert all(0 <= at < len(typed) for at in kept)
    assert {typed[at] for at in kept} <= {read[at] for at in doubts}


@given(WORDS, st.sets(st.integers(0, 7)))
def test_nothing_typed_leaves_every_doubt(read: str, marked: set[int]) -> None:
    doubts = tuple(sorted(at for at in marked if at < len(read)))
    assert doubts_after(read, doubts, read) == doubts
