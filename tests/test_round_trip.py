"""From the armoury to its registry and back by the command line, signed and encrypted both ways."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from desktop.cli.door import run
from desktop.operations import books
from desktop.operations.register import NewRegister, create_register
from desktop.operations.session import open_session
from desktop.operations.workplace import workplace
from tests.operations.conftest import FORM, PASSPHRASE
from tests.operations.filed import file_rows

Told = Callable[..., Any]
ROWS = [("1", "0045127", "Walther", "1941"), ("2", "100E10", "Walther", "1941"), ("3", "=1+1", "", "1942")]


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Told:
    monkeypatch.setenv("LEDGERMARK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LEDGERMARK_PASSPHRASE", PASSPHRASE)
    for name in ("LEDGERMARK_REGISTER", "LEDGERMARK_WORKBOOK_PASSWORD"):
        monkeypatch.delenv(name, raising=False)

    def telling(*words: str | Path, code: int = 0) -> Any:  # noqa: ANN401 - JSON
        capsys.readouterr()
        assert run([str(word) for word in words]) == code, capsys.readouterr().err
        out, err = capsys.readouterr()
        return json.loads(out) if out.startswith(("[", "{")) else out + err

    return telling


@pytest.fixture
def armouries(told: Told, tmp_path: Path) -> tuple[Path, Path]:
    """Two armouries that have one weapon in common, as their books say."""
    place = workplace(os.environ)
    folders = []
    for code, rows in (
        ("CA1", ROWS),
        ("NB2", [("1", "OO45l27", "", "1941"), ("2", "0045127", "Walther", "1941")]),
    ):
        folder = tmp_path / code
        create_register(place, folder, NewRegister(f"Armoury {code}", code, "KEN", "A. Njoroge", PASSPHRASE))
        session = open_session(place, folder, PASSPHRASE)
        file_rows(session, books.new_book(session, "Pistols", FORM), rows)
        session.close()
        folders.append(folder)
    return folders[0], folders[1]


def test_what_was_sealed_is_proved_answered_and_taken(
    told: Told, armouries: tuple[Path, Path], tmp_path: Path
) -> None:
    one, two = armouries
    stick = tmp_path / "stick"
    stick.mkdir()
    made = told("registry", "keys", "--name", "Central registry", "--out", stick, "--json")
    registry = made["own"]["fingerprint"]
    assert len(made["recovery_code"]) >= 20
    keys = (stick / "LM-registry.keys.json",)
    wrong = told("keys", "--register", one, "--enrol", *keys, "--fingerprint", "0000", code=8)
    assert registry in wrong
    folders = {}
    for register, code in ((one, "CA1"), (two, "NB2")):
        own = told(
            "keys",
            "--register",
            register,
            "--out",
            stick,
            "--enrol",
            *keys,
            "--fingerprint",
            registry,
            "--json",
        )
        assert own["registry"] == {"name": "Central registry", "encrypted": True, "password": False}
        folders[code] = Path(told("seal", "--register", register, "--to", stick, "--json")["path"])
        unknown = told("registry", "verify", folders[code], "--json", code=4)
        assert unknown["problems"][0]["key"] == "armoury_not_enrolled"
        assert told("registry", "open", folders[code], code=8)
        theirs = (stick / f"LM-{code}.keys.json", "--fingerprint", own["own"]["fingerprint"])
        told("registry", "keys", "--enrol", *theirs)
        proved = told("registry", "verify", folders[code], "--json")
        assert (proved["problems"], proved["locked"], bool(proved["signed_by"])) == ([], False, True)
    opened = tmp_path / "opened.xlsx"
    first = told("registry", "open", folders["CA1"], "--xlsx", opened, "--profile", "iti-minimum", "--json")
    assert (first["new"], first["records"]) == (True, 3)
    assert "make" in first["found"][2]["lacks"]
    serials = [row[4].value for row in load_workbook(opened)["Records"].iter_rows(min_row=2)]
    assert serials == ["0045127", "100E10", "=1+1"]
    assert told("registry", "open", folders["CA1"], "--json")["new"] is False
    second = told("registry", "open", folders["NB2"], "--json")
    kinds = {
        found["serial"]: (len(found["duplicates"]), len(found["look_alikes"])) for found in second["found"]
    }
    assert kinds["0045127"][0] == 1
    assert kinds["OO45l27"] == (0, 2)

    answer = tmp_path / "answer.xlsx"
    told(
        "registry", "answer", folders["CA1"], "--out", answer, "--profile", "", "--accept", "--numbers", "KE-"
    )
    finish_by_hand(answer)
    done = told("registry", "answer", "--finish", answer, "--out", stick, "--json")
    assert (done["counts"]["accepted"], done["counts"]["rejected"], done["unanswered"]) == (1, 1, 0)
    assert done["files"] == ["answer-CA1-0001.xlsx.age", "answer-CA1-0001.xlsx.sig"]
    came = stick / "answer-CA1-0001.xlsx.age"
    assert told(
        "answer", "--register", two, came, code=4
    )  # it is for the other armoury, and does not open here
    shown = told("answer", "--register", one, came, "--json")
    assert (shown["signed"], shown["taken"], shown["said"]) == (True, None, [])
    assert shown["counts"]["accepted"] == 1
    taken = told("answer", "--register", one, came, "--take", "--json")
    assert taken["taken"] == {"accepted": 1, "duplicate": 1, "rejected": 1, "question": 0}
    hits = told("search", "--register", one, "ke 0001 0002", "--json")
    assert [hit["serial"] for hit in hits] == ["100E10"]
    state = told("answers", "--register", one, "--json")
    assert [one_back["reply"] for one_back in state["sent_back"]] == ["rejected", "duplicate"]
    assert told("compare", "--register", one, folders["CA1"], "--json") == []
    receipt = told("receipt", "--register", one, "1", "--json")
    assert (receipt["records"], receipt["locked"]) == (3, "key")
    assert "batch.xlsx.age" in told("receipt", "--register", one, "1")
    # The registry writes the answer again, and what a person decided stands there.
    told("registry", "answer", folders["CA1"], "--out", answer, "--accept", "--numbers", "XX-")
    assert "no such model" in str(list(load_workbook(answer)["Answer"].values))


def finish_by_hand(path: Path) -> None:
    """A person in a spreadsheet program: the second row was proposed; the third is rejected."""
    book = load_workbook(io.BytesIO(path.read_bytes()))
    sheet = book["Answer"]
    at = {str(cell.value): get_column_letter(number) for number, cell in enumerate(sheet[1], 1)}
    said = {row: sheet[f"{at['Answer']}{row}"].value for row in (2, 3, 4)}
    assert said == {2: "duplicate", 3: "accepted", 4: "accepted"}
    assert sheet[f"{at['Registry number']}3"].value == "KE-0001-0002"
    sheet[f"{at['Answer']}4"], sheet[f"{at['Note']}4"] = "rejected", "no such model"
    book.save(path)
