"""The Characters lens: all glyphs that were read as one character, the least certain first, a screen at a time."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QListView, QVBoxLayout, QWidget

from db.errors import Expected
from desktop.operations import glyphs
from desktop.operations.cells import DOUBT_BELOW
from desktop.operations.glyphs import Glyph, Scope, SignSaid, SignsKept
from desktop.ui.controls import Elided, label
from desktop.ui.lanes import Lane
from desktop.ui.look import Look
from desktop.ui.review.glyph_grid import DOUBTED, GlyphDelegate, GlyphGrid, GlyphModel
from desktop.ui.review.picture import as_image
from desktop.ui.words import count, isolated, translate

PAGES_KEPT = 40
"""A page's characters are about 2 MB of pictures."""


class Characters(QWidget):
    """Classes of characters beside their grid. It proposes: the register's operation decides what that settles."""

    told = Signal(str)
    failed = Signal(object)
    kept = Signal()
    """Something was kept: cells of this or another page are different."""

    def __init__(
        self, chosen: Look, keys: frozenset[str], names: Mapping[str, str], desk: Lane, view: Lane
    ) -> None:
        super().__init__()
        self._desk = desk
        self._view = view
        self._key_names = names
        self._page_id = ""
        self._classes: dict[str, list[Glyph]] = {}
        self._pictures: OrderedDict[str, dict[tuple[str, int], NDArray[np.uint8]]] = OrderedDict()
        self._pixmaps: dict[Glyph, QPixmap] = {}
        self._wanted: list[str] = []
        self._asked = ""
        self.model = GlyphModel(self)
        self.grid = GlyphGrid(self.model, GlyphDelegate(chosen, self._picture, self), keys, chosen)
        self._names = QStringListModel(self)
        self.classes = QListView()
        self.classes.setModel(self._names)
        self.classes.setAccessibleName(translate("Review", "Characters, the most doubtful first"))
        self.classes.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.classes.setFixedWidth(self.fontMetrics().averageCharWidth() * 16)
        self.scope = QComboBox()
        self.scope.setAccessibleName(translate("Review", "How far characters are gathered"))
        for scope, text in (
            (Scope.PAGE, translate("Review", "This page")),
            (Scope.BOOK, translate("Review", "This book")),
            (Scope.ALL, translate("Review", "All that waits")),
        ):
            self.scope.addItem(text, scope)
        self._head = Elided("", "heading")
        self._asks = QTimer(self, interval=0, singleShot=True)
        self._lay_out()
        self.grid.typed.connect(self._typed)
        self.classes.clicked.connect(lambda index: self._show_class(index.row()))
        self.scope.activated.connect(lambda _at: self._gather())
        self._asks.timeout.connect(self._ask_pictures)

    # -- what is shown ----------------------------------------------------------------------------------------------

    def begin(self, page_id: str) -> None:
        """Gather for a page, as far as is chosen."""
        self._page_id = page_id
        self.model.seen = set()
        self._gather()

    def forget(self) -> None:
        """The register is going to be locked: nothing of it stays."""
        self._page_id = ""
        self._show({})
        self._pictures.clear()
        self._pixmaps.clear()

    def show_gathered(self, found: tuple[Glyph, ...]) -> None:
        """These characters, in classes; what a person has confirmed already is left out."""
        classes: dict[str, list[Glyph]] = {}
        for glyph in found:
            if not glyph.confirmed:
                classes.setdefault(glyph.sign, []).append(glyph)
        self._show(classes)

    def show_pictures(self, page_id: str, found: dict[tuple[str, int], NDArray[np.uint8]]) -> None:
        """The pictures of a page's characters, by cell and place; those of the page looked at longest ago go."""
        self._pictures[page_id] = found
        while len(self._pictures) > PAGES_KEPT:
            gone, _ = self._pictures.popitem(last=False)
            self._pixmaps = {one: kept for one, kept in self._pixmaps.items() if one.page_id != gone}
        self.grid.viewport().update()

    def current(self) -> Glyph | None:
        """The character under the cursor."""
        return self.model.glyph(self.grid.currentIndex())

    # -- the keys ---------------------------------------------------------------------------------------------------

    def confirm(self) -> None:
        """Enter: what is in sight is right, or was typed over; then the next screen."""
        sight = self.grid.in_sight()
        said = [SignSaid(glyph, self.model.said.get(glyph, glyph.sign)) for glyph in sight]
        if not said:
            self.told.emit(translate("Review", "No characters are left here."))
            return
        seen = frozenset(self.model.seen)
        self._desk.ask(lambda session: glyphs.say_signs(session, said, seen), self._kept, self._not_kept)
        gone = set(sight)
        at = self.classes.currentIndex().row()
        sign = list(self._classes)[at]
        left = [glyph for glyph in self.model.glyphs if glyph not in gone]
        if left:
            self._classes[sign] = left
            self._fill(left)
        else:
            del self._classes[sign]
            self._show(self._classes, min(at, len(self._classes) - 1))

    def step(self, by: int) -> None:
        """Tab: the next class of characters; nothing is confirmed."""
        at = self.classes.currentIndex().row() + by
        if 0 <= at < len(self._classes):
            self._show_class(at)

    def line(self, by: int) -> None:
        """Down, Up: a line of the grid."""
        number = self.model.number(self.grid.currentIndex()) + by * self.model.columnCount()
        self._stand(number)

    def leaf(self, by: int) -> None:
        """PgDn, PgUp: a screen of the grid."""
        self._stand(self.model.number(self.grid.currentIndex()) + by * max(len(self.grid.in_sight()), 1))

    def take_back(self) -> None:
        """Esc: nothing was said of this character."""
        self.model.say(self.grid.currentIndex(), None)

    def widen(self) -> None:
        """From one page to its book, to all that waits, and round again."""
        self.scope.setCurrentIndex((self.scope.currentIndex() + 1) % self.scope.count())
        self._gather()

    def saw(self, glyph: Glyph) -> None:
        """The person looks at a character in its cell: that cell can be settled here."""
        self.model.seen.add(glyph.cell_id)
        self.grid.viewport().update()

    # -- inside -----------------------------------------------------------------------------------------------------

    def _gather(self) -> None:
        page_id, scope = self._page_id, self.scope.currentData()
        if page_id:
            self._desk.ask(
                lambda session: glyphs.glyphs(session, page_id, scope), self.show_gathered, self.failed.emit
            )

    def _show(self, classes: dict[str, list[Glyph]], at: int = 0) -> None:
        def doubts(sign: str) -> tuple[int, int]:
            return sum(glyph.sure < DOUBT_BELOW for glyph in classes[sign]), len(classes[sign])

        self._classes = {sign: classes[sign] for sign in sorted(classes, key=doubts, reverse=True)}
        self._names.setStringList(
            [f"{isolated(sign)}   {count(len(found))}" for sign, found in self._classes.items()]
        )
        self._show_class(at)

    def _show_class(self, at: int) -> None:
        signs = list(self._classes)
        found = self._classes[signs[at]] if 0 <= at < len(signs) else []
        self.classes.setCurrentIndex(self._names.index(at))
        self._fill(found)

    def _fill(self, found: list[Glyph]) -> None:
        self.model.show_glyphs(found)
        if found:
            self._head.setText(
                translate("Review", "Read as {sign} · {number}, the least certain first").format(
                    sign=isolated(found[0].sign), number=count(len(found))
                )
            )
            self._stand(0)
        else:
            self._head.setText(translate("Review", "No characters are left here."))

    def _stand(self, number: int) -> None:
        if self.model.glyphs:
            place = self.model.place(min(max(number, 0), len(self.model.glyphs) - 1))
            self.grid.setCurrentIndex(place)
            self.grid.scrollTo(place)

    def _typed(self, sign: str) -> None:
        index = self.grid.currentIndex()
        glyph = self.model.glyph(index)
        if glyph is None:
            return
        again = sign == DOUBTED and self.model.said.get(glyph) == DOUBTED
        self.model.say(index, None if again else sign)
        if sign != DOUBTED:
            self._stand(self.model.number(index) + 1)

    def _kept(self, kept: SignsKept) -> None:
        if kept.passed_over:
            self.told.emit(
                translate(
                    "Review", "Decided elsewhere meanwhile, and left as it is there: {number} characters"
                ).format(number=count(kept.passed_over))
            )
        self.kept.emit()

    def _not_kept(self, failure: BaseException) -> None:
        self.failed.emit(failure)
        self._gather()

    def _picture(self, glyph: Glyph) -> QPixmap | None:
        known = self._pixmaps.get(glyph)
        if known is not None:
            return known
        page = self._pictures.get(glyph.page_id)
        if page is None:
            if glyph.page_id not in self._wanted:
                self._wanted.append(glyph.page_id)
                self._asks.start()
            return None
        grey = page.get((glyph.cell_id, glyph.at))
        if grey is None:
            return None
        ratio = self.devicePixelRatioF()
        smooth = Qt.TransformationMode.SmoothTransformation
        image = as_image(grey).scaled(
            self.grid.paper_size() * ratio, Qt.AspectRatioMode.KeepAspectRatio, smooth
        )
        image.setDevicePixelRatio(ratio)
        self._pixmaps[glyph] = QPixmap.fromImage(image)
        return self._pixmaps[glyph]

    def _ask_pictures(self) -> None:
        """One page at a time, the one that was last seen to be wanting first."""
        if self._asked or not self._wanted:
            return
        self._asked = page_id = self._wanted.pop()

        def came(found: dict[tuple[str, int], NDArray[np.uint8]]) -> None:
            self._asked = ""
            if self._page_id:  # else the register was locked meanwhile
                self.show_pictures(page_id, found)
                self._ask_pictures()

        def not_come(failure: BaseException) -> None:
            came({})  # its characters are named all the same; a lost picture is told where the page is opened
            if not isinstance(failure, Expected):
                self.failed.emit(failure)

        self._view.ask(lambda session: glyphs.pictures(session, page_id), came, not_come)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(16, 6, 16, 6)
        top.addWidget(self._head, 1)
        top.addWidget(self.scope)
        told = translate(
            "Review",
            "Type the right one · Space: doubt · {peek}: see it in its cell · {accept}: all in sight",
        ).format(**self._key_names)
        middle = QHBoxLayout()
        middle.addWidget(self.classes)
        middle.addWidget(self.grid, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addLayout(middle, 1)
        hint = label(told, "muted", wraps=True)
        hint.setContentsMargins(16, 2, 16, 2)
        whole.addWidget(hint)
