"""Nothing that was read or typed lies in plain text on the disk: not after a day's work, not after a kill."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from db.model import CellState
from desktop.cli.door import run
from desktop.fields.forms import load_form
from tests.ledgers import RESOURCES, SamplePage, sample_pages
from tests.story import PASSPHRASE, ROOT, Story, answers


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where everything that the program writes by itself has to go: data, settings, temporary files, private folder."""
    folder = tmp_path / "everything"
    for variable, name in (
        ("HOME", "home"), ("LEDGERMARK_HOME", "home/ledgermark"), ("TMPDIR", "tmp"), ("XDG_RUNTIME_DIR", "run"),
    ):  # fmt: skip
        (folder / name).mkdir(parents=True, exist_ok=True)
        monkeypatch.setenv(variable, str(folder / name))
    monkeypatch.setenv("LEDGERMARK_PASSPHRASE", PASSPHRASE)
    monkeypatch.delenv("LEDGERMARK_REGISTER", raising=False)
    return folder


@dataclass(frozen=True, slots=True)
class Book:
    """One book of the sample ledger."""

    form: str
    story: Story


@pytest.fixture(scope="module")
def shelf() -> tuple[Book, ...]:
    """The whole sample ledger."""
    books: dict[str, list[SamplePage]] = {}
    for page in sample_pages():
        books.setdefault(page.form.name, []).append(page)
    stems = {load_form(path).name: path.stem for path in (RESOURCES / "forms").glob("*.toml")}
    return tuple(
        Book(stems[form], Story(tuple(one.path for one in found), tuple(one.truth for one in found)))
        for form, found in books.items()
    )


def secrets(stories: Iterable[Story]) -> Iterator[bytes]:
    """Serial numbers as any program could have written them, and a piece of each picture."""
    for story in stories:
        for truth in story.truths:
            for row in truth.rows:
                for cell in row.cells:
                    written = cell.as_written
                    # A year, a quantity or a page number may well stand anywhere.
                    if cell.column == "Serial number" and cell.state is CellState.READ and len(written) > 4:
                        for encoding in ("utf-8", "utf-16-le", "utf-32-le"):
                            yield written.encode(encoding)
                        yield written.encode().hex().encode()
        for picture in story.pictures:
            data = picture.read_bytes()
            yield data[len(data) // 2 : len(data) // 2 + 32]


def found_in(folder: Path, *stories: Story) -> list[tuple[str, bytes]]:
    """Where a secret lies, and which."""
    wanted = list(secrets(stories))
    assert len(wanted) > 60
    return [
        (path.relative_to(folder).as_posix(), secret)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        for data in (path.read_bytes(),)
        for secret in wanted
        if secret in data
    ]


def begin(number: int, book: Book) -> None:
    if number == 1:
        assert run(["init", "--armoury", "Central armoury", "--code", "CA1", "--user", "A. Njoroge"]) == 0
    new = ("--new-book", f"Book {number}", "--form", book.form)
    assert run(["import", *map(str, book.story.pictures), *new]) == 0


def said_of(shelf: tuple[Book, ...], doubts: list[dict[str, object]]) -> list[dict[str, object]]:
    """What a clerk says to each doubt; what has no row in the truth stays empty."""
    said: list[dict[str, object]] = []
    for doubt in doubts:
        book, page, row, _ = str(doubt["cell"]).split("/", 3)
        story = shelf[int(book) - 1].story
        if int(row) <= len(story.truths[int(page) - 1].rows):
            said += answers(story, [doubt])
    return said


def test_after_a_days_work_over_the_whole_sample_ledger_no_serial_number_lies_on_the_disk(
    shelf: tuple[Book, ...], home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number, book in enumerate(shelf, start=1):
        begin(number, book)
    assert run(["read"]) == 0
    capsys.readouterr()
    assert run(["doubts", "--json"]) == 0
    said = tmp_path / "answers.json"  # a file that the person made
    said.write_text(json.dumps(said_of(shelf, json.loads(capsys.readouterr().out))), encoding="utf-8")
    assert run(["settle", "--from", str(said)]) == 0
    assert run(["file"]) in {0, 3}  # a page whose rows were not all found waits for a person
    stick = tmp_path / "stick"
    stick.mkdir()
    assert run(["seal", "--to", str(stick)]) == 0
    assert run(["backup"]) == 0
    assert run(["backup", "--prove"]) == 0
    serial = shelf[0].story.written(1, 1, "Serial number")
    assert run(["search", serial]) == 0
    assert serial in capsys.readouterr().out
    assert found_in(home, *(book.story for book in shelf)) == []
    assert list(home.rglob("register.db")) != []  # it looked where the register lies


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_after_a_kill_and_a_restart_no_serial_number_lies_on_the_disk(
    shelf: tuple[Book, ...], home: Path
) -> None:
    begin(1, shelf[0])
    reading = subprocess.Popen(
        [sys.executable, "-m", "desktop.cli", "read"], env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    while reading.poll() is None and not list((home / "run").rglob("*.p?m")):
        time.sleep(0.01)  # until crops of cells lie in the private folder
    reading.send_signal(signal.SIGKILL)
    reading.wait()
    assert run(["read"]) == 0
    assert [path for path in (home / "run").rglob("*") if path.is_file()] == []
    assert found_in(home, shelf[0].story) == []
