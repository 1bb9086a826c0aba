"""The short form of `workshop.bench faults`: kills, power cuts and failing disks over a whole working day."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from workshop.faults import power, shim

ROOT = Path(__file__).resolve().parents[2]

TRACED = """
import os, signal, sys
from pathlib import Path
from db.durable import sync_file, sync_folder, write_atomically
from workshop.faults import shim

root, trace = Path(sys.argv[1]), Path(sys.argv[2])
(root / "kept").write_bytes(b"before")
shim.arm(root, trace, trace.parent / "links")
write_atomically(root / "whole", b"all of it")
with (root / "kept").open("r+b") as file:
    file.write(b"after!!")
    file.flush()
    os.fsync(file.fileno())
    file.write(b" and more")
(root / "made").write_bytes(b"never synced")
(root / "whole").rename(root / "renamed")
os.kill(os.getpid(), signal.SIGKILL)
"""

needs_shim = pytest.mark.skipif(not shim.can_build(), reason="the shim needs a C compiler on Linux")


@needs_shim
def test_a_power_cut_takes_what_was_not_synced_and_nothing_else(tmp_path: Path) -> None:
    root, trace = tmp_path / "root", tmp_path / "trace"
    root.mkdir()
    made = shim.build(tmp_path)
    killed = subprocess.run(
        [sys.executable, "-c", TRACED, str(root), str(trace)],
        cwd=ROOT,
        env={"LD_PRELOAD": str(made)},
        check=False,
    )
    assert killed.returncode == -9
    assert sorted(path.name for path in root.iterdir()) == ["kept", "made", "renamed"]
    assert power.cut(trace) == 4  # bytes after the sync, a file with its bytes, a name
    assert sorted(path.name for path in root.iterdir()) == ["kept", "whole"]
    assert (root / "kept").read_bytes() == b"after!!"
    assert (root / "whole").read_bytes() == b"all of it"


@needs_shim
def test_whatever_happens_in_the_middle_of_a_working_day_nothing_that_was_shown_is_lost() -> None:
    bench = subprocess.run(
        [sys.executable, "-m", "workshop.bench", "faults", "--kills", "36", "--refusals", "27", "--seed", "3"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert bench.returncode == 0, bench.stdout + bench.stderr
    assert "63 runs" in bench.stdout
