"""First run: whose register this is, who the first user is, and the recovery code, shown once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from db.errors import Expected
from desktop.operations.register import NewRegister, create_register
from desktop.operations.session import Workplace
from desktop.ui.actions import shown_key, with_key
from desktop.ui.bindings import on_key
from desktop.ui.controls import card, label
from desktop.ui.dialogs.recovery import RecoverySheet
from desktop.ui.lanes import Lane
from desktop.ui.words import LANGUAGES, sentence, translate

WIDEST = 900
"""Points; longer lines are hard to read back."""


class FirstRun(QWidget):
    """Three steps: welcome, who, the recovery code. The register is made between the second and the third."""

    made = Signal(str, str)
    """The register is made and its code is in the safe: first user's name, passphrase."""
    spoken = Signal(str)
    """Another language was chosen, by its code."""
    practise = Signal()
    failed = Signal(object)
    closing = Signal()

    def __init__(
        self, desk: Lane, place: Workplace, folder: Path, languages: Sequence[str] = (), speaks: str = ""
    ) -> None:
        super().__init__()
        self.language = QComboBox()
        self.language.setAccessibleName(translate("FirstRun", "Language"))
        self.language.addItem(translate("FirstRun", "as this PC"), "")
        for code in languages:
            self.language.addItem(LANGUAGES[code], code)
        self.language.setCurrentIndex(max(self.language.findData(speaks), 0))
        self.language.activated.connect(lambda _index: self.spoken.emit(self.language.currentData()))
        self.setObjectName("shell")
        self.setWindowTitle(translate("FirstRun", "Ledgermark — set up"))
        self._desk = desk
        self._place = place
        self._folder = folder
        self._steps = QStackedWidget()
        self._fields: dict[str, QLineEdit] = {}
        self._problem = label("", "failure", wraps=True)
        self._create = _primary(translate("FirstRun", "Make the register"), shown_key("Return"))
        self.sheet = RecoverySheet()
        self.sheet.stored.connect(self._finished)
        for step in (self._welcome(), self._who(), self.sheet):
            self._steps.addWidget(step)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(40, 40, 40, 24)
        self._steps.setMaximumWidth(WIDEST)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._steps, 100)
        row.addStretch(1)
        whole.addLayout(row)
        self._on.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        """While the code is shown the window stays: it would never be seen again."""
        event.ignore()
        if self._steps.currentWidget() is not self.sheet:
            self.closing.emit()

    def field(self, name: str) -> QLineEdit:
        """An entry by its name: armoury, code, country, user, passphrase, again."""
        return self._fields[name]

    def problem(self) -> str:
        """What is said to be wrong; "" for nothing."""
        return "" if self._problem.isHidden() else self._problem.text()

    def begin(self) -> None:
        """On to the questions."""
        self._steps.setCurrentIndex(1)
        self._fields["armoury"].setFocus()

    def create_now(self) -> None:
        """Check what can be checked here and make the register."""
        if not self._create.isEnabled():
            return
        if self._fields["passphrase"].text() != self._fields["again"].text():
            self._refused(Expected("passphrases_differ"))
            return
        answers = {name: field.text().strip() for name, field in self._fields.items()}
        new = NewRegister(
            armoury=answers["armoury"],
            code=answers["code"].upper(),
            country=answers["country"].upper(),
            user=answers["user"],
            passphrase=self._fields["passphrase"].text(),
        )
        self._problem.hide()
        self._create.setEnabled(False)
        self._desk.ask_without_session(
            lambda: create_register(self._place, self._folder, new), self._show_code, self._refused
        )

    def _show_code(self, code: str) -> None:
        self.sheet.show_code(code, self._fields["armoury"].text().strip())
        self._steps.setCurrentWidget(self.sheet)

    def _refused(self, failure: BaseException) -> None:
        self._create.setEnabled(True)
        if isinstance(failure, Expected):
            self._problem.setText(sentence(failure))
            self._problem.show()
        else:
            self.failed.emit(failure)

    def _finished(self) -> None:
        self.made.emit(self._fields["user"].text().strip(), self._fields["passphrase"].text())
        for name in ("passphrase", "again"):
            self._fields[name].clear()

    def _welcome(self) -> QWidget:
        step = QWidget()
        whole = QVBoxLayout(step)
        frame, inside = card()
        inside.setContentsMargins(32, 28, 32, 28)
        inside.setSpacing(14)
        head = QHBoxLayout()
        head.addWidget(label(translate("FirstRun", "Welcome to Ledgermark"), "title"), 1)
        head.addWidget(self.language)
        inside.addLayout(head)
        inside.addWidget(
            label(
                translate(
                    "FirstRun",
                    "Ledgermark turns the paper ledgers of an armoury into records that can be found, trusted and sent "
                    "to a registry. Everything stays on this PC, encrypted; the program never goes on a network.",
                ),
                wraps=True,
            )
        )
        inside.addWidget(
            label(
                translate(
                    "FirstRun",
                    "Have ready: the armoury's name and short code, a passphrase of your own, and pen and paper or a "
                    "printer for the recovery code, which belongs in the safe.",
                ),
                wraps=True,
            )
        )
        inside.addWidget(
            label(
                translate("FirstRun", "The register will be made in {folder}").format(folder=self._folder),
                "muted",
                wraps=True,
            )
        )
        whole.addWidget(frame)
        whole.addStretch(1)
        row = QHBoxLayout()
        practise = QPushButton(
            with_key(translate("FirstRun", "Practise with the sample ledger first"), shown_key("F2"))
        )
        practise.clicked.connect(self.practise)
        on_key(step, "F2", self.practise.emit)
        on = self._on = _primary(translate("FirstRun", "Set up the register"), shown_key("Return"))
        on.clicked.connect(self.begin)
        on_key(step, "Return", self.begin)
        row.addWidget(practise)
        row.addStretch(1)
        row.addWidget(on)
        whole.addLayout(row)
        return step

    def _who(self) -> QWidget:
        step = QWidget()
        whole = QVBoxLayout(step)
        frame, inside = card()
        inside.setContentsMargins(32, 24, 32, 24)
        inside.setSpacing(12)
        inside.addWidget(label(translate("FirstRun", "Whose register is it, and who are you?"), "title"))
        form = QFormLayout()
        form.setVerticalSpacing(10)
        form.setHorizontalSpacing(18)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name, text, hint in _questions():
            field = QLineEdit()
            field.setAccessibleName(text)
            field.setPlaceholderText(hint)
            if name in {"passphrase", "again"}:
                field.setEchoMode(QLineEdit.EchoMode.Password)
            field.returnPressed.connect(self._on_return)
            self._fields[name] = field
            form.addRow(label(text), field)
        inside.addLayout(form)
        self._problem.hide()
        inside.addWidget(self._problem)
        whole.addWidget(frame)
        whole.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        self._create.clicked.connect(self.create_now)
        row.addWidget(self._create)
        whole.addLayout(row)
        return step

    def _on_return(self) -> None:
        """Enter goes to the next empty question, and makes the register when there is none."""
        empty = next(
            (field for name, field in self._fields.items() if not field.text() and name != "country"), None
        )
        if empty is not None:
            empty.setFocus()
        else:
            self.create_now()


def _questions() -> tuple[tuple[str, str, str], ...]:
    """Name, question and hint of each entry."""
    return (
        (
            "armoury",
            translate("FirstRun", "Name of the armoury"),
            translate("FirstRun", "as it stands on its letters"),
        ),
        (
            "code",
            translate("FirstRun", "Short code"),
            translate("FirstRun", "2 to 12 letters and digits, such as CA1"),
        ),
        (
            "country",
            translate("FirstRun", "Country"),
            translate("FirstRun", "three letters, such as KEN; may be left out"),
        ),
        (
            "user",
            translate("FirstRun", "Your name"),
            translate("FirstRun", "the first user; others can be added later"),
        ),
        (
            "passphrase",
            translate("FirstRun", "Passphrase"),
            translate("FirstRun", "four words that do not belong together"),
        ),
        ("again", translate("FirstRun", "Passphrase again"), translate("FirstRun", "the same once more")),
    )


def _primary(text: str, key: str) -> QPushButton:
    made = QPushButton(with_key(text, key))
    made.setProperty("role", "primary")
    return made
