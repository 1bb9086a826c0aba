"""What comes back, each a page that shows what it is given: an answer, what was sent back, the keys of both sides."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from db.model import Registry
from desktop.exchange.public_keys import PublicKeys
from desktop.operations.answer_views import AnswerLine, AnswerList, AnswerPreview, SentBack
from desktop.ui.controls import card, label
from desktop.ui.words import count, isolated, sentence, translate


class AnswerPage(QWidget):
    """What an answer means, list by list, before any of it is taken."""

    def __init__(self) -> None:
        super().__init__()
        self._title = label("", "title", wraps=True)
        self._said = label("", wraps=True)
        self._warned = label("", "problem", wraps=True)
        self._lists: dict[AnswerList, tuple[AnswerLine, ...]] = {}
        self.kinds = QListWidget()
        self.kinds.setAccessibleName(translate("Exchange", "The answer's lists"))
        self.kinds.currentRowChanged.connect(self._show_lines)
        self.lines = QListWidget()
        self.lines.setAccessibleName(translate("Exchange", "Rows of the list"))
        self.lines.setWordWrap(True)
        column = _column(self)
        frame, inside = card()
        inside.addWidget(self._title)
        inside.addWidget(self._said)
        column.addWidget(frame)
        column.addWidget(self._warned)
        halves = QHBoxLayout()
        halves.setSpacing(12)
        halves.addWidget(self.kinds, 1)
        halves.addWidget(self.lines, 3)
        column.addLayout(halves, 1)

    def show_preview(self, shown: AnswerPreview) -> None:
        """Show what it would do."""
        batches = ", ".join(map(count, shown.batches)) or "?"
        self._title.setText(
            translate("Exchange", "{name}, for batch {batches}").format(
                name=isolated(shown.name), batches=batches
            )
        )
        signed = translate("Exchange", "It bears the registry's signature.") if shown.signed_by else ""
        takes = translate("Exchange", "Rows that would change: {number}. Nothing has changed yet.")
        self._said.setText(f"{signed} {takes.format(number=count(shown.takes))}".strip())
        warned = [sentence(one) for one in (*shown.warnings, *shown.problems)]
        hidden = len(warned) - SHOWN_PROBLEMS
        if hidden > 0:
            more = translate("Exchange", "And more of this kind: {number}").format(number=count(hidden))
            warned = [*warned[:SHOWN_PROBLEMS], more]
        self._warned.setText("\n".join(warned))
        self._warned.setVisible(bool(warned))
        self._lists = dict(shown.lines)
        self.kinds.clear()
        for kind, number in shown.counts:
            if number:
                item = QListWidgetItem(f"{list_name(kind)}: {count(number)}")
                item.setData(Qt.ItemDataRole.UserRole, kind.value)
                self.kinds.addItem(item)
        self.kinds.setCurrentRow(0)

    def said(self) -> str:
        """What stands above the lists."""
        return f"{self._title.text()}\n{self._said.text()}\n{self._warned.text()}"

    def _show_lines(self, row: int) -> None:
        self.lines.clear()
        if row < 0:
            return
        item = self.kinds.item(row)
        for line in self._lists[AnswerList(item.data(Qt.ItemDataRole.UserRole))]:
            self.lines.addItem(_line_text(line))


class SentBackPage(QWidget):
    """What the registry did not accept and nobody has seen to."""

    chosen = Signal()
    """Another line is the current one."""

    def __init__(self) -> None:
        super().__init__()
        self._how_many = label("", "heading", wraps=True)
        self.list = QListWidget()
        self.list.setAccessibleName(translate("Exchange", "Sent back by the registry"))
        self.list.setWordWrap(True)
        self.list.currentRowChanged.connect(lambda _row: self.chosen.emit())
        self._waiting: tuple[SentBack, ...] = ()
        column = _column(self)
        column.addWidget(self._how_many)
        column.addWidget(
            label(
                translate(
                    "Exchange",
                    "A record that is corrected on its page goes with the next batch, as a later revision of the same "
                    "record. One that is right as it stands is sent again with a word, or put aside.",
                ),
                "muted",
                wraps=True,
            )
        )
        column.addWidget(self.list, 1)

    def show_waiting(self, waiting: tuple[SentBack, ...]) -> None:
        """Show what waits now; the current line stays where it was."""
        row = max(0, self.list.currentRow())
        self._waiting = waiting
        self._how_many.setText(
            translate("Exchange", "Sent back by the registry: {number}").format(number=count(len(waiting)))
        )
        self.list.clear()
        for one in waiting:
            self.list.addItem(_sent_back_text(one))
        self.list.setCurrentRow(min(row, len(waiting) - 1))

    def current(self) -> SentBack | None:
        """The chosen one."""
        row = self.list.currentRow()
        return self._waiting[row] if 0 <= row < len(self._waiting) else None


class KeysPage(QWidget):
    """The keys of both sides, to be read out and compared."""

    def __init__(self) -> None:
        super().__init__()
        self._own = label("", "code", wraps=True)
        self._own.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._registry = label("", "heading", wraps=True)
        self._locked = label("", wraps=True)
        column = _column(self)
        frame, inside = card()
        inside.addWidget(label(translate("Exchange", "This armoury's keys"), "heading"))
        inside.addWidget(self._own)
        inside.addWidget(
            label(
                translate(
                    "Exchange",
                    "Batches are signed with them. Write them to a stick for the registry, once, and read this "
                    "fingerprint out when the registry brings them in.",
                ),
                "muted",
                wraps=True,
            )
        )
        self._own_buttons = QHBoxLayout()
        inside.addLayout(self._own_buttons)
        column.addWidget(frame)
        frame, inside = card()
        inside.addWidget(self._registry)
        inside.addWidget(self._locked)
        self._their_buttons = QHBoxLayout()
        inside.addLayout(self._their_buttons)
        column.addWidget(frame)
        column.addStretch(1)

    def offer(self, own: tuple[QPushButton, ...], theirs: tuple[QPushButton, ...]) -> None:
        """What can be done with each side's keys."""
        for row, made in ((self._own_buttons, own), (self._their_buttons, theirs)):
            for button in made:
                row.addWidget(button)
            row.addStretch(1)

    def show_keys(self, own: PublicKeys, registry: Registry | None) -> None:
        """Show how things stand."""
        self._own.setText(own.fingerprint)
        known = registry is not None and bool(registry.age)
        name = registry.name if registry is not None else ""
        self._registry.setText(
            translate("Exchange", "The registry: {name}").format(name=isolated(name))
            if known
            else translate("Exchange", "The registry's keys are not known here.")
        )
        if known:
            said = translate(
                "Exchange", "Batches are encrypted to it: nobody else can read what is on the stick."
            )
        elif registry is not None and registry.workbook_password:
            said = translate("Exchange", "Batches are locked with the password that was agreed on.")
        else:
            said = translate(
                "Exchange", "Batches are signed and not encrypted: who finds the stick can read it."
            )
        self._locked.setText(said)


SHOWN_PROBLEMS = 4


def list_name(kind: AnswerList) -> str:
    """What a list of an answer is called."""
    return {
        AnswerList.ACCEPTED: translate("Exchange", "Accepted"),
        AnswerList.DUPLICATE: translate("Exchange", "Duplicates"),
        AnswerList.REJECTED: translate("Exchange", "Rejected"),
        AnswerList.QUESTION: translate("Exchange", "Questions"),
        AnswerList.ALTERED: translate("Exchange", "Not as they were sent (left)"),
        AnswerList.UNKNOWN: translate("Exchange", "Not sent from here (left)"),
        AnswerList.CONTRADICTING: translate("Exchange", "Answered in two ways (left)"),
        AnswerList.LATE: translate("Exchange", "Older than what is known (left)"),
        AnswerList.REPEATED: translate("Exchange", "Known already"),
        AnswerList.MISSING: translate("Exchange", "Without an answer"),
    }[kind]


def _line_text(line: AnswerLine) -> str:
    place = (
        _place(*line.place.split("/", 2))
        if line.place
        else translate("Exchange", "line {line}").format(line=count(line.line))
    )
    text = "   ".join(part for part in (isolated(line.serial or "?"), place, line.said) if part)
    if line.before:
        text += "\n" + translate("Exchange", "before: {before}").format(before=line.before)
    return text


def _sent_back_text(one: SentBack) -> str:
    reply = {
        "duplicate": translate("Exchange", "Duplicate"),
        "question": translate("Exchange", "Question"),
    }.get(one.answer.reply, translate("Exchange", "Rejected"))
    hit = one.hit
    page = hit.page.folio or count(hit.page.position)
    place = _place(count(hit.ledger.number), page, count(hit.row_number))
    words = (one.answer.duplicate_of, one.answer.code, one.answer.note)
    said = " · ".join(text for text in words if text) or "—"
    batch = translate("Exchange", "batch {number}").format(number=count(one.batch))
    unsigned = translate("Exchange", "unsigned") if one.unsigned else ""
    head = "   ".join(
        part for part in (reply, isolated(hit.record.serial or "?"), place, batch, unsigned) if part
    )
    return f"{head}\n{said}"


def _place(book: str, page: str, row: str) -> str:
    return translate("Exchange", "Book {book}, page {page}, row {row}").format(book=book, page=page, row=row)


def _column(page: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(12)
    return column
