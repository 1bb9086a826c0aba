"""Two records held against each other."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.fields.identity import Likeness, compare, differing

PP = {"make": "Walther", "model": "PP", "calibre": "7.65 Br", "year": "1941"}
P38 = {"make": "Walther", "model": "P38"}


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        (("AB 123", PP), ("ab-123", PP), Likeness.EQUAL),
        (("AB 123", PP), ("AB123", {}), Likeness.EQUAL),  # nothing speaks against it
        (("AB 123", PP), ("AB123", P38), Likeness.SAME_NUMBER),
        (("AB 10", PP), ("AB 1O", PP), Likeness.LOOK_ALIKE),
        (("AB 10", PP), ("AB 1O", P38), None),
        (("AB 123", PP), ("AB 124", PP), Likeness.NEAR),
        (("AB 123", PP), ("AB 1234", PP), Likeness.NEAR),
        (("AB 123", PP), ("AB 124", {}), None),  # one unlike character alone says nothing
        (("AB 123", PP), ("AB 145", PP), None),
        (("A?4512", PP), ("A14512", PP), Likeness.LOOK_ALIKE),
        (("", PP), ("", PP), None),
    ],
)
def test_likeness_is_graded_by_number_and_fields(
    one: tuple[str, dict[str, str]], other: tuple[str, dict[str, str]], likeness: Likeness | None
) -> None:
    for pair in (compare(*one, *other), compare(*other, *one)):
        assert (pair.likeness if pair else None) is likeness


def test_the_fields_that_agree_and_differ_are_named() -> None:
    pair = compare("AB 123", PP, "AB 123", {**P38, "year": "1941"})
    assert pair is not None
    assert (pair.agree, pair.differ) == (("make", "year"), ("model",))


@pytest.mark.parametrize(
    ("one", "other", "marks"),
    [
        ("AB 123", "AB 124", ((5,), (5,))),
        ("AB 123", "AB 1123", ((), (4,))),
        ("0045", "0045", ((), ())),
        ("", "A1", ((), (0, 1))),
    ],
)
def test_differing_characters_are_marked_in_each(
    one: str, other: str, marks: tuple[tuple[int, ...], tuple[int, ...]]
) -> None:
    assert [len(places) for places in differing(one, other)] == [len(places) for places in marks]


@settings(deadline=None)
@given(one=st.text("AB12", max_size=8), other=st.text("AB12", max_size=8))
def test_without_the_marked_characters_both_say_the_same(one: str, other: str) -> None:
    mine, theirs = differing(one, other)
    rest = "".join(c for at, c in enumerate(one) if at not in mine)
    assert rest == "".join(c for at, c in enumerate(other) if at not in theirs)
