"""A book's way through two PCs of one armoury by the command line: begun, read and settled elsewhere, back, sealed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from desktop.cli.door import run
from desktop.exchange.verify import verify_folder
from tests.story import PASSPHRASE, TITLE, answers, expected_serials, sheets_of, tell


class Pc:
    """One PC: its register, and what its command line says."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.capsys = capsys
        self.said = ""

    def __call__(self, *words: str | Path, code: int = 0) -> Any:  # noqa: ANN401 - JSON
        self.capsys.readouterr()
        asked = [str(word) for word in (*words, "--register", self.folder)]
        ended = run(asked)
        out, self.said = self.capsys.readouterr()
        assert ended == code, self.said
        return json.loads(out) if out.startswith(("[", "{")) else out


@pytest.fixture
def pcs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> tuple[Pc, Pc, Path]:
    monkeypatch.setenv("LEDGERMARK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LEDGERMARK_PASSPHRASE", PASSPHRASE)
    stick = tmp_path / "stick"
    stick.mkdir()
    first, second = Pc(tmp_path / "first", capsys), Pc(tmp_path / "second", capsys)
    for pc, user in ((first, "A. Njoroge"), (second, "B. Otieno")):
        pc("init", "--armoury", "Central armoury", "--code", "CA1", "--user", user, "--json")
    for pc, other, name in ((first, second, "Reading room"), (second, first, "Office")):
        said = other("keys", "--out", stick, "--json")
        keys = Path(said["written"])
        print_of = said["own"]["fingerprint"]
        pc("bundle", "pcs", "--trust", keys, "--fingerprint", "0" * 32, "--name", name, code=8)
        pc("bundle", "pcs", "--trust", keys, "--fingerprint", print_of, "--name", name)
    return first, second, stick


def test_a_book_is_read_and_settled_at_the_other_pc_and_sealed_at_home(
    pcs: tuple[Pc, Pc, Path], tmp_path: Path
) -> None:
    first, second, stick = pcs
    story = tell(tmp_path)
    first(
        "import", story.pictures[1], "--new-book", TITLE, "--form", "typed-stock-register", "--json"
    )  # the shorter page
    sent = first("bundle", "write", "1", "--to", "reading room", "--out", stick, "--json")
    assert first("read", "--json") == []
    assert "book 1" in first("bundle", "places").lower()
    shown = second("bundle", "look", stick, "--json")
    assert (shown["title"], shown["pages"], shown["from"]) == (TITLE, 1, "Office")
    assert second("bundle", "take", stick, "--json")["book"] == 1
    assert second("bundle", "take", stick, "--json")["taken_before"]

    assert second("read", "--json") == [{"page": "1/1", "state": "read"}]
    doubts = second("doubts", "--json")
    said = tmp_path / "answers.json"
    only = type(story)(story.pictures[1:], story.truths[1:])
    said.write_text(json.dumps(answers(only, doubts)), encoding="utf-8")
    second("settle", "--from", said, "--json")
    second("file", "--json")
    second("seal", "--to", stick, code=8)  # the office seals its own books
    (stick / Path(sent["folder"]).name).rename(tmp_path / "went")
    second("bundle", "write", "1", "--to", "Office", "--out", stick)
    second("settle", "--from", said, code=4)
    assert "has been worked on at Office since" in second.said

    assert first("bundle", "take", stick, "--json")["records"] == len(expected_serials(only))
    sealed = Path(first("seal", "--to", stick, "--json")["path"])
    assert verify_folder(sealed) == ()
    records = sheets_of(sealed / "batch.xlsx")["Records"]
    at = records[0].index("Serial number")
    assert [row[at] for row in records[1:]] == expected_serials(only)
    for pc in (first, second):
        pc("check")


def test_a_book_is_taken_back_only_with_a_reason_and_says_where_it_was(pcs: tuple[Pc, Pc, Path]) -> None:
    first, _, _ = pcs
    first("bundle", "back", "1", "--why", "lost", code=4)  # there is no such book
    assert first("bundle", "places") == "No book was begun yet.\n"
    assert first("bundle", "pcs", "--json")[0]["name"] == "Reading room"
    first("bundle", "take", first.folder, code=2)
