"""The bench of whole pages: what it counts, and what it draws."""

import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from desktop.operations.reading_tools import ReadingTools
from tests.ledgers import RESOURCES, drawn_page, stock_form
from workshop.bench._shares import interval
from workshop.bench.ledger import CONDITIONS, Tally, compare, drawn_pages
from workshop.bench.page import tree_mb
from workshop.draw.entries import Habits
from workshop.draw.truth import DrawnPage

DATA = os.environ.get("LEDGERMARK_DATA")
TOOLS = ReadingTools(RESOURCES, tuple)


def said_of(page: DrawnPage) -> dict[str, Any]:
    """What a faultless reader would say."""
    return {
        "rows": [
            {
                "struck": row.struck,
                "cells": [
                    {
                        "column": cell.column,
                        "state": cell.state.value,
                        "text": cell.text,
                        "as_written": cell.as_written,
                        "confidence": 0.9,
                        "quad": cell.quad,
                    }
                    for cell in row.cells
                ],
            }
            for row in page.truth.rows
        ]
    }


@pytest.fixture
def page() -> DrawnPage:
    return drawn_page(4, rows=20, dpi=200, habits=Habits(struck=0.2))


def counted(page: DrawnPage, said: dict[str, Any]) -> Tally:
    tally = Tally()
    compare(said, page.truth, stock_form(), TOOLS, tally)
    return tally


def test_a_faultless_reading_is_counted_as_faultless(page: DrawnPage) -> None:
    tally = counted(page, said_of(page))
    assert tally.right == tally.all
    assert {"rows", "struck rows", "dittos", "blanks", "column Serial number"} <= set(tally.all)


def test_a_lost_row_costs_all_its_fields(page: DrawnPage) -> None:
    said = said_of(page)
    place = next(number for number, row in enumerate(page.truth.rows) if not row.struck)
    del said["rows"][place]
    tally = counted(page, said)
    assert tally.all["rows"] - tally.right["rows"] == 1
    assert tally.all["column Serial number"] - tally.right["column Serial number"] == 1


def test_a_row_that_is_not_there_is_counted(page: DrawnPage) -> None:
    said = said_of(page)
    away: dict[str, Any] = {"struck": False, "cells": [dict(cell) for cell in said["rows"][0]["cells"]]}
    for cell in away["cells"]:
        cell["quad"] = [[x, y + 5000] for x, y in cell["quad"]]
        cell["state"] = "read"
    said["rows"].append(away)
    tally = counted(page, said)
    assert (tally.right["no row too many"], tally.all["no row too many"]) == (0, 1)


def test_one_wrong_character_makes_a_serial_number_wrong(page: DrawnPage) -> None:
    said = said_of(page)
    place = next(number for number, row in enumerate(page.truth.rows) if not row.struck)
    said["rows"][place]["cells"][1]["as_written"] += "0"
    tally = counted(page, said)
    assert tally.all["column Serial number"] - tally.right["column Serial number"] == 1
    assert len(tally.wrong) == 1


def test_the_interval_of_a_share_is_wilsons() -> None:
    low, high = interval(8, 10)
    assert low == pytest.approx(0.4902, abs=1e-4)
    assert high == pytest.approx(0.9433, abs=1e-4)
    assert interval(0, 0) == (0.0, 1.0)


@pytest.mark.parametrize("condition", [name for name in CONDITIONS if name.startswith("typed")])
def test_a_page_of_the_bench_is_the_same_each_time(condition: str) -> None:
    first, again = (next(drawn_pages(condition, 1, stock_form(), (), seed=3)) for _ in range(2))
    assert first.truth == again.truth
    assert np.array_equal(first.pixels, again.pixels)
    assert 20 <= len(first.truth.entries) <= 35


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="memory is only counted on Linux")
def test_the_memory_of_a_process_is_found() -> None:
    assert tree_mb(os.getpid()) > 5


@pytest.mark.data
@pytest.mark.skipif(DATA is None, reason="LEDGERMARK_DATA does not name the pen strokes")
def test_people_write_pages_whose_cells_lie_where_the_truth_says() -> None:
    from workshop.draw.strokes import writers

    assert DATA
    pens = writers(Path(DATA), "validation")
    assert len(pens) >= 20
    page = next(drawn_pages("handwritten scanned", 1, stock_form(script="handwritten"), pens, seed=5))
    assert len(page.truth.entries) >= 20
