"""`python -m workshop.bench window`: how soon the window is there, and how soon the next field after a key.

Without a screen (Qt's offscreen platform paints all the same). Beside each figure, in the same run, the least that Qt
and Python can do: a bare window with one line to type into, and a Tab from one bare line to the next. The page is one
of the sample ledger, in a practice register of its own; what is typed is saved as it is in daily work.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QWidget

from desktop.ui.program import begin
from desktop.ui.visit import Visit
from workshop.bench._waiting import wait

if TYPE_CHECKING:  # the program loads its screens after its first window; so does the bench
    from desktop.ui.review.screen import ReviewScreen

STARTS = 7
KEYS = 300
FRAME_MS = 16.0
"""A screen that is refreshed 60 times a second shows a key's effect with the next picture when it takes no longer."""
_BARE = """
from PySide6.QtWidgets import QApplication, QLineEdit
application = QApplication(["bare"])
line = QLineEdit()
line.show()
line.repaint()
print("painted", flush=True)
"""


def main(argv: list[str]) -> int:
    """Measure and print a table; 1 where a key takes longer than a frame."""
    parser = argparse.ArgumentParser(prog="python -m workshop.bench window", description=__doc__)
    parser.add_argument("--starts", type=int, default=STARTS, help="programs started, each way")
    parser.add_argument("--keys", type=int, default=KEYS, help="keys pressed, each way")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args(argv)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if asked.child:
        return _child()
    with tempfile.TemporaryDirectory() as folder:
        # One of each in turn, so that a busy moment of the machine falls on both.
        pairs = [(_start_ms("window", folder), _start_ms("bare", folder)) for _ in range(asked.starts)]
        starts, bare_starts = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
        keys, bare_keys = _keys_ms(Path(folder), asked.keys)
    print("| What | n | median | p95 | bare Qt: median | p95 |")
    print("|---|---|---|---|---|---|")
    print(_line("start to first window", starts, bare_starts))
    print(_line("key to next field", keys, bare_keys))
    return 0 if _p95(keys) <= FRAME_MS else 1


def _line(name: str, ours: Sequence[float], bare: Sequence[float]) -> str:
    figures = " | ".join(f"{value:.1f} ms" for value in (median(ours), _p95(ours), median(bare), _p95(bare)))
    return f"| {name} | {len(ours)} | {figures} |"


def _p95(values: Sequence[float]) -> float:
    return quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]


def _start_ms(kind: str, folder: str) -> float:
    """From starting the process until its first window is painted, in milliseconds."""
    environ = {**os.environ, "LEDGERMARK_HOME": str(Path(folder) / "first run")}
    command = [sys.executable, "-m", "workshop.bench", "window", "--child"]
    if kind == "bare":
        command = [sys.executable, "-c", _BARE]
    began = time.monotonic()
    with subprocess.Popen(
        command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as child:
        if child.stdout is not None:
            child.stdout.readline()
        took = (time.monotonic() - began) * 1000
        child.communicate()
    if child.returncode != 0:
        raise RuntimeError(f"the {kind} program ended with {child.returncode}")
    return took


def _child() -> int:
    """One start: say when the first window is painted, then leave."""
    application = QApplication(["ledgermark"])
    visit = begin(application, os.environ)
    wait(visit.shown)
    visit.window.repaint()
    print("painted", flush=True)
    visit.leave()
    return 0


def _keys_ms(folder: Path, keys: int) -> tuple[list[float], list[float]]:
    """From a key's press until what it changes is painted: Enter and Tab in Review, Tab between bare lines."""
    application = QApplication(["ledgermark"])
    visit = begin(application, {**os.environ, "LEDGERMARK_HOME": str(folder / "practice")}, practice=True)
    review = _open_page(visit)
    ours: list[float] = []
    while len(ours) < keys:
        ours.extend(
            _press(review.lens.editor(), key) for key in (Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Down)
        )
        if (
            review.checking.sheet is not None
            and review.checking.spot.row >= len(review.checking.sheet.rows) - 1
        ):
            review.checking.go(review.checking.sheet.first())
    visit.leave()
    bare = QWidget()
    row = QHBoxLayout(bare)
    lines = [QLineEdit("0045127") for _ in range(9)]
    for line in lines:
        row.addWidget(line)
    bare.show()
    lines[0].setFocus()
    tabs = [_press(bare.focusWidget() or bare, Qt.Key.Key_Tab) for _ in range(keys)]
    bare.close()
    return ours, tabs


def _open_page(visit: Visit) -> ReviewScreen:
    """Wait until the first sample page is read and shown, and nothing else is being done."""
    wait(lambda: visit.room is not None)
    room = visit.room
    if room is None:
        raise RuntimeError("the practice register did not open")
    visit.window.resize(1366, 768)
    review = room.review
    wait(lambda: review.checking.sheet is not None and review.lenses.row.strip.picture() is not None)
    room.reading.stop()
    wait(lambda: visit.desk.idle() and visit.view.idle() and visit.jobs.idle())
    visit.window.activateWindow()
    wait(visit.window.isActiveWindow)
    return review


def _press(widget: QWidget, key: Qt.Key) -> float:
    """Press a key and let everything that it changes be painted; milliseconds."""
    began = time.perf_counter()
    QTest.keyPress(widget, key)
    QApplication.processEvents()
    took = (time.perf_counter() - began) * 1000
    QTest.keyRelease(widget, key)
    return took
