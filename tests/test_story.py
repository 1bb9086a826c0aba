"""The whole main job through the command line: import, read, correct, file, seal, open the workbook."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from desktop.cli.door import run
from desktop.exchange.verify import verify_folder
from tests.story import FORM_FILE, PASSPHRASE, ROOT, TITLE, Story, answers, expected_serials, sheets_of, tell


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return tell(tmp_path_factory.mktemp("story"))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LEDGERMARK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LEDGERMARK_PASSPHRASE", PASSPHRASE)
    monkeypatch.delenv("LEDGERMARK_REGISTER", raising=False)
    return tmp_path


def told(capsys: pytest.CaptureFixture[str], *words: str | Path, code: int = 0) -> Any:  # noqa: ANN401 - JSON
    """Run a command that answers in JSON."""
    capsys.readouterr()
    assert run([str(word) for word in words]) == code, capsys.readouterr().err
    out = capsys.readouterr().out
    return json.loads(out) if out.startswith(("[", "{")) else out


def test_a_ledger_becomes_records_and_a_workbook(
    story: Story, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    init = ("init", "--armoury", "Central armoury", "--code", "CA1", "--user", "A. Njoroge", "--json")
    assert len(told(capsys, *init)["recovery_code"]) >= 20
    came = told(
        capsys, "import", *story.pictures, "--new-book", TITLE, "--form", "typed-stock-register", "--json"
    )
    assert [one["arrival"] for one in came["pictures"]] == ["imported", "imported"]
    again = told(capsys, "import", story.pictures[0], "--book", "1", "--json")
    assert again["pictures"][0]["said"] == "This picture is already in: Book 1, page 1."
    assert told(capsys, "read", "--json") == [
        {"page": "1/1", "state": "read"},
        {"page": "1/2", "state": "read"},
    ]
    assert run(["file"]) == 8  # nothing is filed while a serial number has not been seen
    doubts = told(capsys, "doubts", "--json")
    serial_cells = [one for one in doubts if one["cell"].endswith("/Serial number")]
    assert len(serial_cells) == len(
        expected_serials(story)
    )  # each serial number wants a person, however sure
    said = home / "answers.json"
    said.write_text(json.dumps(answers(story, doubts)), encoding="utf-8")
    told(capsys, "settle", "--from", said, "--json")
    assert told(capsys, "doubts", "--json") == []
    filed = told(capsys, "file", "--json")
    assert sum(page["new"] for page in filed) == len(expected_serials(story))
    hit = told(capsys, "search", "100e", "--json")
    assert [one["serial"] for one in hit] == ["PF 100E10"]
    stick = home / "stick"
    stick.mkdir()
    sealed = told(capsys, "seal", "--to", stick, "--json")
    folder = Path(sealed["path"])
    assert verify_folder(folder) == ()
    records = sheets_of(folder / "batch.xlsx")["Records"]
    at = records[0].index("Serial number")
    assert [row[at] for row in records[1:]] == expected_serials(story)
    make = records[0].index("Make")
    assert records[2][make] == records[1][make] != ""  # a ditto mark says what stands above
    assert run(["check"]) == 0
    assert run(["seal", "--to", str(stick)]) == 8  # nothing new to send
    before = (folder / "batch.xlsx").read_bytes()
    other = home / "other stick"
    other.mkdir()
    told(capsys, "seal", "--to", other, "--again", "1", "--json")
    assert (other / folder.name / "batch.xlsx").read_bytes() == before


def test_a_pages_readings_are_written_without_any_register(story: Story, home: Path) -> None:
    out, book = home / "out.json", home / "out.xlsx"
    pictures = [str(path) for path in story.pictures]
    assert run(["page", *pictures, "--form", str(FORM_FILE), "--json", str(out), "--xlsx", str(book)]) == 0
    pages = json.loads(out.read_text(encoding="utf-8"))
    assert [len(page["rows"]) for page in pages] == [8, 8]
    first = pages[0]["rows"][0]["cells"]
    assert {
        "column",
        "text",
        "as_written",
        "state",
        "confidence",
        "characters",
        "alternatives",
        "quad",
        "readers",
    } == (set(first[0]))
    assert book.stat().st_size > 1000
    assert not (home / "home" / "register").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="the filter is Linux's")
def test_the_whole_story_opens_no_internet_socket_child_processes_included(story: Story, home: Path) -> None:
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    netless = [sys.executable, str(ROOT / "tests" / "netless.py"), sys.executable]

    def ledgermark(*words: str | Path) -> str:
        done = subprocess.run(
            [*netless, "-m", "desktop.cli", *map(str, words)],
            env=environ, cwd=home, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    ledgermark("init", "--armoury", "Central armoury", "--code", "CA1", "--user", "A. Njoroge")
    ledgermark("import", *story.pictures, "--new-book", TITLE, "--form", "typed-stock-register")
    ledgermark("read")
    said = home / "answers.json"
    said.write_text(json.dumps(answers(story, json.loads(ledgermark("doubts", "--json")))), encoding="utf-8")
    ledgermark("settle", "--from", said)
    ledgermark("file")
    ledgermark("seal", "--to", home)
    assert "whole" in ledgermark("check")
