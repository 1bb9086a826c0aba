"""A stick that is full, locked, failing or pulled out leaves no half batch under a final name."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from db.errors import Cancelled, Exit, Expected
from desktop.exchange.folder import verify_folder, write_folder

FILES = {"batch.xlsx": bytes(range(256)) * 12_000, "READ-ME.txt": b"read me", "manifest.json": b"{}\n"}
ROOT = Path(__file__).parents[2]
NAME = "LM-KBL-0003-2026-03-01"


def test_what_was_written_is_what_was_sealed(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, NAME, FILES)
    assert folder == tmp_path / NAME
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == FILES
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_progress_goes_from_nothing_to_all(tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    write_folder(tmp_path, NAME, FILES, lambda done, total: heard.append((done, total)))
    assert heard == sorted(heard)
    assert heard[-1] == (heard[0][1], heard[0][1])
    assert heard[-1][0] == 2 * sum(map(len, FILES.values()))


@pytest.mark.parametrize("after", range(10))
def test_stopping_leaves_nothing(tmp_path: Path, after: int) -> None:
    asked = iter([False] * after)
    with pytest.raises(Cancelled):
        write_folder(tmp_path, NAME, FILES, cancel=lambda: next(asked, True))
    assert list(tmp_path.iterdir()) == []


class FailingDisk:
    """The system's calls on a disk, of which the one numbered `at` fails, and every one after it if it is gone."""

    CALLS = ("mkdir", "open", "fsync", "rename", "stat")

    def __init__(self, monkeypatch: pytest.MonkeyPatch, at: int, error: int, *, gone: bool) -> None:
        self.count = 0
        self.failed = False
        self._at, self._error, self._gone = at, error, gone
        for call in self.CALLS:
            monkeypatch.setattr(os, call, self._wrapped(getattr(os, call)))
        monkeypatch.setattr("io.open", self._wrapped(open))

    def _wrapped(self, real: Callable[..., object]) -> Callable[..., object]:
        def call(*given: object, **named: object) -> object:
            self.count += 1
            if self.count == self._at or (self._gone and self.failed):
                self.failed = True
                raise OSError(self._error, os.strerror(self._error))
            return real(*given, **named)

        return call


@pytest.mark.parametrize(
    ("error", "key"),
    [
        (errno.ENOSPC, "target_full"),
        (errno.EROFS, "target_read_only"),
        (errno.ENODEV, "target_vanished"),
        (errno.EIO, "target_failed"),
    ],
)
def test_whichever_call_fails_nothing_half_written_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: int, key: str
) -> None:
    seen = 0
    for at in range(1, 200):
        target = tmp_path / str(at)
        target.mkdir()
        with monkeypatch.context() as patched:
            disk = FailingDisk(patched, at, error, gone=error == errno.ENODEV)
            refused = refusal(target)
        if refused is not None:
            seen += 1
            assert (refused.exit_code, refused.key) == (Exit.DISK, key)
        left = sorted(path.name for path in target.iterdir())
        if NAME in left:
            assert {path.name: path.read_bytes() for path in (target / NAME).iterdir()} == FILES
        elif error != errno.ENODEV:
            assert left in ([], [f"{NAME}.part"])
        if not disk.failed:
            break
    assert seen > 10
    assert not disk.failed, "the last try met no failure any more"


def refusal(target: Path) -> Expected | None:
    try:
        write_folder(target, NAME, FILES)
    except Expected as refused:
        return refused
    return None


def test_what_a_pulled_stick_left_is_cleared_by_the_next_try(tmp_path: Path) -> None:
    part = tmp_path / f"{NAME}.part"
    part.mkdir()
    (part / "batch.xlsx").write_bytes(b"half")
    folder = write_folder(tmp_path, NAME, FILES)
    assert [path.name for path in tmp_path.iterdir()] == [folder.name]


KILLED = """
import os, signal, sys
from pathlib import Path
from desktop.exchange.folder import write_folder
from tests.exchange.test_sticks import FILES, NAME
def report(done, total):
    if done >= float(sys.argv[2]) * total:
        os.kill(os.getpid(), signal.SIGKILL)
write_folder(Path(sys.argv[1]), NAME, FILES, report)
"""


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is a POSIX signal")
@pytest.mark.parametrize("share", ["0", "0.4", "0.6", "1"])
def test_a_killed_program_leaves_no_half_batch_under_a_final_name(tmp_path: Path, share: str) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED, tmp_path, share], cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert [path.name for path in tmp_path.iterdir()] == [f"{NAME}.part"]
    write_folder(tmp_path, NAME, FILES)
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_a_stick_that_gives_back_something_else_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.fsync

    def loses_a_byte(handle: int) -> None:
        real(handle)
        if os.fstat(handle).st_size > 1000:
            os.pwrite(handle, b"\xff", 100)

    monkeypatch.setattr(os, "fsync", loses_a_byte)
    with pytest.raises(Expected) as refused:
        write_folder(tmp_path, NAME, FILES)
    assert (refused.value.key, refused.value.exit_code) == ("target_unfaithful", Exit.DISK)
    assert list(tmp_path.iterdir()) == []


def test_a_stick_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(Expected) as refused:
        write_folder(tmp_path / "stick", NAME, FILES)
    assert (refused.value.key, refused.value.values["name"]) == ("target_vanished", "stick")
    with pytest.raises(Expected, match="batch_folder_missing"):
        verify_folder(tmp_path / "stick" / NAME)


def test_a_file_or_link_of_that_name_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"a file")
    with pytest.raises(Expected, match="target_taken"):
        write_folder(tmp_path, NAME, FILES)
    assert (tmp_path / NAME).read_bytes() == b"a file"


@pytest.mark.parametrize("name", ["../out", "a/b", "", "nul"])
def test_a_name_that_leads_elsewhere_is_our_own_mistake(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="name"):
        write_folder(tmp_path, name, FILES)
    with pytest.raises(ValueError, match="name"):
        write_folder(tmp_path, NAME, {name: b""})


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of two megabytes."""
    mounted = tmp_path / "stick"
    mounted.mkdir()
    if shutil.which("mount") is None or os.name == "nt":
        pytest.skip("no mount on this system")
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", mounted], capture_output=True, check=False
    )
    if made.returncode != 0:
        pytest.skip("this user may not mount a file system")
    yield mounted
    subprocess.run(["umount", mounted], check=True)


def test_a_full_stick_keeps_nothing(small_disk: Path) -> None:
    (small_disk / "other").write_bytes(b"x")
    with pytest.raises(Expected) as refused:
        write_folder(small_disk, NAME, FILES)
    assert refused.value.key == "target_full"
    assert [path.name for path in small_disk.iterdir()] == ["other"]


def test_a_stick_that_fills_while_it_is_written_keeps_nothing(
    small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: shutil._ntuple_diskusage(9**9, 0, 9**9))
    with pytest.raises(Expected) as refused:
        write_folder(small_disk, NAME, FILES)
    assert refused.value.key == "target_full"
    assert list(small_disk.iterdir()) == []


def test_a_locked_stick_is_said(small_disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    with pytest.raises(Expected) as refused:
        write_folder(small_disk, NAME, {"READ-ME.txt": b"x"})
    assert refused.value.key == "target_read_only"
