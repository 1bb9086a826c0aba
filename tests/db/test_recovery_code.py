from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.errors import Expected
from db.recovery import ALPHABET, LENGTH, check_character, grouped, new_code, read_code

LETTERS = st.text(ALPHABET, min_size=LENGTH - 1, max_size=LENGTH - 1)
CODES = LETTERS.map(lambda letters: letters + check_character(letters))


def test_a_new_code_reads_back() -> None:
    code = new_code()
    assert len(code.split("-")) == 6
    assert grouped(read_code(code)) == code


def test_no_two_codes_are_the_same() -> None:
    assert len({new_code() for _ in range(200)}) == 200


def test_no_two_printed_characters_look_alike() -> None:
    for alike in ("0OQD", "1IL", "5S", "8B", "2Z", "6G", "7T", "UV"):
        assert len(set(alike) & set(ALPHABET)) <= 1


@given(CODES)
def test_what_looks_alike_is_taken_for_what_was_printed(code: str) -> None:
    looked = code.translate(str.maketrans("25678V", "ZSGTBU"))
    assert read_code(looked.lower()) == code


@given(CODES, st.data())
def test_every_single_slip_is_noticed(code: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, LENGTH - 1))
    wrong = data.draw(st.sampled_from([letter for letter in ALPHABET if letter != code[place]]))
    with pytest.raises(Expected, match="recovery_code_mistyped"):
        read_code(code[:place] + wrong + code[place + 1 :])


@given(CODES, st.integers(0, LENGTH - 2))
def test_two_neighbours_swapped_are_noticed(code: str, place: int) -> None:
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    if swapped == code:
        assert read_code(swapped) == code
    else:
        with pytest.raises(Expected, match="recovery_code_mistyped"):
            read_code(swapped)


@given(st.text())
def test_any_text_is_a_code_or_refused_in_words(text: str) -> None:
    try:
        assert len(read_code(text)) == LENGTH
    except Expected as failure:
        assert failure.key == "recovery_code_mistyped"  # noqa: PT017 - either way is right
