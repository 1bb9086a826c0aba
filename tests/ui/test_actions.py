"""The rows of commands, and what is made of them."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QKeySequence

from desktop.ui.actions import (
    COMMANDS,
    REPEATING,
    Command,
    Where,
    clashes,
    commands,
    forbidden_keys,
    key_text,
    portable,
    working_in,
)

ASKED_FOR = {
    "Return": "accept", "Shift+Return": "accept_back", "Tab": "next_field", "Shift+Tab": "previous_field",
    "Down": "row_down", "Up": "row_up", "Esc": "give_back", "Ctrl+Z": "undo", "Ctrl+Y": "redo",
    "Ctrl+Return": "finish_page", "PgDown": "next_page", "PgUp": "previous_page", "F1": "help", "F2": "peek",
    "F3": "next_doubt", "Shift+F3": "previous_doubt", "F4": "take_above", "F6": "next_reading",
    "Shift+F6": "previous_reading", "F7": "unreadable", "F8": "empty", "F9": "ask", "F12": "lock",
    "Ctrl+F": "search", "Ctrl+G": "go_to", "Ctrl+K": "all_commands", "Ctrl++": "larger", "Ctrl+-": "smaller",
    "Ctrl+0": "fit",
}  # fmt: skip
"""The keys of the design that work in Review."""


def test_no_key_means_two_things_on_one_screen() -> None:
    assert clashes(COMMANDS) == ()


def test_a_key_chosen_by_a_person_that_is_taken_is_found() -> None:
    chosen = commands({"unreadable": ("F8",)})
    assert clashes(chosen) == (("F8", "unreadable", "empty"),)


def test_the_same_key_may_mean_different_things_on_different_screens() -> None:
    rows = (
        Command("one", ("Return",), "", "", Where.HOME),
        Command("other", ("Return",), "", "", Where.RECORDS),
    )
    assert clashes(rows) == ()


def test_a_key_of_one_screen_clashes_with_one_that_works_everywhere() -> None:
    rows = (
        Command("one", ("F5",), "", "", Where.EVERYWHERE),
        Command("other", ("F5",), "", "", Where.RECORDS),
    )
    assert clashes(rows) == (("F5", "other", "one"),)


def test_no_command_takes_what_a_person_types() -> None:
    assert forbidden_keys(COMMANDS) == ()


@pytest.mark.parametrize("key", ["A", "Shift+A", "5", "Space", "Shift+Space", "F10", "?"])
def test_letters_digits_space_and_f10_are_refused_as_keys(key: str) -> None:
    assert forbidden_keys((Command("one", (key,), "", "", Where.REVIEW),)) == ((key, "one"),)


def test_every_key_of_the_design_does_in_review_what_it_says() -> None:
    meaning = {portable(key): row.id for row in working_in(Where.REVIEW) for key in row.keys}
    assert {key: meaning.get(portable(key)) for key in ASKED_FOR} == ASKED_FOR


def test_every_key_is_one_that_qt_knows() -> None:
    unknown = [
        key for row in COMMANDS for key in row.keys if QKeySequence(key).isEmpty() or not portable(key)
    ]
    assert unknown == []


def test_every_command_has_an_id_of_its_own_and_words() -> None:
    assert len({row.id for row in COMMANDS}) == len(COMMANDS)
    assert [row.id for row in COMMANDS if not (row.text and row.short and row.keys)] == []
    assert {row.id for row in COMMANDS} >= REPEATING


def test_a_command_that_does_not_exist_cannot_be_given_a_key() -> None:
    with pytest.raises(KeyError, match="fly"):
        commands({"fly": ("F5",)})


def test_the_most_frequent_action_is_one_key() -> None:
    accept = next(row for row in COMMANDS if row.id == "accept")
    assert key_text(accept) == "Enter"
