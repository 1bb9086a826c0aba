"""A cell of any page in its surroundings: its picture is here already, or is cleaned first."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtWidgets import QWidget

from desktop.operations.review import page_picture
from desktop.operations.views import PagePicture
from desktop.ui.lanes import Lane
from desktop.ui.review.loading import Loading
from desktop.ui.review.peek import Peek
from desktop.ui.review.picture import surroundings


class Peeking(QObject):
    """Shows the peek over a widget."""

    failed = Signal(object)

    def __init__(self, peek: Peek, loading: Loading, view: Lane, over: QWidget) -> None:
        super().__init__(over)
        self._peek = peek
        self._loading = loading
        self._view = view
        self._over = over
        self._wanted = ""

    def turn(self, page_id: str, cell_id: str, shown: Callable[[], None] | None = None) -> None:
        """Show a cell, or close what is shown; `shown` is called when it can be seen."""
        if self._peek.isVisible():
            self.close()
            return
        self._wanted = cell_id

        def came(picture: PagePicture) -> None:
            if self._wanted == cell_id and cell_id in picture.boxes:
                self._show(picture, cell_id)
                if shown is not None:
                    shown()

        known = self._loading.picture(page_id)
        if known is not None:
            came(known)
        else:
            self._view.ask(lambda session: page_picture(session, page_id), came, self.failed.emit)

    def close(self) -> None:
        """Show none, also not one that is still on its way."""
        self._wanted = ""
        self._peek.hide()

    def _show(self, picture: PagePicture, cell_id: str) -> None:
        over = self._over.rect().adjusted(60, 20, -60, -70)
        room = QSize(over.width() - 8, over.height() - 8)
        part, cell = surroundings(picture, cell_id, room, self._over.devicePixelRatioF())
        self._peek.show_part(part, cell, over)
