from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.accuracy.practice import in_round, misread, planted

SEED = bytes(range(32))
IDS = [f"{n:032x}" for n in range(50)]


def test_a_round_shows_so_many_and_plants_two_of_five() -> None:
    shown = in_round(SEED, IDS, 20)
    assert len(shown) == 20
    assert len(planted(SEED, shown)) == 8
    assert planted(SEED, reversed(shown)) == planted(SEED, shown)
    assert in_round(SEED, reversed(IDS), 20) == shown
    assert in_round(bytes(32), IDS, 20) != shown


def test_of_two_values_one_is_planted_and_of_one_none() -> None:
    assert len(planted(SEED, IDS[:2])) == 1
    assert planted(SEED, IDS[:1]) == frozenset()
    assert planted(SEED, []) == frozenset()


@given(st.text("0123456789ABCDEFGHIKLMNOPQRSTUVXZ", min_size=1, max_size=12), st.sampled_from(IDS))
def test_a_planted_value_differs_from_the_true_one_in_one_character(text: str, one: str) -> None:
    shown = misread(SEED, one, text)
    if shown:
        assert sum(a != b for a, b in zip(text, shown, strict=True)) == 1
    assert bool(shown) or not any(character.isdigit() for character in text)


def test_what_looks_like_nothing_else_is_not_planted() -> None:
    assert misread(SEED, IDS[0], "---") == ""
