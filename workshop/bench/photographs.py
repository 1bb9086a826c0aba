"""`python -m workshop.bench photographs`: cells of ruled pages that are photographed askew, bent, in shadow.

Pages are drawn at run time with the place of every cell. Each is seen from up to 25 degrees to the top and to the
side, every second lies bent in its book; a found cell is right where it covers the drawn one by an IoU of 0.8 or more.
"""

from __future__ import annotations

import argparse
from dataclasses import replace

import numpy as np

from db.errors import Expected
from db.model import Quad
from desktop.fields.forms import LedgerForm, load_form
from desktop.imaging.clean import clean
from desktop.imaging.grid import find_grid
from desktop.paths import resources_folder
from workshop.bench._shares import share
from workshop.draw.entries import fill_page
from workshop.draw.look import Camera, Look
from workshop.draw.overlap import iou
from workshop.draw.page import draw_page
from workshop.draw.truth import DrawnPage, PageSpec

COVERED = 0.8
_ROWS = (22, 35)
_TILT = 25.0


def photograph(form: LedgerForm, number: int, seed: int) -> DrawnPage:
    """Page `number`: the same whatever else is drawn."""
    rng = np.random.default_rng((seed, number))
    rows = int(rng.integers(*_ROWS))
    camera = Camera(
        photograph=True, grey=False, bound=number % 2 == 1, tilt_degrees=tuple(rng.uniform(-_TILT, _TILT, 2)),
        skew_degrees=float(rng.uniform(-3, 3)), light=float(rng.uniform(0.1, 0.4)), shadow=float(rng.uniform(0, 0.5)),
        bend=2.0 if number % 2 else 0.0, noise=float(rng.uniform(2, 5)), blur_px=float(rng.uniform(0.5, 1.0)),
    )  # fmt: skip
    spec = PageSpec(form, fill_page(form, rows, rng), title="ARMS REGISTER", folio=str(number + 1))
    return draw_page(spec, Look("typed", camera=camera), seed=int(rng.integers(2**31)), dpi=250)


def found(page: DrawnPage, form: LedgerForm) -> list[list[Quad]]:
    """The cells found, by column; none where there is no table of this form."""
    try:
        flat, cleaning, _ = clean(page.pixels, form)
        rows = find_grid(flat, cleaning, form).rows
    except Expected:
        rows = ()
    return [[row.quads[column] for row in rows] for column in range(len(form.columns))]


def main(argv: list[str]) -> int:
    """Print how many cells were found, page by page and together."""
    parser = argparse.ArgumentParser(prog="python -m workshop.bench photographs", description=__doc__)
    parser.add_argument("--pages", type=int, default=12)
    parser.add_argument("--seed", type=int, default=5)
    asked = parser.parse_args(argv)
    form = replace(
        load_form(resources_folder() / "forms" / "handwritten-stock-register.toml"), script="typed"
    )
    right = every = 0
    for number in range(asked.pages):
        page = photograph(form, number, asked.seed)
        columns = found(page, form)
        good = [
            max((iou(cell.quad, quad) for quad in columns[place]), default=0.0) >= COVERED
            for row in page.truth.rows
            for place, cell in enumerate(row.cells)
        ]
        right, every = right + sum(good), every + len(good)
        print(f"page {number + 1:2}: {share(sum(good), len(good))}")
    print(f"ruled pages photographed: cells with IoU of {COVERED} or more  {share(right, every)}")
    return 0
