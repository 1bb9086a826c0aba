"""The strip along the bottom: the keys that work now, each of them also a button."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from desktop.ui.actions import Command, key_text
from desktop.ui.bindings import COMMAND
from desktop.ui.look import Look


class KeyButton(QToolButton):
    """A key cap and what the key does."""

    def __init__(self, action: QAction, command: Command, chosen: Look) -> None:
        super().__init__()
        self._look = chosen
        self._key = key_text(command)
        self.rank = command.rank
        self.setProperty("role", "key")
        self.setProperty(COMMAND, command.id)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setText(action.iconText())
        self.setToolTip(action.text())
        self.setAccessibleName(f"{self._key}: {action.text()}")
        self.clicked.connect(action.trigger)

    def sizeHint(self) -> QSize:
        """Cap and words side by side."""
        metrics = self.fontMetrics()
        width = self._cap_width() + 6 + metrics.horizontalAdvance(self.text()) + 10
        return QSize(width, metrics.height() + 10)

    def minimumSizeHint(self) -> QSize:
        """Never cut: the strip leaves out whole keys instead."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt hands it in
        """Draw the cap where reading starts and the words after it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._look.colour("hover"))
            painter.drawRoundedRect(self.rect(), 4, 4)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        cap_width = self._cap_width()
        start = self.width() - cap_width - 3 if mirrored else 3
        cap = self.rect().adjusted(0, 4, 0, -4)
        cap.setLeft(start)
        cap.setWidth(cap_width)
        painter.setPen(QPen(self._look.colour("edge_strong"), 1))
        painter.setBrush(self._look.colour("stripe"))
        painter.drawRoundedRect(cap, 4, 4)
        painter.setPen(self._look.colour("ink"))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, self._key)
        words = self.rect().adjusted(3, 0, -3, 0)
        if mirrored:
            words.setRight(cap.left() - 6)
        else:
            words.setLeft(cap.right() + 6)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, self.text())

    def _cap_width(self) -> int:
        return self.fontMetrics().horizontalAdvance(self._key) + 12


class KeyStrip(QWidget):
    """Shows as many keys as fit, the most used first; F1 and the list of all commands are always among them."""

    def __init__(self, chosen: Look, commands: Iterable[Command]) -> None:
        super().__init__()
        self.setObjectName("keystrip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look = chosen
        self._commands = {command.id: command for command in commands}
        self._buttons: list[KeyButton] = []
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(10, 2, 10, 2)
        self._layout.setSpacing(4)
        self._layout.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_keys(self, actions: Iterable[QAction]) -> None:
        """Show these commands' keys, those with a rank, in its order."""
        for button in self._buttons:
            self._layout.removeWidget(button)
            button.hide()  # it is deleted only when the event loop comes round, and would lie under the new ones
            button.deleteLater()
        ranked = sorted(
            (self._commands[str(action.property(COMMAND))].rank, index, action)
            for index, action in enumerate(actions)
            if self._commands[str(action.property(COMMAND))].rank and action.isEnabled()
        )
        self._buttons = []
        for place, (_rank, _index, action) in enumerate(ranked):
            made = KeyButton(action, self._commands[str(action.property(COMMAND))], self._look)
            self._layout.insertWidget(place, made)
            self._buttons.append(made)
        self._fit()

    def shown(self) -> tuple[str, ...]:
        """The ids of the commands that can be seen now."""
        return tuple(str(button.property(COMMAND)) for button in self._buttons if not button.isHidden())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.width() - 20
        always = [button for button in self._buttons if button.rank >= 90]
        room -= sum(button.sizeHint().width() + 4 for button in always)
        for button in self._buttons:
            if button in always:
                button.show()
                continue
            room -= button.sizeHint().width() + 4
            button.setVisible(room >= 0)
