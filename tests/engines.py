"""Engines for tests: one that says what it is told, one that takes its time, one that breaks, one that is not there."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from db.errors import Cancelled, Exit, Expected
from desktop.recognition.engine import NOTHING_WRITTEN, Cancel, Crop, Guess, Hint, never


def guess(text: str, confidence: float = 0.99) -> Guess:
    """A guess as sure of every character as of the whole; "" is a cell without writing."""
    if not text:
        return NOTHING_WRITTEN
    return Guess(text, confidence, (confidence,) * len(text), choices=((),) * len(text))


@dataclass
class ScriptedEngine:
    """Answers each crop with `script(crop, hint)`; `seen` counts the crops that it was shown."""

    script: Callable[[Crop, Hint], Guess]
    name: str = "scripted"
    seen: int = 0
    hints: list[Hint] = field(default_factory=list)

    def heeded(self, hint: Hint) -> Hint:
        return hint

    def read(self, crops: Sequence[Crop], hint: Hint, cancel: Cancel = never) -> list[Guess]:
        self.hints.append(hint)
        self.seen += len(crops)
        return [self.script(crop, hint) for crop in crops]


def in_order(texts: Mapping[str, Sequence[str]], name: str = "scripted") -> ScriptedEngine:
    """Answers the crops of each kind of field with `texts[kind]`, one after the other, and then with blanks."""
    left = {kind: list(values) for kind, values in texts.items()}
    lock = threading.Lock()  # columns are read in two threads

    def script(crop: Crop, hint: Hint) -> Guess:
        with lock:
            waiting = left.get(hint.kind, [])
            return guess(waiting.pop(0)) if waiting else NOTHING_WRITTEN

    return ScriptedEngine(script, name)


@dataclass
class SlowEngine:
    """Takes `seconds` for each crop and hears a wish to stop."""

    seconds: float
    name: str = "slow"

    def heeded(self, hint: Hint) -> Hint:
        return hint

    def read(self, crops: Sequence[Crop], hint: Hint, cancel: Cancel = never) -> list[Guess]:
        for _ in crops:
            if cancel():
                raise Cancelled
            time.sleep(self.seconds)
        return [guess("slow")] * len(crops)


@dataclass
class CrashingEngine:
    """A defect of ours: raises what nobody expects."""

    name: str = "crashing"

    def heeded(self, hint: Hint) -> Hint:
        return hint

    def read(self, crops: Sequence[Crop], hint: Hint, cancel: Cancel = never) -> list[Guess]:
        raise RuntimeError("the engine broke")


@dataclass
class MissingEngine:
    """Its program is not on this PC."""

    name: str = "tesseract"

    def heeded(self, hint: Hint) -> Hint:
        return hint

    def read(self, crops: Sequence[Crop], hint: Hint, cancel: Cancel = never) -> list[Guess]:
        raise Expected("tesseract_missing", Exit.MISSING_PART)
