"""The page with the net of lines over it: a line is taken with the mouse, or moved by arrows."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.imaging import mesh as net
from desktop.imaging.mesh import Mesh
from desktop.ui.look import Look
from desktop.ui.pagesetup.draft import Chosen, Draft, Run
from desktop.ui.words import isolated, translate

REACH = 7
"""Points within which a press takes a line."""

FINE, COARSE = 1, 10
"""Points that an arrow moves a line by, alone and with Shift."""

ARROWS = {
    Qt.Key.Key_Left: (Run.DOWN, -1),
    Qt.Key.Key_Right: (Run.DOWN, 1),
    Qt.Key.Key_Up: (Run.ACROSS, -1),
    Qt.Key.Key_Down: (Run.ACROSS, 1),
}


class Canvas(QWidget):
    """Shows a draft; says what a person wants of its lines."""

    chosen = Signal(object)
    """A `Chosen` line was taken."""
    column_chosen = Signal(int)
    """A column was pressed beside its lines."""
    moved = Signal(object, float, bool)
    """A `Chosen` line, by how many pixels of the page, and whether this begins a step."""

    def __init__(self, look: Look, keys: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._picture = QPixmap()
        self._shown = QPixmap()  # the picture at the size in which it is painted
        self._page_width = 1.0
        self._draft: Draft | None = None
        self._drag: tuple[Chosen, float] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(translate("PageSetup", "The page and its lines"))
        self.setAccessibleDescription(
            translate(
                "PageSetup",
                "{setup_next} chooses the next line, {setup_previous} the one before; the arrows move it, {setup_turn} "
                "turns to the others.",
            ).format(**keys)
        )

    def show_page(self, picture: QImage, page_width: float, draft: Draft) -> None:
        """Show a page, `page_width` pixels wide, and a draft over it."""
        self._picture = QPixmap.fromImage(picture)
        self._page_width = page_width
        self._draft = draft
        self._fit()

    def fit_width(self, width: int) -> None:
        """Fill so many points from side to side."""
        if width != self.width():
            self.resize(width, self.height())
        self._fit()

    def sizeHint(self) -> QSize:
        """As high as the page is at this width."""
        return QSize(600, self._height(600))

    def scale(self) -> float:
        """Points a pixel of the page."""
        return self.width() / self._page_width

    def place_of_chosen(self) -> QRectF:
        """Where the middle of the chosen line is, in points."""
        if self._draft is None:
            return QRectF()
        line = self._line(self._draft.now.mesh, self._draft.chosen)
        middle = line[len(line) // 2]
        return QRectF(middle.x() - 20, middle.y() - 20, 40, 40)

    def _height(self, width: int) -> int:
        if self._picture.isNull():
            return 200
        return max(1, round(width * self._picture.height() / self._picture.width()))

    def _fit(self) -> None:
        self.setFixedHeight(self._height(self.width()))
        ratio = self.devicePixelRatioF()
        if not self._picture.isNull():
            self._shown = self._picture.scaled(
                QSize(round(self.width() * ratio), round(self.height() * ratio)),
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            self._shown.setDevicePixelRatio(ratio)
        self.update()

    # -- hands ------------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the line that is near, else choose the column."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if self._draft is None:
            return
        near = self._near(event.position())
        if near is None:
            x, y = self._on_page(event.position())
            self.column_chosen.emit(net.column_at(self._draft.now.mesh, x, y))
            return
        self._drag = (near, self._along(near, event.position()))
        self.chosen.emit(near)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the line that was taken; show what could be."""
        if self._draft is None:
            return
        if self._drag is None:
            near = self._near(event.position())
            shapes = {Run.DOWN: Qt.CursorShape.SplitHCursor, Run.ACROSS: Qt.CursorShape.SplitVCursor}
            self.setCursor(shapes[near.run] if near else Qt.CursorShape.ArrowCursor)
            return
        line, last = self._drag
        now = self._along(line, event.position())
        if now != last:
            begins = not self._dragging
            self._dragging = True
            self._drag = (line, now)
            self.moved.emit(line, now - last, begins)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002 - Qt hands it in
        """Let the line go."""
        self._drag = None
        self._dragging = False

    _dragging = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the chosen line across its run; a line of the other run is chosen by F6."""
        arrow = ARROWS.get(Qt.Key(event.key()))
        plain = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if self._draft is None or arrow is None or plain != Qt.KeyboardModifier.NoModifier:
            super().keyPressEvent(event)
            return
        run, sign = arrow
        if run is self._draft.chosen.run:
            coarse = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.moved.emit(self._draft.chosen, sign * (COARSE if coarse else FINE) / self.scale(), True)  # noqa: FBT003 - a signal takes no names

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The chosen line is drawn otherwise while arrows would move it."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """They would not any more."""
        super().focusOutEvent(event)
        self.update()

    def _on_page(self, point: QPointF) -> tuple[float, float]:
        return point.x() / self.scale(), point.y() / self.scale()

    def _along(self, line: Chosen, point: QPointF) -> float:
        x, y = self._on_page(point)
        return x if line.run is Run.DOWN else y

    def _near(self, point: QPointF) -> Chosen | None:
        if self._draft is None:
            return None
        x, y = self._on_page(point)
        mesh = self._draft.now.mesh
        side, aside = net.nearest_side(mesh, x, y)
        line, off = net.nearest_line(mesh, x, y)
        if min(aside, off) > REACH / self.scale():
            return None
        return Chosen(Run.DOWN, side) if aside <= off else Chosen(Run.ACROSS, line)

    # -- eyes -------------------------------------------------------------------------------------------------------

    def _line(self, mesh: Mesh, line: Chosen) -> list[QPointF]:
        points = mesh.points[:, line.at] if line.run is Run.DOWN else mesh.points[line.at]
        return [QPointF(float(x), float(y)) * self.scale() for x, y in points]

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt hands it in
        """The page, what is no entry shaded, the lines, the names."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self._look.colour("card"))
        if self._draft is None or self._shown.isNull():
            return
        painter.drawPixmap(0, 0, self._shown)
        mesh = self._draft.now.mesh
        self._shade(painter, mesh)
        accent, chosen = self._look.colour("accent"), self._draft.chosen
        painter.setPen(QPen(_clear(accent, 130), 1))
        for at in range(mesh.bands + 1):
            painter.drawPolyline(self._line(mesh, Chosen(Run.ACROSS, at)))
        painter.setPen(QPen(accent, 2))
        for at in range(mesh.columns + 1):
            painter.drawPolyline(self._line(mesh, Chosen(Run.DOWN, at)))
        self._name(painter, mesh)
        line = self._line(mesh, chosen)
        painter.setPen(QPen(self._look.colour("card"), 7))
        painter.drawPolyline(line)
        pen = QPen(self._look.colour("bad"), 3)
        pen.setStyle(Qt.PenStyle.SolidLine if self.hasFocus() else Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawPolyline(line)
        painter.setBrush(self._look.colour("card"))
        for end in (line[0], line[-1]):
            painter.drawRect(QRectF(end.x() - 5, end.y() - 5, 10, 10))

    def _shade(self, painter: QPainter, mesh: Mesh) -> None:
        """Heading and totals are shaded and said: they are no entries."""
        parts = (
            (0, mesh.header, translate("PageSetup", "Heading")),
            (mesh.bands - mesh.footer, mesh.bands, translate("PageSetup", "Totals")),
        )
        for first, last, words in parts:
            if first == last:
                continue
            top = self._line(mesh, Chosen(Run.ACROSS, first))
            foot = self._line(mesh, Chosen(Run.ACROSS, last))
            outline = QPolygonF([*top, *reversed(foot)])
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(_clear(self._look.colour("accent"), 60))
            painter.drawPolygon(outline)
            self._tag(painter, QPointF(top[0].x() + 4, (top[0].y() + foot[0].y()) / 2 - 10), words, mesh)

    def _name(self, painter: QPainter, mesh: Mesh) -> None:
        """Each column's name over it."""
        if self._draft is None:
            return
        top = self._line(mesh, Chosen(Run.ACROSS, 0))
        for at, column in enumerate(self._draft.now.form.columns[: mesh.columns]):
            room = top[at + 1].x() - top[at].x() - 6
            words = self.fontMetrics().elidedText(column.name, Qt.TextElideMode.ElideRight, int(room))
            self._tag(painter, QPointF(top[at].x() + 4, top[at].y() - 24), words, mesh)

    def _tag(self, painter: QPainter, corner: QPointF, words: str, _mesh: Mesh) -> None:
        metrics = self.fontMetrics()
        box = QRectF(
            corner.x(), max(0.0, corner.y()), metrics.horizontalAdvance(words) + 6, metrics.height() + 2
        )
        painter.fillRect(box, _clear(self._look.colour("card"), 225))
        painter.setPen(self._look.colour("ink"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, isolated(words))


def _clear(colour: QColor, alpha: int) -> QColor:
    made = QColor(colour)
    made.setAlpha(alpha)
    return made
