"""`python -m workshop.bench samples [--drawn N]`: the sample ledger, and N more pages, read and compared with truth.

For each page: rows found, cells in their place (IoU of at least 0.9), and how many fields are exact, serial numbers
apart. A field is exact when what is written was read character for character (a ditto or a blank: recognised as such).
"""

from __future__ import annotations

import argparse
import os
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from db.model import CellState
from desktop.capture.load import Refused, scans
from desktop.fields.forms import LedgerForm, load_form
from desktop.imaging.cleaning import Picture
from desktop.operations.pipeline import ReadCell, ReadTable, read_picture
from desktop.operations.practice import sample_books
from desktop.operations.reading_tools import ReadingTools
from desktop.operations.workplace import workplace
from tests.ledgers import drawn_page, iou
from workshop.draw.truth import CellTruth, PageTruth


@dataclass(slots=True)
class Score:
    """What was counted on some pages."""

    cells: int = 0
    placed: int = 0
    rows: int = 0
    rows_found: int = 0
    struck_right: int = 0
    exact: Counter[str] = field(default_factory=Counter)  # by "serials", "fields", "dittos", "blanks"
    every: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        """Count another page too."""
        for name in ("cells", "placed", "rows", "rows_found", "struck_right", "seconds"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.exact += other.exact
        self.every += other.every

    def line(self, name: str) -> str:
        """One line of the table."""
        shares = [
            f"{self.exact[kind] / self.every[kind]:7.1%} ({self.every[kind]})" if self.every[kind] else "-"
            for kind in KINDS
        ]
        head = f"{name:24} {self.rows_found}/{self.rows} rows {self.placed / max(1, self.cells):7.1%} cells"
        return f"{head}  " + "  ".join(f"{share:>15}" for share in shares) + f"  {self.seconds:5.1f} s"


KINDS = ("serials", "fields", "dittos", "blanks")


def score(table: ReadTable, truth: PageTruth, seconds: float) -> Score:
    """Compare one page: each true cell with the read cell of its column that lies most upon it."""
    answer = Score(rows=len(truth.rows), rows_found=0, seconds=seconds)
    by_column: dict[str, list[ReadCell]] = {}
    struck_of = {}
    for row in table.rows:
        for cell in row.cells:
            by_column.setdefault(cell.column.name, []).append(cell)
            struck_of[id(cell)] = row.struck
    for true_row in truth.rows:
        found = 0
        for true in true_row.cells:
            near = max(
                by_column.get(true.column, ()), key=lambda cell: iou(cell.quad, true.quad), default=None
            )
            overlap = iou(near.quad, true.quad) if near else 0.0
            answer.cells += 1
            answer.placed += overlap >= 0.9
            found += overlap >= 0.5
            _count(answer, true, near if overlap >= 0.5 else None)
            if true is true_row.cells[0]:
                answer.struck_right += near is not None and struck_of[id(near)] == true_row.struck
        answer.rows_found += found >= 0.8 * len(true_row.cells)
    return answer


def _count(answer: Score, true: CellTruth, cell: ReadCell | None) -> None:
    kind = _kind(true, cell)
    answer.every[kind] += 1
    if cell is None:
        return
    said = cell.reading
    if true.state is CellState.READ:
        right = said.state is CellState.READ and said.as_written == true.as_written
    else:
        right = said.state is true.state
    answer.exact[kind] += right
    if not right:
        stood = f"{true.as_written!r} ({true.state})"
        answer.wrong.append(
            f"{true.column}: {stood} read as {said.as_written!r} ({said.state}) {said.confidence:.2f}"
        )


def _kind(true: CellTruth, cell: ReadCell | None) -> str:
    if true.state is CellState.DITTO:
        return "dittos"
    if true.state is CellState.BLANK:
        return "blanks"
    serial = cell is not None and cell.column.field == "serial_number"
    return "serials" if serial or "erial" in true.column else "fields"


def sample_pages(resources: Path) -> Iterator[tuple[str, LedgerForm, Picture, PageTruth]]:
    """The bundled sample ledger with its truth."""
    for book in sample_books(resources):
        form = load_form(resources / "forms" / f"{book.form}.toml")
        for name in book.pages:
            path = resources / "samples" / name
            scan = next(iter(scans(path)))
            if isinstance(scan, Refused):
                raise TypeError(name)
            yield (
                path.stem,
                form,
                scan.pixels,
                PageTruth.from_json(path.with_suffix(".json").read_text("utf-8")),
            )


def read_one(picture: Picture, form: LedgerForm, truth: PageTruth, tools: ReadingTools) -> Score:
    """Read a page and score it."""
    began = time.monotonic()
    table = read_picture(picture, form, tools, lambda _done, _total: None, lambda: False)
    return score(table, truth, time.monotonic() - began)


def main(argv: list[str]) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m workshop.bench samples", description=__doc__)
    parser.add_argument("--drawn", type=int, default=0, help="so many more typed pages, ±3°, 200-400 dpi")
    parser.add_argument("--wrong", action="store_true", help="name each field that is wrong")
    parser.add_argument("--only", default="", help="only pages whose name holds this")
    asked = parser.parse_args(argv)
    desk = workplace(os.environ)
    print(f"{'page':24} {'':30}  " + "  ".join(f"{kind:>15}" for kind in KINDS))
    total = Score()
    for name, form, picture, truth in sample_pages(desk.places.resources):
        if asked.only in name:
            one = read_one(picture, form, truth, desk.tools)
            print(one.line(name), flush=True)
            if asked.wrong:
                print("   " + "\n   ".join(one.wrong))
            total.add(one)
    print(total.line("sample ledger"))
    if asked.drawn:
        drawn = Score()
        rng = np.random.default_rng(50)
        for seed in range(asked.drawn):
            skew, dpi = float(rng.uniform(-3, 3)), float(rng.choice([200, 250, 300, 400]))
            page = drawn_page(1000 + seed, skew=skew, dpi=dpi, rows=int(rng.integers(12, 32)))
            form = load_form_of(page.truth)
            drawn.add(read_one(page.pixels, form, page.truth, desk.tools))
        print(drawn.line(f"{asked.drawn} drawn, typed"))
    return 0


def load_form_of(truth: PageTruth) -> LedgerForm:
    """The form that a drawn page of the tests is on."""
    from tests.ledgers import stock_form

    return stock_form(len(truth.rows[0].cells))
