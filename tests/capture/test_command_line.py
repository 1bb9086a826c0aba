"""Getting pages in by the command line: a stand-in `scanimage` on the path, a watched folder, the pages of a book."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

from desktop.cli import capture
from desktop.cli.door import run
from desktop.operations import books
from desktop.operations.register import NewRegister, create_register
from desktop.operations.session import open_session
from desktop.paths import Places, resources_folder
from tests.capture.files import encoded
from tests.capture.scanners.plans import HERE, Plan, program
from tests.operations.conftest import FORM, PASSPHRASE, Engines, SwappableTools, a_workplace


class Desk:
    """Somebody who types commands at a PC with a scanner; the sheets look much alike, and say so with --all-new."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys

    def says(self, *words: str) -> tuple[int, str, str]:
        code = run(list(words))
        heard = self._capsys.readouterr()
        return code, heard.out, heard.err

    def sheets(self, *names: str) -> list[Path]:
        """Pictures of which no two are the same."""
        made = []
        for at, name in enumerate(names):
            pixels = np.full((400, 300), 255, np.uint8)
            pixels[20 + 30 * at : 40 + 30 * at, 30 : 60 + 40 * at] = 0
            made.append(self.folder / f"{name}.png")
            made[-1].write_bytes(encoded(pixels, "PNG"))
        return made

    def loads(self, *sheets: Path, then: str = "end") -> None:
        """Put sheets into the feeder of the scanner that `scanimage` finds."""
        command = program("sane", Plan(tuple(map(str, sheets)), then), self.folder)
        script = self.folder / "bin" / "scanimage"
        script.parent.mkdir(exist_ok=True)
        lines = (
            f"#!{sys.executable}",
            "import runpy, sys",
            f"sys.path.insert(0, {str(HERE.parents[2])!r})",
            f"sys.argv[1:1] = [{command[2]!r}]",
            f"runpy.run_path({command[1]!r}, run_name='__main__')",
        )
        script.write_text("\n".join(lines) + "\n")
        script.chmod(0o755)

    def pages(self) -> list[tuple[str, str]]:
        """What the book holds: source and number on the paper."""
        _, out, _ = self.says("pages", "--book", "1", "--json")
        return [(page["source"], page["number"]) for page in json.loads(out)["pages"]]


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    home = tmp_path / "home"
    where = Places(resources_folder(), home, home, tmp_path / "private")
    place = a_workplace(where, SwappableTools(Engines()))
    create_register(
        place, tmp_path / "register", NewRegister("Central", "CA1", "KEN", "A. Njoroge", PASSPHRASE)
    )
    session = open_session(place, tmp_path / "register", PASSPHRASE)
    books.new_book(session, "Pistols", FORM)
    session.close()
    monkeypatch.setenv("LEDGERMARK_REGISTER", str(tmp_path / "register"))
    monkeypatch.setenv("LEDGERMARK_HOME", str(home))
    monkeypatch.setenv("LEDGERMARK_PASSPHRASE", PASSPHRASE)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    return Desk(tmp_path, capsys)


def test_a_pile_is_scanned_and_a_jam_is_said_with_what_to_do(desk: Desk) -> None:
    first, second, third = desk.sheets("a", "b", "c")
    desk.loads(first, second, then="jam")
    code, out, err = desk.says("scan", "--book", "1", "--source", "feeder")
    assert (code, out) == (3, "Book 1: 2 of 2 pictures brought in.\n")
    assert "Paper jammed. Open the lid, take out the sheet" in err
    desk.loads(third)
    code, out, _ = desk.says("scan", "--book", "1", "--source", "feeder", "--all-new", "--json")
    assert code == 0
    assert [one["arrival"] for one in json.loads(out)["pictures"]] == ["imported"]
    assert len(desk.pages()) == 3


def test_scanners_are_listed_and_say_what_they_can_do(desk: Desk) -> None:
    assert desk.says("scanners")[0] == 6
    desk.loads()
    assert desk.says("scanners")[1] == "stand-in:0  Noname frontend-tester\n"
    assert json.loads(desk.says("scanners", "--json")[1])[0]["scanner"] == "stand-in:0"
    assert "papers: glass feeder" in desk.says("scanners", "--scanner", "stand-in:0")[1]
    assert json.loads(desk.says("scanners", "--scanner", "stand-in:0", "--json")[1])["both_sides"] is True


def test_a_page_is_put_in_before_another_gets_the_missing_number_and_is_replaced(desk: Desk) -> None:
    first, second, third, fourth = desk.sheets("a", "b", "c", "d")
    desk.loads(first, third)
    desk.says("scan", "--book", "1", "--source", "feeder", "--all-new")
    desk.says("pages", "--book", "1", "--number", "1", "7")
    _, out, err = desk.says("pages", "--book", "1", "--number", "2", "9")
    assert "imported" in out
    assert "Page 8 is missing." in err
    code, _, _ = desk.says("import", str(second), "--book", "1", "--before", "2", "--all-new")
    assert code == 0
    assert [number for _, number in desk.pages()] == ["7", "8", "9"]
    desk.loads(fourth)
    assert desk.says("scan", "--book", "1", "--again", "3")[0] == 0
    assert [number for _, number in desk.pages()] == ["7", "8", "9"]
    assert desk.says("scan", "--book", "1", "--before", "9")[0] == 2


def test_a_two_sided_pile_is_turned_between_its_fronts_and_its_backs(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    front, second_front, back, second_back = desk.sheets("f1", "f2", "b1", "b2")
    desk.loads(front, second_front)
    monkeypatch.setattr(capture, "_press_enter", lambda: desk.loads(second_back, back))
    code, out, err = desk.says("scan", "--book", "1", "--source", "feeder", "--pile")
    assert (code, out) == (0, "Book 1: 4 of 4 pictures brought in.\n")
    assert "2 fronts are in. Turn the whole pile over" in err
    assert [source[-8:-4] for source, _ in desk.pages()] == ["0001", "0002", "0002", "0001"]


def test_a_watched_folder_brings_in_what_arrives_and_leaves_it_there(desk: Desk) -> None:
    (sheet,) = desk.sheets("a")
    phone = desk.folder / "phone"
    phone.mkdir()
    shutil.copy(sheet, phone / "IMG 1.png")
    code, out, err = desk.says("watch", str(phone), "--book", "1", "--looks", "3", "--seconds", "0.1")
    assert (code, out) == (0, "Book 1: 1 of 1 pictures brought in.\n")
    assert "Ctrl+C ends it" in err
    assert [path.name for path in phone.iterdir()] == ["IMG 1.png"]
    assert desk.says("watch", str(desk.folder / "none"), "--book", "1")[0] == 4
