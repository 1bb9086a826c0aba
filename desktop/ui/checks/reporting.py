"""How wrong everything is: sentences, charts, the crops behind a confusion; charts kept as picture and data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QScrollArea, QVBoxLayout, QWidget

from db.errors import Exit, Expected
from desktop.accuracy.errors import Pair
from desktop.operations import accuracy_report, cell_crops
from desktop.operations.accuracy_views import Example, Report
from desktop.operations.session import Session
from desktop.ui.charts.chart import Chart, Kind, data_of
from desktop.ui.charts.matrix import ConfusionMatrix
from desktop.ui.checks.charts import charts_of
from desktop.ui.controls import label
from desktop.ui.review.picture import as_image
from desktop.ui.seat import Seat
from desktop.ui.words import sentence, translate

CROP = QSize(200, 56)
"""Points of a crop in the list."""

Crops = Mapping[str, NDArray[np.uint8]]


class ReportStep(QWidget):
    """The list of charts at one side, the chosen one beside it."""

    failed = Signal(object)
    told = Signal(str)
    shown = Signal()
    """Another chart is shown."""

    def __init__(self, seat: Seat) -> None:
        super().__init__()
        self._seat = seat
        self._report: Report | None = None
        self._charts: tuple[Chart, ...] = ()
        self._drawn: QWidget | None = None
        self._asked: Pair | None = None
        self.names = QListWidget()
        self.names.setAccessibleName(translate("Checks", "Charts"))
        self.names.setFixedWidth(250)
        self.names.setWordWrap(True)
        self.names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.names.currentRowChanged.connect(self._show_chart)
        self._title = label("", "heading", wraps=True)
        self._sentence = label("", wraps=True)
        self._all_said = label("", wraps=True)
        self.crops = QListWidget()
        self.crops.setAccessibleName(translate("Checks", "Crops"))
        self.crops.setViewMode(QListWidget.ViewMode.IconMode)
        self.crops.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.crops.setMovement(QListWidget.Movement.Static)
        self.crops.setIconSize(CROP)
        self.crops.setFixedHeight(132)
        self._lay_out()

    def look(self, lot_id: str = "") -> None:
        """Count anew: of one lot, or of all."""
        self.names.setFocus()
        self._seat.view.ask(
            lambda session: accuracy_report.report(session, lot_id), self.show_report, self.failed.emit
        )

    def show_report(self, found: Report) -> None:
        """Show what was counted, its sentences first."""
        self._report = found
        self._charts = charts_of(found)
        self._all_said.setText("\n\n".join(sentence(one) for one in found.said))
        self.names.clear()
        self.names.addItem(translate("Checks", "In words"))
        for chart in self._charts:
            self.names.addItem(chart.title)
        self.names.setCurrentRow(0)

    def said(self) -> str:
        """The sentences of the report."""
        return self._all_said.text()

    def chart(self) -> Chart | None:
        """The chart that is shown; None while the words are."""
        at = self.names.currentRow() - 1
        return self._charts[at] if 0 <= at < len(self._charts) else None

    def charts(self) -> tuple[Chart, ...]:
        """All charts of the list."""
        return self._charts

    def drawn(self) -> QWidget | None:
        """The widget of the chart that is shown."""
        return self._drawn

    def on(self) -> None:
        """Enter: into the matrix, and of its cell the crops; else the next chart."""
        if isinstance(self._drawn, ConfusionMatrix) and not self._drawn.hasFocus():
            self._drawn.setFocus()
        elif isinstance(self._drawn, ConfusionMatrix):
            self._drawn.choose()
        else:
            self.names.setCurrentRow((self.names.currentRow() + 1) % max(1, self.names.count()))

    def back(self) -> bool:
        """Esc: out of the matrix; False where the list of charts has the focus already."""
        if isinstance(self._drawn, ConfusionMatrix) and self._drawn.hasFocus():
            self.names.setFocus()
            return True
        return False

    def export(self, target: Path) -> None:
        """Write the chart as PNG, and its data as CSV beside it."""
        chart, drawn = self.chart(), self._drawn
        if chart is None or drawn is None:
            return
        picture, data = target.with_suffix(".png"), target.with_suffix(".csv")
        if not drawn.grab().save(str(picture), "PNG"):
            self.failed.emit(Expected("out_not_writable", Exit.DISK, name=str(picture), reason="PNG"))
            return
        try:
            data.write_text(data_of(chart), encoding="utf-8-sig", newline="")
        except OSError as error:
            reason = error.strerror or str(error)
            self.failed.emit(Expected("out_not_writable", Exit.DISK, name=str(data), reason=reason))
        else:
            self.told.emit(
                translate("Checks", "Written: {picture} and {data}").format(
                    picture=picture.name, data=data.name
                )
            )

    def _show_chart(self, _row: int) -> None:
        chart = self.chart()
        if self._drawn is not None:
            self._drawn.hide()
            self._drawn.deleteLater()
            self._drawn = None
        self.crops.clear()
        self.crops.setVisible(chart is not None and chart.kind is Kind.MATRIX)
        self._words.setVisible(chart is None)
        self._title.setText(translate("Checks", "How wrong everything is") if chart is None else chart.title)
        self._sentence.setText("" if chart is None else chart.sentence)
        self._sentence.setVisible(bool(self._sentence.text()))
        if chart is not None:
            self._drawn = self._draw(chart)
            self._place.addWidget(self._drawn, 1)
            self._drawn.show()
        self.shown.emit()

    def _draw(self, chart: Chart) -> QWidget:
        if chart.kind is Kind.MATRIX:
            made = ConfusionMatrix(chart, self._seat.look)
            made.chosen.connect(self._ask_crops)
            return made
        # pyqtgraph takes half a second to import: only whoever looks at a chart waits for it.
        from desktop.ui.charts.plot import plot_of

        return plot_of(chart, self._seat.look)

    def _ask_crops(self, pair: Pair) -> None:
        self.crops.clear()
        self._asked = pair
        examples = self._report.examples.get(pair, ()) if self._report is not None else ()
        pages: dict[str, list[Example]] = {}
        for one in examples:
            pages.setdefault(one.page_id, []).append(one)
        for page_id, behind in pages.items():  # page by page: the first crops are there at once

            def work(session: Session, page_id: str = page_id, behind: Sequence[Example] = behind) -> Crops:
                return cell_crops.crops(session, page_id, [one.cell_id for one in behind])

            def show(found: Crops, behind: Sequence[Example] = behind) -> None:
                self._show_crops(pair, behind, found)

            self._seat.view.ask(work, show, self.failed.emit)

    def _show_crops(self, pair: Pair, behind: Sequence[Example], found: Crops) -> None:
        if self._asked != pair:
            return
        for one in behind:
            if one.cell_id in found:
                said = translate("Checks", "{true}, read as {read}").format(true=one.true, read=one.read)
                small = QPixmap.fromImage(as_image(found[one.cell_id])).scaled(
                    CROP, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
                )
                item = QListWidgetItem(QIcon(small), said)
                item.setToolTip(said)
                self.crops.addItem(item)

    def _lay_out(self) -> None:
        beside = QVBoxLayout()
        beside.setSpacing(8)
        beside.addWidget(self._title)
        beside.addWidget(self._sentence)
        self._words = QScrollArea()
        self._words.setWidgetResizable(True)
        self._words.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        held = QVBoxLayout(inside)
        held.addWidget(self._all_said)
        held.addStretch(1)
        self._words.setWidget(inside)
        beside.addWidget(self._words, 1)
        self._place = QVBoxLayout()
        beside.addLayout(self._place, 1)
        beside.addWidget(self.crops)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(14)
        whole.addWidget(self.names)
        whole.addLayout(beside, 1)
