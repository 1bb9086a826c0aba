"""The real window on a large register, in a process of its own: how much memory it takes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.paths import HOME_VARIABLE
from desktop.ui.actions import Where
from desktop.ui.program import begin
from desktop.ui.screens.records import SHOWN
from workshop.bench._armoury import CLERK, PASSPHRASE
from workshop.bench._waiting import wait

if TYPE_CHECKING:
    from desktop.ui.dialogs.unlock import UnlockWindow
    from desktop.ui.visit import Visit

PAGES: Final = 200
_PEAK: Final = re.compile(r"VmHWM:\s+(\d+) kB")


def peak_megabytes(home: Path) -> float:
    """The most memory (VmHWM) that the window takes: unlocked, all records shown, leafed through, gone to both ends."""
    command = [sys.executable, "-m", "workshop.bench._million_window", str(home)]
    environ = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    said = subprocess.run(command, env=environ, stdout=subprocess.PIPE, text=True, check=True).stdout
    return float(said.split()[-1])


def _look_through(visit: Visit) -> None:
    asks: UnlockWindow = visit.window  # type: ignore[assignment]  # what the first window of a register is
    asks.user.setText(CLERK)
    asks.passphrase.setText(PASSPHRASE)
    QTest.keyClick(asks.passphrase, Qt.Key.Key_Return)
    wait(lambda: visit.room is not None)
    room = visit.room
    if room is None:
        raise RuntimeError("the register did not open")
    visit.window.resize(1366, 768)
    room.shell.go(Where.RECORDS)
    table = room.records.table
    wait(lambda: table.rowCount() > SHOWN)
    records = table.rowCount()
    visit.window.activateWindow()
    wait(visit.window.isActiveWindow)
    QTest.keyClick(_focus(), Qt.Key.Key_Down)
    for _ in range(PAGES):
        QTest.keyClick(_focus(), Qt.Key.Key_PageDown)
        QApplication.processEvents()
    for key, line in ((Qt.Key.Key_End, records - 1), (Qt.Key.Key_Home, 0)):
        QTest.keyClick(_focus(), key, Qt.KeyboardModifier.ControlModifier)
        wait(lambda line=line: table.line(line) is not None)  # type: ignore[misc]  # a default is no argument
    wait(lambda: visit.desk.idle() and visit.view.idle())


def _focus() -> QWidget:
    focus = QApplication.focusWidget()
    if focus is None:
        raise RuntimeError("the keys go nowhere")
    return focus


def main(home: str) -> None:
    """One window; its peak in megabytes is the last word that it prints."""
    application = QApplication(["ledgermark"])
    visit = begin(application, {**os.environ, HOME_VARIABLE: home})
    wait(visit.shown)
    _look_through(visit)
    peak = _PEAK.search(Path("/proc/self/status").read_text(encoding="utf-8"))
    print(int(peak[1]) / 1024 if peak else 0)
    visit.leave_now()


if __name__ == "__main__":
    main(*sys.argv[1:])
