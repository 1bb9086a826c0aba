"""The four steps of Exchange, each a page that shows what it is given."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from db.model import Batch
from desktop.operations.answer_views import BatchStanding
from desktop.operations.views import BatchPreview, SealedBatch
from desktop.operations.work import Progress
from desktop.ui.controls import card, label
from desktop.ui.receipt_sheet import grouped
from desktop.ui.words import count, isolated, sentence, translate


class WhatStep(QWidget):
    """What goes, what does not and why, and what went before."""

    def __init__(self, further: tuple[QPushButton, ...], *, practice: bool) -> None:
        super().__init__()
        self._practice = practice
        self._goes = label("", "heading", wraps=True)
        self._more = label("", "muted", wraps=True)
        self.left_out = QListWidget()
        self.left_out.setAccessibleName(translate("Exchange", "What does not go, and why"))
        self.left_out.setWordWrap(True)
        self.earlier = QListWidget()
        self.earlier.setAccessibleName(translate("Exchange", "Batches sealed before"))
        column = _column(self)
        frame, inside = card()
        inside.addWidget(self._goes)
        inside.addWidget(self._more)
        back = QHBoxLayout()
        back.addWidget(label(translate("Exchange", "What comes back:"), "muted"))
        for made in further:
            back.addWidget(made)
        back.addStretch(1)
        inside.addLayout(back)
        column.addWidget(frame)
        halves = QHBoxLayout()
        halves.setSpacing(12)
        for part in (self.left_out, self.earlier):
            half = QVBoxLayout()
            half.addWidget(label(part.accessibleName(), "heading"))
            half.addWidget(part, 1)
            halves.addLayout(half, 1)
        column.addLayout(halves, 1)

    def show_waiting(self, preview: BatchPreview, batches: tuple[BatchStanding, ...]) -> None:
        """Show what would go now."""
        number = len(preview.records)
        self._goes.setText(
            translate("Exchange", "Records ready to send: {number}").format(number=count(number))
        )
        if self._practice:
            self._more.setText(
                translate(
                    "Exchange",
                    "This is the practice register. Nothing in it can ever be sent: here you only see how it is done.",
                )
            )
        elif number:
            self._more.setText(
                translate("Exchange", "They become batch {batch}, in a folder called {folder}.").format(
                    batch=count(preview.number), folder=isolated(preview.folder)
                )
            )
        else:
            self._more.setText(
                translate(
                    "Exchange",
                    "Every filed record is in a batch already. Finish pages in Review, and their rows wait here.",
                )
            )
        self.left_out.clear()
        for place, problem in preview.left_out:
            book, _, page = place.partition("/")
            self.left_out.addItem(
                translate("Exchange", "Book {book}, page {page}: {why}").format(
                    book=book, page=page, why=sentence(problem)
                )
            )
        if not preview.left_out:
            self.left_out.addItem(translate("Exchange", "Nothing is left out."))
        self._show_earlier(batches)

    def chosen(self) -> Batch | None:
        """The earlier batch that is chosen."""
        item = self.earlier.currentItem()
        batch = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        return batch if isinstance(batch, Batch) else None

    def _show_earlier(self, batches: tuple[BatchStanding, ...]) -> None:
        self.earlier.clear()
        for standing in batches:
            batch = standing.batch
            sealed = translate("Exchange", "Batch {number}, sealed {day} · records: {records}").format(
                number=count(batch.number), records=count(batch.count), day=batch.sealed_at[:10]
            )
            item = QListWidgetItem(f"{sealed}\n{_way(standing)}")
            item.setData(Qt.ItemDataRole.UserRole, batch)
            self.earlier.addItem(item)
        if batches:
            self.earlier.setCurrentRow(0)
        else:
            self.earlier.addItem(translate("Exchange", "No batch was sealed yet."))


class CheckStep(QWidget):
    """What is going to happen, and where to."""

    def __init__(self, choose: QPushButton) -> None:
        super().__init__()
        self._text = label("", wraps=True)
        self._target = label("", "heading", wraps=True)
        column = _column(self)
        frame, inside = card()
        inside.setSpacing(14)
        inside.addWidget(self._text)
        inside.addWidget(self._target)
        row = QHBoxLayout()
        row.addWidget(choose)
        row.addStretch(1)
        inside.addLayout(row)
        column.addWidget(frame)
        column.addStretch(1)

    def show_plan(self, number: int, again: Batch | None, target: Path | None) -> None:
        """Say what is going to be done: a new batch of so many records, or an earlier one once more."""
        if again is not None:
            self._text.setText(
                translate(
                    "Exchange",
                    "Batch {number} is written once more, byte for byte the same. Records in it: {records}",
                ).format(number=count(again.number), records=count(again.count))
            )
        else:
            self._text.setText(
                translate(
                    "Exchange",
                    "Records that go: {number}. Sealing makes the batch: it never changes afterwards, and its records "
                    "are marked as sent. A later correction goes with a later batch.",
                ).format(number=count(number))
            )
        self._target.setText(
            translate("Exchange", "It is written to {target}").format(target=isolated(str(target)))
            if target
            else translate("Exchange", "Choose the stick or folder that it is written to.")
        )


class WriteStep(QWidget):
    """How far it is; `stop` is the key that stops it, as it is shown."""

    def __init__(self, stop: str) -> None:
        super().__init__()
        self._doing = label("", "heading", wraps=True)
        self._bar = QProgressBar()
        self._bar.setAccessibleName(translate("Exchange", "Writing the batch"))
        column = _column(self)
        frame, inside = card()
        inside.addWidget(self._doing)
        inside.addWidget(self._bar)
        inside.addWidget(
            label(
                translate("Exchange", "Leave the stick where it is. {stop} stops.").format(stop=stop),
                "muted",
                wraps=True,
            )
        )
        column.addWidget(frame)
        column.addStretch(1)

    def show_progress(self, progress: Progress) -> None:
        """How far it is now."""
        self._doing.setText(sentence(progress))
        self._bar.setRange(0, progress.total)
        self._bar.setValue(progress.done)


class ReceiptStep(QWidget):
    """What was written, to be kept or read out."""

    def __init__(self) -> None:
        super().__init__()
        self._said = label("", "good", wraps=True)
        self._files = label("", wraps=True)
        for part in (self._said, self._files):
            part.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column = _column(self)
        column.addWidget(self._said)
        frame, inside = card()
        inside.addWidget(label(translate("Exchange", "The files and their digests"), "heading"))
        inside.addWidget(self._files)
        column.addWidget(frame)
        column.addStretch(1)

    def show_sealed(self, sealed: SealedBatch) -> None:
        """Say that it is written and safe."""
        self._said.setText(
            translate(
                "Exchange",
                "Batch {number} is written, read back and found equal. Records: {records}. It is safe to remove the "
                "stick.\n{path}",
            ).format(
                number=count(sealed.batch.number),
                records=count(sealed.batch.count),
                path=isolated(sealed.path),
            )
        )
        head = translate("Exchange", "Journal's head (entry {entry})").format(
            entry=count(sealed.receipt.header.journal_entries)
        )
        hashes = [*sealed.files, (head, sealed.receipt.header.journal_head)]
        self._files.setText("\n".join(f"{name}\n      {grouped(digest)}" for name, digest in hashes))

    def text(self) -> str:
        """What it says."""
        return self._said.text()


def _way(standing: BatchStanding) -> str:
    """How far a batch is on its way there and back."""
    if not standing.written:
        return translate("Exchange", "Not on any stick yet: write it again")
    if standing.waiting == standing.batch.count:
        return translate("Exchange", "No answer yet")
    return translate(
        "Exchange",
        "accepted: {accepted} · duplicates: {duplicates} · rejected: {rejected} · questions: {questions} · "
        "no answer: {waiting}",
    ).format(
        accepted=count(standing.accepted),
        duplicates=count(standing.duplicate),
        rejected=count(standing.rejected),
        questions=count(standing.question),
        waiting=count(standing.waiting),
    )


def _column(step: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(step)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(12)
    return column
