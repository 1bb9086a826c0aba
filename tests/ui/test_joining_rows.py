"""Ctrl+J joins a row with the one below it; Ctrl+Z takes them apart."""

from __future__ import annotations

from tests.operations.conftest import PASSPHRASE
from tests.ui.person import Person
from tests.ui.shelf import Shelf

ROWS = (("1", "0045127", "Rack", "1941"), ("2", "0045128", "north wall", "1942"))


def test_the_lines_of_one_entry_are_joined_by_a_key_and_taken_apart_by_undo(
    person: Person, shelf: Shelf
) -> None:
    shelf.page(ROWS)
    person.starts()
    person.unlocks(PASSPHRASE)
    person.opens_review()
    person.goes_to(1, "Place")
    person.presses("Ctrl+J")
    person.waits_for_everything()
    person.waits(lambda: person.reads() == "Rack north wall")
    assert person.stands_at() == (1, "Place")
    person.presses("Ctrl+Z")
    person.waits_for_everything()
    person.goes_to(1, "Place")
    person.waits(lambda: person.reads() == "Rack")
