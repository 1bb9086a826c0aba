"""Two lanes, and two programs, at one register."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from db import locks
from db.errors import Expected
from db.store import journal, pages, people, records
from db.store.connect import Store, action, open_store
from tests.db.builders import AT, USER, a_ledger, a_page, a_record, a_table, file, picture_bytes


def together(*work: Callable[[], None]) -> list[BaseException]:
    """Do everything at once, each in a thread of its own; what failed."""
    failures: list[BaseException] = []

    def doing(one: Callable[[], None]) -> None:
        try:
            one()
        except BaseException as failure:  # noqa: BLE001 - brought to the test's thread
            failures.append(failure)

    threads = [threading.Thread(target=doing, args=(one,)) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures


def writing(store: Store, times: int) -> Callable[[], None]:
    def write() -> None:
        with closing(open_store(store.folder, store.key)) as own:
            for _ in range(times):
                with action(own):
                    journal.append(own, at=AT, actor="", action="x", subject="", details={})

    return write


def test_lanes_that_write_at_once_never_fail_and_lose_nothing(store: Store) -> None:
    assert together(*[writing(store, 40) for _ in range(4)]) == []
    assert journal.verify(store) == ()
    assert journal.head(store)[1] == 160


def test_a_lane_has_its_turn_beside_one_that_never_rests(store: Store) -> None:
    rested = threading.Event()
    turns: list[int] = []

    def restless() -> None:
        with closing(open_store(store.folder, store.key)) as own:
            while not rested.is_set():
                with action(own):
                    journal.append(own, at=AT, actor="", action="jobs", subject="", details={})

    def desk() -> None:
        with closing(open_store(store.folder, store.key)) as own:
            try:
                for number in range(30):
                    with action(own):
                        people.remember(own, USER.id, "where", str(number))
                        turns.append(number)
            finally:
                rested.set()

    assert together(restless, desk) == []
    assert turns == list(range(30))


def test_what_was_read_in_an_action_cannot_change_before_it_is_written(store: Store) -> None:
    def counting() -> None:
        with closing(open_store(store.folder, store.key)) as own:
            for _ in range(25):
                with action(own):
                    before = int(people.recall(own, USER.id, "count") or "0")
                    people.remember(own, USER.id, "count", str(before + 1))

    assert together(counting, counting, counting) == []
    assert people.recall(store, USER.id, "count") == "75"


def test_one_lane_sees_what_the_other_has_kept_and_nothing_before(store: Store, other: Store) -> None:
    with action(store):
        people.remember(store, USER.id, "where", "here")
        assert people.recall(other, USER.id, "where") == ""
    assert people.recall(other, USER.id, "where") == "here"


def test_pictures_come_into_one_book_from_two_lanes_at_once(store: Store) -> None:
    ledger = a_ledger(store)

    def putting(name: str) -> Callable[[], None]:
        def put() -> None:
            with closing(open_store(store.folder, store.key)) as own:
                for number in range(15):
                    data, sha256 = picture_bytes(f"{name} {number}")
                    pages.put_picture(own, ledger.id, sha256, data)
                    assert pages.picture(own, ledger.id, sha256) == data

        return put

    assert together(putting("a"), putting("b"), putting("a")) == []
    assert pages.sweep_orphans(store) == 30


def test_a_sweep_beside_an_import_takes_no_picture_that_a_page_shows(store: Store) -> None:
    ledger = a_ledger(store)
    imported: list[str] = []
    done = threading.Event()

    def importing() -> None:
        with closing(open_store(store.folder, store.key)) as own:
            try:
                for number in range(25):
                    try:
                        imported.append(a_page(own, ledger, str(number)).sha256)
                    except Expected as failure:
                        if failure.key != "picture_not_kept":
                            raise
            finally:
                done.set()

    def sweeping() -> None:
        with closing(open_store(store.folder, store.key)) as own:
            while not done.is_set():
                pages.sweep_orphans(own)

    assert together(importing, sweeping) == []
    assert [page.sha256 for page in pages.pages(store, ledger.id)] == imported
    assert all(pages.picture(store, ledger.id, sha256) for sha256 in imported)


def test_records_are_found_by_one_lane_while_the_other_files(store: Store) -> None:
    page = a_page(store, a_ledger(store))
    cells = a_table(store, page, rows=30, columns=("serial_number",))
    done = threading.Event()

    def filing() -> None:
        with closing(open_store(store.folder, store.key)) as own:
            try:
                for cell in cells:
                    file(own, a_record(own, page, cell))
            finally:
                done.set()

    def searching() -> None:
        with closing(open_store(store.folder, store.key)) as own:
            while not done.is_set():
                assert len(records.search(own, "AB12", 50)) <= 30

    assert together(filing, searching) == []
    assert len(records.search(store, "AB12", 50)) == 30


def test_a_lock_is_let_go_of_and_taken_again(tmp_path: Path) -> None:
    for _ in range(3):
        with locks.held(tmp_path / "lock"):
            assert (tmp_path / "lock").exists()


def test_a_lock_in_a_folder_that_is_not_there_is_the_disks_fault(tmp_path: Path) -> None:
    with pytest.raises(Expected, match="disk_failed"), locks.held(tmp_path / "nowhere" / "lock"):
        pytest.fail("there is no such folder")
