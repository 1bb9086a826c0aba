"""Waits for a window that lives meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEventLoop, QTimer

PATIENCE_S: Final = 300.0


def wait(until: Callable[[], object]) -> None:
    """Let the window live until something is there. Raises TimeoutError."""
    ends = time.monotonic() + PATIENCE_S
    while not until():
        if time.monotonic() > ends:
            raise TimeoutError("the window did not get there")
        # `QTest.qWait` would hold Python's lock while it sleeps, and the lanes could not work.
        loop = QEventLoop()
        QTimer.singleShot(5, loop.quit)
        loop.exec()
