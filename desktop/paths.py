"""Where things lie on this PC. Nothing else in the program asks the environment or the platform."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

REGISTER_VARIABLE = "LEDGERMARK_REGISTER"
HOME_VARIABLE = "LEDGERMARK_HOME"
PASSPHRASE_VARIABLE = "LEDGERMARK_PASSPHRASE"  # noqa: S105 - the name of a variable
DATA_VARIABLE = "LEDGERMARK_DATA"


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of one person's installation."""

    resources: Path  # shipped with the program, only read
    data: Path  # register/, practice/, reports/
    config: Path  # settings.toml
    private: Path  # temporary pictures for Tesseract and such: memory-backed where possible, swept at start

    @property
    def practice(self) -> Path:
        """The practice register's folder."""
        return self.data / "practice"

    @property
    def register(self) -> Path:
        """The armoury's register, where no other folder is named."""
        return self.data / "register"

    @property
    def reports(self) -> Path:
        """Saved reports of our own failures."""
        return self.data / "reports"


def resources_folder() -> Path:
    """`resources/` beside the code, or inside the folder that PyInstaller built."""
    frozen = getattr(sys, "_MEIPASS", None)
    return Path(frozen) / "resources" if frozen else Path(__file__).resolve().parent.parent / "resources"


def places(environ: Mapping[str, str]) -> Places:
    """Find the folders for this platform; LEDGERMARK_HOME puts data and settings into one folder of one's own."""
    own = environ.get(HOME_VARIABLE)
    if own:
        data, config = Path(own), Path(own)
    elif sys.platform == "win32":
        data = Path(environ.get("LOCALAPPDATA", str(Path.home()))) / "Ledgermark"
        config = data
    else:
        home = Path(environ.get("HOME") or str(Path.home()))
        data = Path(environ.get("XDG_DATA_HOME") or home / ".local" / "share") / "ledgermark"
        config = Path(environ.get("XDG_CONFIG_HOME") or home / ".config") / "ledgermark"
    return Places(resources_folder(), data, config, _private(environ, data))


def _private(environ: Mapping[str, str], data: Path) -> Path:
    """A folder that only this user can read: in memory where Linux offers it, else beside the data."""
    runtime = environ.get("XDG_RUNTIME_DIR")
    for memory in (Path(runtime) if runtime else None, Path("/dev/shm")):  # noqa: S108 - made 0700 and swept
        if memory is not None and memory.is_dir() and os.access(memory, os.W_OK):
            user = os.getuid() if hasattr(os, "getuid") else 0
            return memory / f"ledgermark-{user}"
    return data / "private"
