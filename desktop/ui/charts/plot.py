"""Charts drawn by pyqtgraph, the only module that knows it.

It takes half a second to import, so this module is imported only when a chart is looked at. Series differ by their
marks and lines and not by colour alone. Nothing can be dragged, and there is no menu: its words would be English.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QWidget

from desktop.accuracy.calibration import Reliability
from desktop.ui.charts.chart import Chart, Kind, Series
from desktop.ui.look import Look
from desktop.ui.words import translate

MARKS = ("o", "s", "t", "d")
"""Circle, square, triangle, diamond: every second one is hollow, so that they differ in greyscale."""
LINES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine)
BESIDE = 0.16
"""How far two series stand apart at one place, in places."""
LEGEND_ROOM = 1.3
"""So much higher than the highest interval, so that the legend covers nothing."""
MOST_NAMES = 14
"""More names along the bottom would run into each other; then only some are written."""


def plot_of(chart: Chart, look: Look) -> QWidget:
    """A widget that shows the chart."""
    made = _frame(look)
    if chart.kind is Kind.DIAGRAM and chart.reliability is not None:
        _draw_reliability(made, chart.reliability, look)
    else:
        _draw_shares(made, chart, look)
    made.setAccessibleName(chart.title)
    made.setAccessibleDescription(chart.sentence)
    shown: QWidget = made
    return shown


def _frame(look: Look) -> pyqtgraph.PlotWidget:
    made = pyqtgraph.PlotWidget(background=look.colour("card"))
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    plot = made.getPlotItem()
    plot.setMenuEnabled(False)
    plot.hideButtons()
    plot.setMouseEnabled(x=False, y=False)
    font = QFont(look.sans)
    font.setPointSizeF(look.text_pt)
    for side in ("left", "bottom"):
        axis = plot.getAxis(side)
        axis.setPen(look.colour("edge_strong"))
        axis.setTextPen(look.colour("ink"))
        axis.setStyle(tickFont=font)
    plot.showGrid(y=True, alpha=0.25)
    return made


def _draw_shares(made: pyqtgraph.PlotWidget, chart: Chart, look: Look) -> None:
    plot = made.getPlotItem()
    labels = chart.labels()
    place = {label: at for at, label in enumerate(labels)}
    if len(chart.series) > 1:
        legend = plot.addLegend(
            offset=(-8, 8), labelTextColor=look.colour("ink"), labelTextSize=f"{look.text_pt:g}pt"
        )
        legend.setBrush(look.colour("card"))
    for number, series in enumerate(chart.series):
        shift = BESIDE * (number - (len(chart.series) - 1) / 2)
        _draw_series(
            plot, series, [place[label] + shift for label, _ in series.points], number, chart.kind, look
        )
    top = max((100 * share.high for one in chart.series for _, share in one.points), default=1.0)
    plot.setXRange(-0.6, len(labels) - 0.4, padding=0)
    room = LEGEND_ROOM if len(chart.series) > 1 else 1.08
    plot.setYRange(0, top * room + 0.2, padding=0)
    every = -(-len(labels) // MOST_NAMES) or 1
    plot.getAxis("bottom").setTicks([[(place[label], label) for label in labels[::every]]])
    plot.setLabel("left", translate("Charts", "wrong, % (with 95 % interval)"), color=look.colour("ink"))


def _draw_series(
    plot: pyqtgraph.PlotItem, series: Series, xs: Sequence[float], number: int, kind: Kind, look: Look
) -> None:
    shares = [share for _, share in series.points]
    middle = np.array([100 * share.share for share in shares])
    low = np.array([100 * share.low for share in shares])
    high = np.array([100 * share.high for share in shares])
    colour = look.colour("ink" if number % 2 == 0 else "accent")
    bars = pyqtgraph.ErrorBarItem(
        x=np.array(xs), y=middle, top=high - middle, bottom=middle - low, beam=0.08,
        pen=pyqtgraph.mkPen(colour, width=1.5),
    )  # fmt: skip
    plot.addItem(bars)
    line = pyqtgraph.mkPen(colour, width=2, style=LINES[number % len(LINES)]) if kind is Kind.TIME else None
    hollow = number % 2 == 1
    plot.plot(
        np.array(xs), middle, pen=line, symbol=MARKS[number % len(MARKS)], symbolSize=11,
        symbolPen=pyqtgraph.mkPen(colour, width=2), symbolBrush=look.colour("card") if hollow else colour,
        name=series.name,
    )  # fmt: skip


def _draw_reliability(made: pyqtgraph.PlotWidget, shown: Reliability, look: Look) -> None:
    plot = made.getPlotItem()
    plot.setXRange(0, 100, padding=0.02)
    plot.setYRange(0, 100, padding=0.02)
    plot.showGrid(x=True, y=True, alpha=0.25)
    dashed = pyqtgraph.mkPen(look.colour("muted"), width=1.5, style=Qt.PenStyle.DashLine)
    plot.plot([0, 100], [0, 100], pen=dashed)
    promised = np.array([100 * band.promised for band in shown.bands])
    right = np.array([100 * band.right.share for band in shown.bands])
    low = np.array([100 * band.right.low for band in shown.bands])
    high = np.array([100 * band.right.high for band in shown.bands])
    ink = look.colour("ink")
    plot.addItem(
        pyqtgraph.ErrorBarItem(
            x=promised,
            y=right,
            top=high - right,
            bottom=right - low,
            beam=1.2,
            pen=pyqtgraph.mkPen(ink, width=1.5),
        )
    )
    plot.plot(promised, right, pen=pyqtgraph.mkPen(ink, width=2), symbol="o", symbolSize=11, symbolBrush=ink,
              symbolPen=ink)  # fmt: skip
    for band in shown.bands:
        text = pyqtgraph.TextItem(f"n={band.right.n}", color=look.colour("muted"), anchor=(0.5, 1.3))
        text.setPos(100 * band.promised, 100 * band.right.share)
        plot.addItem(text)
    plot.setLabel("bottom", translate("Charts", "how sure the machine was, %"), color=look.colour("ink"))
    plot.setLabel("left", translate("Charts", "how often it was right, %"), color=look.colour("ink"))
