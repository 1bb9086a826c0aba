"""A new book: its title and its form, which says what each column is. Or another form for a book."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.fields.forms import LedgerForm
from desktop.ui.controls import label
from desktop.ui.dialogs.buttons import answer_or_cancel
from desktop.ui.words import translate


class FormChoice(QDialog):
    """Shows each form with its columns in their order on the paper."""

    chosen = Signal(str, object)
    """The book's title and its `LedgerForm`."""

    def __init__(
        self, parent: QWidget, forms: Sequence[tuple[str, LedgerForm]], title: str = "", *, new: bool = True
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(
            translate("FormChoice", "A new book") if new else translate("FormChoice", "Another form")
        )
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(900, 520)
        self._forms = tuple(form for _, form in forms)
        self.line = QLineEdit(title)
        self.line.setPlaceholderText(translate("FormChoice", "such as the one on its cover"))
        self.line.setAccessibleName(translate("FormChoice", "Title of the book"))
        self.list = QListWidget()
        self.list.setAccessibleName(translate("FormChoice", "Form"))
        self.list.ensurePolished()  # else the lines keep the heights they had without the style sheet
        for form in self._forms:
            self.list.addItem(QListWidgetItem(form.name))
        self._columns = label("", wraps=True)
        self._columns.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        self._about = label("", "muted", wraps=True)
        foot, self._ok = answer_or_cancel(
            self,
            translate("FormChoice", "Begin the book") if new else translate("FormChoice", "Use this form"),
        )
        self.accepted.connect(self._choose)
        self.list.currentRowChanged.connect(self._describe)
        self.line.textChanged.connect(self._check)
        self._lay_out(foot, new=new)
        self.list.setCurrentRow(0)
        self._check()
        (self.line if new else self.list).setFocus()

    def forms(self) -> tuple[str, ...]:
        """The names of the forms, in the order in which they are shown."""
        return tuple(form.name for form in self._forms)

    def _choose(self) -> None:
        self.chosen.emit(self.line.text().strip(), self._forms[self.list.currentRow()])

    def _check(self) -> None:
        self._ok.setEnabled(bool(self.line.text().strip()) and bool(self._forms))

    def _describe(self, row: int) -> None:
        if row < 0:
            return
        form = self._forms[row]
        self._columns.setText("\n".join(f"{at}.  {column.name}" for at, column in enumerate(form.columns, 1)))
        script = {
            "typed": translate("FormChoice", "typed"),
            "handwritten": translate("FormChoice", "handwritten"),
            "mixed": translate("FormChoice", "typed and handwritten"),
        }.get(form.script, form.script)
        kind = {
            "stock": translate("FormChoice", "one row a weapon"),
            "movement": translate("FormChoice", "one row an event"),
        }.get(form.kind, form.kind)
        spread = translate("FormChoice", "one entry runs across both pages") if form.spread else ""
        self._about.setText(" · ".join(part for part in (script, kind, spread) if part))

    def _lay_out(self, foot: QHBoxLayout, *, new: bool) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(10)
        if new:
            whole.addWidget(label(translate("FormChoice", "Title of the book"), "heading"))
            whole.addWidget(self.line)
        halves = QHBoxLayout()
        halves.setSpacing(20)
        forms = QVBoxLayout()
        forms.addWidget(label(translate("FormChoice", "Which form is it kept on?"), "heading"))
        forms.addWidget(self.list, 1)
        halves.addLayout(forms, 1)
        columns = QVBoxLayout()
        columns.addWidget(label(translate("FormChoice", "Its columns, in the order of the paper"), "heading"))
        columns.addWidget(self._about)
        columns.addWidget(self._columns, 1)
        halves.addLayout(columns, 1)
        whole.addLayout(halves, 1)
        whole.addLayout(foot)
