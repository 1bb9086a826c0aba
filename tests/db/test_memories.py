"""What books teach is derived: it can be replaced and let go, and never crosses from one book to another."""

from __future__ import annotations

from dataclasses import replace

from db.model import Cell, CellState, Ledger, Page, PageState, new_id
from db.store import memories, pages, readings, steps
from db.store.connect import Store, action
from tests.db.builders import AT, USER, a_ledger, a_page, a_reading, a_table


def settle(store: Store, page: Page, cell: Cell, text: str) -> None:
    """What a person's keystrokes leave behind."""
    with action(store):
        before = readings.latest(store, cell.id)
        said = replace(
            a_reading(cell, text, f"clerk:{USER.id}"), settled=True, state=CellState.READ, as_written=text
        )
        readings.add_readings(store, [said])
        step = steps.Step(new_id(), USER.id, page.id, AT, "do")
        steps.add_step(store, step, [(cell.id, before.id if before else "", said.id)])


def see(store: Store, page: Page, model: str = "m") -> None:
    with action(store):
        memories.put_sighting(store, memories.Sighting(page.id, model, 0, page.id.encode()))


def three_pages(store: Store, ledger: Ledger) -> list[tuple[Page, Cell]]:
    made = [a_page(store, ledger, f"{ledger.id} {number}") for number in range(3)]
    return [(page, a_table(store, page)[0]) for page in made]


def test_what_was_seen_on_a_page_comes_back_and_is_replaced(store: Store) -> None:
    page = a_page(store, a_ledger(store))
    assert memories.sighting(store, page.id) is None
    see(store, page)
    with action(store):
        memories.put_sighting(store, memories.Sighting(page.id, "other", 0, b"2"))
        memories.set_lessons(store, page.id, 7)
    assert memories.sighting(store, page.id) == memories.Sighting(page.id, "other", 7, b"2")


def test_a_book_tells_who_worked_where_last(store: Store) -> None:
    ledger, other = a_ledger(store), a_ledger(store, "Pistols")
    (one, cell), (two, second), (three, _) = three_pages(store, ledger)
    ((elsewhere, far), *_) = three_pages(store, other)
    assert (memories.last_step(store, ledger.id), memories.worked_on(store, ledger.id, 9)) == (0, ())
    settle(store, two, second, "A")
    settle(store, one, cell, "B")
    last = memories.last_step(store, ledger.id)
    settle(store, elsewhere, far, "C")
    assert memories.last_step(store, ledger.id) == last
    assert memories.worked_on(store, ledger.id, 9) == (two.id, one.id)
    assert memories.worked_on(store, ledger.id, 1) == (one.id,)
    assert memories.worked_on(store, other.id, 9) == (elsewhere.id,)
    assert [memories.begun(store, page.id) for page in (one, two, three)] == [True, True, False]


def test_a_page_with_a_newer_picture_teaches_no_more(store: Store) -> None:
    ledger = a_ledger(store)
    ((old, cell), *_) = three_pages(store, ledger)
    settle(store, old, cell, "A")
    a_page(store, ledger, "again", replaces=old.id)
    assert memories.worked_on(store, ledger.id, 9) == ()


def test_what_was_forgotten_teaches_no_more_and_what_comes_later_does(store: Store) -> None:
    ledger = a_ledger(store)
    ((page, cell), (later, second), _) = three_pages(store, ledger)
    settle(store, page, cell, "AB 1")
    assert memories.settled_texts(store, page.id, 0) == {cell.id: "AB 1"}
    with action(store):
        memories.keep_memory(store, ledger.id, "made of", b"kept")
        memories.keep_memory(store, ledger.id, "made of more", b"kept")
    assert memories.memory(store, ledger.id) == ("made of more", b"kept")
    with action(store):
        memories.forget(store, ledger.id, AT, USER.id)
    after, at = memories.forgotten(store, ledger.id)
    assert (at, memories.memory(store, ledger.id)) == (AT, ("", b""))
    settle(store, later, second, "AB 2")
    assert memories.settled_texts(store, page.id, after) == {}
    assert memories.settled_texts(store, later.id, after) == {second.id: "AB 2"}
    assert memories.forgotten(store, a_ledger(store, "Pistols").id) == (0, "")


def test_filed_pages_keep_what_was_seen_only_while_it_teaches(store: Store) -> None:
    ledger = a_ledger(store)
    worked = three_pages(store, ledger)
    for page, cell in worked:
        see(store, page)
        settle(store, page, cell, "A")
    (first, _), (second, _), (third, _) = worked
    with action(store):
        for page in (first, second):
            pages.set_page(store, page.id, state=PageState.FILED)
        memories.drop_sightings(store, ledger.id, 2)
    kept = [memories.sighting(store, page.id) is not None for page in (first, second, third)]
    assert kept == [False, True, True]
