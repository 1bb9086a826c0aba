from __future__ import annotations

import hashlib
import json
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.errors import Expected
from db.store import journal
from db.store.connect import Store, action
from tests.db.builders import AT, USER

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


def append(store: Store, *actions: str) -> None:
    with action(store):
        for each in actions:
            journal.append(
                store, at=AT, actor=USER.id, action=each, subject="s", details={"n": 1, "a": ["é"]}
            )


def tamper(store: Store, sql: str) -> None:
    """Change the journal as one with the data key could, past the triggers."""
    for trigger in ("journal_no_update", "journal_no_delete"):
        store.db.execute(f"drop trigger {trigger}")
    store.db.execute(sql)


def test_each_entry_holds_the_hash_of_the_one_before(store: Store) -> None:
    assert journal.head(store) == ("", 0)
    append(store, "a", "b", "c")
    first, second, third = journal.entries(store)
    assert (first.previous, second.previous, third.previous) == ("", first.hash, second.hash)
    assert journal.head(store) == (third.hash, 3)
    assert journal.verify(store) == ()


def test_the_hash_is_as_the_readme_tells(store: Store) -> None:
    append(store, "a")
    (entry,) = journal.entries(store)
    told = {
        "number": 1, "at": AT, "actor": USER.id, "action": "a", "subject": "s", "details": '{"a":["é"],"n":1}',
    }  # fmt: skip
    canonical = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert entry.hash == hashlib.sha256(canonical.encode()).hexdigest()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(actor=TEXT, subject=TEXT, details=st.dictionaries(TEXT, st.one_of(TEXT, st.integers(), st.none())))
def test_any_entry_verifies(store: Store, actor: str, subject: str, details: dict[str, object]) -> None:
    with action(store):
        entry = journal.append(store, at=AT, actor=actor, action="x", subject=subject, details=details)
    assert journal.entries(store, entry.number - 1) == (entry,)
    assert journal.verify(store) == ()


@pytest.mark.parametrize(
    ("sql", "broken"),
    [
        ("update journal set action = 'other' where number = 2", ["2: altered"]),
        ("update journal set details = '{}' where number = 3", ["3: altered"]),
        ("update journal set at = '' where number = 1", ["1: altered"]),
        ("update journal set hash = 'x' where number = 2", ["2: altered", "3: does not follow the one before"]),
        ("delete from journal where number = 2", ["2: missing", "3: does not follow the one before"]),
        ("delete from journal where number = 1", ["1: missing", "2: does not follow the one before"]),
        ("update journal set number = number + 5 where number > 2", ["3: missing", "8: altered"]),
    ],
)  # fmt: skip
def test_an_altered_chain_is_told(store: Store, sql: str, broken: list[str]) -> None:
    append(store, "a", "b", "c", "d")
    tamper(store, sql)
    assert list(journal.verify(store))[: len(broken)] == broken


def test_a_chain_longer_than_one_block_is_verified_to_its_end(store: Store) -> None:
    append(store, *["x"] * 1201)
    assert journal.verify(store) == ()
    tamper(store, "update journal set actor = 'somebody' where number = 1200")
    assert journal.verify(store) == ("1200: altered",)


def test_a_detail_that_is_no_text_is_told(store: Store) -> None:
    with pytest.raises(Expected, match="text_broken"), action(store):
        journal.append(store, at=AT, actor="", action="x", subject="", details={"name": "\udcff"})


def test_entries_are_handed_out_from_where_one_stopped(store: Store) -> None:
    append(store, "a", "b", "c")
    assert [entry.action for entry in journal.entries(store, 1)] == ["b", "c"]
    assert [entry.action for entry in journal.entries(store, 1, 1)] == ["b"]
    assert journal.entries(store, 3) == ()


@pytest.mark.parametrize(
    "forge",
    [
        lambda head: (head[1] + 2, head[0]),
        lambda head: (head[1] + 1, "0" * 64),
        lambda head: (head[1], head[0]),
    ],
)
def test_an_entry_that_does_not_follow_is_refused(
    store: Store, forge: Callable[[tuple[str, int]], tuple[int, str]]
) -> None:
    append(store, "a", "b")
    number, previous = forge(journal.head(store))
    with pytest.raises(Exception, match="follow one another"), action(store):
        store.db.execute("insert into journal values (?, '', '', '', '', '', ?, 'h')", (number, previous))
    assert journal.verify(store) == ()
