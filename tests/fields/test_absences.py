"""Words in the place of a serial number: four absences, and what leaves open which."""

import pytest

from db.model import SerialState
from desktop.fields.absences import is_absence, is_unclear, serial_state


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("No number", SerialState.NONE_MARKED),
        ("S/N", SerialState.NONE_MARKED),
        ("sin número", SerialState.NONE_MARKED),
        ("بدون رقم", SerialState.NONE_MARKED),
        ("nil", SerialState.NONE_MARKED),
        ("(obliterated)", SerialState.OBLITERATED),
        ("Illisible", SerialState.ILLEGIBLE),
        ("inconnu", SerialState.NOT_RECORDED),
        ("", SerialState.NOT_RECORDED),
        ("AB 123", SerialState.MARKED),
        ("N/A", SerialState.MARKED),
    ],
)
def test_words_say_which_of_four_absences_it_is(text: str, state: SerialState) -> None:
    assert serial_state(text) is state


@pytest.mark.parametrize(
    ("text", "absence", "unclear"),
    [
        ("sans n°", True, False),
        ("none", True, True),
        ("N/A", True, True),
        ("—", True, True),
        ("?", True, True),
        ("", False, False),
        ("7", False, False),
        ("SN 123", False, False),
    ],
)
def test_what_says_nothing_clear_is_told_from_what_does(text: str, absence: bool, unclear: bool) -> None:
    assert is_absence(text) is absence
    assert is_unclear(text) is unclear
