"""Pages as a camera sees them, and entries that run across both pages of an opening."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.fields.forms import LedgerForm
from desktop.imaging.clean import clean
from desktop.imaging.grid import find_grid
from tests.ledgers import drawn_page, iou, stock_form
from workshop.draw.layout import SPREAD
from workshop.draw.look import Camera
from workshop.draw.truth import DrawnPage


def overlaps(page: DrawnPage, form: LedgerForm) -> list[float]:
    grey, cleaning, _ = clean(page.pixels, form)
    grid = find_grid(grey, cleaning, form)
    assert len(grid.rows) == len(page.truth.rows)
    return [
        iou(quad, cell.quad)
        for row, truth in zip(grid.rows, page.truth.rows, strict=True)
        for quad, cell in zip(row.quads, truth.cells, strict=True)
    ]


@pytest.mark.parametrize(
    ("tilt", "bend", "bound"),
    [
        ((20.0, -14.0), 0.0, False),
        ((-12.0, 22.0), 0.0, True),
        ((6.0, 8.0), 6.0, True),
        ((-24.0, -3.0), 3.0, False),
    ],
)
def test_a_page_photographed_aslant_is_found_cell_by_cell(
    tilt: tuple[float, float], bend: float, *, bound: bool
) -> None:
    camera = Camera(
        photograph=True, tilt_degrees=tilt, bend=bend, bound=bound, shadow=0.4, light=0.3, grey=False
    )
    page = drawn_page(round(bend) + 3, dpi=200, rows=20, columns=7, camera=camera, skew=2.0)
    assert min(overlaps(page, stock_form(7))) >= 0.8


def opening(gutter_after: int, form: LedgerForm, camera: Camera, seed: int) -> DrawnPage:
    layout = replace(SPREAD, gutter_after=gutter_after, gutter_mm=18.0)
    return drawn_page(seed, dpi=150, rows=18, form=form, layout=layout, camera=camera)


@pytest.mark.parametrize("gutter_after", [2, 5])
@pytest.mark.parametrize("with_widths", [True, False])
def test_an_entry_runs_across_both_pages_of_an_opening(*, gutter_after: int, with_widths: bool) -> None:
    form = replace(stock_form(9), spread=True)
    if not with_widths:
        form = replace(form, columns=tuple(replace(column, width=0.0) for column in form.columns))
    page = opening(gutter_after, form, Camera(skew_degrees=-1.4, bend=3.0), seed=gutter_after)
    assert min(overlaps(page, form)) >= 0.9


def test_an_opening_that_rises_steeply_to_its_fold_keeps_its_outer_columns() -> None:
    form = replace(stock_form(10), spread=True)
    page = opening(4, form, Camera(bend=6.0), seed=10)
    assert min(overlaps(page, form)) >= 0.75


def test_an_opening_can_be_photographed() -> None:
    form = replace(stock_form(8), spread=True)
    camera = Camera(photograph=True, bound=True, tilt_degrees=(9.0, -6.0), shadow=0.2, grey=False)
    assert min(overlaps(opening(3, form, camera, seed=5), form)) >= 0.8
