"""The main job through the window, by keyboard; what comes out equals what the command line makes of the same pages."""

from __future__ import annotations

import json
import os
from functools import partial
from pathlib import Path

import pytest

from db.model import CellState
from desktop.cli.door import run
from desktop.exchange.verify import verify_folder
from desktop.operations.session import Workplace
from desktop.operations.workplace import workplace as this_pc
from desktop.ui.actions import Where
from desktop.ui.dialogs.form_choice import FormChoice
from tests.story import PASSPHRASE, TITLE, Story, answers, expected_serials, sheets_of, tell
from tests.ui.person import Person


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return tell(tmp_path_factory.mktemp("story"))


@pytest.fixture
def workplace(tmp_path: Path) -> Workplace:
    """The real clock and the real readers, in a home of its own."""
    return this_pc({"LEDGERMARK_HOME": str(tmp_path / "home")})


def test_the_main_job_by_keyboard_makes_the_workbook_that_the_command_line_makes(
    story: Story,
    person: Person,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    sets_up(person)
    brings_in(person, story)
    checks_every_field(person, story)
    by_window = seals(person, tmp_path / "stick")
    monkeypatch.setenv("LEDGERMARK_HOME", str(tmp_path / "other home"))
    monkeypatch.setenv("LEDGERMARK_PASSPHRASE", PASSPHRASE)
    monkeypatch.delenv("LEDGERMARK_REGISTER", raising=False)
    by_line = through_the_command_line(story, tmp_path, capsys)
    assert verify_folder(by_window) == ()
    assert sheets_of(by_window / "batch.xlsx") == sheets_of(by_line / "batch.xlsx")
    records = sheets_of(by_window / "batch.xlsx")["Records"]
    assert [row[records[0].index("Serial number")] for row in records[1:]] == expected_serials(story)


def sets_up(person: Person) -> None:
    person.starts()
    person.presses("Return")
    for answer in ("Central armoury", "CA1", "", "A. Njoroge", PASSPHRASE, PASSPHRASE):
        person.types(answer)
        person.presses("Tab")
    person.first_run.field("again").setFocus()
    person.presses("Return")
    person.waits(person.first_run.sheet.code)
    person.presses("Space", "Return")
    person.waits(lambda: person.visit.room is not None)
    person.visit.window.resize(1280, 650)
    assert person.is_at() is Where.HOME


def brings_in(person: Person, story: Story) -> None:
    person.presses("Return")  # nothing to continue: Home leads to Capture
    person.waits(lambda: person.is_at() is Where.CAPTURE)
    person.presses("Ctrl+O")
    person.names_files(" ".join(f'"{path}"' for path in story.pictures))
    person.waits(lambda: person.dialog(FormChoice) is not None)
    person.types(TITLE)
    asks = person.dialog(FormChoice)
    assert isinstance(asks, FormChoice)
    person.presses("Tab")
    person.presses(*["Down"] * asks.forms().index("Stock register, typed"))
    person.presses("Return")
    person.waits(lambda: person.room.capture.pages.count() == 2)


def checks_every_field(person: Person, story: Story) -> None:
    person.presses("Alt+3")
    for page in (1, 2):
        person.waits(partial(page_is_shown, person, page))
        while person.review.checking.sheet.to_check():  # type: ignore[union-attr]
            cell = person.sees()
            written = story.written(page, cell.row_number, cell.column.name)
            if not written:
                person.presses("F8")
                continue
            read = cell.as_written if cell.state is CellState.DITTO else person.reads()
            if read != written:
                person.presses("Ctrl+A")
                person.types(written)
            person.presses("Return")
        person.presses("Ctrl+Return")
        person.waits(lambda: "finished" in person.is_told())
        person.room.shell.notice.clear()


def page_is_shown(person: Person, position: int) -> bool:
    sheet = person.review.checking.sheet
    return sheet is not None and sheet.page.page.position == position and not sheet.page.filed


def seals(person: Person, stick: Path) -> Path:
    stick.mkdir()
    person.presses("Alt+5")
    person.waits(lambda: person.room.exchange.action("exchange_on").isEnabled())
    person.presses("Return")
    person.presses("Ctrl+O")
    person.names_files(str(stick))
    person.waits(lambda: person.room.exchange.target() is not None)
    person.presses("Return")
    person.waits(person.room.exchange.receipt)
    (folder,) = stick.iterdir()
    return folder


def through_the_command_line(story: Story, folder: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    def ledgermark(*words: str | os.PathLike[str]) -> object:
        capsys.readouterr()
        assert run([str(word) for word in (*words, "--json")]) == 0
        return json.loads(capsys.readouterr().out)

    ledgermark("init", "--armoury", "Central armoury", "--code", "CA1", "--user", "A. Njoroge")
    ledgermark("import", *story.pictures, "--new-book", TITLE, "--form", "typed-stock-register")
    ledgermark("read")
    said = folder / "answers.json"
    doubts = ledgermark("doubts")
    said.write_text(json.dumps(answers(story, doubts)), encoding="utf-8")  # type: ignore[arg-type]
    ledgermark("settle", "--from", said)
    ledgermark("file")
    (folder / "line").mkdir()
    sealed = ledgermark("seal", "--to", folder / "line")
    return Path(sealed["path"])  # type: ignore[index]
