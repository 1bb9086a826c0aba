from __future__ import annotations

import hashlib
from contextlib import closing

import pytest

from db.cipher import connect
from db.store import checks, journal, pages, records
from db.store.books import book_path
from db.store.checks import Finding
from db.store.connect import Store, action, open_store
from desktop.messages import sentence
from tests.db.builders import AT, a_ledger, a_page, a_record, a_table, file, seal


@pytest.fixture
def filled(store: Store) -> Store:
    """A register with a page of two pictures' book, records and a batch."""
    ledger = a_ledger(store)
    a_ledger(store, "without pages")
    page = a_page(store, ledger)
    a_page(store, ledger, "second")
    cells = a_table(store, page, rows=3, columns=("serial_number",))
    new = [a_record(store, page, cell) for cell in cells]
    file(store, *new)
    seal(store, (new[0].id, 1))
    with action(store):
        journal.append(store, at=AT, actor="", action="x", subject="", details={})
        journal.append(store, at=AT, actor="", action="y", subject="", details={})
    return store


def keys(store: Store) -> list[str]:
    """What a check finds; each has a sentence that its values fill."""
    findings = checks.check(store)
    for finding in findings:
        assert "{" not in sentence(finding.key, dict(finding.values))
    return [finding.key for finding in findings]


def test_a_register_in_use_is_whole(filled: Store) -> None:
    heard: list[tuple[int, int]] = []
    assert checks.check(filled, lambda done, total: heard.append((done, total))) == ()
    assert heard == [(1, 3), (2, 3), (3, 3)]


def test_a_new_register_is_whole(store: Store) -> None:
    assert checks.check(store) == ()


def test_an_altered_journal_is_found(filled: Store) -> None:
    filled.db.execute("drop trigger journal_no_update")
    filled.db.execute("update journal set action = 'z' where number = 1")
    assert keys(filled) == ["schema_differs", "journal_broken"]
    assert Finding("journal_broken", (("number", "1"), ("what", "altered"))) in checks.check(filled)


def test_a_value_that_the_schema_forbids_is_found(filled: Store) -> None:
    filled.db.execute("pragma ignore_check_constraints = on")
    filled.db.execute("update armoury set practice = 7")
    assert keys(filled) == ["file_broken"]


@pytest.mark.parametrize("sql", ["drop trigger readings_no_delete", "create table misspelt (x text) strict"])
def test_another_schema_is_found(filled: Store, sql: str) -> None:
    filled.db.execute(sql)
    assert keys(filled) == ["schema_differs"]


def test_a_reference_to_nothing_is_found(filled: Store) -> None:
    filled.db.execute("pragma foreign_keys = off")
    filled.db.execute("insert into ledger_forms values ('nowhere', 1, '')")
    assert keys(filled) == ["reference_broken"]


@pytest.mark.parametrize(
    "sql",
    [
        "delete from latest_records where seq = 1",
        "update latest_records set sent = 1 - sent where seq = 1",
        "update latest_records set plain = 'other' where seq = 2",
        "update latest_records set revision = 7 where seq = 2",
    ],
)
def test_a_wrong_list_of_latest_records_is_found(filled: Store, sql: str) -> None:
    filled.db.execute(sql)
    assert keys(filled) == ["latest_records_wrong"]


def test_an_altered_sealed_file_is_found(filled: Store) -> None:
    filled.db.execute("drop trigger batch_files_no_update")
    filled.db.execute("update batch_files set data = x'00' where name = 'batch.xlsx'")
    assert keys(filled) == ["schema_differs", "batch_damaged"]


def test_an_altered_picture_is_found(filled: Store) -> None:
    ledger_id, sha256 = filled.db.execute("select ledger_id, sha256 from pages where position = 2").fetchone()
    with closing(connect(book_path(filled, ledger_id), filled.key)) as book:
        book.execute("drop trigger pictures_no_update")
        book.execute("update pictures set data = x'00' where sha256 = ?", (sha256,))
    assert keys(filled) == ["schema_differs", "picture_altered"]
    assert Finding("picture_altered", (("book", "1"), ("page", "2"))) in checks.check(filled)


def test_another_picture_with_its_own_right_hash_is_found(filled: Store) -> None:
    ledger_id, sha256 = filled.db.execute("select ledger_id, sha256 from pages where position = 1").fetchone()
    other = hashlib.sha256(b"other").hexdigest()
    with closing(connect(book_path(filled, ledger_id), filled.key)) as book:
        book.execute("drop trigger pictures_no_update")
        book.execute(
            "update pictures set data = ?, data_sha256 = ? where sha256 = ?", (b"other", other, sha256)
        )
    assert "picture_altered" in keys(filled)


def test_an_altered_page_of_a_many_page_file_is_found(filled: Store) -> None:
    ledger = a_ledger(filled, "many")
    pages.put_picture(filled, ledger.id, "a" * 64 + "#1", b"first")
    assert keys(filled) == []
    with closing(connect(book_path(filled, ledger.id), filled.key)) as book:
        book.execute("drop trigger pictures_no_update")
        book.execute("update pictures set data = x'00'")
    assert keys(filled) == ["schema_differs", "picture_altered"]


def test_a_picture_that_is_gone_is_found(filled: Store) -> None:
    ledger_id = filled.db.execute("select ledger_id from pages").fetchone()[0]
    with closing(connect(book_path(filled, ledger_id), filled.key)) as book:
        book.execute("delete from pictures")
    assert keys(filled) == ["picture_gone", "picture_gone"]


def test_a_book_that_is_gone_is_found(filled: Store) -> None:
    ledger_id = filled.db.execute("select ledger_id from pages").fetchone()[0]
    book_path(filled, ledger_id).unlink()
    assert keys(filled) == ["book_missing"]


def test_a_damaged_book_is_found_and_the_others_are_checked(filled: Store) -> None:
    other = a_page(filled, a_ledger(filled, "other"), "other")
    first = filled.db.execute("select id from ledgers where number = 1").fetchone()[0]
    for ledger_id in (first, other.ledger_id):
        path = book_path(filled, ledger_id)
        path.write_bytes(b"x" * path.stat().st_size)
    assert keys(filled) == ["book_damaged", "book_damaged"]


def test_a_damaged_page_of_the_register_is_found(filled: Store) -> None:
    filled.close()
    path = filled.folder / "register.db"
    data = bytearray(path.read_bytes())
    with closing(open_store(filled.folder, filled.key)) as store:
        root = store.db.execute(
            "select rootpage from sqlite_master where name = 'records_digits'"
        ).fetchone()[0]
    data[(root - 1) * 4096 + 500] ^= 1
    path.write_bytes(data)
    with closing(open_store(filled.folder, filled.key)) as store:
        assert records.count(store) == 3
        found = keys(store)
    assert {"cipher_broken", "register_damaged"} <= set(found)


def test_a_register_too_damaged_to_be_asked_is_told_part_by_part(filled: Store) -> None:
    filled.db.execute("pragma wal_checkpoint(truncate)")
    path = filled.folder / "register.db"
    data = path.read_bytes()
    path.write_bytes(data[:4096] + b"x" * (len(data) - 4096))
    assert "register_damaged" in keys(filled)
