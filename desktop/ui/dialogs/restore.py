"""Put a backup back: choose it, look what it holds and what would be lost, and only then say yes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.operations.backups import Backup
from desktop.operations.restoring import Preview
from desktop.ui.controls import label
from desktop.ui.dialogs.buttons import answer_or_cancel
from desktop.ui.words import count, isolated, sentence, translate


class RestoreBackup(QDialog):
    """Asks whoever holds the lanes to look, shows what was found, and asks to put it back."""

    looks = Signal(object, str, str)
    """The backup's folder, the passphrase that counted then, a name ("" where there is one user)."""
    puts_back = Signal(object, str, str)

    def __init__(self, parent: QWidget, found: Sequence[Backup], chosen: Path | None, user: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Restore", "Put a backup back"))
        self.setMinimumWidth(760)
        self._seen: tuple[Path, str, str] | None = None
        self.backup = QComboBox()
        self.backup.setAccessibleName(translate("Restore", "Backup"))
        for one in found:
            self.backup.addItem(one.taken.astimezone().strftime("%Y-%m-%d  %H:%M"), one.path)
        if chosen is not None:
            self.choose(chosen)
        other = QPushButton(translate("Restore", "Another folder…"))
        other.setAutoDefault(False)
        other.clicked.connect(lambda _checked=False: self._browse())
        which = QHBoxLayout()
        which.addWidget(self.backup, 1)
        which.addWidget(other)
        self.user, self.passphrase = QLineEdit(user), QLineEdit()
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.look = QPushButton(translate("Restore", "Look what is in it"))
        self.look.setAutoDefault(False)
        self.look.clicked.connect(lambda _checked=False: self._look())
        form = QFormLayout()
        form.addRow(label(translate("Restore", "Backup")), which)
        for text, field in (
            (translate("Restore", "Your name"), self.user),
            (translate("Restore", "Your passphrase at that time"), self.passphrase),
        ):
            field.setAccessibleName(text)
            form.addRow(label(text), field)
        self.shown = QPlainTextEdit()
        self.shown.setReadOnly(True)
        self.shown.setAccessibleName(translate("Restore", "What is in it"))
        self._problem = label("", "failure", wraps=True)
        self._problem.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(12)
        whole.addLayout(form)
        whole.addWidget(self.look)
        whole.addWidget(self.shown, 1)
        whole.addWidget(self._problem)
        foot, self.primary = answer_or_cancel(self, translate("Restore", "Put it back"))
        self.primary.setEnabled(False)
        self.primary.setDefault(False)
        whole.addLayout(foot)
        self.passphrase.setFocus()

    def choose(self, folder: Path) -> None:
        """A backup by its folder."""
        names = [self.backup.itemData(at) for at in range(self.backup.count())]
        if folder not in names:
            self.backup.addItem(str(folder), folder)
            names.append(folder)
        self.backup.setCurrentIndex(names.index(folder))

    def show_preview(self, seen: Preview) -> None:
        """What it holds, and what would be lost."""
        self._problem.hide()
        self.look.setEnabled(True)
        self.shown.setPlainText("\n".join(preview_lines(seen)))
        self.primary.setEnabled(True)

    def refuse(self, text: str) -> None:
        """It could not be looked into or put back; why."""
        self.look.setEnabled(True)
        self._problem.setText(text)
        self._problem.show()

    def problem(self) -> str:
        """What is said to be wrong; "" for nothing."""
        return "" if self._problem.isHidden() else self._problem.text()

    def accept(self) -> None:
        """Put back what was looked into; the dialog goes when that is done."""
        if self._seen is not None and self.primary.isEnabled():
            self.primary.setEnabled(False)
            self.puts_back.emit(*self._seen)

    def _look(self) -> None:
        folder = self.backup.currentData()
        if folder is None:
            return
        self._seen = (folder, self.passphrase.text(), self.user.text().strip())
        self.look.setEnabled(False)
        self.primary.setEnabled(False)
        self.looks.emit(*self._seen)

    def _browse(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, translate("Restore", "The backup's folder"))
        if chosen:
            self.choose(Path(chosen))


def preview_lines(seen: Preview) -> list[str]:
    """A backup in words, and what putting it back would lose."""
    lines = [
        translate("Restore", "{armoury}. Pages: {pages}. Records: {records}.").format(
            armoury=isolated(seen.armoury), pages=count(seen.pages), records=count(seen.records)
        ),
        translate("Restore", "The last thing in it was done at {at}.").format(at=seen.last or "–"),
    ]
    if seen.loss is None:
        lines.append(
            translate(
                "Restore", "What would be lost can't be said: the register can't be opened, or is another."
            )
        )
    elif not seen.loss.done:
        lines.append(translate("Restore", "Nothing was done since: nothing would be lost."))
    else:
        lines.append(translate("Restore", "Done since {at}, and lost:").format(at=seen.loss.since))
        lines += [f"    {count(times)} × {sentence(did)}" for did, times in seen.loss.done]
        if seen.loss.batches:
            lines.append(
                translate(
                    "Restore", "Batches that were sealed since, and that the registry may have: {numbers}"
                ).format(numbers=", ".join(count(number) for number in seen.loss.batches))
            )
    lines.append(
        translate("Restore", "It goes into a new folder. What is there now stays where it is, untouched.")
    )
    return lines
