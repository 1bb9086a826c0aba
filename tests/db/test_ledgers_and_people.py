from __future__ import annotations

from dataclasses import replace

import pytest

from db.errors import Expected
from db.model import User, new_id
from db.store import ledgers, people
from db.store.connect import Store, action
from tests.db.builders import USER, a_ledger


def test_books_are_numbered_in_the_order_in_which_they_come(store: Store) -> None:
    first, second = a_ledger(store, "Rifles"), a_ledger(store, "Pistols")
    assert (first.number, second.number) == (1, 2)
    assert ledgers.ledgers(store) == (first, second)
    assert ledgers.ledger(store, second.id) == second


def test_a_changed_form_counts_and_the_earlier_one_is_kept(store: Store) -> None:
    ledger = a_ledger(store)
    with action(store):
        ledgers.change_form(store, ledger.id, "name = 'second'")
        ledgers.change_form(store, ledger.id, "name = 'third'")
    assert ledgers.ledger(store, ledger.id) == replace(ledger, form="name = 'third'")
    assert ledgers.ledgers(store) == (replace(ledger, form="name = 'third'"),)
    kept = store.db.execute("select form from ledger_forms order by version").fetchall()
    assert kept == [(ledger.form,), ("name = 'second'",), ("name = 'third'",)]


def test_a_ledger_that_is_not_there_is_told(store: Store) -> None:
    with pytest.raises(Expected, match="ledger_unknown"):
        ledgers.ledger(store, "nowhere")
    with pytest.raises(Expected, match="ledger_unknown"), action(store):
        ledgers.change_form(store, "nowhere", "")


def test_people_are_added_once(store: Store) -> None:
    other = User(new_id(), "Óscar", "clerk")
    with action(store):
        people.add_user(store, other)
    assert people.users(store) == (USER, other)
    assert people.user(store, other.id) == other
    for again in (other, User(new_id(), "Óscar", "clerk")):
        with pytest.raises(Expected, match="user_exists"), action(store):
            people.add_user(store, again)


def test_a_person_who_is_not_there_is_told(store: Store) -> None:
    with pytest.raises(Expected, match="user_unknown"):
        people.user(store, "nobody")


def test_what_is_remembered_is_each_persons_own(store: Store) -> None:
    other = User(new_id(), "Óscar", "clerk")
    with action(store):
        people.add_user(store, other)
        people.remember(store, USER.id, "where", "page 3")
        people.remember(store, USER.id, "where", "page 4")
    assert people.recall(store, USER.id, "where") == "page 4"
    assert people.recall(store, USER.id, "zoom") == ""
    assert people.recall(store, other.id, "where") == ""
