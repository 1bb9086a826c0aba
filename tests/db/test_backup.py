from __future__ import annotations

import threading
from contextlib import closing
from pathlib import Path

import pytest

from db import vault
from db.cipher import connect
from db.errors import Expected
from db.store import backup, checks, journal, pages
from db.store.connect import Store, action, create_store, open_store
from tests.db.builders import (
    ARMOURY,
    AT,
    CHEAP,
    PASSPHRASE,
    USER,
    a_ledger,
    a_page,
    a_record,
    a_table,
    file,
    picture_bytes,
)


@pytest.fixture
def filled(store: Store) -> Store:
    page = a_page(store, a_ledger(store))
    file(store, a_record(store, page, a_table(store, page)[0]))
    note(store)
    return store


def note(store: Store) -> None:
    with action(store):
        journal.append(store, at=AT, actor="", action="x", subject="", details={})


def files_in(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_backup_is_a_register_that_opens_with_the_same_passphrase(filled: Store, tmp_path: Path) -> None:
    target = backup.backup(filled, tmp_path / "backup")
    assert target == tmp_path / "backup"
    assert files_in(target) == ["books/0001.pages", "keys.json", "register.db"]
    key, user_id = vault.unlock(target, PASSPHRASE)
    assert user_id == USER.id
    with closing(open_store(target, key)) as copy:
        assert journal.head(copy) == journal.head(filled)
        assert checks.check(copy) == ()
        page = pages.pages(copy, copy.db.execute("select id from ledgers").fetchone()[0])[0]
        assert pages.picture(copy, page.ledger_id, page.sha256) == picture_bytes("page")[0]


def test_a_backup_is_encrypted(filled: Store, tmp_path: Path) -> None:
    target = backup.backup(filled, tmp_path / "backup")
    assert not (target / "register.db").read_bytes().startswith(b"SQLite")
    assert b"AB 123" not in (target / "register.db").read_bytes()


def test_what_is_kept_but_not_yet_in_the_main_file_is_in_the_backup(filled: Store, tmp_path: Path) -> None:
    assert (filled.folder / "register.db-wal").stat().st_size > 0
    with closing(open_store(backup.backup(filled, tmp_path / "backup"), filled.key)) as copy:
        assert journal.head(copy) == journal.head(filled)


def test_a_backup_never_goes_over_another(filled: Store, tmp_path: Path) -> None:
    backup.backup(filled, tmp_path / "backup")
    with pytest.raises(Expected, match="backup_exists"):
        backup.backup(filled, tmp_path / "backup")


def test_a_backup_that_was_killed_is_begun_anew(filled: Store, tmp_path: Path) -> None:
    (tmp_path / "backup.part").mkdir()
    (tmp_path / "backup.part" / "register.db").write_bytes(b"half")
    backup.backup(filled, tmp_path / "backup")
    assert not (tmp_path / "backup.part").exists()


def test_a_damaged_register_gives_no_backup(filled: Store, tmp_path: Path) -> None:
    filled.close()
    path = filled.folder / "register.db"
    data = bytearray(path.read_bytes())
    data[20 * 4096 + 500] ^= 1
    path.write_bytes(data)
    with closing(open_store(filled.folder, filled.key)) as store:
        with pytest.raises(Expected) as caught:
            backup.backup(store, tmp_path / "backup")
        assert caught.value.key in {"backup_damaged", "register_damaged"}
    assert list(tmp_path.glob("backup*")) == []


def test_a_book_that_was_never_filled_is_no_hindrance(filled: Store, tmp_path: Path) -> None:
    a_ledger(filled, "empty")
    (filled.folder / "books" / "0002.pages").touch()
    target = backup.backup(filled, tmp_path / "backup")
    with closing(open_store(target, filled.key)) as copy:
        assert checks.check(copy) == ()


def test_a_register_that_holds_what_the_schema_forbids_gives_no_backup(filled: Store, tmp_path: Path) -> None:
    filled.db.execute("pragma ignore_check_constraints = on")
    filled.db.execute("update armoury set practice = 7")
    with pytest.raises(Expected, match="backup_damaged"):
        backup.backup(filled, tmp_path / "backup")
    assert list(tmp_path.glob("backup*")) == []


def test_a_backup_without_its_key_file_is_none(filled: Store, tmp_path: Path) -> None:
    (filled.folder / "keys.json").write_bytes(b"{}")
    with pytest.raises(Expected, match="keys_broken"):
        backup.backup(filled, tmp_path / "backup")
    assert list(tmp_path.glob("backup*")) == []


def test_people_go_on_working_while_a_backup_is_taken(filled: Store, tmp_path: Path) -> None:
    stop = threading.Event()
    failures: list[BaseException] = []

    def working() -> None:
        try:
            with closing(open_store(filled.folder, filled.key)) as own:
                while not stop.is_set():
                    note(own)
        except BaseException as failure:  # noqa: BLE001 - brought to the test's thread
            failures.append(failure)

    thread = threading.Thread(target=working)
    thread.start()
    try:
        targets = [backup.backup(filled, tmp_path / f"backup-{number}") for number in range(5)]
    finally:
        stop.set()
        thread.join()
    assert failures == []
    for target in targets:
        with closing(open_store(target, filled.key)) as copy:
            assert checks.check(copy) == ()


def test_a_restored_backup_is_the_register_and_the_backup_stays(filled: Store, tmp_path: Path) -> None:
    target = backup.backup(filled, tmp_path / "backup")
    before = {path: (target / path).read_bytes() for path in files_in(target)}
    backup.restore(target, filled.key, tmp_path / "restored")
    with closing(open_store(tmp_path / "restored", filled.key)) as restored:
        note(restored)
        assert checks.check(restored) == ()
    assert {path: (target / path).read_bytes() for path in files_in(target)} == before


def test_a_folder_without_a_register_is_no_backup(filled: Store, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(Expected, match="register_missing"):
        backup.restore(tmp_path / "empty", filled.key, tmp_path / "restored")
    assert not (tmp_path / "restored").exists()


def test_a_backup_is_proved_by_opening_it_and_comparing(filled: Store, tmp_path: Path) -> None:
    target = backup.backup(filled, tmp_path / "backup")
    note(filled)
    note(filled)
    proof = backup.prove(filled, target, tmp_path / "scratch")
    assert proof == backup.Proof(pages=1, records=1, entries=1, behind=2, findings=())


def test_a_backup_of_a_register_without_entries_is_proved(store: Store, tmp_path: Path) -> None:
    target = backup.backup(store, tmp_path / "backup")
    assert backup.prove(store, target, tmp_path / "scratch") == backup.Proof(0, 0, 0, 0, ())


def test_a_backup_of_another_time_line_is_told(filled: Store, tmp_path: Path) -> None:
    target = backup.backup(filled, tmp_path / "backup")
    with closing(open_store(target, filled.key)) as copy:
        note(copy)
    note(filled)
    with action(filled):
        journal.append(filled, at=AT, actor="", action="y", subject="", details={})
    good = backup.prove(filled, target, tmp_path / "scratch")
    assert good.findings == ()  # the same entry at the same time is the same chain
    with closing(open_store(target, filled.key)) as copy, action(copy):
        journal.append(copy, at=AT, actor="", action="z", subject="", details={})
    told = backup.prove(filled, target, tmp_path / "scratch")
    assert [finding.key for finding in told.findings] == ["backup_of_another"]


def test_a_damaged_backup_is_not_proved(filled: Store, tmp_path: Path) -> None:
    target = backup.backup(filled, tmp_path / "backup")
    with closing(connect(target / "books" / "0001.pages", filled.key)) as book:
        book.execute("delete from pictures")
    proof = backup.prove(filled, target, tmp_path / "scratch")
    assert [finding.key for finding in proof.findings] == ["picture_gone"]


def test_a_backup_of_another_register_does_not_open(filled: Store, tmp_path: Path) -> None:
    key, _ = vault.create_keys(tmp_path / "other", USER, PASSPHRASE, CHEAP)
    with closing(create_store(tmp_path / "other", key, ARMOURY, USER, AT)) as other:
        target = backup.backup(other, tmp_path / "backup")
    with pytest.raises(Expected, match="register_damaged"):
        backup.prove(filled, target, tmp_path / "scratch")
