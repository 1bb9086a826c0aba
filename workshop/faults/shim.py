"""Build the shim, start a process under it, arm it there."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
from pathlib import Path

SOURCE = Path(__file__).with_name("shim.c")


def can_build() -> bool:
    """Whether there is a C compiler, on a system that knows LD_PRELOAD."""
    return os.name == "posix" and shutil.which("cc") is not None and Path("/proc/self/fd").is_dir()


def build(folder: Path) -> Path:
    """Compile the shim into a folder. CalledProcessError where the compiler refuses."""
    made = folder / "shim.so"
    subprocess.run(
        ["cc", "-O1", "-fPIC", "-shared", "-o", str(made), str(SOURCE), "-ldl", "-lpthread"], check=True
    )
    return made


def arm(
    root: Path, trace: Path, kept: Path, *, kill_at: int = 0, error: int = 0, refuse_from: int = 0
) -> None:
    """In a process that was started under the shim: trace `root`, die at a change, or refuse changes from one on."""
    kept.mkdir(parents=True, exist_ok=True)
    _shim().shim_arm(
        os.fsencode(root), os.fsencode(trace), os.fsencode(kept), ctypes.c_long(kill_at), error,
        ctypes.c_long(refuse_from),
    )  # fmt: skip


def calls() -> int:
    """How many changes there were since it was armed."""
    counted = _shim().shim_calls
    counted.restype = ctypes.c_long
    return int(counted())


def is_there() -> bool:
    """Whether this process was started under the shim."""
    return hasattr(_shim(), "shim_arm")


def _shim() -> ctypes.CDLL:
    return ctypes.CDLL(None)
