"""Nothing that was read or typed lies in plain text on the disk: not after a day's work, not after a kill."""

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

from db.model import CellState
from desktop.cli.door import run
from tests.ledgers import sample_pages
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


@pytest.fixture
def sample() -> Story:
    """The first page of the sample ledger."""
    page = sample_pages()[0]
    return Story((page.path,), (page.truth,))


def secrets(sample: Story) -> Iterator[bytes]:
    """Its serial numbers as any program could have written them, and a piece of its picture."""
    for row in sample.truths[0].rows:
        for cell in row.cells:
            if cell.column == "Serial number" and cell.state is CellState.READ and len(cell.as_written) >= 4:
                for encoding in ("utf-8", "utf-16-le", "utf-32-le"):
                    yield cell.as_written.encode(encoding)
                yield cell.as_written.encode().hex().encode()
    data = sample.pictures[0].read_bytes()
    yield data[len(data) // 2 : len(data) // 2 + 32]


def found_in(folder: Path, sample: Story) -> list[tuple[str, bytes]]:
    """Where a secret lies, and which."""
    wanted = list(secrets(sample))
    assert len(wanted) > 60
    return [
        (path.relative_to(folder).as_posix(), secret)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        for data in (path.read_bytes(),)
        for secret in wanted
        if secret in data
    ]


def begin(sample: Story) -> None:
    assert run(["init", "--armoury", "Central armoury", "--code", "CA1", "--user", "A. Njoroge"]) == 0
    form = ("--new-book", "Sample", "--form", "typed-stock-register")
    assert run(["import", str(sample.pictures[0]), *form]) == 0


def test_after_a_days_work_no_serial_number_lies_on_the_disk(
    sample: Story, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    begin(sample)
    assert run(["read"]) == 0
    capsys.readouterr()
    assert run(["doubts", "--json"]) == 0
    said = tmp_path / "answers.json"  # a file that the person made
    said.write_text(json.dumps(answers(sample, json.loads(capsys.readouterr().out))), encoding="utf-8")
    assert run(["settle", "--from", str(said)]) == 0
    assert run(["file"]) == 0
    stick = tmp_path / "stick"
    stick.mkdir()
    assert run(["seal", "--to", str(stick)]) == 0
    assert run(["backup"]) == 0
    assert run(["backup", "--prove"]) == 0
    assert run(["search", sample.written(1, 1, "Serial number")]) == 0
    assert sample.written(1, 1, "Serial number") in capsys.readouterr().out
    assert found_in(home, sample) == []
    assert list(home.rglob("register.db")) != []  # it looked where the register lies


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_after_a_kill_and_a_restart_no_serial_number_lies_on_the_disk(sample: Story, home: Path) -> None:
    begin(sample)
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
    assert found_in(home, sample) == []
