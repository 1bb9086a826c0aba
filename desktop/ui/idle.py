"""Whether anybody is at work: keys, clicks and the mouse, anywhere in the program."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

_SIGNS = frozenset({
    QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
})  # fmt: skip
_USUAL_MINUTES = 5


class Idle(QObject):
    """Tells once when nobody did anything for so long."""

    passed = Signal()

    def __init__(self, application: QObject, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.passed)
        application.installEventFilter(self)

    def watch(self, minutes: str) -> None:
        """From now on; `minutes` as the settings have them."""
        self._timer.setInterval(
            (int(minutes) if minutes.isdigit() and int(minutes) else _USUAL_MINUTES) * 60_000
        )
        self._timer.start()

    def look_away(self, application: QObject) -> None:
        """See nothing of the application any more."""
        application.removeEventFilter(self)
        self._timer.stop()

    def remaining_ms(self) -> int:
        """How long until it tells; -1 while it does not watch."""
        return self._timer.remainingTime()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002 - Qt hands it in
        """Somebody is there."""
        if event.type() in _SIGNS and self._timer.isActive():
            self._timer.start()
        return False
