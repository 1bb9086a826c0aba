"""`python -m workshop.bench characters`: how soon 10,000 characters are there in their lens, and how it scrolls.

Without a screen (Qt's offscreen platform paints all the same). Beside each figure, in the same run, a bare table of Qt
with as many places and a letter in each: what cannot be undercut. Measured is what the window does from the
characters' arrival to the painted grid, in processor time, since a busy machine makes the window no slower; gathering
them and cutting their pictures happen in lanes of their own.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Sequence
from statistics import median, quantiles

import numpy as np
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QTableView

from desktop.operations.glyphs import Glyph
from desktop.ui.actions import key_names
from desktop.ui.lanes import Lane
from desktop.ui.look import look
from desktop.ui.review.characters import Characters

OPENS_MS, STALL_MS = 300.0, 16.0
_PAGES, _WRITTEN = 20, "00451277"
_SIZE = (1366, 640)


def main(argv: list[str]) -> int:
    """Measure and print a table; 1 where it opens or scrolls too slowly."""
    parser = argparse.ArgumentParser(prog="python -m workshop.bench characters", description=__doc__)
    parser.add_argument("--glyphs", type=int, default=10_000)
    parser.add_argument("--opens", type=int, default=7, help="times it is opened, each way")
    asked = parser.parse_args(argv)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application = QApplication(["ledgermark"])
    lanes = Lane("desk"), Lane("view")
    signs = Characters(look("calm", "small"), frozenset(), key_names(), *lanes)
    signs.resize(*_SIZE)
    signs.show()
    found = _glyphs(asked.glyphs)
    ink = np.random.default_rng(1).integers(0, 255, (32, 24), np.uint8)
    for page in range(_PAGES):
        signs.show_pictures(
            f"{page}", {(one.cell_id, one.at): ink for one in found if one.page_id == f"{page}"}
        )
    bare = QTableView()
    bare.resize(*_SIZE)
    bare.show()
    opens, bare_opens, scrolls, bare_scrolls = [], [], [], []
    for _ in range(asked.opens):
        signs.show_gathered(())
        opens.append(_took(lambda: signs.show_gathered(found)))
        scrolls += _scrolled(signs.grid)
        bare_opens.append(_took(lambda: bare.setModel(_letters(asked.glyphs))))
        bare_scrolls += _scrolled(bare)
    application.processEvents()
    print("| What | n | median | p95 | bare Qt: median | p95 |")
    print("|---|---|---|---|---|---|")
    print(_line(f"{asked.glyphs:,} characters painted", opens, bare_opens))
    print(_line("a line scrolled", scrolls, bare_scrolls))
    for lane in lanes:
        lane.close()
    return 0 if _p95(opens) <= OPENS_MS and _p95(scrolls) <= STALL_MS else 1


def _glyphs(count: int) -> tuple[Glyph, ...]:
    """Characters of serial numbers; all of one class, which is the most that a grid has to hold."""
    rng = np.random.default_rng(0)
    sure = np.sort(rng.uniform(0.2, 1.0, count)).tolist()
    return tuple(
        Glyph(f"{at % _PAGES}", f"{at // 8}", at % 8, "5", sure[at], _WRITTEN, "Serial number", 1)
        for at in range(count)
    )


def _letters(count: int) -> QStandardItemModel:
    across = 15
    model = QStandardItemModel(-(-count // across), across)
    for at in range(count):
        model.setItem(at // across, at % across, QStandardItem("5"))
    return model


def _took(doing: Callable[[], None]) -> float:
    """Processor milliseconds until what it changes is painted."""
    began = time.process_time()
    doing()
    QApplication.processEvents()
    return (time.process_time() - began) * 1000


def _scrolled(table: QTableView) -> list[float]:
    """Each of a hundred lines down, until it is painted."""
    bar = table.verticalScrollBar()
    return [_took(lambda: bar.setValue(bar.value() + bar.singleStep())) for _ in range(100)]


def _line(name: str, ours: Sequence[float], bare: Sequence[float]) -> str:
    figures = " | ".join(f"{value:.1f} ms" for value in (median(ours), _p95(ours), median(bare), _p95(bare)))
    return f"| {name} | {len(ours)} | {figures} |"


def _p95(values: Sequence[float]) -> float:
    return quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]
