"""Charts: their data, what is left out, what is told apart without colour."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from desktop.accuracy.calibration import reliability
from desktop.accuracy.errors import errors
from desktop.accuracy.intervals import wilson
from desktop.ui.charts.chart import Chart, Kind, Series, data_of
from desktop.ui.charts.matrix import MOST_CHARACTERS, ConfusionMatrix
from desktop.ui.charts.plot import LINES, MARKS, plot_of
from desktop.ui.look import look

SHARES = Series("filed", (("=cmd", wilson(1, 50)), ("make", wilson(0, 50))))
NAMED = Chart("fields", "Wrong by field", "", Kind.NAMED, (SHARES, Series("machine", SHARES.points[1:])))
SURE = Chart("sure", "", "", Kind.DIAGRAM, reliability=reliability([0.9] * 40, [True] * 30 + [False] * 10))
CONFUSED = Chart(
    "confused", "", "", Kind.MATRIX, errors=errors([("B8", "88"), ("B8", "88"), ("0", "O"), ("A", "")])
)


def test_the_data_of_a_chart_are_its_figures_and_never_a_formula() -> None:
    lines = data_of(NAMED).splitlines()
    assert lines[0] == "of,what,wrong,low,high,n"
    assert lines[1].startswith("filed,'=cmd,0.02,")
    assert len(lines) == 4
    assert data_of(SURE).splitlines()[1].startswith("0.9,1.0,0.9,0.75,")
    assert data_of(CONFUSED).splitlines()[1:] == ["B,8,2", "0,O,1", "A,,1"]


def test_a_chart_without_anything_to_show_is_told() -> None:
    assert not any(chart.empty() for chart in (NAMED, SURE, CONFUSED))
    assert Chart("", "", "", Kind.NAMED, (Series("", ()),)).empty()
    assert Chart("", "", "", Kind.DIAGRAM, reliability=reliability([], [])).empty()
    assert Chart("", "", "", Kind.MATRIX, errors=errors([("A", "A")])).empty()


def test_series_differ_by_mark_and_by_line_and_not_by_colour_alone() -> None:
    assert len(set(MARKS)) == len(MARKS)
    assert len(set(LINES)) == len(LINES)


@pytest.mark.parametrize("chart", [NAMED, SURE], ids=["shares", "reliability"])
def test_a_chart_still_shows_its_marks_in_greyscale(qtbot: QtBot, chart: Chart) -> None:
    made = plot_of(chart, look("calm", "small"))
    qtbot.addWidget(made)
    made.resize(800, 400)
    image = made.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    shades = [image.pixelColor(x, y).value() for x in range(0, 800, 2) for y in range(0, 400, 2)]
    assert min(shades) < 120
    assert max(shades) > 240


def test_the_matrix_holds_each_count_and_gives_the_pair_that_is_chosen(qtbot: QtBot) -> None:
    made = ConfusionMatrix(CONFUSED, look("calm", "small"))
    qtbot.addWidget(made)
    chosen: list[object] = []
    made.chosen.connect(chosen.append)
    made.choose()
    assert chosen == [("B", "8")]
    texts = [
        item.text()
        for row in range(made.rowCount())
        for column in range(made.columnCount())
        if (item := made.item(row, column)) is not None and item.text()
    ]
    assert sorted(texts) == ["1", "1", "2"]
    assert made.editTriggers() == made.editTriggers().NoEditTriggers
    assert made.focusPolicy() != Qt.FocusPolicy.NoFocus


def test_more_characters_than_fit_leave_the_rarest_to_the_data(qtbot: QtBot) -> None:
    many = errors([(chr(0x41 + at), chr(0x61 + at)) for at in range(26)])
    made = ConfusionMatrix(Chart("", "", "", Kind.MATRIX, errors=many), look("calm", "small"))
    qtbot.addWidget(made)
    assert made.rowCount() == MOST_CHARACTERS
