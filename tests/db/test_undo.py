from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.model import Cell, Page, User, new_id
from db.store import people, readings, steps
from db.store.connect import Store, action, create_store, open_store
from db.vault import DataKey
from tests.db.builders import ARMOURY, AT, USER, a_ledger, a_page, a_reading, a_table


class Desk:
    """A clerk who types into one cell and takes it back, by adding readings as the operations do."""

    def __init__(self, store: Store, page: Page, cell: Cell, user: User = USER) -> None:
        self.store, self.page, self.cell, self.user = store, page, cell, user

    def text(self) -> str:
        latest = readings.latest(self.store, self.cell.id)
        return latest.text if latest else ""

    def keep(self, text: str, kind: str, of: str = "") -> None:
        with action(self.store):
            before = readings.latest(self.store, self.cell.id)
            after = a_reading(self.cell, text, f"clerk:{self.user.id}")
            readings.add_readings(self.store, [after])
            step = steps.Step(new_id(), self.user.id, self.page.id, AT, kind, of)
            steps.add_step(self.store, step, [(self.cell.id, before.id if before else "", after.id)])

    def take_back(self, step: steps.Step | None, kind: str) -> bool:
        if step is None:
            return False
        ((_, before, _),) = steps.changes(self.store, step.id)
        known = {reading.id: reading.text for reading in readings.history(self.store, self.cell.id)}
        self.keep(known.get(before, ""), kind, step.id)
        return True

    def undo(self) -> bool:
        return self.take_back(steps.last_to_undo(self.store, self.user.id), "undo")

    def redo(self) -> bool:
        return self.take_back(steps.last_to_redo(self.store, self.user.id), "redo")


@contextmanager
def a_desk() -> Iterator[Desk]:
    key = DataKey(bytes(32))
    with TemporaryDirectory() as folder, closing(create_store(Path(folder), key, ARMOURY, USER, AT)) as store:
        store.db.execute("pragma synchronous = off")  # nobody pulls the plug here
        page = a_page(store, a_ledger(store))
        yield Desk(store, page, a_table(store, page)[0])


def test_what_a_step_changed_comes_back(store: Store) -> None:
    page = a_page(store, a_ledger(store))
    cells = a_table(store, page)
    new = [a_reading(cell) for cell in cells]
    step = steps.Step(new_id(), USER.id, page.id, AT, "do")
    changes = tuple((reading.cell_id, "", reading.id) for reading in reversed(new))
    with action(store):
        readings.add_readings(store, new)
        steps.add_step(store, step, changes)
    assert steps.changes(store, step.id) == changes
    assert steps.last_to_undo(store, USER.id) == step
    assert steps.last_to_redo(store, USER.id) is None


def test_nothing_was_done_so_nothing_is_taken_back(store: Store) -> None:
    assert steps.last_to_undo(store, USER.id) is None
    assert steps.changes(store, "nowhere") == ()


def test_each_person_takes_back_their_own_steps(store: Store) -> None:
    other = User(new_id(), "Óscar", "clerk")
    with action(store):
        people.add_user(store, other)
    page = a_page(store, a_ledger(store))
    first, second, *_ = a_table(store, page)
    mine, theirs = Desk(store, page, first), Desk(store, page, second, other)
    mine.keep("A", "do")
    theirs.keep("B", "do")
    assert mine.undo()
    assert (mine.text(), theirs.text()) == ("", "B")
    theirs.keep("C", "do")
    assert mine.redo()  # what others do does not end what I can do again
    assert (mine.text(), theirs.text()) == ("A", "C")


def test_steps_are_taken_back_after_a_restart() -> None:
    with a_desk() as desk:
        desk.keep("A", "do")
        desk.keep("B", "do")
        desk.undo()
        with closing(open_store(desk.store.folder, desk.store.key)) as again:
            tomorrow = Desk(again, desk.page, desk.cell)
            assert tomorrow.text() == "A"
            assert tomorrow.redo()
            assert tomorrow.text() == "B"
            assert tomorrow.undo()
            assert tomorrow.undo()
            assert not tomorrow.undo()
            assert tomorrow.text() == ""


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(st.just("undo"), st.just("redo"), st.integers(0, 9)), max_size=25))
def test_any_run_of_doing_undoing_and_redoing_is_as_in_an_editor(run: list[str | int]) -> None:
    states, place = [""], 0
    with a_desk() as desk:
        for move in run:
            if move == "undo":
                assert desk.undo() is (place > 0)
                place = max(0, place - 1)
            elif move == "redo":
                assert desk.redo() is (place < len(states) - 1)
                place = min(len(states) - 1, place + 1)
            else:
                desk.keep(str(move), "do")
                states[place + 1 :] = [str(move)]
                place += 1
            assert desk.text() == states[place]
