"""What is asked beside a check: further records, whose hand, to whom a practice round is announced."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from db.model import Ledger, User
from desktop.operations.informing import SIZE, Group
from desktop.operations.practice_rounds import ITEMS
from desktop.ui.controls import label
from desktop.ui.dialogs.buttons import answer_or_cancel
from desktop.ui.words import count, translate

WIDTH = 520


class AskMore(QDialog):
    """By what further records are drawn, and how many."""

    chosen = Signal(object, int)
    """A `Group` and how many of it."""

    def __init__(self, parent: QWidget, groups: Mapping[str, Sequence[Group]]) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Checks", "Draw more to find errors"))
        self._groups = groups
        self.by = QComboBox()
        names = {
            "clerk": translate("Checks", "who filed them"),
            "band": translate("Checks", "how sure the machine was"),
            "page": translate("Checks", "the page"),
            "hand": translate("Checks", "whose hand it is"),
        }
        for kind, found in groups.items():
            if found:
                self.by.addItem(names[kind], kind)
        self.of = QComboBox()
        self.size_wanted = _number(SIZE, 1, 9999)
        self.by.currentIndexChanged.connect(lambda _index: self._offer())
        self._offer()
        _lay_out(
            self,
            translate("Checks", "They help to find errors and never count towards the claim."),
            (
                (translate("Checks", "Records that have in common"), self.by),
                (translate("Checks", "Of these"), self.of),
                (translate("Checks", "So many at most"), self.size_wanted),
            ),
            translate("Checks", "Draw"),
        )
        self.accepted.connect(self._choose)

    def _offer(self) -> None:
        self.of.clear()
        for group in self._groups.get(str(self.by.currentData() or ""), ()):
            name = translate("Checks", "{low} and more") if group.kind == "band" else "{low}"
            self.of.addItem(f"{name.format(low=group.name)}   ({count(group.records)})", group)

    def _choose(self) -> None:
        group = self.of.currentData()
        if isinstance(group, Group):
            self.chosen.emit(group, self.size_wanted.value())


class AskHand(QDialog):
    """Whose hand wrote which pages."""

    chosen = Signal(int, int, int, str)
    """Book, first page, last page, name."""

    def __init__(self, parent: QWidget, books: Sequence[Ledger]) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Checks", "Whose hand is it?"))
        self.book = QComboBox()
        for book in books:
            self.book.addItem(f"{count(book.number)}   {book.title}", book.number)
        self.first, self.last = _number(1, 1, 9999), _number(1, 1, 9999)
        self.name = QLineEdit()
        _lay_out(
            self,
            translate("Checks", "Charts and further draws can then go by hand."),
            (
                (translate("Checks", "Book"), self.book),
                (translate("Checks", "From page"), self.first),
                (translate("Checks", "To page"), self.last),
                (translate("Checks", "The hand of"), self.name),
            ),
            translate("Checks", "Note it"),
        )
        self.accepted.connect(
            lambda: self.chosen.emit(
                int(self.book.currentData() or 0), self.first.value(), self.last.value(), self.name.text()
            )
        )


class AskChecker(QDialog):
    """To whom a practice round is announced."""

    chosen = Signal(str, int)
    """A person's id and how many values."""

    def __init__(self, parent: QWidget, people: Sequence[User]) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Checks", "Announce a practice round"))
        self.who = QComboBox()
        for user in people:
            self.who.addItem(user.name, user.id)
        self.items = _number(ITEMS, 8, 200)
        _lay_out(
            self,
            translate(
                "Checks",
                "They will be told that some values are wrong on purpose, and see first how many they caught. "
                "No wrong value goes into the register.",
            ),
            (
                (translate("Checks", "To"), self.who),
                (translate("Checks", "Values"), self.items),
            ),
            translate("Checks", "Announce"),
        )
        self.accepted.connect(lambda: self.chosen.emit(str(self.who.currentData() or ""), self.items.value()))


def _number(value: int, least: int, most: int) -> QSpinBox:
    made = QSpinBox()
    made.setRange(least, most)
    made.setValue(value)
    return made


def _lay_out(dialog: QDialog, said: str, fields: Sequence[tuple[str, QWidget]], answer: str) -> None:
    dialog.setMinimumWidth(WIDTH)
    form = QFormLayout()
    for text, field in fields:
        field.setAccessibleName(text)
        form.addRow(label(text), field)
    whole = QVBoxLayout(dialog)
    whole.setContentsMargins(20, 16, 20, 16)
    whole.setSpacing(12)
    whole.addWidget(label(said, wraps=True))
    whole.addLayout(form)
    whole.addLayout(answer_or_cancel(dialog, answer)[0])
    fields[0][1].setFocus()
