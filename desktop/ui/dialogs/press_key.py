"""Asks for a key by having it pressed."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QKeyCombination, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop.ui.controls import label
from desktop.ui.words import translate

_ALONE: Final = frozenset(
    (
        *(Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr),
        *(Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock, Qt.Key.Key_unknown),
    )
)


class PressKey(QDialog):
    """The next key that is pressed is the answer; Esc leaves things as they are."""

    pressed = Signal(str)

    def __init__(self, parent: QWidget, what: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Keys", "Another key"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(520)
        said = translate("Keys", "Press the new key for: {command}").format(command=what)
        self.setAccessibleName(said)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(12)
        whole.addWidget(label(said, "heading", wraps=True))
        whole.addWidget(label(translate("Keys", "Esc leaves it as it is."), "muted", wraps=True))

    def event(self, event: QEvent) -> bool:
        """Every key comes here, also those that move the focus or belong to a command."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._take(event)
            return True
        return super().event(event)

    def _take(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in _ALONE:
            return
        if key == Qt.Key.Key_Escape and not modifiers:
            self.reject()
            return
        if key == Qt.Key.Key_Backtab:
            key = Qt.Key.Key_Tab
        chosen = QKeySequence(QKeyCombination(modifiers, key))
        self.accept()
        self.pressed.emit(chosen.toString(QKeySequence.SequenceFormat.PortableText))
