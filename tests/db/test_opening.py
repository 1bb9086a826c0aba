from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from db import locks
from db.cipher import connect
from db.errors import Exit, Expected
from db.migrations import MIGRATIONS, version
from db.store import journal, ledgers, people
from db.store.connect import Store, action, create_store, open_store
from db.store.rows import select
from db.vault import DataKey
from tests.db.builders import ARMOURY, AT, USER, a_ledger, a_page, a_reading, a_table, read

OTHER_KEY = DataKey(bytes(range(32)))
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def closed(store: Store) -> Store:
    """A register with a page in it that nobody has open."""
    page = a_page(store, a_ledger(store))
    read(store, *(a_reading(cell) for cell in a_table(store, page, rows=60)))
    store.close()
    return store


def refusal(folder: Path, key: DataKey) -> Expected:
    with pytest.raises(Expected) as caught:
        open_store(folder, key).close()
    return caught.value


def test_a_new_register_knows_its_armoury_and_its_first_user(store: Store) -> None:
    assert people.armoury(store) == ARMOURY
    assert people.users(store) == (USER,)


def test_a_register_is_never_made_over_another(store: Store) -> None:
    with pytest.raises(Expected, match="register_exists"):
        create_store(store.folder, store.key, ARMOURY, USER, AT)


def test_a_register_that_was_begun_and_killed_is_begun_anew(folder: Path, key: DataKey) -> None:
    (folder / "register.db.part").write_bytes(b"half")
    (folder / "register.db.part-wal").write_bytes(b"half")
    create_store(folder, key, ARMOURY, USER, AT).close()
    assert sorted(path.name for path in folder.iterdir()) == [
        "books",
        "keys.json",
        "register.db",
        "register.db.turn",
    ]


def test_a_register_that_cannot_be_made_leaves_nothing(folder: Path, key: DataKey) -> None:
    with pytest.raises(Expected, match="text_broken"):
        create_store(folder, key, ARMOURY, USER, "\ud800")
    assert sorted(path.name for path in folder.iterdir()) == ["books", "keys.json"]


def test_what_a_lost_register_left_behind_does_not_come_into_a_new_one(folder: Path, key: DataKey) -> None:
    with closing(create_store(folder, key, ARMOURY, USER, AT)) as lost:
        a_ledger(lost)
        wal = (folder / "register.db-wal").read_bytes()
    assert wal
    (folder / "register.db").unlink()
    (folder / "register.db-wal").write_bytes(wal)
    with closing(create_store(folder, key, ARMOURY, USER, AT)) as new:
        assert ledgers.ledgers(new) == ()
        assert people.users(new) == (USER,)


def test_nothing_in_the_files_can_be_read_without_the_key(closed: Store) -> None:
    for path in closed.folder.rglob("*"):
        if path.suffix in {".db", ".pages"}:
            data = path.read_bytes()
            assert not data.startswith(b"SQLite format 3")
            assert b"AB 123" not in data
            assert b"picture of" not in data


def test_no_register_is_told(tmp_path: Path) -> None:
    failure = refusal(tmp_path / "nowhere", OTHER_KEY)
    assert (failure.key, failure.exit_code) == ("register_missing", Exit.REGISTER)
    assert not (tmp_path / "nowhere").exists()


def test_another_registers_key_is_told_and_changes_nothing(closed: Store) -> None:
    before = (closed.folder / "register.db").read_bytes()
    assert refusal(closed.folder, OTHER_KEY).key == "register_damaged"
    assert (closed.folder / "register.db").read_bytes() == before


def test_an_empty_file_a_folder_or_a_text_is_no_register(closed: Store) -> None:
    path = closed.folder / "register.db"
    for data in (b"", b"hello", b"x" * 100_000):
        path.write_bytes(data)
        assert refusal(closed.folder, closed.key).key == "register_damaged"
        assert path.read_bytes() == data
    path.unlink()
    path.mkdir()
    assert refusal(closed.folder, closed.key).key == "register_damaged"


def test_a_plain_sqlite_file_is_no_register(closed: Store) -> None:
    path = closed.folder / "register.db"
    path.unlink()
    with closing(sqlite3.connect(path)) as plain:
        plain.execute("create table t (x)")
    assert refusal(closed.folder, closed.key).key == "register_damaged"


def test_an_encrypted_file_of_something_else_is_no_register(closed: Store) -> None:
    path = closed.folder / "register.db"
    path.unlink()
    with closing(connect(path, closed.key, make=True)) as other:
        other.execute("create table t (x)")
    assert refusal(closed.folder, closed.key).key == "register_damaged"


def test_a_truncated_register_is_told_when_it_is_opened(closed: Store) -> None:
    path = closed.folder / "register.db"
    data = path.read_bytes()
    for length in (len(data) - 1, len(data) - 4096, len(data) // 2, 5000, 100):
        path.write_bytes(data[:length])
        assert refusal(closed.folder, closed.key).key == "register_damaged"


@pytest.mark.parametrize("place", [0, 16, 100, 4000])
def test_a_flipped_byte_in_the_first_page_is_told_when_it_is_opened(closed: Store, place: int) -> None:
    path = closed.folder / "register.db"
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)
    assert refusal(closed.folder, closed.key).key == "register_damaged"


def test_no_flipped_byte_is_ever_taken_for_data(closed: Store) -> None:
    path = closed.folder / "register.db"
    data = path.read_bytes()
    told = 0
    for place in range(4096 + 1000, len(data), 4096):
        broken = bytearray(data)
        broken[place] ^= 0x10
        path.write_bytes(broken)
        try:
            with closing(open_store(closed.folder, closed.key)) as opened:
                everything(opened)
        except Expected as failure:
            assert failure.key == "register_damaged"  # noqa: PT017 - an untouched page may be free
            told += 1
    assert told > 10


def everything(store: Store) -> None:
    """Read every table, as `select` does."""
    for found in select(store, "select name from sqlite_master where type = 'table'"):
        select(store, "select * from T".replace("T", found["name"]))


def test_a_newer_register_is_refused_and_left_as_it_is(closed: Store) -> None:
    with closing(connect(closed.folder / "register.db", closed.key)) as db:
        db.execute(f"pragma user_version = {len(MIGRATIONS) + 1}")
    before = (closed.folder / "register.db").read_bytes()
    failure = refusal(closed.folder, closed.key)
    assert (failure.key, failure.exit_code) == ("register_newer", Exit.REGISTER)
    assert (closed.folder / "register.db").read_bytes() == before
    assert not (closed.folder / "backups").exists()


NEXT = "create table added (x integer) strict; create trigger added_no_delete before delete on added "
NEXT += "begin select raise(abort, 'no'); end;"


def test_an_older_register_is_brought_up_to_date_after_a_copy_was_taken(closed: Store) -> None:
    with closing(open_store(closed.folder, closed.key, (*MIGRATIONS, NEXT))) as opened:
        assert version(opened.db) == len(MIGRATIONS) + 1
        assert opened.db.table("added").exists()
        assert len(ledgers.ledgers(opened)) == 1
    copy = closed.folder / "backups" / f"before-version-{len(MIGRATIONS) + 1}"
    with closing(open_store(copy, closed.key)) as old:
        assert version(old.db) == len(MIGRATIONS)
        assert len(ledgers.ledgers(old)) == 1
    assert (copy / "keys.json").read_bytes() == (closed.folder / "keys.json").read_bytes()


def test_a_step_that_fails_leaves_the_register_as_it_was(closed: Store) -> None:
    with pytest.raises(Exception, match="no such table: nowhere"):
        open_store(closed.folder, closed.key, (*MIGRATIONS, NEXT, "insert into nowhere values (1);"))
    with closing(open_store(closed.folder, closed.key)) as opened:
        assert version(opened.db) == len(MIGRATIONS)
        assert not opened.db.table("added").exists()
    with closing(open_store(closed.folder, closed.key, (*MIGRATIONS, NEXT))) as opened:
        assert version(opened.db) == len(MIGRATIONS) + 1
    assert len(list((closed.folder / "backups").iterdir())) == 2


def test_two_that_bring_it_up_to_date_at_once_do_it_once(closed: Store) -> None:
    steps = (*MIGRATIONS, NEXT)
    failures: list[BaseException] = []

    def opening() -> None:
        try:
            open_store(closed.folder, closed.key, steps).close()
        except BaseException as failure:  # noqa: BLE001 - brought to the test's thread
            failures.append(failure)

    threads = [threading.Thread(target=opening) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(list((closed.folder / "backups").iterdir())) == 1


def test_a_register_from_a_backup_is_opened_by_two_at_once(store: Store) -> None:
    store.close()
    for _ in range(20):
        with closing(connect(store.folder / "register.db", store.key)) as db:
            db.execute("pragma journal_mode = delete")
        failures: list[BaseException] = []

        def opening(failures: list[BaseException] = failures) -> None:
            try:
                open_store(store.folder, store.key).close()
            except BaseException as failure:  # noqa: BLE001 - brought to the test's thread
                failures.append(failure)

        threads = [threading.Thread(target=opening) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []


HOLD = """
import sys
from pathlib import Path
from db.cipher import connect
from db.vault import DataKey
db = connect(Path(sys.argv[1]), DataKey(bytes.fromhex(sys.stdin.readline())))
db.execute("begin exclusive")
print("held", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def elsewhere(store: Store) -> Iterator[subprocess.Popen[str]]:
    """Another program that is in the middle of writing."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(store.folder / "register.db")],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(store.key.raw.hex() + "\n")
        process.stdin.flush()
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks.patience, "__defaults__", (0.05,))


def test_another_program_that_writes_for_long_is_told(
    store: Store, elsewhere: subprocess.Popen[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    impatient(monkeypatch)
    with closing(open_store(store.folder, store.key)) as opened:
        assert people.users(opened) == (USER,)  # reading goes on meanwhile
        with pytest.raises(Expected) as caught, action(opened):
            pytest.fail("somebody else is writing")
    assert (caught.value.key, caught.value.exit_code) == ("register_locked", Exit.REGISTER)


def test_what_waits_for_another_program_goes_on_when_it_is_done(
    store: Store, elsewhere: subprocess.Popen[str]
) -> None:
    threading.Timer(0.2, elsewhere.kill).start()
    with action(store):
        people.remember(store, USER.id, "where", "here")
    assert people.recall(store, USER.id, "where") == "here"


def test_a_turn_that_somebody_holds_for_long_is_told(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    impatient(monkeypatch)
    with (
        locks.held(store.folder / "register.db.turn"),
        pytest.raises(Expected, match="register_locked"),
        action(store),
    ):
        pytest.fail("it is not our turn")


def test_a_failed_action_leaves_nothing_and_the_next_one_works(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), action(store):  # noqa: PT012 - it fails after it wrote
        people.remember(store, USER.id, "where", "here")
        raise ZeroDivisionError
    assert people.recall(store, USER.id, "where") == ""
    with action(store):
        people.remember(store, USER.id, "where", "there")
    assert people.recall(store, USER.id, "where") == "there"


def test_an_action_inside_an_action_is_refused(store: Store) -> None:
    with action(store):
        with pytest.raises(RuntimeError, match="inside an action"), action(store):
            pytest.fail("nested")
        people.remember(store, USER.id, "where", "here")
    assert people.recall(store, USER.id, "where") == "here"


def test_nothing_is_written_outside_an_action(store: Store) -> None:
    with pytest.raises(RuntimeError, match="outside an action"):
        people.remember(store, USER.id, "where", "here")
    with pytest.raises(RuntimeError, match="outside an action"):
        journal.append(store, at=AT, actor="", action="x", subject="", details={})


def test_a_mistake_of_ours_stays_a_mistake(store: Store) -> None:
    with pytest.raises(Exception, match="no such table") as caught, action(store):
        store.db.execute("insert into nowhere values (1)")
    assert not isinstance(caught.value, Expected)


def test_a_text_that_is_no_text_is_told(store: Store) -> None:
    with pytest.raises(Expected, match="text_broken"), action(store):
        people.remember(store, USER.id, "where", "\udcff")


def test_closing_twice_is_harmless(store: Store) -> None:
    store.close()
    store.close()


def test_a_folder_with_a_strange_name_is_no_trouble(tmp_path: Path) -> None:
    folder = tmp_path / "Armería #1 50%25 ? ü"
    folder.mkdir()
    create_store(folder, OTHER_KEY, ARMOURY, USER, AT).close()
    with closing(open_store(folder, OTHER_KEY)) as opened:
        assert people.armoury(opened) == ARMOURY
