"""What can be done with what is under the cursor, as a menu: for whoever has a hand on the mouse, not on the keys.

Opened by the right button, by the keyboard's own key for menus, and by a button of the screen. It holds the screen's
own commands, each with its key beside it, so that whoever uses it learns the key.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QMenu

from desktop.ui.screen import Screen

Groups = Sequence[tuple[str, Sequence[str]]]
"""Each a heading and the ids of its commands."""


class MoreMenu(QObject):
    """The menu of one screen; only what works now is in it. `groups` is asked as it opens: its words may change."""

    def __init__(self, over: Screen, groups: Callable[[], Groups]) -> None:
        super().__init__(over)
        self._over = over
        self._groups = groups
        over.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The right button, or the key for menus."""
        if event.type() == QEvent.Type.ContextMenu and isinstance(event, QContextMenuEvent):
            by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
            self._open(event.globalPos() if by_mouse else self._beneath_the_cursor())
            return True
        return super().eventFilter(watched, event)

    def show_menu(self) -> None:
        """By its button or its own key."""
        self._open(self._beneath_the_cursor())

    def _open(self, at: QPoint) -> None:
        menu = QMenu(self._over)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        working = {str(action.property("command")): action for action in self._over.working()}
        for title, names in self._groups():
            there = [working[name] for name in names if name in working]
            if there:
                menu.addSection(title)
                menu.addActions(there)
        if menu.isEmpty():
            menu.deleteLater()
            return
        for action in menu.actions():
            action.setShortcutVisibleInContextMenu(True)
        menu.setAccessibleName(" · ".join(action.text() for action in menu.actions() if action.isSeparator()))
        menu.popup(at)

    def _beneath_the_cursor(self) -> QPoint:
        focus = self._over.focusWidget() or self._over
        place = focus.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)
        rect = place.toRect() if hasattr(place, "toRect") else place
        corner = rect.bottomLeft() if isinstance(rect, QRect) else focus.rect().center()
        return focus.mapToGlobal(corner)
