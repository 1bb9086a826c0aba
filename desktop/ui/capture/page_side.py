"""The chosen page: its picture, what is known of it, and what is wrong with it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from db.model import Page, PageState
from desktop.operations.reading import problem_of
from desktop.ui.controls import label
from desktop.ui.screens.page_list import state_text
from desktop.ui.words import count, isolated, sentence, translate

LARGE = 190
"""Points of height for the chosen page."""


class PageSide(QFrame):
    """Shows one page; a picture that is not good enough is said first, with what to do."""

    def __init__(self, set_up: str) -> None:
        super().__init__()
        self._set_up = set_up  # the key of Page set-up, as it is shown
        self.setProperty("role", "card")
        self.picture = label("")
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setMinimumHeight(LARGE)
        self.picture.setAccessibleName(translate("Capture", "The chosen page"))
        self.wrong = label("", "problem", wraps=True)
        self.wrong.hide()
        self.text = label("", wraps=True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        inside = QWidget()
        words = QVBoxLayout(inside)
        words.setContentsMargins(0, 0, 0, 0)
        words.addWidget(self.wrong)
        words.addWidget(self.text)
        words.addStretch(1)
        scrolls = QScrollArea()
        scrolls.setWidgetResizable(True)
        scrolls.setWidget(inside)
        scrolls.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 14, 16, 14)
        whole.setSpacing(8)
        whole.addWidget(label(translate("Capture", "The chosen page"), "heading"))
        whole.addWidget(self.picture)
        whole.addWidget(scrolls, 1)

    def show_page(self, page: Page | None, picture: QPixmap) -> None:
        """A page, or that none is chosen."""
        if not picture.isNull():
            picture = picture.scaledToHeight(LARGE, Qt.TransformationMode.SmoothTransformation)
        self.picture.setPixmap(picture)
        wrong = [] if page is None else [sentence(problem_of(text)) for text in page.problems]
        self.wrong.setVisible(bool(wrong))
        self.wrong.setText("\n".join(wrong))
        self.text.setText(
            translate("Capture", "No page is chosen.")
            if page is None
            else "\n".join(_lines(page, self._set_up))
        )


def _lines(page: Page, set_up: str) -> list[str]:
    lines = [
        translate("Capture", "Page {page}: {state}").format(
            page=count(page.position), state=state_text(page.state)
        )
    ]
    if page.folio:
        lines.append(
            translate("Capture", "Number on the paper: {number}").format(number=isolated(page.folio))
        )
    lines.append(isolated(page.source))
    if page.dpi:
        lines.append(
            translate("Capture", "{width} × {height} dots, {dpi} per inch").format(
                width=count(page.width), height=count(page.height), dpi=count(round(page.dpi))
            )
        )
    if page.state is PageState.FAILED:
        said = translate("Capture", "{set_up_page} sets it up: its lines and columns. Then it is read again.")
        lines.append(said.format(set_up_page=set_up))
    return lines
