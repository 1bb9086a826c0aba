"""The pages of a book as small pictures, in order, each with how far it is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize, Signal
from PySide6.QtGui import QIcon, QImage, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem

from db.model import Page, PageState
from desktop.operations import leafing
from desktop.operations.session import Session
from desktop.ui.lanes import Lane
from desktop.ui.look import Look
from desktop.ui.words import count, translate

PICTURE = QSize(132, 132)
AT_ONCE = 12
"""Small pictures asked for in one go: the first are seen before the last are fetched."""


class PageList(QListWidget):
    """Keeps small pictures that it has; asks the lane for the others."""

    failed = Signal(object)
    pictured = Signal()
    """There are more small pictures than before."""

    def __init__(self, desk: Lane, chosen: Look) -> None:
        super().__init__()
        self._desk = desk
        self._look = chosen
        self._pages: tuple[Page, ...] = ()
        self._icons: dict[str, QIcon] = {}
        self._pictures: dict[str, QPixmap] = {}
        empty = QPixmap(PICTURE)
        empty.fill(chosen.colour("stripe"))
        self._empty = _plain(empty)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setIconSize(PICTURE)
        self.setUniformItemSizes(True)
        self.setWordWrap(True)
        self.setSpacing(4)
        self.setAccessibleName(translate("Capture", "Pages"))

    def show_pages(self, pages: Sequence[Page], *, last: bool = False) -> None:
        """Show these pages; the chosen one stays chosen if it is among them, or the one that came last is."""
        chosen = self.chosen()
        before = {page.id for page in self._pages}
        self._pages = tuple(pages)
        self.clear()
        size = QSize(PICTURE.width() + 24, PICTURE.height() + 2 * self.fontMetrics().height() + 20)
        for page in self._pages:
            item = QListWidgetItem(self._icon(page), page_line(page))
            item.setSizeHint(size)
            item.setToolTip(page.source)
            self.addItem(item)
        at = next((at for at, page in enumerate(self._pages) if chosen and page.id == chosen.id), 0)
        if last:
            at = next((at for at, page in enumerate(self._pages) if page.id not in before), at)
        if self._pages:
            self.setCurrentRow(at)
        missing = [page.id for page in self._pages if page.id not in self._icons]
        for start in range(0, len(missing), AT_ONCE):
            self._fetch(tuple(missing[start : start + AT_ONCE]))

    def chosen(self) -> Page | None:
        """The page that is chosen."""
        row = self.currentRow()
        return self._pages[row] if 0 <= row < len(self._pages) else None

    def chosen_id(self) -> str:
        """The id of the page that is chosen, for commands that work only while one is. RuntimeError without one."""
        page = self.chosen()
        if page is None:
            raise RuntimeError("no page is chosen")
        return page.id

    def picture(self) -> QPixmap:
        """The chosen page's picture as large as it is here; null while it is not."""
        page = self.chosen()
        return self._pictures.get(page.id, QPixmap()) if page else QPixmap()

    def _icon(self, page: Page) -> QIcon:
        """Its small picture, with a mark in the corner where something is wrong with the picture."""
        if page.id not in self._pictures:
            return self._empty
        if not page.problems:
            return self._icons[page.id]
        return _plain(marked(self._pictures[page.id], self._look))

    def _fetch(self, page_ids: tuple[str, ...]) -> None:
        def work(session: Session) -> tuple[tuple[str, QImage], ...]:
            return tuple(
                (page_id, QImage.fromData(leafing.small_picture(session, page_id))) for page_id in page_ids
            )

        self._desk.ask(work, self._fetched, self.failed.emit)

    def _fetched(self, images: tuple[tuple[str, QImage], ...]) -> None:
        for page_id, image in images:
            if image.isNull():
                continue
            self._pictures[page_id] = QPixmap.fromImage(image)
            self._icons[page_id] = _plain(self._pictures[page_id])
            row = next((at for at, page in enumerate(self._pages) if page.id == page_id), -1)
            if row >= 0:
                self.item(row).setIcon(self._icon(self._pages[row]))
        self.pictured.emit()


def _plain(picture: QPixmap) -> QIcon:
    """An icon that is not tinted when it is chosen: a page has to be seen as it is."""
    made = QIcon(picture)
    made.addPixmap(picture, QIcon.Mode.Selected)
    return made


def marked(picture: QPixmap, look: Look) -> QPixmap:
    """The picture with a triangle in its corner: seen without its colour too."""
    made = QPixmap(picture)
    side = max(18, min(made.width(), made.height()) // 4)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(look.colour("card"), 2))
    painter.setBrush(look.colour("bad"))
    painter.drawPolygon(
        [
            QPointF(made.width() - 2, 2 + side),
            QPointF(made.width() - 2 - side, 2 + side),
            QPointF(made.width() - 2 - side / 2, 2),
        ]
    )
    painter.drawLine(
        QPointF(made.width() - 2 - side / 2, 2 + side * 0.35),
        QPointF(made.width() - 2 - side / 2, 2 + side * 0.7),
    )
    painter.drawPoint(QPointF(made.width() - 2 - side / 2, 2 + side * 0.85))
    painter.end()
    return made


def page_line(page: Page) -> str:
    """A page's place and number on the paper, and how far it is or what is wrong with it."""
    place = count(page.position)
    if page.folio and page.folio != str(page.position):
        place = translate("Capture", "{place} (no. {number})").format(place=place, number=page.folio)
    waits = page.state is PageState.IMPORTED
    told = translate("Capture", "look at the picture") if page.problems and waits else state_text(page.state)
    return f"{place}\n{told}"


def state_text(state: PageState) -> str:
    """How far a page is, in words."""
    return {
        PageState.IMPORTED: translate("Capture", "waits to be read"),
        PageState.READ: translate("Capture", "to check"),
        PageState.FAILED: translate("Capture", "not read"),
        PageState.FILED: translate("Capture", "finished"),
    }[state]
