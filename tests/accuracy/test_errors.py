from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.accuracy.errors import aligned, errors

TEXT = st.text("0O1I", max_size=8)


def distance(one: str, other: str) -> int:
    """Levenshtein's distance by its recursive definition."""
    if not one or not other:
        return len(one) + len(other)
    if one[0] == other[0]:
        return distance(one[1:], other[1:])
    return 1 + min(distance(one[1:], other), distance(one, other[1:]), distance(one[1:], other[1:]))


@settings(deadline=None)
@given(st.text("0O1", max_size=5), st.text("0O1", max_size=5))
def test_an_alignment_costs_the_edit_distance(truth: str, read: str) -> None:
    assert sum(one != other for one, other in aligned(truth, read)) == distance(truth, read)


@settings(deadline=None)
@given(TEXT, TEXT)
def test_an_alignment_holds_both_texts_in_order(truth: str, read: str) -> None:
    pairs = aligned(truth, read)
    assert "".join(one for one, _ in pairs) == truth
    assert "".join(other for _, other in pairs) == read


def test_a_character_left_out_stands_against_nothing() -> None:
    assert aligned("0045", "045") in (
        (("0", ""), ("0", "0"), ("4", "4"), ("5", "5")),
        (("0", "0"), ("0", ""), ("4", "4"), ("5", "5")),
    )


def test_character_errors_are_counted_over_true_characters() -> None:
    counted = errors([("AB12", "A812"), ("AB12", "AB12"), ("B7", "87X")])
    assert (counted.fields, counted.wrong_fields, counted.characters, counted.wrong_characters) == (
        3,
        2,
        10,
        3,
    )
    assert counted.character_rate == 0.3
    assert counted.confusions == ((("B", "8"), 2), (("", "X"), 1))


def test_without_a_field_there_is_no_error() -> None:
    assert errors([]).character_rate == 0
