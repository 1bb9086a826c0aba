"""Killed at any moment, giving and taking a book leave nothing half; and all that belongs to a book moves with it."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from db.model import CellState, Ledger, new_id
from db.model_desk import Amendment, Holder, SecondDecision, SecondEntry, Statement
from db.model_moving import FACTS, ONLY_ADDED
from db.store import (
    amendments,
    connect,
    informing,
    journal,
    memories,
    moving,
    pages,
    readings,
    records,
    second_entries,
    statements,
)
from db.store import books as store_books
from desktop.operations import (
    books,
    checking,
    filing,
    moved_books,
    sending_books,
    shaping,
    taking_books,
)
from desktop.operations.column_defaults import BOOK
from desktop.operations.saying_always import say_always
from desktop.operations.session import Session
from tests.operations.conftest import FORM
from tests.operations.pcs import (
    Bring,
    Pcs,
    correct,
    reopened,
    serial_cells,
    settle_page,
)


def test_what_a_kill_leaves_is_nothing_or_all(pcs: Pcs, book: Ledger, bring: Bring) -> None:
    page = bring()
    out = pcs.send(pcs.first, book.id, pcs.second)
    second = pcs.second
    data = pages.picture(pcs.first.store, book.id, page.sha256)
    # Killed before the register's action: pictures that nobody looks for, no book.
    store_books.arrived(second.store, book.id, [(page.sha256, data)])
    again = reopened(second, second.store.folder)
    assert moved_books.places(again) == ()
    assert checking.check(again) == ()
    own = books.new_book(again, "Rifles", FORM)
    again.close()
    taking_books.take_bundle(second, out)
    assert {one.ledger.id for one in moved_books.places(second)} == {own.id, book.id}
    # Killed after it, before the pictures got their name: the next opening gives it to them.
    path = store_books.book_path(second.store, book.id)
    path.rename(path.with_name(f"{book.id}.arrived"))
    again = reopened(second, second.store.folder)
    assert hashlib.sha256(pages.picture(again.store, book.id, page.sha256)).hexdigest() == page.sha256
    assert checking.check(again) == ()
    assert not list(path.parent.glob("*.arrived*"))
    again.close()


def _killed_at(session: Session, statement: int, does: Callable[[Session], object]) -> int:
    """Do something in a process that is killed at one of its statements; how many there were, where it was done."""
    reading_end, writing_end = os.pipe()
    child = os.fork()
    if not child:
        own = session.again()
        seen = 0

        def told(_sql: str) -> None:
            nonlocal seen
            seen += 1
            if seen == statement:
                os.kill(os.getpid(), signal.SIGKILL)

        own.store.db.conn.set_trace_callback(told)
        try:
            does(own)
            os.write(writing_end, str(seen).encode())
        finally:
            os._exit(0)
    os.close(writing_end)
    with os.fdopen(reading_end) as answer:
        done = int(answer.read() or 0)
    os.waitpid(child, 0)
    return done


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_a_kill_at_any_statement_of_giving_and_taking_leaves_nothing_half(
    pcs: Pcs, book: Ledger, bring: Bring, tmp_path: Path
) -> None:
    settle_page(pcs.first, bring())
    peer = pcs.known(pcs.second, pcs.first)

    def gives(session: Session) -> object:
        return sending_books.send_book(session, book.id, peer.id, pcs.stick)

    trial = tmp_path / "trial"
    shutil.copytree(pcs.first.store.folder, trial)
    statements = _killed_at(pcs.first.again(), 0, gives)
    assert statements > 20
    (whole,) = pcs.stick.iterdir()
    whole.rename(tmp_path / "whole")
    left = reopened(pcs.first, trial)
    for at in range(1, statements, statements // 6):
        done = _killed_at(left, at, gives)
        named = [path for path in pcs.stick.iterdir() if not path.name.endswith(".part")]
        assert bool(named) is bool(done)  # one that is locked already has fewer statements to go
        for path in named:
            shutil.rmtree(path)
        assert checking.check(left) == ()
    again = sending_books.send_book(left, book.id, peer.id, pcs.stick)
    left.close()

    def takes(session: Session) -> object:
        return taking_books.take_bundle(session, again.path)

    folder = tmp_path / "taken"
    shutil.copytree(pcs.second.store.folder, folder)
    other = reopened(pcs.second, folder)
    statements = _killed_at(other, 0, takes)
    other.close()
    assert statements > 100
    for at in (*range(1, statements, statements // 8), statements):
        assert _killed_at(pcs.second, at, takes) == 0
        taken = moved_books.places(pcs.second)
        reopened(pcs.second, pcs.second.store.folder).close()
        assert checking.check(pcs.second) == ()
        assert at > statements // 2 or taken == ()
    taking_books.take_bundle(pcs.second, again.path)
    (page,) = pages.pages(pcs.second.store, book.id)
    assert len(records.records_of_page(pcs.second.store, page.id)) == 3
    before = pages.picture(pcs.first.store, book.id, page.sha256)
    assert pages.picture(pcs.second.store, book.id, page.sha256) == before


STAYS = {
    "armoury", "remembered", "ledgers", "latest_records", "latest_rows", "batches", "batch_records", "batch_files",
    "journal", "lots", "lot_records", "lot_seeds", "lot_plans", "truths", "lot_decisions", "own_keys", "registries",
    "answer_files", "answers", "latest_answers", "answers_put_aside", "sightings", "memories", "informing_draws",
    "informing_records", "practice_rounds", "practice_results", "judgements", "trace_requests", "trace_steps",
    "trace_entries", "second_plans", "peers", "book_moves", "foreign_entries", "sent_elsewhere",
}  # fmt: skip
"""Tables of the register itself, of its dealings with the registry, of its checks, and what is derived."""


def test_every_table_either_moves_with_its_book_or_is_known_to_stay(pcs: Pcs) -> None:
    kinds = pcs.first.store.db.execute(
        "select name from pragma_table_list where schema = 'main' and type = 'table'"
    ).fetchall()
    tables = {name for (name,) in kinds if not name.startswith(("sqlite_", "record_search", "record_words"))}
    assert tables - set(FACTS) == STAYS


def test_everything_that_was_said_of_a_book_moves_with_it(pcs: Pcs, book: Ledger, bring: Bring) -> None:
    page = bring()
    settle_page(pcs.first, page)
    store, by, at = pcs.first.store, pcs.first.user.id, pcs.first.now()
    cell, (record, *_) = serial_cells(pcs.first, page)[0], records.records_of_page(store, page.id)
    standing = readings.latest(store, cell)
    assert standing is not None
    with connect.action(store):
        informing.say_hand(store, [page.id], "Sgt. Otieno", at, by)
        memories.forget(store, book.id, at, by)
        typed = SecondEntry(new_id(), cell, "0045128", CellState.READ, at, by)
        second_entries.add_entry(store, typed)
        decided = SecondDecision(new_id(), cell, standing.id, typed.id, "first", standing.id, at, by)
        second_entries.add_decision(store, decided)
        statements.add_statement(store, Statement(book.id, 40, None, at, by))
        held = Amendment(new_id(), record.id, "holder", Holder("2nd Battalion"), "seen", at, by)
        amendments.add_amendment(store, held)
    say_always(pcs.first, readings.cells(store, page.id)[-1].id, BOOK, "1944")
    for why in ("struck on the paper?", "no, a stain"):
        shaping.strike_row(pcs.first, readings.cell(store, cell).row_id, why)
    correct(pcs.first, cell, "0045999")
    filing.file_page(pcs.first, page.id)
    pcs.move(pcs.first, book.id, pcs.second)
    correct(pcs.second, cell, "0045998")
    filing.file_page(pcs.second, page.id)
    pcs.move(pcs.second, book.id, pcs.first)
    heads = [journal.head(session.store)[1] for session in (pcs.first, pcs.second)]
    here, there = (
        moving.facts_of(session.store, book.id, head)
        for session, head in zip((pcs.first, pcs.second), heads, strict=True)
    )
    assert all(here.tables[table] for table in ONLY_ADDED if table not in {"markings", "events"})
    assert {table: here.tables[table] for table in ONLY_ADDED} == {
        table: there.tables[table] for table in ONLY_ADDED
    }
    assert here.tables["pages"] == there.tables["pages"]
    assert checking.check(pcs.first) == checking.check(pcs.second) == ()
