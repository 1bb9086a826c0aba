"""`ledgermark search`, as a script would use it."""

from __future__ import annotations

import json

import pytest

from desktop.cli.door import run
from desktop.operations import books
from desktop.operations.session import Session
from tests.operations.conftest import PASSPHRASE
from tests.operations.filed import file_rows
from tests.operations.test_finding import ROWS, WIDE


@pytest.fixture
def at_desk(session: Session, monkeypatch: pytest.MonkeyPatch) -> Session:
    """A register with the rows of `test_finding`, named in the environment."""
    file_rows(session, books.new_book(session, "Weapons", WIDE), ROWS)
    monkeypatch.setenv("LEDGERMARK_REGISTER", str(session.store.folder))
    monkeypatch.setenv("LEDGERMARK_PASSPHRASE", PASSPHRASE)
    return session


def test_a_script_is_told_what_was_found_and_why(
    at_desk: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["search", "14512", "--make", "walther", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [(one["serial"], one["found"], one["why"]) for one in told] == [
        ("AB 14512", "part", "Holds it."),
        ("A?4512", "unread", "May be it: some characters could not be read."),
        ("AB 145I2", "look_alike", "Looks alike: 1 / I."),
    ]
    assert (told[0]["book"], told[0]["row"]) == (1, 1)


def test_a_person_is_told_in_a_table(at_desk: Session, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["search", "777", "--until", "1990-12-31"]) == 0
    head, line = capsys.readouterr().out.splitlines()
    assert head.split()[0] == "serial"
    assert line.startswith("XY 777")
    assert run(["search", "999888"]) == 0
    assert capsys.readouterr().out == "Nothing found.\n"


def test_a_date_that_is_none_is_wrong_use(at_desk: Session, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["search", "777", "--from", "spring"]) == 2
    assert "spring" in capsys.readouterr().err
