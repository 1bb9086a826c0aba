"""Keys are changed in Settings by pressing them: a clash is said, exchanged or refused; they hold at once."""

from __future__ import annotations

import pytest

from desktop.settings import load_settings
from desktop.ui.actions import COMMANDS, Command, Where, clashes, commands
from desktop.ui.dialogs.press_key import PressKey
from desktop.ui.dialogs.sure import AskSure
from desktop.ui.own_keys import given, is_possible, own_keys, taken_back, taken_by, written
from desktop.ui.settings.keys import KeysPart
from tests.ui.person import Person

ROWS = {command.id: command for command in COMMANDS}


def test_keys_come_back_as_they_were_written() -> None:
    chosen = given({}, ROWS["unreadable"], "Ctrl+U")
    assert own_keys(written(chosen)) == chosen == {"unreadable": ("Ctrl+U",)}
    assert written({}) == ""


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '{"fly": ["F5"]}',
        '{"ask": "F9"}',
        '{"ask": [7]}',
        '{"ask": ["A"]}',
        '{"ask": ["F8"]}',
        "[" * 9000,
    ],
)
def test_what_cannot_be_is_as_if_it_had_not_been_chosen(text: str) -> None:
    assert own_keys(text) == {}


@pytest.mark.parametrize(
    "key", ["A", "Shift+A", "5", "Space", "F10", "Backspace", "Left", "Ctrl+C", "", "Ctrl+K, A"]
)
def test_a_key_that_is_typed_with_is_no_commands_key(key: str) -> None:
    assert not is_possible(ROWS["ask"], key)
    assert is_possible(ROWS["ask"], "Ctrl+Shift+U")


def test_two_commands_exchange_their_keys_and_nothing_means_two_things() -> None:
    changed = given({}, ROWS["unreadable"], "F8")
    assert changed == {"unreadable": ("F8",), "empty": ("F7",)}
    assert clashes(commands(changed)) == ()
    assert taken_back(changed, "empty") == {}
    assert given(changed, ROWS["unreadable"], "F7") == {}


def test_a_key_of_another_screen_is_free() -> None:
    assert taken_by({}, ROWS["ask"], "Ctrl+B") == ()
    assert [command.id for command in taken_by({}, ROWS["ask"], "F12")] == ["lock"]
    everywhere = Command("stop", ("F9",), "", "", Where.EVERYWHERE)
    assert {command.id for command in taken_by({}, everywhere, "F9")} >= {"ask", "scan"}


def part(person: Person) -> KeysPart:
    return person.room.settings.keys


def test_a_key_is_changed_by_pressing_it_and_holds_at_once(clerk: Person) -> None:
    clerk.presses("Alt+6")
    tabs = clerk.room.settings
    index = next(at for at in range(9) if tabs.part_at(at) is part(clerk))
    tabs.show_part(index)
    clerk.types("lock")
    command = part(clerk).current()
    assert command is not None
    assert command.id == "lock"
    clerk.presses("F2")
    clerk.waits(lambda: clerk.dialog(PressKey) is not None)
    clerk.presses("F10")
    assert "Choose a function key" in part(clerk).said()
    clerk.presses("F2")
    clerk.waits(lambda: clerk.dialog(PressKey) is not None)
    clerk.presses("F1")
    clerk.waits(lambda: clerk.dialog(AskSure) is not None)
    clerk.presses("Return")
    clerk.waits_for_everything()
    clerk.waits(lambda: part(clerk).seat.settings.keys != "")
    now = {row.id: row.keys for row in part(clerk).seat.commands}
    assert (now["lock"], now["help"]) == (("F1",), ("F12",))
    kept = load_settings(clerk.visit.place.places.config)
    assert own_keys(kept.keys) == {"lock": ("F1",), "help": ("F12",)}
    chosen = part(clerk).current()
    assert chosen is not None
    assert chosen.id == "lock"
    clerk.presses("F3")
    clerk.waits(lambda: part(clerk).seat.settings.keys == "")
    clerk.waits_for_everything()
