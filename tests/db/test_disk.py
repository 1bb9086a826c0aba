"""A disk that is full, read-only or failing: a sentence, and nothing lost."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from db import durable, vault
from db.cipher import SqlError, failures_told
from db.errors import Exit, Expected
from db.store import backup, checks, journal, pages, people
from db.store.connect import Store, action, create_store, open_store
from tests.db.builders import ARMOURY, AT, CHEAP, PASSPHRASE, USER, a_ledger, a_page, a_reading, a_table, read


def told(key: str, do: Callable[[], object]) -> Expected:
    with pytest.raises(Expected) as caught:
        do()
    assert caught.value.key == key
    assert caught.value.exit_code is Exit.DISK
    return caught.value


def write_much(store: Store) -> None:
    """Fill the register until it is refused."""
    while True:
        with action(store):
            for _ in range(50):
                journal.append(store, at=AT, actor="", action="x" * 500, subject="", details={})


def test_a_full_register_says_so_and_keeps_what_came_before(store: Store) -> None:
    with action(store):
        journal.append(store, at=AT, actor="", action="first", subject="", details={})
    pages_now = store.db.execute("pragma page_count").fetchone()[0]
    store.db.execute("pragma max_page_count = " + str(int(pages_now) + 20))
    told("disk_full", lambda: write_much(store))
    kept = journal.head(store)[1]
    assert kept % 50 == 1
    assert journal.verify(store) == ()
    store.db.execute("pragma max_page_count = 1000000")
    with action(store):
        people.remember(store, USER.id, "where", "here")
    with closing(open_store(store.folder, store.key)) as again:
        assert journal.head(again)[1] == kept
        assert checks.check(again) == ()


def test_a_register_that_may_only_be_read_says_so(store: Store) -> None:
    store.db.execute("pragma query_only = on")

    def act() -> None:
        with action(store):
            people.remember(store, USER.id, "where", "here")

    told("disk_read_only", act)
    store.db.execute("pragma query_only = off")
    act()


@pytest.mark.parametrize(
    ("number", "key"),
    [
        (errno.ENOSPC, "disk_full"),
        (errno.EDQUOT, "disk_full"),
        (errno.EROFS, "disk_read_only"),
        (errno.EACCES, "disk_read_only"),
        (errno.EIO, "disk_failed"),
    ],
)
def test_each_refusal_of_a_disk_has_its_sentence(number: int, key: str) -> None:
    failure = durable.disk_failure(OSError(number, os.strerror(number)))
    assert (failure.key, failure.exit_code) == (key, Exit.DISK)


@pytest.mark.parametrize(
    ("code", "key"),
    [(13, "disk_full"), (4874, "disk_full"), (10, "disk_failed"), (778, "disk_failed"), (1032, "disk_read_only"),
     (14, "disk_read_only"), (5, "register_locked"), (261, "register_locked"), (11, "register_damaged")],
)  # fmt: skip
def test_each_refusal_of_sqlite_has_its_sentence(code: int, key: str) -> None:
    error = SqlError("words")
    error.sqlite_errorcode = code
    with pytest.raises(Expected) as caught, failures_told():
        raise error
    assert caught.value.key == key


def test_a_refusal_without_a_code_is_known_by_its_words() -> None:
    told("disk_full", lambda: fail_with(SqlError("database or disk is full")))
    with pytest.raises(SqlError, match="something else"):
        fail_with(SqlError("something else"))


def fail_with(error: Exception) -> None:
    with failures_told():
        raise error


def test_a_file_that_cannot_be_written_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    durable.write_atomically(path, b"old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="full"):
        durable.write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("number", [errno.EINVAL, errno.EIO])
def test_only_a_stick_that_cannot_sync_its_names_is_forgiven(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(_: int) -> None:
        raise OSError(number, "no")

    monkeypatch.setattr(os, "fsync", refuse)
    if number == errno.EINVAL:
        durable.sync_folder(tmp_path)
    else:
        with pytest.raises(OSError, match="no"):
            durable.sync_folder(tmp_path)


def test_a_half_written_file_of_before_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / "file.part").write_bytes(b"half")
    durable.write_atomically(tmp_path / "file", b"new")
    assert (tmp_path / "file").read_bytes() == b"new"


# From here on with a disk of its own, where the one who runs the tests may make one.


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A disk of four megabytes in memory."""
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(disk)]
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root may make a small disk")
    if subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("no small disk can be made here")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


@pytest.fixture
def on_small(small: Path) -> Iterator[Store]:
    """A register on the small disk."""
    key, _ = vault.create_keys(small / "register", USER, PASSPHRASE, CHEAP)
    opened = create_store(small / "register", key, ARMOURY, USER, AT)
    yield opened
    with suppress(SqlError):
        opened.close()


def remount(disk: Path, mode: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{mode}", str(disk)], check=True)


def fill(disk: Path) -> Path:
    """Leave nothing free."""
    path = disk / "filling"
    with path.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(b"x" * 4096):
            pass
    return path


def test_a_full_disk_refuses_everything_in_words_and_loses_nothing(small: Path, on_small: Store) -> None:
    store = on_small
    ledger = a_ledger(store)
    page = a_page(store, ledger)
    read(store, *(a_reading(cell) for cell in a_table(store, page)))
    entries = journal.head(store)[1]
    filling = fill(small)

    told("disk_full", lambda: write_much(store))
    told("disk_full", lambda: pages.put_picture(store, ledger.id, "x#1", b"z" * 100_000))
    told("disk_full", lambda: backup.backup(store, small / "backup"))
    told("disk_full", lambda: vault.change_passphrase(store.folder, store.key, USER.id, "new one", CHEAP))
    assert not (small / "backup").exists()
    assert not (small / "backup.part").exists()
    assert journal.head(store)[1] >= entries
    assert pages.picture(store, ledger.id, page.sha256)

    filling.unlink()
    with action(store):
        journal.append(store, at=AT, actor="", action="room again", subject="", details={})
    assert vault.unlock(store.folder, PASSPHRASE)[0] == store.key
    assert checks.check(store) == ()


def test_a_picture_that_found_no_room_leaves_an_empty_book_that_is_used_again(
    small: Path, on_small: Store
) -> None:
    ledger = a_ledger(on_small)
    filling = fill(small)
    told("disk_full", lambda: a_page(on_small, ledger))
    filling.unlink()
    assert checks.check(on_small) == ()
    assert pages.sweep_orphans(on_small) == 0
    page = a_page(on_small, ledger)
    assert pages.picture(on_small, ledger.id, page.sha256)


def test_no_register_is_left_where_there_was_no_room_for_one(small: Path) -> None:
    key, _ = vault.create_keys(small / "register", USER, PASSPHRASE, CHEAP)
    filling = fill(small)
    told("disk_full", lambda: create_store(small / "register", key, ARMOURY, USER, AT))
    assert not any(path.name.startswith("register.db") for path in (small / "register").iterdir())
    filling.unlink()
    create_store(small / "register", key, ARMOURY, USER, AT).close()


def test_a_read_only_disk_says_so_and_changes_nothing(small: Path, on_small: Store) -> None:
    on_small.close()
    remount(small, "ro")
    folder = small / "register"
    try:
        told("disk_read_only", lambda: open_store(folder, on_small.key))
        told("disk_read_only", lambda: vault.unlock(folder, "wrong"))
        told("disk_read_only", lambda: vault.create_keys(small / "other", USER, PASSPHRASE, CHEAP))
        assert vault.unlock(folder, PASSPHRASE)[0] == on_small.key
    finally:
        remount(small, "rw")
    with closing(open_store(folder, on_small.key)) as opened:
        assert checks.check(opened) == ()


def test_a_backup_on_a_read_only_stick_is_restored_and_stays_as_it_is(
    small: Path, store: Store, tmp_path: Path
) -> None:
    page = a_page(store, a_ledger(store))
    backup.backup(store, small / "backup")
    before = {path: path.read_bytes() for path in (small / "backup").rglob("*") if path.is_file()}
    remount(small, "ro")
    try:
        backup.restore(small / "backup", store.key, tmp_path / "restored")
    finally:
        remount(small, "rw")
    with closing(open_store(tmp_path / "restored", store.key)) as restored:
        assert pages.page(restored, page.id) == page
        assert checks.check(restored) == ()
    assert {path: path.read_bytes() for path in (small / "backup").rglob("*") if path.is_file()} == before
