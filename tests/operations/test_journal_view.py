from __future__ import annotations

from pathlib import Path

import pytest

from db.model import Ledger, Page
from db.store import journal
from desktop.messages import SENTENCES
from desktop.operations import backups, books, checking, filing, journal_view, people, sealing
from desktop.operations.journal_view import EVERYTHING, GROUPS, Filter
from desktop.operations.session import Session, open_session
from tests.operations.conftest import FORM
from tests.operations.test_filing import settle_all


@pytest.fixture
def sealed(session: Session, book: Ledger, bring: object, tmp_path: Path) -> Page:
    """A page that was brought in, read, settled, filed and sent."""
    page: Page = bring()  # type: ignore[operator]  # the fixture of conftest
    settle_all(session, page)
    filing.file_page(session, page.id)
    sealing.seal(session, tmp_path)
    return page


def keys(session: Session, chosen: Filter = EVERYTHING) -> list[str]:
    return [line.did.key for line in journal_view.lines(session, chosen)]


def test_the_newest_is_read_first_with_who_did_it_and_to_what(session: Session, sealed: Page) -> None:
    shown = journal_view.lines(session)
    assert [line.did.key for line in shown if line.did.key != "did_settle"][-4:] == [
        "did_read_page", "did_import_page", "did_begin_book", "did_found",
    ]  # fmt: skip
    brought = next(line for line in shown if line.did.key == "did_import_page")
    assert (brought.who, brought.about) == ("A. Njoroge", "1/1")
    settled = next(line for line in shown if line.did.key == "did_settle")
    assert settled.details.startswith("cells: ")


def test_no_value_of_a_field_is_in_the_journal(session: Session, sealed: Page) -> None:
    told = "".join(str(entry) for entry in journal.entries(session.store, 0, 10_000))
    assert "0045127" not in told
    assert "Walther" not in told


def test_what_is_shown_is_chosen_by_person_kind_and_day(session: Session, book: Ledger) -> None:
    other = people.add_person(session, "B. Otieno", "supervisor", "another four words")
    supervisor = open_session(session.workplace, session.store.folder, "another four words", "B. Otieno")
    books.new_book(supervisor, "Rifles", FORM)
    assert keys(session, Filter(other.id)) == ["did_begin_book"]
    assert keys(session, Filter(group="people")) == ["did_add_person", "did_found"]
    assert keys(session, Filter(first_day="2026-03-02")) == []
    assert len(keys(session, Filter(first_day="2026-03-01", last_day="2026-03-01"))) == 4
    assert keys(session, Filter(last_day="2026-02-28")) == []
    first = journal_view.lines(session, limit=2)
    assert [line.number for line in first] == [4, 3]
    assert [line.number for line in journal_view.lines(session, before=3)] == [2, 1]
    assert first[0].hash == journal.head(session.store)[0]
    supervisor.close()


def test_what_a_newer_version_did_is_named(session: Session) -> None:
    assert journal_view.did("unheard_of").values == (("action", "unheard_of"),)
    assert all(f"did_{action}" in SENTENCES for actions in GROUPS.values() for action in actions)


# -- check ----------------------------------------------------------------------------------------------------------


def tamper(session: Session, sql: str, *values: object) -> None:
    """Change the journal as one with the data key could: past the triggers, which are put back afterwards."""
    db = session.store.db
    triggers = db.execute(
        "select name, sql from sqlite_master where type = 'trigger' and tbl_name = 'journal'"
    ).fetchall()
    for name, _ in triggers:
        db.execute(f"drop trigger {name}")
    db.execute(sql, values)
    for _, made in triggers:
        db.execute(made)


def found(session: Session) -> set[str]:
    return {problem.key for problem in checking.check(session)}


def test_a_register_that_nobody_tampered_with_is_whole(session: Session, sealed: Page) -> None:
    backups.back_up(session, backups.place_of(session))
    assert found(session) == set()


@pytest.mark.parametrize(
    "sql",
    [
        "update journal set details = '{}' where action = 'file_page'",
        "update journal set actor = '' where number = 2",
        "delete from journal where number = 3",
        "update journal set number = 1000000 - number where number in (4, 5)",
    ],
)
def test_rows_that_were_altered_removed_or_reordered_are_found(
    session: Session, sealed: Page, sql: str
) -> None:
    tamper(session, sql)
    assert "journal_broken" in found(session)


@pytest.mark.parametrize(
    ("since", "told"),
    [
        ("seal", {"untold_batches"}),
        ("file_page", {"untold_batches", "untold_records", "head_missing"}),
        ("settle", {"untold_batches", "untold_records", "untold_steps", "head_missing"}),
        ("import_page", {"untold_batches", "untold_records", "untold_steps", "untold_pages", "head_missing"}),
    ],
)
def test_a_tail_that_was_cut_off_is_found_by_what_it_told(
    session: Session, sealed: Page, since: str, told: set[str]
) -> None:
    tamper(
        session,
        "delete from journal where number >= (select min(number) from journal where action = ?)",
        since,
    )
    assert found(session) == told


def test_a_chain_that_was_cut_and_grown_anew_is_not_the_one_a_batch_names(
    session: Session, sealed: Page
) -> None:
    cut = session.store.db.execute("select min(number) from journal where action = 'settle'").fetchone()[0]
    entries = journal.entries(session.store, cut - 1, 10_000)
    tamper(session, "delete from journal where number >= ?", cut)
    with session.store.db.atomic():
        for entry in entries:
            journal.append(
                session.store, at="2026-02-02T00:00:00Z", actor=entry.actor, action=entry.action,
                subject=entry.subject, details={},
            )  # fmt: skip
    assert found(session) == {"head_missing"}
