from __future__ import annotations

import hashlib
from contextlib import closing

import pytest

from db.cipher import Database, SqlError, connect, plain_memory
from db.migrations import BOOK_MIGRATIONS, MIGRATIONS, migrate, schema, version
from db.model import OwnKey, Registry
from db.store import answers, journal, memories, registries, row_states, steps
from db.store.books import book_path
from db.store.connect import Store, action
from db.store.row_states import RowStanding, RowState
from tests.db.builders import (
    USER,
    a_ledger,
    a_lot,
    a_move,
    a_page,
    a_practice_round,
    a_reading,
    a_record,
    a_second_entry,
    a_table,
    a_trace,
    an_answer,
    file,
    read,
    seal,
    take,
)
from tests.db.golden import FILE, golden, statements

SHIPPED: dict[str, list[str]] = {"register": [], "books": []}
"""SHA-256 of each step that was in a release; such a step is never edited."""

ONLY_ADDED = [
    "ledgers", "ledger_forms", "rows", "cells", "readings", "steps", "step_changes", "records", "record_fields",
    "markings", "events", "batches", "batch_records", "batch_files", "journal",
    "lots", "lot_records", "lot_seeds", "lot_plans", "truths", "lot_decisions",
    "own_keys", "registries", "answer_files", "answers", "answers_put_aside",
    "forgettings", "row_states", "step_rows",
    "page_hands", "informing_draws", "informing_records", "practice_rounds", "practice_results",
    "judgements", "trace_requests", "trace_steps", "trace_entries",
    "second_plans", "second_entries", "second_decisions", "book_statements", "amendments", "column_defaults",
    "peers", "book_moves", "foreign_entries", "sent_elsewhere",
]  # fmt: skip


@pytest.fixture
def filled(store: Store) -> Store:
    """A register with a row in every table that is only added to."""
    ledger = a_ledger(store)
    page = a_page(store, ledger)
    cells = a_table(store, page)
    reading = a_reading(cells[0])
    read(store, reading)
    record = a_record(store, page, cells[0])
    file(store, record)
    other = a_record(store, page, cells[2])
    file(store, other)
    batch = seal(store, (record.id, 1))
    take(store, USER.id, an_answer(batch, record.id, "rejected"))
    with action(store):
        user = store.db.execute("select id from users").fetchone()[0]
        struck = RowState("4" * 32, cells[0].row_id, 1.0, RowStanding.STRUCK, by=user)
        row_states.add_states(store, [struck])
        steps.add_step(
            store, steps.Step("5" * 32, user, page.id, "", "do"), [(cells[0].id, "", reading.id)],
            [(struck.row_id, "", struck.id)],
        )  # fmt: skip
        journal.append(store, at="", actor="", action="x", subject="", details={})
        a_lot(store, user, record.id, cells[0].id)
        a_practice_round(store, user, page.id)
        a_trace(store, user, record.id, other.id)
        a_second_entry(store, user, reading, record.id)
        a_move(store, user, ledger.id, other.id)
        memories.forget(store, ledger.id, "", user)
        registries.add_own_key(store, OwnKey("signing", "5" * 64, "6" * 64, ""))
        registries.set_registry(store, Registry("Registry", "7" * 64, "", "", "", user))
        answers.put_aside(store, record.id, 1, why="", at="", by=user)
    return store


def test_the_schema_is_the_golden_one() -> None:
    assert golden() == FILE.read_text(encoding="utf-8")


def test_a_register_that_was_used_still_has_the_golden_schema(filled: Store) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert "".join(statements(filled.db)) in text
    ledger_id = filled.db.execute("select id from ledgers").fetchone()[0]
    with closing(connect(book_path(filled, ledger_id), filled.key)) as book:
        assert "".join(statements(book)) in text


def test_a_step_that_has_shipped_is_never_edited() -> None:
    for shipped, now in ((SHIPPED["register"], MIGRATIONS), (SHIPPED["books"], BOOK_MIGRATIONS)):
        assert [hashlib.sha256(step.encode()).hexdigest() for step in now[: len(shipped)]] == shipped


def test_every_table_is_strict(store: Store) -> None:
    kinds = store.db.execute(
        "select name, type, strict from pragma_table_list where schema = 'main'"
    ).fetchall()
    loose = {name for name, kind, strict in kinds if kind == "table" and not strict}
    assert loose == {"sqlite_schema"}


def test_the_file_says_what_it_is(store: Store) -> None:
    assert store.db.execute("pragma application_id").fetchone()[0] == int.from_bytes(b"LMR1")
    assert version(store.db) == len(MIGRATIONS)


@pytest.mark.parametrize("table", ONLY_ADDED)
@pytest.mark.parametrize(
    "statement",
    [
        "update TABLE set COLUMN = COLUMN",
        "delete from TABLE",
        "insert or replace into TABLE (ALL) select ALL from TABLE",
    ],
)
def test_what_is_only_added_to_refuses_everything_else(filled: Store, table: str, statement: str) -> None:
    kept = list(filled.db.table(table).rows)
    assert kept
    columns = [column.name for column in filled.db.table(table).columns]
    sql = statement.replace("TABLE", table).replace("COLUMN", columns[-1]).replace("ALL", ", ".join(columns))
    with pytest.raises(SqlError, match=r"are only added to|follow one another"), action(filled):
        filled.db.execute(sql)
    assert list(filled.db.table(table).rows) == kept


@pytest.mark.parametrize("column", ["sha256", "source", "ledger_id", "width", "replaces"])
def test_the_facts_of_a_picture_never_change(filled: Store, column: str) -> None:
    with pytest.raises(SqlError, match="never change"), action(filled):
        filled.db.execute("update pages set COLUMN = COLUMN".replace("COLUMN", column))


def test_a_page_is_never_removed(filled: Store) -> None:
    with pytest.raises(SqlError, match="only added to"), action(filled):
        filled.db.execute("delete from pages")


def test_a_kept_picture_never_changes(filled: Store) -> None:
    ledger_id = filled.db.execute("select id from ledgers").fetchone()[0]
    with closing(connect(book_path(filled, ledger_id), filled.key)) as book:
        with pytest.raises(SqlError, match="pictures never change"):
            book.execute("update pictures set data = x'00'")
        before = book.execute("select * from pictures").fetchall()
        book.execute("insert or replace into pictures select sha256, '', x'00' from pictures")
        assert book.execute("select * from pictures").fetchall() == before


def test_a_foreign_key_is_held(store: Store) -> None:
    with pytest.raises(SqlError, match="FOREIGN KEY"), action(store):
        store.db.execute("insert into ledger_forms values ('nowhere', 1, '')")


def names_of(db: Database) -> set[str]:
    return {name for _, name, _ in schema(db)}


def test_migrating_twice_changes_nothing() -> None:
    with closing(plain_memory()) as db:
        migrate(db)
        before = schema(db)
        migrate(db)
        assert schema(db) == before
        assert "readings_no_delete" in names_of(db)
