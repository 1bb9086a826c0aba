"""A folder for the pictures that Tesseract reads: private, with an ASCII name, gone afterwards."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_PREFIX: Final = "crops-"


@contextmanager
def work_folder(private: Path) -> Iterator[Path]:
    """A new folder in `private` that only this user can enter; removed with all it holds, also on failure."""
    private.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=private))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep(private: Path) -> int:
    """Remove the folders of programs that ended without doing so (a power cut, a kill); says how many."""
    left = [folder for folder in private.glob(f"{_PREFIX}*-*") if not _running(folder.name)]
    for folder in left:
        shutil.rmtree(folder, ignore_errors=True)
    return len(left)


def _running(name: str) -> bool:
    process = name.removeprefix(_PREFIX).partition("-")[0]
    if not process.isdigit():
        return False
    if sys.platform == "win32":
        import ctypes

        handle = ctypes.windll.kernel32.OpenProcess(0x1000, 0, int(process))  # may ask, nothing more
        if handle:
            ctypes.windll.kernel32.CloseHandle(handle)
        return bool(handle)
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
