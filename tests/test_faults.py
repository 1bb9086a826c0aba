"""A process that is killed in the middle, a disk that is full or read-only: a sentence, and nothing lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.cli.door import run
from tests.story import PASSPHRASE, ROOT, TITLE, Story, tell


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return tell(tmp_path_factory.mktemp("story"))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LEDGERMARK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LEDGERMARK_PASSPHRASE", PASSPHRASE)
    monkeypatch.delenv("LEDGERMARK_REGISTER", raising=False)
    return tmp_path


def init() -> None:
    assert run(["init", "--armoury", "Central armoury", "--code", "CA1", "--user", "A. Njoroge"]) == 0


def start(*words: str | Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "desktop.cli", *map(str, words)],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def pages_in(folder: Path) -> int:
    """Whether the book's pictures have begun to grow, without opening the register."""
    return sum(path.stat().st_size for path in folder.rglob("*.pages*"))


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
@pytest.mark.parametrize("delay", [0.0, 0.05, 0.2])
def test_a_kill_in_the_middle_of_an_import_loses_nothing_and_doubles_nothing(
    story: Story, home: Path, capsys: pytest.CaptureFixture[str], delay: float
) -> None:
    init()
    bringing = start("import", *story.pictures, "--new-book", TITLE, "--form", "typed-stock-register")
    register = home / "home" / "register"
    before = pages_in(register)
    while bringing.poll() is None and pages_in(register) == before:
        time.sleep(0.005)
    time.sleep(delay)
    bringing.send_signal(signal.SIGKILL)
    bringing.wait()
    assert run(["check"]) == 0, capsys.readouterr().out
    book = ("--book", "1")
    assert run(["import", *map(str, story.pictures), *book, "--json"]) == 0
    capsys.readouterr()
    assert run(["read", "--json"]) == 0
    assert [page["page"] for page in json.loads(capsys.readouterr().out)] == ["1/1", "1/2"]


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_a_kill_in_the_middle_of_a_reading_leaves_whole_pages_only(
    story: Story, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    init()
    form = ("--form", "typed-stock-register")
    assert run(["import", *map(str, story.pictures), "--new-book", TITLE, *form]) == 0
    reading = start("read")
    time.sleep(2.5)
    reading.send_signal(signal.SIGKILL)
    reading.wait()
    assert run(["check"]) == 0, capsys.readouterr().out
    assert run(["read"]) == 0
    capsys.readouterr()
    assert run(["doubts", "--json"]) == 0
    doubts = json.loads(capsys.readouterr().out)
    serials = [one["cell"] for one in doubts if one["cell"].endswith("/Serial number")]
    assert len(serials) == len(set(serials)) == 8
    private = [path for path in Path(tempfile_root()).glob("ledgermark-*/*") if path.suffix == ".pgm"]
    assert private == []  # what a killed reading left for Tesseract was swept away


def tempfile_root() -> str:
    return os.environ.get("XDG_RUNTIME_DIR") or "/dev/shm"  # noqa: S108 - where the program keeps it


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of eight megabytes, where the system lets us make one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("only root can mount a small disk here")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=False)


def test_a_full_disk_is_a_sentence_and_keeps_what_was_in(
    story: Story,
    home: Path,
    small_disk: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("LEDGERMARK_REGISTER", str(small_disk / "register"))
    init()
    form = ("--form", "typed-stock-register")
    assert run(["import", str(story.pictures[0]), "--new-book", TITLE, *form]) == 0
    filler = small_disk / "filler"
    with filler.open("wb", buffering=0) as file:
        while True:
            try:
                file.write(bytes(4096))
            except OSError:
                break
    capsys.readouterr()
    assert run(["import", str(story.pictures[1]), "--book", "1"]) == 7
    said = capsys.readouterr().err
    assert "full" in said.lower()
    assert "Traceback" not in said
    filler.unlink(missing_ok=True)
    assert run(["check"]) == 0
    assert run(["import", str(story.pictures[1]), "--book", "1"]) == 0


def test_a_full_stick_gets_no_half_batch(
    story: Story, home: Path, small_disk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from tests.story import answers

    init()
    form = ("--form", "typed-stock-register")
    assert run(["import", *map(str, story.pictures), "--new-book", TITLE, *form]) == 0
    assert run(["read"]) == 0
    capsys.readouterr()
    assert run(["doubts", "--json"]) == 0
    said = home / "answers.json"
    said.write_text(json.dumps(answers(story, json.loads(capsys.readouterr().out))), encoding="utf-8")
    assert run(["settle", "--from", str(said)]) == 0
    assert run(["file"]) == 0
    (small_disk / "filler").write_bytes(bytes(8 * 1024**2 - 12_000))
    assert run(["seal", "--to", str(small_disk)]) == 7
    assert [path.name for path in small_disk.iterdir()] == ["filler"]
    (small_disk / "filler").unlink()
    assert run(["seal", "--to", str(small_disk), "--again", "1"]) == 0  # it was sealed, and waits


def test_a_register_that_cannot_be_written_is_a_sentence(
    story: Story,
    home: Path,
    small_disk: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("LEDGERMARK_REGISTER", str(small_disk / "register"))
    init()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    form = ("--form", "typed-stock-register")
    capsys.readouterr()
    assert run(["import", str(story.pictures[0]), "--new-book", TITLE, *form]) == 7
    assert "Traceback" not in capsys.readouterr().err


def test_missing_tesseract_is_a_sentence(
    story: Story, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    form = str(ROOT / "resources" / "forms" / "typed-stock-register.toml")
    assert run(["page", str(story.pictures[0]), "--form", form, "--json", str(home / "o.json")]) == 6
    assert "Tesseract" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("check",), 5),  # no register there
        (("page", "gone.png", "--form", "gone.toml", "--json", "o.json"), 4),
        (("search", "1", "--register", "nowhere"), 5),
    ],
)
def test_what_is_not_there_is_a_sentence_with_its_exit_code(
    home: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], code: int
) -> None:
    assert run(list(words)) == code
    said = capsys.readouterr().err
    assert said.strip().endswith(".")
    assert "Traceback" not in said


@pytest.mark.parametrize("text", ["", "{}", "[1]", '[{"cell": 7}]', "[" * 100_000, '[{"cell": "1/1/1/No."}'])
def test_answers_that_are_none_are_a_sentence(
    home: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    init()
    said = home / "answers.json"
    said.write_text(text, encoding="utf-8")
    assert run(["settle", "--from", str(said)]) == 4
    assert "Traceback" not in capsys.readouterr().err


def test_a_wrong_passphrase_is_a_sentence(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    init()
    monkeypatch.setenv("LEDGERMARK_PASSPHRASE", "other words")
    assert run(["check"]) == 5
    assert "passphrase" in capsys.readouterr().err.lower()
