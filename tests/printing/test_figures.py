"""The record-keeping figures: counted once, on one page, each with its source."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from db.errors import Cancelled
from db.model import Event, Marking, SerialState, new_id
from db.model_desk import Amendment, Holder, Said
from db.store import amendments, connect, journal, records
from desktop.cli.door import run
from desktop.fields.retention import Retention, retention
from desktop.operations import books, figures, readiness
from desktop.operations.session import Session
from desktop.printing.figures import write_figures
from tests.operations.conftest import PASSPHRASE
from tests.operations.filed import file_rows
from tests.operations.test_finding import WIDE
from tests.printing.kept import ROWS, fill
from tests.printing.test_bound_book import pages_of


@pytest.mark.usefixtures("qapp")
def test_what_is_kept_is_counted_and_fits_one_page(session: Session, tmp_path: Path) -> None:
    fill(session)
    found = figures.figures(session)
    assert (found.records, found.struck, found.kinds["weapon"], found.books, found.pages) == (4, 0, 4, 2, 2)
    assert [(decade, dict(counts)) for decade, counts in found.decades] == [
        ("1970", {"weapon": 1}), ("1980", {"weapon": 1}), ("2020", {"weapon": 1}), ("", {"weapon": 1}),
    ]  # fmt: skip
    assert found.states[SerialState.MARKED] == 4
    assert found.says["holder"] == 4
    assert (Retention.OTHER, 3, 2) in found.retention
    assert (Retention.INDEFINITE, 1, 0) in found.retention
    assert write_figures(found, tmp_path / "figures.pdf") >= 6
    (page,) = pages_of(tmp_path / "figures.pdf")
    for text in ("1980–1989", "Source: the first dated event", "Traceable", "no date", "A. Njoroge"):
        assert text in page
    assert journal.newest(session.store, limit=1)[0].action == "print_figures"


def test_a_weapon_is_traceable_when_it_says_what_tracing_needs(session: Session) -> None:
    fill(session)
    made_in = replace(WIDE, defaults=(("country", "DEU"),))
    file_rows(session, books.new_book(session, "Marked", made_in), [ROWS[0]])
    record = records.newest(session.store, 1, 0)[0]
    profile = readiness.profiles(session)["iti-minimum"]
    assert (figures.figures(session).traceable, readiness.of_register(session, profile).whole.complete) == (
        0,
        0,
    )
    say(session, record.id, "markings", (Marking("state", "KEN 84", part="receiver"),))
    found = figures.figures(session)
    assert (found.traceable, found.marks["state"], found.says["country"]) == (1, 1, 1)
    # What a person said counts for readiness too.
    assert readiness.of_register(session, profile).whole.complete == 1
    assert readiness.of_record(session, record.id)[0]
    say(session, record.id, "holder", Holder())
    assert figures.figures(session).traceable == 0


def say(session: Session, record_id: str, part: str, said: Said) -> None:
    with connect.action(session.store):
        new = Amendment(new_id(), record_id, part, said, "", session.now(), session.user.id)
        amendments.add_amendment(session.store, new)


def test_every_profile_is_counted_in_one_walk_as_it_is_alone(session: Session) -> None:
    fill(session)
    known = tuple(readiness.profiles(session).values())
    assert readiness.of_profiles(session, known) == tuple(
        readiness.of_register(session, one) for one in known
    )
    (first,) = readiness.of_profiles(session, known[:1], book=2)
    assert (first.whole.records, len(first.books)) == (1, 1)


def test_how_long_a_record_is_kept_follows_the_last_thing_that_happened() -> None:
    issued, destroyed = Event("issued", "1984-03-09", ""), Event("destroyed", "1990", "")
    assert retention([]) == (Retention.INDEFINITE, 0)
    assert retention([Event("issued", "", "soon")]) == (Retention.INDEFINITE, 0)
    assert retention([issued]) == (Retention.OTHER, 2005)
    assert retention([destroyed, issued]) == (Retention.DESTROYED, 2021)
    assert retention([Event("manufactured", "1950", ""), issued]) == (Retention.MANUFACTURE, 2015)


def test_the_command_says_the_figures_and_prints_them(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    qapp: object,
) -> None:  # fmt: skip
    fill(session)
    monkeypatch.setenv("LEDGERMARK_REGISTER", str(session.store.folder))
    monkeypatch.setenv("LEDGERMARK_PASSPHRASE", PASSPHRASE)
    assert run(["figures", "--out", str(tmp_path / "f.pdf"), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["records"], said["decades"]["1980"]["weapon"]) == (4, 1)
    assert said["sources"]["traceable"]
    assert (tmp_path / "f.pdf").read_bytes().startswith(b"%PDF")
    with pytest.raises(Cancelled):
        figures.figures(session, cancel=lambda: True)
