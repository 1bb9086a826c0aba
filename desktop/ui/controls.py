"""Small pieces that every screen is laid out with."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget


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


def footer(*, secondary: tuple[QWidget, ...] = (), primary: QWidget | None = None) -> QHBoxLayout:
    """The foot of a screen: the other buttons first, the one primary button at the end of the line."""
    row = QHBoxLayout()
    row.setSpacing(10)
    for widget in secondary:
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
