"""The child's side of decoding.

`python -m desktop.capture.child`, or the frozen program itself with the hidden flag `--decode-child` as its first
argument: the doors look for it before anything else is imported and hand over to `main`. It serves one file after
another over its standard input and output (see `wire`), holds itself to limits of memory, computing time and files,
and ends when the parent closes the pipe.
"""

from __future__ import annotations

import io
import math
import os
import signal
import sys
from pathlib import Path

import numpy as np

from db.errors import Expected
from desktop.capture import wire
from desktop.capture.frame import Frame
from desktop.capture.kinds import Kind
from desktop.capture.limits import Limits
from desktop.capture.pictures import PictureFile

FLAG = "--decode-child"

TYPE_CHECKING = False
if TYPE_CHECKING:
    from desktop.capture.pdf import PdfFile

    Document = PictureFile | PdfFile


def main() -> int:
    """Serve until the parent closes the pipe. 0 then; 1 after running out of memory."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the parent, which ends us in order
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)  # whatever a library prints must not get between the answers
    with answers, open(0, "rb", buffering=0, closefd=False) as requests:
        wire.send(answers, {"ready": True})
        return _serve(requests, answers)


def _serve(requests: io.FileIO, answers: io.FileIO) -> int:
    document: Document | None = None
    limits = Limits()
    while True:
        try:
            request = wire.receive(requests)
        except wire.WireBrokenError:
            return 0  # the parent closed the pipe, or is gone
        try:
            if request["op"] == "open":
                limits = Limits(**request["limits"])  # type: ignore[arg-type]
                hold_to(limits)
                document = _open(request, requests, limits)
                wire.send(answers, {"frames": document.frames})
            elif request["op"] == "frame" and document is not None:
                hold_to(limits)
                _answer(answers, document.frame(int(str(request["index"])), keep=bool(request["keep"])))
            else:
                if document is not None:
                    document.close()
                document = None
                wire.send(answers, {})
        except Expected as refusal:
            wire.send(
                answers, {"refused": refusal.key, "values": {k: str(v) for k, v in refusal.values.items()}}
            )
        except MemoryError:
            wire.send(answers, {"refused": "picture_too_hungry", "values": {}})
            return 1


def _answer(answers: io.FileIO, frame: Frame) -> None:
    height, width = frame.pixels.shape[:2]
    header = {"height": height, "width": width, "colour": frame.pixels.ndim == 3, "dpi": frame.dpi}
    blobs = (np.ascontiguousarray(frame.pixels).data.cast("B"), frame.kept)
    wire.send(answers, {**header, "kept": len(frame.kept)}, *blobs)


def _open(request: dict[str, object], requests: io.FileIO, limits: Limits) -> Document:
    kind = Kind(str(request["kind"]))
    length = int(str(request["length"]))
    file: Path | bytes = wire.receive_bytes(requests, length) if length else Path(str(request["path"]))
    if kind is not Kind.PDF:
        return PictureFile(kind, file, limits)
    from desktop.capture.pdf import PdfFile  # 12 MB that a folder of pictures does without

    return PdfFile(file, limits)


def hold_to(limits: Limits) -> None:
    """Bound memory, computing time and files where the system can; Windows has the parent's clock alone."""
    if sys.platform == "win32":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = limits.memory_bytes if hard == resource.RLIM_INFINITY else min(hard, limits.memory_bytes)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = math.ceil(used.ru_utime + used.ru_stime + limits.seconds) + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds if hard < 0 else min(hard, seconds), hard))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it may write to no file at all
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a page must not end up in a core dump


if __name__ == "__main__":
    sys.exit(main())
