"""Windows: WIA 2, the parent's side. Every request is a child of its own, which is killed when it says nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from db.errors import Exit, Expected
from desktop.capture.scanners.child import SILENT_SECONDS, Child, own_environment, python_child
from desktop.capture.scanners.sane import AHEAD
from desktop.capture.scanners.scanner import (
    SCAN_KEYS,
    Cancel,
    Capabilities,
    Colour,
    Device,
    Heard,
    Paper,
    Wanted,
)
from desktop.capture.scanners.wia_words import ENDED, FLAG


class WiaScanner:
    """Scanners that Windows reaches by WIA. `program` starts the child."""

    def __init__(self, program: Sequence[str] = (), silent_seconds: float = SILENT_SECONDS) -> None:
        self._program = list(program) or python_child("desktop.capture.scanners.wia_child", FLAG)
        self._silent_seconds = silent_seconds

    def devices(self, cancel: Cancel) -> tuple[Device, ...]:
        """The scanners that Windows knows."""
        found = [answer["device"] for answer in self._answers(["list"], None, cancel) if "device" in answer]
        return tuple(Device(str(one["id"]), str(one["name"])) for one in found if isinstance(one, dict))

    def capabilities(self, device_id: str, cancel: Cancel) -> Capabilities:
        """What the scanner says of itself."""
        for answer in self._answers(["capabilities", device_id], None, cancel):
            can = answer.get("can")
            if isinstance(can, dict):
                return _capabilities(can)
        raise Expected("scanner_failed", reason="WIA")

    def scan(
        self, device_id: str, wanted: Wanted, folder: Path, heard: Heard, cancel: Cancel
    ) -> Iterator[Path]:
        """Pages as PNG. WIA tells no progress inside a page."""
        pages = 0
        heard(1, 0.0)
        request = ["scan", device_id, json.dumps(asdict(wanted))]
        with self._child(request, folder) as child:
            child.say("\n" * AHEAD)
            for answer in _heard(child, cancel):
                path = folder / Path(str(answer.get("page", ""))).name
                if path.is_file():
                    pages += 1
                    heard(pages, 1.0)
                    yield path
                    child.say("\n")

    def _answers(
        self, request: Sequence[str], folder: Path | None, cancel: Cancel
    ) -> Iterator[Mapping[str, object]]:
        with self._child(request, folder) as child:
            yield from _heard(child, cancel)

    def _child(self, request: Sequence[str], folder: Path | None) -> Child:
        return Child([*self._program, *request], folder, self._silent_seconds, own_environment())


def _heard(child: Child, cancel: Cancel) -> Iterator[Mapping[str, object]]:
    """The child's answers; what it failed with is raised, and so is an end without a word."""
    for line in child.lines(cancel):
        answer = _answer(line.text) if not line.aside else {}
        if "failed" in answer:
            raise _failure(answer)
        if answer:
            yield answer
    if child.code():
        raise Expected("scanner_failed", Exit.BAD_INPUT, reason=f"WIA {child.code()}")


def _answer(text: str) -> Mapping[str, object]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}  # a library's chatter
    return found if isinstance(found, dict) else {}


def _failure(answer: Mapping[str, object]) -> Expected:
    key = str(answer["failed"])
    if key == ENDED:
        key = "scanner_empty"  # after a page the child ends in peace
    reason = str(answer.get("reason", ""))
    if key not in SCAN_KEYS or key == "scanner_failed":
        return Expected("scanner_failed", Exit.BAD_INPUT, reason=reason)
    return (
        Expected(key, Exit.BAD_INPUT, reason=reason)
        if key == "scanner_refused"
        else Expected(key, Exit.BAD_INPUT)
    )


def _capabilities(can: Mapping[str, object]) -> Capabilities:
    papers, colours = can.get("papers"), can.get("colours")
    resolutions, largest = can.get("resolutions"), can.get("largest_mm")
    if not all(isinstance(part, list) for part in (papers, colours, resolutions, largest)):
        raise Expected("scanner_failed", reason="WIA")
    return Capabilities(
        tuple(Paper(str(one)) for one in _list(papers)),
        bool(can.get("both_sides")),
        tuple(Colour(str(one)) for one in _list(colours)),
        tuple(int(str(one)) for one in _list(resolutions)),
        _pair(_list(largest)),
    )


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _pair(values: Sequence[object]) -> tuple[float, float]:
    return (float(str(values[0])), float(str(values[1]))) if len(values) == 2 else (0.0, 0.0)
