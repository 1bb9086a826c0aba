from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db.cipher import connect
from db.errors import Exit, Expected
from db.model import Ledger, Page
from db.store import connect as connected
from db.store import journal
from desktop.operations import backups, books, checking, home, people, restoring, rotation, settling
from desktop.operations.session import Session, open_session
from desktop.settings import Settings, save_settings
from tests.operations.conftest import FORM, PASSPHRASE, Clock
from tests.operations.filed import file_rows


@pytest.fixture
def page(session: Session, book: Ledger) -> Page:
    return a_page(session, "1", "0045127")


def a_page(session: Session, number: str, serial: str) -> Page:
    """A filed page of the book, and the journal's word of it."""
    page = file_rows(session, books.book_number(session, 1), [(number, serial, "Walther", "1941")])
    with connected.action(session.store):
        journal.append(
            session.store,
            at=session.now(),
            actor=session.user.id,
            action="import_page",
            subject=page.id,
            details={},
        )
    return page


@pytest.fixture
def turn(session: Session) -> Callable[[float], None]:
    """Turn the clock by so many days."""
    clock = session.workplace.clock
    assert isinstance(clock, Clock)

    def turning(days: float) -> None:
        clock.now += timedelta(days=days)

    return turning


def place(session: Session) -> Path:
    return backups.place_of(session)


def days(found: tuple[backups.Backup, ...]) -> list[str]:
    return [one.taken.strftime("%m-%d") for one in found]


def something_is_done(session: Session) -> None:
    books.new_book(session, "Another", FORM)


# -- rotating -------------------------------------------------------------------------------------------------------


def test_a_backup_is_due_only_when_something_was_done_since(session: Session, page: Page) -> None:
    assert backups.is_due(session, place(session))
    backups.back_up(session, place(session))
    assert not backups.is_due(session, place(session))
    something_is_done(session)
    assert backups.is_due(session, place(session))
    assert not backups.is_due(session, place(session), backups.DAILY)


def test_a_backup_opens_with_the_same_passphrase_and_is_proved(session: Session, page: Page) -> None:
    made = backups.back_up(session, place(session))
    something_is_done(session)
    proof = backups.prove(session, made.path)
    assert (proof.pages, proof.records, proof.behind, proof.problems) == (1, 1, 1, ())
    assert list(session.workplace.places.data.glob("proof*")) == []


def test_a_backup_that_does_not_open_is_not_proved(session: Session, page: Page) -> None:
    made = backups.back_up(session, place(session))
    with closing(connect(made.path / "books" / "0001.pages", session.store.key)) as other:
        other.execute("delete from pictures")
    assert [one.key for one in backups.prove(session, made.path).problems] == ["picture_gone"]
    (made.path / "register.db").write_bytes(b"no register at all")
    with pytest.raises(Expected, match="register_damaged"):
        backups.prove(session, made.path)
    assert backups.is_due(session, place(session))  # what can't be opened is no backup


def test_seven_days_and_four_weeks_are_kept(
    session: Session, page: Page, turn: Callable[[float], None]
) -> None:
    for _ in range(32):
        backups.back_up(session, place(session))
        turn(1)
    found = backups.backups(place(session))
    assert days(found) == ["04-01", "03-31", "03-30", "03-29", "03-28", "03-27", "03-26", "03-22", "03-15"]
    assert [path.name for path in place(session).iterdir() if rotation.moment_of(path.name) is None] == []


def test_of_one_day_the_newest_stays(session: Session, page: Page, turn: Callable[[float], None]) -> None:
    for _ in range(3):
        backups.back_up(session, place(session))
        turn(0.1)
    assert days(backups.backups(place(session))) == ["03-01"]


def test_a_month_away_costs_no_backup() -> None:
    newest = datetime(2026, 3, 1, 12, tzinfo=UTC)
    old = [newest - timedelta(days=each) for each in (0, 40, 41, 42)]
    assert rotation.kept(old) == frozenset(old)


@pytest.mark.parametrize("name", ["before-version-3", "2026-03-01", "2026-13-01-000000", "2026-3-1-000000"])
def test_other_folders_are_no_backups_of_ours(name: str) -> None:
    assert rotation.moment_of(name) is None


def test_books_that_did_not_change_take_no_room_again(
    session: Session, page: Page, turn: Callable[[float], None]
) -> None:
    first = backups.back_up(session, place(session)).path / "books" / "0001.pages"
    turn(1)
    second = backups.back_up(session, place(session)).path / "books" / "0001.pages"
    assert first.samefile(second)
    a_page(session, "2", "0045128")
    turn(1)
    third = backups.back_up(session, place(session)).path / "books" / "0001.pages"
    assert not third.samefile(second)


def test_where_a_disk_knows_no_links_books_are_copied(
    session: Session, page: Page, turn: Callable[[float], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = backups.back_up(session, place(session)).path / "books" / "0001.pages"

    def refused(_path: Path, _target: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "hardlink_to", refused)
    turn(1)
    second = backups.back_up(session, place(session)).path
    assert not first.samefile(second / "books" / "0001.pages")
    assert backups.prove(session, second).problems == ()


def test_what_a_kill_left_is_swept(session: Session, page: Page) -> None:
    backups.back_up(session, place(session))
    for name in ("2026-01-01-000000.part", "2026-01-01-000000.going"):
        (place(session) / name).mkdir()
    backups.back_up(session, place(session))
    assert [path.name for path in place(session).iterdir() if "." in path.name] == []


def test_a_disk_without_room_refuses_and_keeps_what_is_there(
    session: Session, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    backups.back_up(session, place(session))
    something_is_done(session)
    usage = shutil.disk_usage("/")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=1_000_000))
    for attempt in (
        lambda: backups.back_up(session, place(session)),
        lambda: backups.copy_away(session, place(session)),
    ):
        with pytest.raises(Expected, match="backup_no_room") as refusal:
            attempt()
        assert refusal.value.exit_code is Exit.DISK
    assert len(backups.backups(place(session))) == 1


def test_a_copy_on_a_stick_is_a_register_of_its_own(session: Session, page: Page, tmp_path: Path) -> None:
    made = backups.copy_away(session, tmp_path)
    assert made.name.startswith("Ledgermark-CA1-2026-03-01-")
    with closing(open_session(session.workplace, made, PASSPHRASE)) as copy:
        assert checking.check(copy) == ()
        assert [entry.action for entry in journal.entries(copy.store)][-1] == "copy_away"


def test_backups_lie_where_the_settings_say(session: Session, tmp_path: Path) -> None:
    assert place(session) == session.store.folder / "backups"
    save_settings(session.workplace.places.config, Settings(backups=str(tmp_path / "disk")))
    assert place(session) == tmp_path / "disk" / "CA1"


# -- what home says -------------------------------------------------------------------------------------------------


def warnings(session: Session) -> list[str]:
    return [problem.key for problem in home.queues(session).warnings]


def test_home_says_when_there_was_no_backup_for_a_week(
    session: Session, turn: Callable[[float], None]
) -> None:
    assert warnings(session) == []
    turn(8)
    assert warnings(session) == ["backup_none"]
    backups.back_up(session, place(session))
    assert warnings(session) == []
    turn(8)
    assert warnings(session) == ["backup_old"]


@pytest.mark.parametrize(
    ("free", "said"), [(400_000_000, "disk_low"), (5_000_000_000, "room_low"), (900_000_000_000, "")]
)
def test_home_says_in_good_time_that_the_disk_gets_full(
    session: Session, monkeypatch: pytest.MonkeyPatch, free: int, said: str
) -> None:
    usage = shutil.disk_usage("/")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=free))
    assert warnings(session) == ([said] if said else [])


# -- putting one back -----------------------------------------------------------------------------------------------


def test_what_would_be_lost_is_said_before_anything_is_put_back(session: Session, page: Page) -> None:
    made = backups.back_up(session, place(session)).path
    something_is_done(session)
    cell = session.store.db.execute("select id from cells limit 1").fetchone()[0]
    settling.ask(session, cell, "1 or 7?")
    settling.ask(session, cell, "1 or 4?")
    seen = restoring.look_into(session.workplace, made, PASSPHRASE, "", session.store.folder)
    assert (seen.armoury, seen.pages, seen.records) == ("Central armoury", 1, 1)
    assert seen.loss is not None
    assert [(did.key, count) for did, count in seen.loss.done] == [("did_settle", 2), ("did_begin_book", 1)]


def test_a_register_that_is_damaged_can_still_be_put_back(session: Session, page: Page) -> None:
    made = backups.back_up(session, place(session)).path
    session.close()
    register = session.store.folder
    (register / "register.db").write_bytes(b"no register at all")
    seen = restoring.look_into(session.workplace, made, PASSPHRASE, "", register)
    assert seen.loss is None
    target = restoring.free_target(register)
    with closing(restoring.restore(session.workplace, made, PASSPHRASE, "", target)) as restored:
        assert checking.check(restored) == ()
        assert journal.entries(restored.store)[-1].action == "restore"
    assert (register / "register.db").read_bytes() == b"no register at all"  # it may be wanted
    assert restoring.free_target(register) != target


def test_looking_into_a_backup_changes_nothing_in_it(session: Session, page: Page) -> None:
    made = backups.back_up(session, place(session)).path
    before = {path: path.read_bytes() for path in made.rglob("*") if path.is_file()}
    restoring.look_into(session.workplace, made, PASSPHRASE, "", session.store.folder)
    assert {path: path.read_bytes() for path in made.rglob("*") if path.is_file()} == before


def test_a_backup_of_another_register_tells_no_loss(session: Session, page: Page, tmp_path: Path) -> None:
    made = backups.back_up(session, place(session)).path
    older = backups.copy_away(session, tmp_path)
    with closing(open_session(session.workplace, older, PASSPHRASE)) as copy:
        something_is_done(copy)
        other = backups.back_up(copy, tmp_path / "other").path
    something_is_done(session)
    assert restoring.look_into(session.workplace, other, PASSPHRASE, "", session.store.folder).loss is None
    (tmp_path / "empty").mkdir()
    with pytest.raises(Expected, match="register_missing"):
        restoring.look_into(session.workplace, tmp_path / "empty", PASSPHRASE, "", session.store.folder)
    with pytest.raises(Expected, match="backup_exists"):
        restoring.restore(session.workplace, made, PASSPHRASE, "", session.store.folder)
    assert (session.store.folder / "register.db").exists()


def test_a_clerk_puts_nothing_back(session: Session, tmp_path: Path) -> None:
    people.add_person(session, "C. Wanjiru", "clerk", "another four words")
    made = backups.back_up(session, place(session)).path
    with pytest.raises(Expected, match="not_allowed"):
        restoring.restore(session.workplace, made, "another four words", "C. Wanjiru", tmp_path / "new")
    assert not (tmp_path / "new").exists()
