"""`python -m workshop.bench ledger --data …`: whole register pages, read as `ledgermark page` reads them.

Pages are drawn at run time: ruled, eight columns, 20 to 35 rows, with dittos, blanks, struck rows and writing that
touches a rule; typed, and in the pen strokes of writers that training never saw; scanned and photographed. What the
command's JSON says is compared with what was drawn: exact means character for character. Fields of struck rows are
counted apart.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from pytesseract import pytesseract

from db.model import CellState
from desktop.fields.forms import LedgerForm, load_form
from desktop.fields.values import value_of
from desktop.operations.pictures import page_json, read_pictures
from desktop.operations.reading_tools import ReadingTools
from desktop.operations.workplace import workplace
from workshop.bench._shares import share
from workshop.draw.camera import packed
from workshop.draw.entries import Habits, fill_page
from workshop.draw.faces import Writer
from workshop.draw.layout import A4_LANDSCAPE, Layout
from workshop.draw.look import Camera, Look, Paper, Pens
from workshop.draw.overlap import iou
from workshop.draw.page import draw_page
from workshop.draw.strokes import writers
from workshop.draw.truth import CellTruth, DrawnPage, PageSpec, PageTruth, RowTruth, quad_of

FORM = "handwritten-stock-register"
CONDITIONS = ("typed scanned", "typed photographed", "handwritten scanned", "handwritten photographed")
_FOLIO = Layout(width_mm=250.0, height_mm=353.0)  # of the usual bound register
_INKS = ((30, 34, 92), (28, 28, 34), (44, 40, 60), (24, 52, 96))


@dataclass(slots=True)
class Tally:
    """What was counted on the pages of one condition; `right` and `all` by what was counted."""

    right: Counter[str] = field(default_factory=Counter)
    all: Counter[str] = field(default_factory=Counter)
    serials: list[tuple[float, bool]] = field(default_factory=list)  # confidence, right
    seconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def count(self, what: str, right: bool) -> None:  # noqa: FBT001 - a count, called everywhere below
        """Count one."""
        self.all[what] += 1
        self.right[what] += right


def drawn_pages(
    condition: str, count: int, form: LedgerForm, pens: Sequence[Callable[..., Writer]], seed: int
) -> Iterator[DrawnPage]:
    """Pages of one condition; page n is the same whatever else is drawn."""
    for number in range(count):
        rng = np.random.default_rng((seed, CONDITIONS.index(condition), number))
        by_hand = condition.startswith("hand")
        rows = int(rng.integers(20, 36))
        habits = Habits(
            mark=str(rng.choice(['"', "do.", '"', "do"])), struck=0.05, quantities=0.0, blanks=0.04, run=4,
            dates=str(rng.choice(["d.m.Y", "d-b-y"])), first_number=int(rng.integers(1, 900)),
        )  # fmt: skip
        spec = PageSpec(
            form, fill_page(form, rows, rng, habits), title="ARMS REGISTER", folio=str(int(rng.integers(1, 200))),
            ruled_rows=rows + int(rng.integers(0, 3)),
        )  # fmt: skip
        look = Look(
            "typed",
            Paper(age=float(rng.uniform(0, 0.4)), stains=int(rng.random() < 0.2)),
            Pens(
                ink=_INKS[int(rng.integers(len(_INKS)))], wear=float(rng.uniform(0.1, 0.6)),
                faint=float(rng.uniform(0, 0.3)), touching=0.15 if by_hand else 0.0,
            ),
            _camera(condition, rng),
        )  # fmt: skip
        hand = pens[int(rng.integers(len(pens)))] if by_hand else None
        dpi = float(rng.choice([200, 300])) if "scanned" in condition else 250.0
        layout = replace(A4_LANDSCAPE if rows < 23 else _FOLIO, row_spread=0.02 if by_hand else 0.0)
        yield draw_page(spec, look, seed=int(rng.integers(2**31)), layout=layout, dpi=dpi, hand=hand)


def _camera(condition: str, rng: np.random.Generator) -> Camera:
    if "scanned" in condition:
        return Camera(
            skew_degrees=float(rng.uniform(-2.5, 2.5)), edge_mm=float(rng.choice([0, 4])),
            lid=int(rng.choice([40, 236])), light=float(rng.uniform(0, 0.2)), noise=float(rng.uniform(1, 4)),
            blur_px=float(rng.uniform(0.3, 0.8)), jpeg=int(rng.integers(75, 95)), bilevel=bool(rng.random() < 0.15),
        )  # fmt: skip
    return Camera(
        photograph=True, grey=False, bound=bool(rng.random() < 0.5), tilt_degrees=tuple(rng.uniform(-15, 15, 2)),
        skew_degrees=float(rng.uniform(-3, 3)), light=float(rng.uniform(0.1, 0.4)), shadow=float(rng.uniform(0, 0.5)),
        bend=float(rng.choice([0, 2])), noise=float(rng.uniform(2, 5)), blur_px=float(rng.uniform(0.5, 1.0)),
        jpeg=int(rng.integers(75, 92)),
    )  # fmt: skip


def compare(
    said: dict[str, Any], truth: PageTruth, form: LedgerForm, tools: ReadingTools, tally: Tally
) -> None:
    """Count one page: `said` is what `ledgermark page --json` wrote of it."""
    left: dict[int, dict[str, Any]] = dict(enumerate(said["rows"]))
    for true in truth.rows:
        nearest, overlap = _nearest(left, true)
        found = left.pop(nearest) if overlap >= 0.5 else None
        if not true.blank:
            tally.count("rows", found is not None)
            tally.count(
                "struck rows" if true.struck else "rows not struck",
                bool(found and found["struck"]) == true.struck,
            )
        cells = {cell["column"]: cell for cell in found["cells"]} if found else {}
        for cell in true.cells:
            _count_cell(cell, cells.get(cell.column), true, form, tools, tally)
    for row in left.values():
        written = any(cell["state"] == CellState.READ for cell in row["cells"])
        tally.count("no row too many", not written)


def _nearest(left: dict[int, dict[str, Any]], true: RowTruth) -> tuple[int, float]:
    whole = quad_of(
        [true.cells[0].quad[0], true.cells[-1].quad[1], true.cells[-1].quad[2], true.cells[0].quad[3]]
    )
    best = (-1, 0.0)
    for place, row in left.items():
        first, last = row["cells"][0]["quad"], row["cells"][-1]["quad"]
        overlap = iou(quad_of([first[0], last[1], last[2], first[3]]), whole)
        best = max(best, (place, overlap), key=lambda pair: pair[1])
    return best


def _count_cell(
    true: CellTruth,
    said: dict[str, Any] | None,
    row: RowTruth,
    form: LedgerForm,
    tools: ReadingTools,
    tally: Tally,
) -> None:
    said = said or {"state": "", "text": "", "as_written": "", "confidence": 0.0}
    state = said["state"]
    column = next(column for column in form.columns if column.name == true.column)
    if true.state is CellState.BLANK:
        if not row.blank:
            tally.count("blanks", state == CellState.BLANK)
        return
    if true.state is CellState.DITTO:
        value = value_of(column, true.text, form, tools.vocabularies)
        tally.count("dittos", state == CellState.DITTO)
        tally.count("dittos' values", said["text"] in {true.text, value})
        return
    tally.count("no ditto where text is", state != CellState.DITTO)
    right = state == CellState.READ and said["as_written"] == true.as_written
    tally.count("fields of struck rows" if row.struck else f"column {true.column}", right)
    if not right and not row.struck:
        tally.wrong.append(f"{true.column}: {true.as_written!r} read as {said['as_written']!r} ({state})")
    if column.field == "serial_number" and not row.struck:
        tally.serials.append((said["confidence"], right))


def report(condition: str, tally: Tally, pages: int, form: LedgerForm) -> None:
    """Print one condition."""
    print(f"\n{condition}: {pages} pages, {sum(tally.seconds) / max(1, len(tally.seconds)):.2f} s a page")
    for problem in tally.errors:
        print(f"  not read: {problem}")
    columns = [f"column {column.name}" for column in form.columns]
    order = {what: place for place, what in enumerate(("rows", "no row too many", *columns))}
    for what in sorted(tally.all, key=lambda what: (order.get(what, len(order)), what)):
        print(f"  {what:26} {share(tally.right[what], tally.all[what])}")
    sure = sorted(tally.serials, reverse=True)[: len(tally.serials) * 8 // 10]
    wrong = sum(not right for _, right in sure)
    print(f"  {'wrong in surest 80 %':26} {share(wrong, len(sure))}  (serial numbers)")


def measure(
    condition: str,
    pages: int,
    form: LedgerForm,
    tools: ReadingTools,
    pens: Sequence[Callable[..., Writer]],
    seed: int,
) -> Tally:
    """Draw, read and compare the pages of one condition."""
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        for number, page in enumerate(drawn_pages(condition, pages, form, pens, seed)):
            path = Path(folder) / f"{number}.png"
            path.write_bytes(packed(page.pixels, ".png"))
            (read,) = read_pictures(tools, [path], form)
            path.unlink()
            said = page_json(read, lambda problem: problem.key)
            if read.table is None:
                tally.errors.append(f"page {number}: {said['error']}")
            else:
                tally.seconds.append(read.seconds)
            compare(said, page.truth, form, tools, tally)
    return tally


def baseline_seconds(form: LedgerForm, seed: int) -> float:
    """What Tesseract by itself takes for one whole page, by one call: the yardstick for the times of this run."""
    (page,) = drawn_pages(CONDITIONS[0], 1, form, (), seed)
    os.environ["OMP_THREAD_LIMIT"] = (
        "1"  # as the program itself calls it; more threads are slower on two cores
    )
    began = time.monotonic()
    pytesseract.image_to_string(page.pixels, config="--psm 6")
    return time.monotonic() - began


def main(argv: list[str]) -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m workshop.bench ledger", description=__doc__)
    parser.add_argument(
        "--data", type=Path, default=os.environ.get("LEDGERMARK_DATA"), help="folder with handwriting/"
    )
    parser.add_argument("--pages", type=int, default=6, help="pages of each condition")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--role", default="validation", help="whose hands: validation, calibration, training")
    parser.add_argument("--only", default="", help="only conditions whose name holds this")
    parser.add_argument("--wrong", action="store_true", help="name each field that is wrong")
    asked = parser.parse_args(argv)
    desk = workplace(os.environ)
    wanted = [condition for condition in CONDITIONS if asked.only in condition]
    if asked.data is None:
        print("No pen strokes: name their folder by --data or LEDGERMARK_DATA. Typed pages only.")
        wanted = [condition for condition in wanted if condition.startswith("typed")]
    pens = writers(asked.data, asked.role) if any(c.startswith("hand") for c in wanted) else []
    form = load_form(desk.places.resources / "forms" / f"{FORM}.toml")
    print(
        f"one call of Tesseract for a whole page (the yardstick): {baseline_seconds(form, asked.seed):.2f} s"
    )
    for condition in wanted:
        of_kind = replace(form, script="typed") if condition.startswith("typed") else form
        tally = measure(condition, asked.pages, of_kind, desk.tools, pens, asked.seed)
        report(condition, tally, asked.pages, form)
        if asked.wrong:
            print("    " + "\n    ".join(tally.wrong))
    return 0
