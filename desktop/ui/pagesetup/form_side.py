"""What a form says beside its columns: rows, pages, dittos, languages."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.fields.forms import LedgerForm
from desktop.imaging.mesh import Mesh
from desktop.ui.controls import label
from desktop.ui.words import count, translate

LANGUAGES = {
    "eng": "English",
    "fra": "Français",
    "por": "Português",
    "spa": "Español",
    "swa": "Kiswahili",
    "ara": "العربية",
}
"""Those that the program reads; each in its own name. What else a form names stays in it."""

MOST_HEADING = 6
"""No heading of a ledger takes more bands."""


class FormSide(QScrollArea):
    """The settings of a form; every change is said at once."""

    changed = Signal(object)
    """The `LedgerForm` as it is to be."""
    headed = Signal(int)
    """So many bands at the top are heading."""

    def __init__(self) -> None:
        super().__init__()
        self._form: LedgerForm | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.name = QLineEdit()
        self.rows = _choice(
            translate("PageSetup", "How rows are told"),
            {
                "ruled": translate("PageSetup", "by the rules between them"),
                "lines": translate("PageSetup", "by what is written"),
            },
        )
        self.anchor = _choice(translate("PageSetup", "Column that begins each entry"), {})
        self.heading = _choice("", {})
        for bands in range(MOST_HEADING + 1):
            self.heading.addItem(count(bands), bands)
        self.pages = _choice(
            translate("PageSetup", "What a picture shows"),
            {
                "one": translate("PageSetup", "one page"),
                "spread": translate("PageSetup", "two pages, entries run across both"),
                "split": translate("PageSetup", "two pages, each with its own entries"),
            },
        )
        self.script = _choice(
            translate("PageSetup", "How it is written"),
            {
                "typed": translate("PageSetup", "typed or printed"),
                "handwritten": translate("PageSetup", "by hand"),
                "mixed": translate("PageSetup", "both"),
            },
        )
        self.kind = _choice(
            translate("PageSetup", "What a row is"),
            {
                "stock": translate("PageSetup", "a weapon"),
                "movement": translate("PageSetup", "something that happened"),
                "quantity": translate("PageSetup", "a lot that is counted"),
            },
        )
        self.dittos = QLineEdit()
        self.languages = {code: QCheckBox(words) for code, words in LANGUAGES.items()}
        self._lay_out()
        self._wire()

    def show_form(self, form: LedgerForm, mesh: Mesh) -> None:
        """A form, and how many bands its heading takes on this page."""
        self._form = form
        self.name.setText(form.name)
        self.rows.setCurrentIndex(self.rows.findData(form.rows))
        self.anchor.clear()
        self.anchor.addItem(translate("PageSetup", "any that is full"), "")
        for column in form.columns:
            self.anchor.addItem(column.name, column.name)
        self.anchor.setCurrentIndex(max(0, self.anchor.findData(form.anchor)))
        self.anchor.setEnabled(form.rows == "lines")
        self.heading.setCurrentIndex(mesh.header)
        pages = "spread" if form.spread else "split" if form.split else "one"
        self.pages.setCurrentIndex(self.pages.findData(pages))
        self.script.setCurrentIndex(self.script.findData(form.script))
        self.kind.setCurrentIndex(self.kind.findData(form.kind))
        self.dittos.setText("   ".join(form.ditto))
        for code, box in self.languages.items():
            box.setChecked(code in form.languages)

    def _say(self) -> None:
        form = self._form
        if form is None:
            return
        ticked = tuple(code for code, box in self.languages.items() if box.isChecked())
        others = tuple(code for code in form.languages if code not in self.languages)
        pages = self.pages.currentData()
        new = replace(
            form,
            name=self.name.text().strip() or form.name,
            rows=self.rows.currentData(),
            anchor=self.anchor.currentData() or "",
            spread=pages == "spread",
            split=pages == "split",
            script=self.script.currentData(),
            kind=self.kind.currentData(),
            ditto=tuple(dict.fromkeys(self.dittos.text().split())),
            languages=(*ticked, *others) or form.languages,
        )
        if new != form:
            self._form = new
            self.changed.emit(new)

    def _wire(self) -> None:
        for line in (self.name, self.dittos):
            line.editingFinished.connect(self._say)
        for choice in (self.rows, self.anchor, self.pages, self.script, self.kind):
            choice.activated.connect(lambda _at: self._say())
        for box in self.languages.values():
            box.clicked.connect(lambda _on: self._say())
        self.heading.activated.connect(self.headed)

    def _lay_out(self) -> None:
        inside = QWidget()
        whole = QVBoxLayout(inside)
        whole.setSpacing(4)
        named: tuple[tuple[str, QWidget], ...] = (
            (translate("PageSetup", "Name of the form"), self.name),
            (self.pages.accessibleName(), self.pages),
            (self.rows.accessibleName(), self.rows),
            (self.anchor.accessibleName(), self.anchor),
            (translate("PageSetup", "Rows of the heading"), self.heading),
            (self.script.accessibleName(), self.script),
            (self.kind.accessibleName(), self.kind),
            (translate("PageSetup", "Marks for “same as above”"), self.dittos),
        )
        for words, widget in named:
            widget.setAccessibleName(words)
            whole.addWidget(label(words, "muted", wraps=True))
            whole.addWidget(widget)
        whole.addWidget(label(translate("PageSetup", "Languages"), "muted"))
        grid = QGridLayout()
        for at, box in enumerate(self.languages.values()):
            grid.addWidget(box, at // 2, at % 2)
        whole.addLayout(grid)
        whole.addStretch(1)
        self.setWidget(inside)


def _choice(name: str, items: dict[str, str]) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    for data, words in items.items():
        made.addItem(words, data)
    return made
