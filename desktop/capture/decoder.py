"""The parent's side of decoding: a child process that serves one file after another until one of them kills it."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import numpy as np

from db.errors import Cancelled, Exit, Expected
from desktop.capture import wire
from desktop.capture.child import FLAG
from desktop.capture.frame import Frame
from desktop.capture.kinds import Kind
from desktop.capture.limits import PAGES, Limits

REFUSALS = frozenset(
    {"picture_truncated", "picture_broken", "picture_vanished", "picture_too_small", "picture_too_long"}
    | {"picture_too_many_pixels", "picture_too_hungry", "pdf_encrypted", "pdf_broken", "pdf_page_broken"}
)
"""What a child may say of a file. It may have been taken over by the file: nothing else is believed."""

FILES_A_CHILD = 200
"""After that many files a child is replaced, so that none sees a whole archive."""

_TICK_SECONDS = 0.05


def child_command() -> list[str]:
    """How to start the child: this Python with our code, or the frozen program itself with its hidden flag."""
    if getattr(sys, "frozen", False):
        return [sys.executable, FLAG]
    return [sys.executable, "-P", "-m", "desktop.capture.child"]


def child_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """Only what a process needs to start: no passphrase, no folder of records, no one's PYTHON settings."""
    needed = ("PATH", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "LANG", "LC_ALL", "LC_CTYPE")
    own = {name: environ[name] for name in needed if name in environ}
    own["OPENBLAS_NUM_THREADS"] = "1"  # each further thread reserves memory that the limit would count
    own["PYTHONUTF8"] = "1"
    if getattr(sys, "frozen", False):
        own["PYINSTALLER_RESET_ENVIRONMENT"] = "1"
    else:
        own["PYTHONPATH"] = str(Path(__file__).resolve().parents[2])
    return own


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """A file that the child has open, or will open again after another file or a deadly page came between."""

    name: str
    kind: Kind
    file: Path | bytes


class Decoder:
    """A child process that decodes; started again after a file has killed it. Not to be shared by threads.

    `command` starts the child; a person who hands in another one decides who decodes.
    """

    def __init__(self, limits: Limits = PAGES, command: Sequence[str] | None = None) -> None:
        self.limits = limits
        self._command = list(command or child_command())
        self._child: subprocess.Popen[bytes] | None = None
        self._greeted = False
        self._served = 0
        self._opened: Opened | None = None

    def warm(self) -> None:
        """Start the child now, so that it is up when the first file comes (0.2 s)."""
        if self._child is None:
            self._child = self._start()

    def open(self, opened: Opened, cancel: Callable[[], bool]) -> int:
        """How many pages the file has. Raises Expected with its name in the values."""
        if self._served >= FILES_A_CHILD:
            self.close()
        self._served += 1
        inline = opened.file if isinstance(opened.file, bytes) else b""
        path = "" if isinstance(opened.file, bytes) else os.fspath(opened.file.absolute())

        def ask(child: subprocess.Popen[bytes], limits: Limits) -> dict[str, object]:
            request = {"op": "open", "kind": opened.kind.value, "limits": asdict(limits), "path": path}
            wire.send(_pipe(child.stdin), {**request, "length": len(inline)}, inline)
            return wire.receive(_pipe(child.stdout))

        frames = self._ask(opened.name, ask, cancel).get("frames")
        if not isinstance(frames, int):
            self.close()
            raise Expected("picture_stopped_decoder", name=opened.name)
        self._opened = opened
        return frames

    def frame(
        self, opened: Opened, name: str, index: int, *, keep: bool, cancel: Callable[[], bool]
    ) -> Frame:
        """Page `index` from 0 of an opened file, told of as `name`; `keep` wants a lossless file of the page."""
        if self._opened is not opened:
            self.open(opened, cancel)
        frames: list[Frame] = []

        def take(child: subprocess.Popen[bytes], limits: Limits) -> dict[str, object]:
            wire.send(_pipe(child.stdin), {"op": "frame", "index": index, "keep": keep})
            header = wire.receive(_pipe(child.stdout))
            if "refused" not in header:
                frames.append(_frame(_pipe(child.stdout), header, limits))
            return header

        self._ask(name, take, cancel)
        return frames[0]

    def let_go(self, opened: Opened) -> None:
        """Close the file, if it is still open: Windows gives no stick back before."""
        if self._opened is opened:
            self._opened = None
            self._ask(opened.name, _let_go, lambda: False)

    def close(self) -> None:
        """End the child."""
        child, self._child, self._opened = self._child, None, None
        self._served, self._greeted = 0, False
        if child is not None:
            child.kill()  # it holds nothing that is worth an orderly end
            child.wait()
            _pipe(child.stdin).close()
            _pipe(child.stdout).close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _start(self) -> subprocess.Popen[bytes]:
        try:
            return subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                env=child_environment(os.environ),
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise Expected("decoder_missing", Exit.MISSING_PART, reason=error.strerror or error) from error

    def _ask(
        self,
        name: str,
        talk: Callable[[subprocess.Popen[bytes], Limits], dict[str, object]],
        cancel: Callable[[], bool],
    ) -> dict[str, object]:
        """Talk to the child in a thread, so that a hung decoder can be killed by the clock or by the person."""
        child = self._child = self._child or self._start()
        heard: list[dict[str, object]] = []

        def run() -> None:
            try:
                if not self._greeted:
                    self._greeted = wire.receive(_pipe(child.stdout)).get("ready") is True
                heard.append(talk(child, self.limits))
            except (wire.WireBrokenError, OSError, ValueError):
                heard.clear()  # dead, killed by us, or lying; told apart below

        thread = threading.Thread(target=run, name="decoding", daemon=True)
        late = time.monotonic() + self.limits.seconds
        thread.start()
        while True:
            thread.join(_TICK_SECONDS)
            if not thread.is_alive():
                break
            stopped = cancel()
            if stopped or time.monotonic() > late:
                child.kill()
                thread.join()
                self.close()
                if stopped:
                    raise Cancelled
                raise Expected("picture_too_slow", name=name, seconds=round(self.limits.seconds))
        return self._believed(name, heard)

    def _believed(self, name: str, heard: list[dict[str, object]]) -> dict[str, object]:
        key = heard[0].get("refused") if heard else None
        if not heard and not self._greeted:
            self.close()
            raise Expected("decoder_missing", Exit.MISSING_PART, reason="it ended at once")
        if not heard or (key is not None and key not in REFUSALS):
            self.close()
            raise Expected("picture_stopped_decoder", name=name)
        if key is None:
            return heard[0]
        if key == "picture_too_hungry":
            self.close()
        values = heard[0].get("values")
        said = {str(k): str(v) for k, v in values.items()} if isinstance(values, dict) else {}
        code = Exit.DISK if key == "picture_vanished" else Exit.BAD_INPUT
        raise Expected(str(key), code, **{**said, "name": name})


def _let_go(child: subprocess.Popen[bytes], _limits: Limits) -> dict[str, object]:
    wire.send(_pipe(child.stdin), {"op": "close"})
    return wire.receive(_pipe(child.stdout))


def _pipe(end: IO[bytes] | None) -> io.FileIO:
    if not isinstance(end, io.FileIO):
        raise TypeError(end)  # started without pipes, or with buffered ones
    return end


def _frame(pipe: io.FileIO, header: Mapping[str, object], limits: Limits) -> Frame:
    """Take the picture that `header` announces, if it keeps to the limits. Raises WireBrokenError."""
    height, width, kept, dpi = (
        header.get("height"),
        header.get("width"),
        header.get("kept"),
        header.get("dpi"),
    )
    if not (isinstance(height, int) and isinstance(width, int) and isinstance(kept, int)):
        raise wire.WireBrokenError
    if not (
        height > 0
        and width > 0
        and height * width <= limits.max_pixels
        and 0 <= kept <= limits.max_picture_bytes
    ):
        raise wire.WireBrokenError
    pixels = np.empty((height, width, 3) if header.get("colour") is True else (height, width), np.uint8)
    wire.receive_into(pipe, pixels.data.cast("B"))
    return Frame(pixels, float(dpi) if isinstance(dpi, int | float) else 0.0, wire.receive_bytes(pipe, kept))
