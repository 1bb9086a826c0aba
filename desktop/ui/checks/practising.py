"""A practice round: the picture and a value, right or wrong; at the end how many planted errors were caught."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.fields.problems import Problem
from desktop.operations import practice_rounds, spot_checks
from desktop.operations.practice_rounds import PracticeItem, RoundResult
from desktop.operations.session import Session
from desktop.operations.views import PagePicture
from desktop.ui.checks.paper import PaperView
from desktop.ui.controls import label
from desktop.ui.seat import Seat
from desktop.ui.words import count, isolated, sentence, translate


class PractiseStep(QWidget):
    """One value after another; nothing is kept before the last was judged."""

    failed = Signal(object)
    changed = Signal()
    """Another value is shown, or the result."""

    def __init__(self, seat: Seat) -> None:
        super().__init__()
        self._seat = seat
        self._round_id = ""
        self._items: tuple[PracticeItem, ...] = ()
        self._judged: dict[str, bool] = {}
        self._pages: dict[str, PagePicture] = {}
        self._told: RoundResult | None = None
        self.paper = PaperView(seat.look)
        self._announced = label("", "muted", wraps=True)
        self._progress = label("", "muted")
        self._question = label("", "heading")
        self._value = QLabel()
        self._value.setProperty("role", "code")
        font = QFont(seat.look.mono)
        font.setPointSizeF(seat.look.text_pt * 1.8)
        self._value.setFont(font)
        self._result = label("", "heading", wraps=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        top = QHBoxLayout()
        top.addWidget(self._announced, 1)
        top.addWidget(self._progress)
        column.addLayout(top)
        column.addWidget(self.paper, 1)
        column.addWidget(self._question)
        column.addWidget(self._value)
        column.addWidget(self._result)
        column.addStretch(0)

    def begin(self, round_id: str, items: tuple[PracticeItem, ...]) -> None:
        """Show the first value."""
        self._round_id, self._items, self._judged, self._told = round_id, items, {}, None
        values = (("items", count(len(items))),)
        self._announced.setText(sentence(Problem("practice_announced", values)))
        self._result.setText("")
        self._show_parts(result=False)
        self._show()

    def item(self) -> PracticeItem | None:
        """The value that is to be judged; None when all are."""
        at = len(self._judged)
        return self._items[at] if at < len(self._items) else None

    def judge(self, *, right: bool) -> None:
        """Say of the value whether it is right; after the last the result comes."""
        item = self.item()
        if item is None:
            return
        self._judged[item.cell.cell_id] = right
        if self.item() is not None:
            self._show()
            return
        round_id, judged = self._round_id, dict(self._judged)
        self._seat.desk.ask(
            lambda session: practice_rounds.finish(session, round_id, judged),
            self._show_result,
            self.failed.emit,
        )

    def finished(self) -> bool:
        """Whether the result is shown."""
        return self._told is not None

    def said(self) -> str:
        """The result in words."""
        return self._result.text()

    def _show(self) -> None:
        item = self.item()
        if item is None:
            return
        self._progress.setText(
            translate("Checks", "{at} of {all}").format(
                at=count(len(self._judged) + 1), all=count(len(self._items))
            )
        )
        self._question.setText(
            translate("Checks", "{column}: is this right?").format(column=item.cell.column)
        )
        self._value.setText(item.shown)
        self.paper.forget()
        if item.page_id in self._pages:
            self._show_paper()
        else:
            page_id = item.page_id

            def work(session: Session) -> tuple[str, PagePicture]:
                return page_id, spot_checks.check_picture(session, page_id)

            self._seat.view.ask(work, self._take_page, self.failed.emit)
        self.changed.emit()

    def _take_page(self, answer: tuple[str, PagePicture]) -> None:
        self._pages = dict([answer])  # one page in memory is enough: values come page by page or not at all
        self._show_paper()

    def _show_paper(self) -> None:
        item = self.item()
        if item is not None and item.page_id in self._pages:
            self.paper.show_row(self._pages[item.page_id], [item.cell.cell_id])
            self.paper.point_at(item.cell.cell_id)

    def _show_result(self, told: RoundResult) -> None:
        self._told = told
        one = told.result
        values = (
            ("caught", count(one.caught)), ("planted", count(one.planted)), ("alarms", count(one.false_alarms)),
            ("sound", count(one.sound)),
        )  # fmt: skip
        lines = [sentence(Problem("practice_said", values))]
        lines += [
            translate("Checks", "Row {row}: shown {shown}, on the paper {true}").format(
                row=count(each.item.row_number), shown=isolated(each.item.shown), true=isolated(each.true)
            )
            for each in told.missed
        ]
        self.paper.forget()
        self._question.setText("")
        self._value.setText("")
        self._progress.setText("")
        self._result.setText("\n".join(lines))
        self._show_parts(result=True)
        self.changed.emit()

    def _show_parts(self, *, result: bool) -> None:
        """The paper and the question, or what came of the round."""
        for part in (self.paper, self._announced, self._question, self._value):
            part.setVisible(not result)
        self._result.setVisible(result)
