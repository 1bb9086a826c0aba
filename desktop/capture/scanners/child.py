"""A scanner's program as a child: its lines as they come, and a clock that each sign of life sets back."""

from __future__ import annotations

import io
import os
import queue
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Self

from db.errors import Cancelled, Exit, Expected
from desktop.capture.scanners.scanner import Cancel

TICK_SECONDS: Final = 0.05
GRACE_SECONDS: Final = 10.0
"""How long a scanner may take to stop in order (roll the sheet out, park the lamp) before its program is killed."""
SILENT_SECONDS: Final = 120.0
"""An old scanner warms its lamp up for a minute without a word; twice that is silence."""
LONGEST_LINE: Final = 4096

_NEEDED = frozenset(
    {"PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "LC_CTYPE", "SANE_CONFIG_DIR", "XDG_RUNTIME_DIR"}
    | {"SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "APPDATA", "LOCALAPPDATA", "PROGRAMDATA", "USERPROFILE"}
    | {"PROGRAMFILES", "PROGRAMFILES(X86)", "COMMONPROGRAMFILES", "HOMEDRIVE", "HOMEPATH", "TEMP", "TMP"}
)


def clean_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """What a scanner's program needs, and nothing of ours: no passphrase, no LD_LIBRARY_PATH of a frozen program."""
    return {name: value for name, value in environ.items() if name.upper() in _NEEDED}


def own_environment() -> dict[str, str]:
    """The same for a child that runs our own code."""
    own = {**clean_environment(os.environ), "PYTHONUTF8": "1"}
    if getattr(sys, "frozen", False):
        own["PYINSTALLER_RESET_ENVIRONMENT"] = "1"
    else:
        own["PYTHONPATH"] = str(Path(__file__).resolve().parents[3])
    return own


@dataclass(frozen=True, slots=True)
class Line:
    """What the child said, without its line's end; `aside` on its standard error."""

    text: str
    aside: bool


class Child:
    """A running program. A carriage return ends a line too, since progress is written over itself."""

    def __init__(
        self,
        command: Sequence[str],
        folder: Path | None = None,
        silent_seconds: float = SILENT_SECONDS,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """Start it. Raises Expected scanner_program_missing where that cannot be done."""
        self._silent_seconds = silent_seconds
        self._heard: queue.Queue[Line | None] = queue.Queue()
        own = clean_environment(os.environ) if environment is None else dict(environment)
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                bufsize=0,
                cwd=folder,
                env=own,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise Expected(
                "scanner_program_missing", Exit.MISSING_PART, name=Path(command[0]).name
            ) from error
        for pipe, aside in ((self._process.stdout, False), (self._process.stderr, True)):
            threading.Thread(target=self._listen, args=(pipe, aside), name="scanner", daemon=True).start()

    def lines(self, cancel: Cancel) -> Iterator[Line]:
        """What it says, until it ends. Raises Cancelled, and Expected scanner_silent when it says nothing for too long.

        The clock runs only while somebody waits here: a caller that is busy with a page makes no scanner silent.
        """
        open_pipes = 2
        late = time.monotonic() + self._silent_seconds
        while open_pipes:
            if cancel():
                self.end()
                raise Cancelled
            try:
                line = self._heard.get(timeout=TICK_SECONDS)
            except queue.Empty:
                if time.monotonic() > late:
                    self.end()
                    raise Expected("scanner_silent", seconds=round(self._silent_seconds)) from None
                continue
            if line is None:
                open_pipes -= 1
            else:
                yield line
            late = time.monotonic() + self._silent_seconds
        self._process.wait()

    def say(self, text: str) -> None:
        """A line to the child; one that is gone does not hear it, and its exit code tells why."""
        try:
            _raw(self._process.stdin).write(text.encode("ascii"))
        except OSError:
            return

    def code(self) -> int:
        """Its exit code, once `lines` has ended; negative when a signal ended it."""
        return self._process.wait()

    def end(self) -> None:
        """Ask it to stop and, where it does not, kill it."""
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(GRACE_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        _raw(self._process.stdin).close()  # the other two are closed by those who listen

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def _listen(self, pipe: IO[bytes] | None, aside: bool) -> None:  # noqa: FBT001 - a thread's target takes no names
        raw = _raw(pipe)
        rest = b""
        with raw:
            while piece := raw.read(1 << 12):
                *whole, rest = re.split(rb"[\r\n]+", rest + piece)
                for line in whole:
                    self._tell(line, aside=aside)
                rest = rest[-LONGEST_LINE:]
        self._tell(rest, aside=aside)
        self._heard.put(None)

    def _tell(self, line: bytes, *, aside: bool) -> None:
        if line:
            self._heard.put(Line(line[:LONGEST_LINE].decode("utf-8", "replace"), aside))


def python_child(module: str, flag: str) -> list[str]:
    """How to start one of our own modules: this Python with our code, or the frozen program with its flag."""
    if getattr(sys, "frozen", False):
        return [sys.executable, flag]
    return [sys.executable, "-P", "-m", module]


def _raw(pipe: IO[bytes] | None) -> io.FileIO:
    if not isinstance(pipe, io.FileIO):
        raise TypeError(pipe)  # started without pipes, or with buffered ones
    return pipe
