"""Small pieces that every screen is laid out with."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)


def label(text: str, role: str = "", *, wraps: bool = False) -> QLabel:
    """A text, always plain: a serial number may hold `<b>`. `role` is what the style sheet knows."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        made.setProperty("role", role)
    if wraps:
        made.setWordWrap(True)
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    return made


class Elided(QLabel):
    """One line that is cut with an ellipsis where there is no room, and says the whole as a tool tip."""

    def __init__(self, text: str = "", role: str = "") -> None:
        super().__init__(text)
        if role:
            self.setProperty("role", role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def setText(self, text: str) -> None:
        """Show a text; the whole of it is the tool tip."""
        super().setText(text)
        self.setToolTip(text)

    def minimumSizeHint(self) -> QSize:
        """A few letters are enough to go on with."""
        return QSize(self.fontMetrics().averageCharWidth() * 6, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt hands it in
        """As much of the text as there is room for."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        text = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, self.contentsRect().width()
        )
        painter.drawText(
            self.contentsRect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, text
        )
        painter.end()


def restyle(widget: QWidget, role: str) -> None:
    """Give a widget that is shown already another role of the style sheet."""
    widget.setProperty("role", role)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.updateGeometry()


def card() -> tuple[QFrame, QVBoxLayout]:
    """A framed area and the layout to fill it by."""
    frame = QFrame()
    frame.setProperty("role", "card")
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(16, 14, 16, 14)
    layout.setSpacing(8)
    return frame, layout


class SentenceList(QListWidget):
    """Sentences under one another, each as many lines high as it needs; nothing is moved sideways or cut off."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)


class CommandButton(QPushButton):
    """A button of a command. At the foot of a screen it is there only while the command works."""

    comes_and_goes = False

    def changeEvent(self, event: QEvent) -> None:
        """Its command was switched on or off."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange and self.comes_and_goes:
            self.setVisible(self.isEnabled())


def footer(*, secondary: tuple[QWidget, ...] = (), primary: QWidget | None = None) -> QHBoxLayout:
    """The foot of a screen: the other buttons first, the one primary button at the end of the line."""
    row = QHBoxLayout()
    row.setSpacing(8)
    for widget in secondary:
        if isinstance(widget, CommandButton):
            widget.comes_and_goes = True
            widget.setVisible(widget.isEnabled())
        row.addWidget(widget)
    row.addStretch(1)
    if primary is not None:
        row.addWidget(primary)
    return row


def icon(resources: Path, name: str, colour: QColor, active: QColor | None = None, size: int = 24) -> QIcon:
    """An icon of `resources/icons` drawn in a colour, and in another one while it is chosen."""
    made = QIcon()
    source = (resources / "icons" / f"{name}.svg").read_bytes()
    for shade, state in ((colour, QIcon.State.Off), (active or colour, QIcon.State.On)):
        renderer = QSvgRenderer(QByteArray(source.replace(b"#000000", shade.name().encode("ascii"))))
        for scale in (1, 2):
            pixmap = QPixmap(QSize(size, size) * scale)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            renderer.render(painter)
            painter.end()
            pixmap.setDevicePixelRatio(scale)
            made.addPixmap(pixmap, QIcon.Mode.Normal, state)
    return made
