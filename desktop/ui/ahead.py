"""Loads the screens and what they work with while somebody answers the first window: two thirds of the start."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Final

from PySide6.QtCore import QObject, QTimer

from desktop.ui.lanes import Failed, Lane, unheard

PAINTED_MS: Final = 100
"""So long after the first window is shown it begins: sooner, the two would slow each other."""
FOLLOWS: Final = ("desktop.operations.practice", "desktop.ui.work_room")


class Ahead(QObject):
    """In one lane alone, which is waited for before a screen is made: two threads that import each other's halves would
    find modules half made.
    """

    def __init__(self, jobs: Lane, failed: Failed, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._failed = failed
        self._painted = QTimer(self, interval=PAINTED_MS, singleShot=True)
        self._painted.timeout.connect(lambda: self.then(unheard))

    def begin(self) -> None:
        """Load once the window that was just shown is painted."""
        self._painted.start()

    def then(self, done: Callable[[None], None]) -> None:
        """Do what needs the screens, as soon as they are loaded."""
        self._jobs.ask_without_session(_load, done, self._failed)


def _load() -> None:
    for name in FOLLOWS:
        import_module(name)
