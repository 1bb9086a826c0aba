"""A work bundle as files: any byte changed is found, and nothing that a signature covers is believed untested."""

from __future__ import annotations

import hashlib
import shutil
import zlib
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from db.chain import entry_hash
from db.errors import Expected
from db.model import JournalEntry, Record, SerialState
from db.model_moving import FACTS, BookFacts, Fact, Value
from desktop.exchange.age import new_age_key
from desktop.exchange.canonical import row_sha256
from desktop.exchange.signature import new_signing_key
from desktop.exchange.work_bundle import WorkHeader, parse_work_manifest
from desktop.exchange.work_check import check_facts
from desktop.exchange.work_facts import facts_bytes, parse_facts
from desktop.exchange.work_folder import open_facts, open_pictures, prove, read_folder, seal_book
from tests.exchange.builders import flipped

BOOK, PAGE, ROW, CELL, READING, USER, RECORD, STEP = (digit * 32 for digit in "12345678")
HOME, AWAY = "a" * 32, "b" * 32
PICTURE = b"a small picture"
SHA256 = hashlib.sha256(PICTURE).hexdigest()
KEY = new_signing_key(bytes(range(32)))
AGE_SECRET, AGE = new_age_key()


def chain(*told: tuple[int, str, str]) -> tuple[Fact, ...]:
    """Entries of a journal, of which those about other books are left out."""
    facts: list[Fact] = []
    previous = ""
    for number, action, subject in told:
        entry = JournalEntry(number, "2026-03-01T09:30:00Z", USER, action, subject, "{}", previous, "")
        entry = replace(entry, hash=entry_hash(entry))
        facts.append((HOME, *(getattr(entry, name) for name in list(FACTS["entries"])[1:])))
        previous = entry.hash
    return tuple(facts)


def a_book() -> BookFacts:
    """One page with one settled cell and the record that was filed from it."""
    record = Record(
        RECORD, 1, "weapon", BOOK, PAGE, ROW, struck=False, serial="0045127", serial_state=SerialState.MARKED,
        fields=(), filed_at="2026-03-01T09:30:00Z", filed_by=USER,
    )  # fmt: skip
    tables: dict[str, tuple[Fact, ...]] = dict.fromkeys(FACTS, ())
    at = record.filed_at
    tables |= {
        "users": ((USER, "A. Njoroge", "clerk"),),
        "ledger": ((BOOK, "Pistols"),),
        "ledger_forms": ((1, 'name = "x"'),),
        "pages": ((PAGE, "scan.png", SHA256, 100, 80, 300.0, None, 1, "12", "00ff", "filed", "", "[]"),),
        "pictures": ((SHA256, SHA256, len(PICTURE)),),
        "thumbnails": ((PAGE, b"\x89PNG"),),
        "rows": ((ROW, PAGE, 1, 0),),
        "cells": ((CELL, ROW, "Serial number", "[[0.0, 0.5], [9.0, 0.5], [9.0, 4.0], [0.0, 4.0]]"),),
        "readings": (
            (READING, CELL, f"clerk:{USER}", "0045127", "0045127", "read", 1.0, at, 1, "[]", "[]", None, "", 0),
        ),
        "steps": ((STEP, USER, PAGE, at, "do", None),),
        "step_changes": ((STEP, 0, CELL, None, READING),),
        "records": (
            (RECORD, 1, "weapon", PAGE, ROW, 0, "0045127", "marked", at, USER, "", row_sha256(record)),
        ),
        "entries": chain(
            (2, "begin_book", BOOK), (3, "import_page", PAGE), (9, "settle", PAGE), (10, "file_page", PAGE),
            (11, "send_book", BOOK),
        ),
    }  # fmt: skip
    return BookFacts(tables)


def a_header(facts: BookFacts) -> WorkHeader:
    head = facts.of("entries", "hash", "number")[-1]
    return WorkHeader(
        "c" * 32, 1, BOOK, 3, HOME, AWAY, HOME, "CA1", "2026-03-01T09:31:00Z", "A. Njoroge", 10, "1.0",
        str(head[0]), int(head[1] or 0),
    )  # fmt: skip


def sealed(folder: Path, facts: BookFacts | None = None) -> Path:
    folder.mkdir()
    facts = facts or a_book()
    seal_book(a_header(facts), facts, lambda _: PICTURE, AGE, KEY, folder)
    return folder


def opened(folder: Path) -> tuple[BookFacts, list[tuple[str, bytes]]]:
    manifest = prove(read_folder(folder), KEY.public)
    facts = open_facts(folder, manifest, AGE_SECRET)
    check_facts(facts)
    return facts, list(open_pictures(folder, manifest, AGE_SECRET, facts))


def test_a_bundle_opens_to_what_was_sealed(tmp_path: Path) -> None:
    folder = sealed(tmp_path / "bundle")
    assert opened(folder) == (a_book(), [(SHA256, PICTURE)])
    assert b"Pistols" not in b"".join(path.read_bytes() for path in folder.iterdir())


def test_every_byte_of_a_bundle_that_is_changed_is_found(tmp_path: Path) -> None:
    folder = sealed(tmp_path / "bundle")
    tried, missed = 0, []
    for path in sorted(folder.iterdir()):
        for at in range(path.stat().st_size):
            with flipped(path, at):
                try:
                    prove(read_folder(folder), KEY.public)
                    missed.append((path.name, at))
                except Expected:
                    tried += 1
    assert missed == []
    assert tried == sum(path.stat().st_size for path in folder.iterdir())
    opened(folder)


def _without(name: str, copy: Path) -> None:
    (copy / name).unlink()


def _from(other: Path, name: str, copy: Path) -> None:
    shutil.copy(other / name, copy / name)


def test_files_that_are_missing_added_swapped_or_of_another_bundle_are_found(tmp_path: Path) -> None:
    folder = sealed(tmp_path / "bundle")
    other = sealed(tmp_path / "other")
    names = sorted(path.name for path in folder.iterdir())

    def changed(change: Callable[[Path], object]) -> str:
        copy = tmp_path / "copy"
        shutil.copytree(folder, copy)
        change(copy)
        with pytest.raises(Expected) as refused:
            opened(copy)
        shutil.rmtree(copy)
        return refused.value.key

    for name in names:
        gone = changed(partial(_without, name))
        assert gone in {"bundle_missing", "bundle_file_missing"}
        if (folder / name).read_bytes() != (other / name).read_bytes():
            swapped = changed(partial(_from, other, name))
            assert swapped.startswith(("bundle_", "signature_"))
    assert changed(lambda copy: (copy / "more.exe").write_bytes(b"MZ")) == "bundle_file_unlisted"

    def swap(copy: Path) -> None:
        (copy / "book.age").rename(copy / "x")
        (copy / "pictures-0001.age").rename(copy / "book.age")
        (copy / "x").rename(copy / "pictures-0001.age")

    assert changed(swap) == "bundle_broken"


def test_another_key_proves_nothing(tmp_path: Path) -> None:
    folder = sealed(tmp_path / "bundle")
    with pytest.raises(Expected, match="signature_of_another_key"):
        prove(read_folder(folder), new_signing_key(bytes(32)).public)
    manifest = prove(read_folder(folder), KEY.public)
    with pytest.raises(Expected, match="encrypted_to_another"):
        open_facts(folder, manifest, new_age_key()[0])


def test_a_manifest_has_one_form(tmp_path: Path) -> None:
    data = (sealed(tmp_path / "bundle") / "manifest.json").read_bytes()
    parse_work_manifest(data)
    for other in (
        data.replace(b'"turn": 1', b'"turn": 1.0'),
        data.replace(b'"turn": 1', b'"turn": true'),
        data.replace(b'"turn": 1', b'"turn": 1,\n    "turn": 1'),
        data.replace(b"book.age", b"../k.age"),
        data + b" ",
    ):
        assert other != data
        with pytest.raises(Expected, match="bundle_broken"):
            parse_work_manifest(other)
    with pytest.raises(Expected, match="bundle_newer"):
        parse_work_manifest(data.replace(b"ledgermark-work/1", b"ledgermark-work/2"))


def without(table: str) -> Callable[[BookFacts], BookFacts]:
    return lambda facts: BookFacts({**facts.tables, table: ()})


def with_value(table: str, column: str, value: Value, at: int = 0) -> Callable[[BookFacts], BookFacts]:
    def changed(facts: BookFacts) -> BookFacts:
        place = list(FACTS[table]).index(column)
        found = list(facts.tables[table])
        fact = found[at]
        found[at] = (*fact[:place], value, *fact[place + 1 :])
        return BookFacts({**facts.tables, table: tuple(found)})

    return changed


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (with_value("readings", "cell_id", "9" * 32), "bundle_facts_broken"),
        (with_value("rows", "page_id", "9" * 32), "bundle_facts_broken"),
        (with_value("records", "serial", "0045128"), "bundle_facts_broken"),
        (with_value("records", "serial_state", "worn"), "bundle_facts_broken"),
        (with_value("readings", "reader", "clerk:somebody"), "bundle_facts_broken"),
        (with_value("users", "role", "owner"), "bundle_facts_broken"),
        (with_value("cells", "quad", "[[1, 2]]"), "bundle_facts_broken"),
        (with_value("cells", "quad", "[" * 100_000), "bundle_facts_broken"),
        (with_value("pages", "problems", "{}"), "bundle_facts_broken"),
        (without("pictures"), "bundle_facts_broken"),
        (with_value("pictures", "data_sha256", "0" * 64), "bundle_facts_broken"),
        (without("entries"), "bundle_journal_lacks"),
        (without("steps"), "bundle_facts_broken"),
        (with_value("entries", "action", "undo", 2), "bundle_journal_broken"),
        (with_value("entries", "previous", "0" * 64, 3), "bundle_journal_broken"),
        (with_value("entries", "subject", "9" * 32, 0), "bundle_journal_broken"),
    ],
)
def test_facts_that_do_not_hold_together_are_refused(
    change: Callable[[BookFacts], BookFacts], key: str
) -> None:
    check_facts(a_book())
    with pytest.raises(Expected, match=key):
        check_facts(change(a_book()))


def test_entries_that_change_places_or_lose_one_between_are_found() -> None:
    facts = a_book()
    entries = list(facts.tables["entries"])
    for told in ([entries[1], entries[0], *entries[2:]], [*entries[:2], *entries[3:]]):
        with pytest.raises(Expected, match="bundle_journal_"):
            check_facts(BookFacts({**facts.tables, "entries": tuple(told)}))


@pytest.mark.parametrize(
    "line",
    [
        b'["readings"]', b'["unknown", 1]', b'["ledger", "1", 2]', b'["users", "1", "x", "clerk", "more"]',
        b'["pictures", "a", "b", NaN]', b'["pictures", "a", "b", 1e400]', b'["pictures", "a", "b", true]',
        b'["thumbnails", "a", "no base64!"]', b'["ledger", "1", "\\ud800"]', b"{}", b"[", b"[" * 100_000,
    ],
)  # fmt: skip
def test_a_line_that_is_no_fact_is_refused(line: bytes) -> None:
    good = zlib.decompress(facts_bytes(a_book()))
    assert parse_facts(zlib.compress(good), "book.age") == a_book()
    with pytest.raises(Expected, match="bundle_broken"):
        parse_facts(zlib.compress(good + line + b"\n"), "book.age")


def test_facts_that_are_cut_off_or_unpack_without_end_are_refused() -> None:
    data = facts_bytes(a_book())
    for broken in (data[:-1], data + b"x", b"no zlib"):
        with pytest.raises(Expected, match="bundle_broken"):
            parse_facts(broken, "book.age")
    with pytest.raises(Expected, match="bundle_too_large"):
        parse_facts(zlib.compress(b"x" * 10_000), "book.age", most=1024)
