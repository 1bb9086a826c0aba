"""The whole check by the command line, as a script would do it."""

from __future__ import annotations

import json
import os
import zlib
from pathlib import Path

import pytest

from desktop.accuracy.certificate import certificate_text
from desktop.cli.door import run
from desktop.operations import books
from desktop.operations.register import NewRegister, create_register
from desktop.operations.session import open_session
from desktop.paths import Places, resources_folder
from tests.operations.conftest import FORM, PASSPHRASE, Engines, SwappableTools, a_workplace
from tests.operations.filed import file_rows

ROWS = [(str(n), f"00451{n:02d}", "Walther", "1941") for n in range(20)]
OTHER = "another four words"


class Desk:
    """Somebody who types commands."""

    def __init__(self, capsys: pytest.CaptureFixture[str], environ: pytest.MonkeyPatch) -> None:
        self._capsys = capsys
        self._environ = environ

    def sits_down(self, passphrase: str) -> None:
        self._environ.setenv("LEDGERMARK_PASSPHRASE", passphrase)

    def says(self, *words: str) -> tuple[int, str]:
        code = run(list(words))
        heard = self._capsys.readouterr()
        return code, heard.out + heard.err

    def hears(self, *words: str) -> dict[str, object]:
        code, text = self.says(*words, "--json")
        assert code == 0, text
        told: dict[str, object] = json.loads(text)
        return told


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    folder = tmp_path / "register"
    home = tmp_path / "home"
    where = Places(resources_folder(), home, home, tmp_path / "private")
    place = a_workplace(where, SwappableTools(Engines()))
    create_register(place, folder, NewRegister("Central armoury", "CA1", "KEN", "A. Njoroge", PASSPHRASE))
    session = open_session(place, folder, PASSPHRASE)
    file_rows(session, books.new_book(session, "Pistols", FORM), ROWS)
    session.close()
    monkeypatch.setenv("LEDGERMARK_REGISTER", str(folder))
    monkeypatch.setenv("LEDGERMARK_NEW_PASSPHRASE", OTHER)
    desk = Desk(capsys, monkeypatch)
    desk.sits_down(PASSPHRASE)
    return desk


def test_a_lot_is_planned_drawn_checked_decided_and_certified(desk: Desk, tmp_path: Path) -> None:
    code, said = desk.says("accuracy", "plan", "--limit", "25")
    assert (code, said[:38]) == (0, "Of 20 records, 7 are drawn and typed a")
    drawn = desk.hears("accuracy", "draw", "--book", "1", "--limit", "25")
    assert (drawn["records"], drawn["to_check"], len(str(drawn["seed"]))) == (20, 7, 64)
    code, said = desk.says("accuracy", "enter")
    assert code == 8
    assert "only person" in said
    assert desk.hears("people", "add", "B. Otieno", "--role", "supervisor")["role"] == "supervisor"
    desk.sits_down(OTHER)
    me = ("--user", "B. Otieno")
    for _ in range(7):
        waiting = desk.hears("accuracy", "enter", *me)
        assert waiting["cells"] == ["Serial number", "Make"]
        assert "00451" not in str(waiting)
        row = int(str(waiting["next"]).rsplit("/", 1)[1])
        desk.hears("accuracy", "enter", *me, f"Serial number={ROWS[row - 1][1]}", "Make=Walther")
    code, said = desk.says("accuracy", "decide", *me)
    assert said.startswith("Checked 7 of 20 records, none wrong: 95 % sure that at most 25 % are.")
    out = tmp_path / "lot.json"
    desk.hears("accuracy", "certificate", *me, "--out", str(out))
    code, said = desk.says("check", "certificate", str(out))
    assert (code, said.splitlines()[-1]) == (0, "The certificate holds.")
    paper = tmp_path / "lot.pdf"
    desk.hears("accuracy", "certificate", *me, "--out", str(paper))
    code, said = desk.says("check", "certificate", str(paper))
    assert (code, said.splitlines()[-1]) == (0, "The certificate holds.")
    here = ("--register", os.environ["LEDGERMARK_REGISTER"], *me)
    code, said = desk.says("check", "certificate", str(paper), *here)
    assert (code, said.splitlines()[-1]) == (0, "The certificate holds, and this register has issued it.")
    forged = json.loads(out.read_text(encoding="ascii"))
    forged["result"]["at"] = "2026-02-28T09:30:00Z"
    out.write_text(certificate_text(forged), encoding="ascii")
    assert desk.says("check", "certificate", str(out))[0] == 0
    code, said = desk.says("check", "certificate", str(out), *here)
    assert (code, "says something else" in said) == (4, True)
    forged["certificate"] = "0" * 32
    out.write_text(certificate_text(forged), encoding="ascii")
    assert "has issued no such certificate" in desk.says("check", "certificate", str(out), *here)[1]
    out.write_text(out.read_text(encoding="ascii").replace('"wrong": 0', '"wrong": 1'), encoding="ascii")
    code, said = desk.says("check", "certificate", str(out))
    assert code == 4
    assert "altered" in said
    found = desk.hears("accuracy", "report", *me)
    assert found["field"]["serial_number"]["n"] == 7  # type: ignore[index]  # what JSON holds


def test_what_stands_beside_a_check_is_there_for_scripts_too(desk: Desk, tmp_path: Path) -> None:
    desk.hears("accuracy", "draw", "--limit", "25")
    desk.hears("people", "add", "B. Otieno", "--role", "supervisor")
    desk.sits_down(OTHER)
    me = ("--user", "B. Otieno")
    for _ in range(7):
        waiting = desk.hears("accuracy", "enter", *me)
        row = int(str(waiting["next"]).rsplit("/", 1)[1])
        desk.hears("accuracy", "enter", *me, f"Serial number={ROWS[row - 1][1]}", "Make=Walther")
    assert desk.hears("accuracy", "hand", *me, "--book", "1", "--pages", "1", "Sgt. Otieno") == {"pages": 1}
    assert desk.says("accuracy", "hand", *me, "--book", "1", "--pages", "one", "X")[0] == 2
    code, said = desk.says("accuracy", "inform", *me, "--by", "hand")
    assert said.split()[-3:] == ["Sgt.", "Otieno", "13"]
    assert (
        desk.hears("accuracy", "inform", *me, "--by", "hand", "--of", "Sgt. Otieno", "--size", "5")["drawn"]
        == 5
    )
    assert desk.says("accuracy", "inform", *me, "--by", "hand", "--of", "nobody")[0] == 8
    out = tmp_path / "sample.xlsx"
    assert desk.hears("accuracy", "sample", *me, "--out", str(out))["records"] == 12
    assert out.read_bytes().startswith(b"PK")
    code, said = desk.says("accuracy", "practice", *me, "--announce", "B. Otieno")
    assert (code, "practice round needs 8" in said) == (8, True)
    for _ in range(5):
        waiting = desk.hears("accuracy", "enter", *me)
        row = int(str(waiting["next"]).rsplit("/", 1)[1])
        desk.hears("accuracy", "enter", *me, f"Serial number={ROWS[row - 1][1]}", "Make=Walther")
    assert desk.hears("accuracy", "practice", *me, "--announce", "B. Otieno")["items"] == 12
    shown = desk.hears("accuracy", "practice", *me)["items"]
    assert isinstance(shown, list)
    wrong = [
        one["where"] for one in shown if one["shown"] != ROWS[int(one["where"].rsplit("/", 1)[1]) - 1][1]
    ]
    assert desk.says("accuracy", "practice", *me, "--wrong", "9/9/9")[0] == 8
    told = desk.hears("accuracy", "practice", *me, "--wrong", *wrong)
    assert (told["caught"], told["planted"], told["alarms"], told["missed"]) == (5, 5, 0, [])
    assert desk.says("accuracy", "practice", *me)[0] == 8
    code, said = desk.says("accuracy", "report", *me)
    assert "checkers caught 100.0 % of the planted errors" in said


def test_what_was_typed_wrong_is_shown_character_by_character(desk: Desk) -> None:
    desk.hears("accuracy", "draw", "--limit", "25")
    desk.hears("people", "add", "B. Otieno", "--role", "supervisor")
    desk.sits_down(OTHER)
    code, said = desk.says("accuracy", "enter", "--user", "B. Otieno", "Serial number=O0451", "Make?")
    assert code == 0
    assert "[O|0] 0 4 5 " in said
    assert "Make: unreadable typed, Walther filed." in said


def test_what_is_no_certificate_is_said_to_be_none(desk: Desk, tmp_path: Path) -> None:
    odd = tmp_path / "odd.json"
    for text in ("", "[]", '{"format": "ledgermark-certificate/2"}', "[" * 100_000):
        odd.write_text(text, encoding="ascii")
        code, said = desk.says("check", "certificate", str(odd))
        assert (code, said.startswith("odd.json is no certificate")) == (4, True)
    odd.write_bytes(b"%PDF-1.6\n1 0 obj\nstream\n" + zlib.compress(b"{" * 1_000_000) + b"\nendstream\n")
    assert desk.says("check", "certificate", str(odd))[0] == 4
    assert desk.says("check", "everything")[0] == 2
