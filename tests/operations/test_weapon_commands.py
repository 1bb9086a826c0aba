"""`history`, `duplicates`, `judge`, `findings`, `readiness` and `trace`, as a script would use them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from desktop.cli.door import run
from desktop.operations import books
from desktop.operations.session import Session
from tests.operations.conftest import FORM, PASSPHRASE
from tests.operations.filed import file_rows
from tests.operations.test_finding import WIDE
from tests.operations.test_traces import FIRST, SECOND

Hear = Callable[..., Any]


@pytest.fixture
def hears(session: Session, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Hear:
    """Type a command at a register of three books, and hear its JSON."""
    file_rows(session, books.new_book(session, "Weapons", WIDE), FIRST)
    file_rows(session, books.new_book(session, "Older", WIDE), SECOND)
    rows = [(str(n), f"00451{n:02d}", "Walther", "1941") for n in (1, 2, 4)]
    file_rows(session, books.new_book(session, "Pistols", FORM), rows)
    monkeypatch.setenv("LEDGERMARK_REGISTER", str(session.store.folder))
    monkeypatch.setenv("LEDGERMARK_PASSPHRASE", PASSPHRASE)

    def hearing(*words: str, code: int = 0) -> Any:  # noqa: ANN401 - JSON
        assert run([*words, "--json"]) == code
        heard = capsys.readouterr()
        return json.loads(heard.out) if code == 0 else heard.err

    return hearing


def test_pairs_are_listed_judged_and_joined(hears: Hear) -> None:
    first, *_ = hears("duplicates")
    assert (first["of"], first["serial"], first["likeness"]) == ("AB-10512", "AB 10512", "equal") or (
        first["serial"], first["of"]
    ) == ("AB-10512", "AB 10512")  # fmt: skip
    hears("judge", first["id_of"], first["id"], "same")
    whole = hears("history", first["id"])
    assert [one["date"] for one in whole["entries"]] == ["1979-05", "1984-03-09"]
    assert [one["serial"] for one in whole["others"]] == ["AB 1O512"]
    assert len(hears("history", first["id"], "--apart")["entries"]) == 1


def test_findings_of_a_book_lead_to_their_rows(hears: Hear) -> None:
    assert [(one["row"], one["key"]) for one in hears("findings", "--book", "3", "--stated", "4")] == [
        (3, "book_number_missing"),
        (3, "book_count_differs"),
    ]
    assert "book" in hears("findings", "--book", "9", code=4).casefold()


def test_readiness_says_what_is_missing_and_what_to_ask(hears: Hear) -> None:
    (one,) = hears("readiness", "--profile", "iti-minimum")
    assert (one["records"], one["complete"]) == (8, 0)
    assert one["missing"][0]["fields"] in (["country"], ["marking"])
    assert {each["book"] for each in one["books"]} == {1, 2, 3}
    assert "no-such" in hears("readiness", "--profile", "no-such", code=2)
    assert len(hears("readiness")) == 9


def test_a_request_is_received_searched_for_answered_and_counted(hears: Hear) -> None:
    got = hears("trace", "receive", "--from", "NCB", "--serial", "AB10512", "--on", "2025-02-03")
    assert got["number"] == 1
    found = hears("search", "AB10512", "--trace", "1")
    assert "ground" in hears("trace", "step", "1", "refused", code=2)
    done = hears("trace", "step", "1", "answered", "--record", found[0]["id"])
    assert done["state"] == "answered"
    assert [(one["number"], one["state"]) for one in hears("trace", "list")] == [(1, "answered")]
    assert hears("trace", "list", "--years")[0]["found"] == 1
