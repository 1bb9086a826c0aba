"""Questions that stay quick however much is filed: SQLite's own plan says so, not a clock."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from db.store import column_defaults, journal, ledgers, pages, people, readings, records, steps
from db.store.connect import Store, action
from tests.db.builders import AT, USER, a_ledger, a_page, a_reading, a_record, a_table, file, read

LONG = (
    "readings",
    "cells",
    "rows",
    "pages",
    "records",
    "steps",
    "column_defaults",
    "journal",
    "record_fields",
    "latest_records",
)
"""Tables that grow with every page; the letters that questions call them by are looked up in the question."""

QUESTIONS: dict[str, Callable[[Store, str, str, str], object]] = {
    "ledgers": lambda store, *_: ledgers.ledgers(store),
    "pages": lambda store, ledger, *_: pages.pages(store, ledger),
    "page_with_picture": lambda store, *_: pages.page_with_picture(store, "x"),
    "next_position": lambda store, ledger, *_: pages.next_position(store, ledger),
    "cells": lambda store, _, page, __: readings.cells(store, page),
    "page_of_cell": lambda store, _, __, cell: readings.page_of_cell(store, cell),
    "column_of_cell": lambda store, _, page, cell: readings.column_of_cell(store, page, cell),
    "column_texts": lambda store, _, page, __: readings.column_texts(store, page, "model"),
    "rows_of_cells": lambda store, _, __, cell: readings.rows_of_cells(store, [cell]),
    "row_numbers": lambda store, _, __, cell: readings.row_numbers(store, [cell]),
    "latest_of": lambda store, _, __, cell: readings.latest_of(store, [cell]),
    "engines_of": lambda store, _, __, cell: readings.engines_of(store, [cell]),
    "latest": lambda store, _, __, cell: readings.latest(store, cell),
    "latest_on_page": lambda store, _, page, __: readings.latest_on_page(store, page),
    "engines_on_page": lambda store, _, page, __: readings.engines_on_page(store, page),
    "history": lambda store, _, __, cell: readings.history(store, cell),
    "defaults_of_page": lambda store, _, page, __: column_defaults.of_page(store, page, "model"),
    "defaults_of_book": lambda store, ledger, *_: column_defaults.of_book(store, ledger, "model"),
    "defaults_of_step": lambda store, *_: column_defaults.of_step(store, "x"),
    "last_to_undo": lambda store, *_: steps.last_to_undo(store, USER.id),
    "last_to_redo": lambda store, *_: steps.last_to_redo(store, USER.id),
    "record_of_row": lambda store, *_: records.record_of_row(store, "x"),
    "records_of_page": lambda store, _, page, __: records.records_of_page(store, page),
    "search": lambda store, *_: records.search(store, "AB12", 50),
    "newest": lambda store, *_: records.newest(store, 50, 0),
    "unsent": lambda store, *_: records.unsent(store),
    "count_unsent": lambda store, *_: records.count_unsent(store),
    "is_sent": lambda store, *_: records.is_sent(store, "x", 1),
    "iterate": lambda store, *_: list(records.iterate(store, records.ids(store)[:1])),
    "head": lambda store, *_: journal.head(store),
    "entries": lambda store, *_: journal.entries(store, 1, 5),
    "recall": lambda store, *_: people.recall(store, USER.id, "x"),
}

WALKS_AN_INDEX_TO_ITS_END = {"ledgers", "newest", "unsent", "count_unsent", "iterate", "head"}
"""Those that want the first rows of an index, or all of a small one, and so may walk along it."""


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_question_of_daily_work_walks_through_a_table(store: Store, name: str) -> None:
    ledger = a_ledger(store)
    page = a_page(store, ledger)
    cells = a_table(store, page)
    read(store, *(a_reading(cell) for cell in cells))
    file(store, a_record(store, page, cells[0]))
    with action(store):
        journal.append(store, at=AT, actor="", action="x", subject="", details={})
    asked: list[tuple[str, object]] = []
    with store.db.tracer(lambda sql, values: asked.append((sql, values))):
        QUESTIONS[name](store, ledger.id, page.id, cells[0].id)
    assert asked
    for sql, values in asked:
        for *_, detail in store.db.execute(f"explain query plan {sql}", values).fetchall():
            if name in WALKS_AN_INDEX_TO_ITS_END and ("USING" in detail or detail.split()[1] == "journal"):
                continue
            assert not walks_through(detail, sql), f"{detail}: {sql}"


def walks_through(detail: str, sql: str) -> bool:
    """Whether a line of the plan is a walk through one of the long tables."""
    words = detail.split()
    if words[0] != "SCAN":
        return False
    called = {table for table in LONG if f"{table} {words[1]} " in f"{sql} "} | {words[1]}
    return bool(called & set(LONG))
