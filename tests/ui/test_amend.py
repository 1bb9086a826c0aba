"""A mark and a holder said of a record by keyboard, where it is read."""

from __future__ import annotations

from db.store import records
from desktop.ui.records.amend import Amend
from tests.ui.at_checks import does, sits_down, takes_a_picture
from tests.ui.person import Person
from tests.ui.shelf import Shelf


def test_a_mark_and_a_holder_are_said_of_a_record_and_both_stay(filed: Shelf, person: Person) -> None:
    sits_down(person, "B. Otieno")
    person.waits_for_everything()
    person.presses("Ctrl+F")
    screen = person.room.records
    person.waits(lambda: screen.table.rowCount() == 8)
    for what, text in (("mark", "crown N"), ("holder", "3 Bn")):
        person.presses("Ctrl+W")
        person.waits(lambda: person.dialog(Amend) is not None)
        asks = person.dialog(Amend)
        assert isinstance(asks, Amend)
        asks.what.setCurrentIndex(asks.what.findData(what))
        asks.lines[0].setFocus()
        person.types(text)
        asks.why.setFocus()
        person.types("seen")
        takes_a_picture(person, f"records-amend-{what}")
        person.presses("Return")
        person.waits(lambda: person.dialog(Amend) is None)
        person.waits_for_everything()
    amended = [
        one for one in does(filed, lambda session: records.newest(session.store, 9, 0)) if one.revision == 3
    ]
    assert len(amended) == 1
    assert amended[0].markings[-1].text == "crown N"
    assert "3 Bn" in {field.text for field in amended[0].fields}
