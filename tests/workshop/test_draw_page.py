"""Drawn pages: what the truth says is what the picture shows, wherever the camera stood."""

from pathlib import Path

import numpy as np
import pytest

from db.model import CellState
from tests.ledgers import drawn, drawn_page, iou, page_of, stock_form, write_picture
from workshop.draw.camera import aim
from workshop.draw.entries import Habits, dittos_resolve, fill_page
from workshop.draw.layout import SPREAD, Layout
from workshop.draw.look import Camera, Look, Paper, Pens
from workshop.draw.page import draw_page
from workshop.draw.truth import DrawnPage, PageSpec, PageTruth

PHOTOGRAPH = Camera(
    photograph=True, grey=False, tilt_degrees=(14, -9), skew_degrees=2, shadow=0.4, light=0.2, bend=2
)


def grey(page: DrawnPage) -> np.ndarray:
    return page.pixels if page.pixels.ndim == 2 else page.pixels.mean(axis=2)


def inside(page: DrawnPage, quad: tuple[tuple[float, float], ...], shrink: float = 0.12) -> np.ndarray:
    """Pixels of the upright box inside the quadrilateral, without its rules."""
    corners = np.array(quad)
    middle = corners.mean(axis=0)
    corners = middle + (corners - middle) * (1 - 2 * shrink)
    ordered_x, ordered_y = np.sort(corners[:, 0]), np.sort(corners[:, 1])
    left, right = ordered_x[1], ordered_x[2]
    top, bottom = ordered_y[1], ordered_y[2]
    return grey(page)[round(top) : max(round(top) + 2, round(bottom)), round(left) : round(right)]


@pytest.mark.parametrize(
    ("face", "camera"),
    [
        ("typed", Camera()),
        ("typed", Camera(skew_degrees=3, edge_mm=4)),
        ("handwritten", Camera(skew_degrees=-2.5)),
        ("typed", PHOTOGRAPH),
        ("handwritten", PHOTOGRAPH),
    ],
)
def test_written_cells_are_darker_than_blank_ones_where_the_truth_says(face: str, camera: Camera) -> None:
    page = drawn_page(5, rows=20, face=face, camera=camera, dpi=200, blank_rows=3)
    written: list[float] = []
    blank: list[float] = []
    for row in page.truth.rows:
        for cell in row.cells:
            spread = float(np.ptp(inside(page, cell.quad)))
            (blank if cell.state is CellState.BLANK else written).append(spread)
    assert len(blank) > 10
    assert np.percentile(blank, 90) < np.percentile(written, 10)


@pytest.mark.parametrize("camera", [Camera(), Camera(skew_degrees=-4, edge_mm=3), PHOTOGRAPH])
def test_rules_lie_on_the_edges_of_the_cells(camera: Camera) -> None:
    page = drawn_page(6, rows=12, camera=camera, dpi=200, pens=Pens(rule_mm=0.4))
    picture = grey(page)
    hits = []
    for row in page.truth.rows:
        for cell in row.cells:
            (x0, y0), (x1, y1), *_ = cell.quad
            x, y = round((x0 + x1) / 2), (y0 + y1) / 2
            strip = picture[round(y) - 6 : round(y) + 7, x - 1 : x + 2].mean(axis=1)
            hits.append(abs(int(strip.argmin()) - 6) <= 2)
    assert np.mean(hits) > 0.97


def test_the_same_seed_draws_the_same_page() -> None:
    one, other = drawn_page(7, rows=10, dpi=200), drawn_page(7, rows=10, dpi=200)
    assert np.array_equal(one.pixels, other.pixels)
    assert one.truth == other.truth


def test_another_seed_draws_another_page() -> None:
    assert drawn_page(7, rows=10, dpi=200).truth != drawn_page(8, rows=10, dpi=200).truth


def test_truth_survives_its_json() -> None:
    truth = drawn_page(9, rows=15, skew=1.2, dpi=200).truth
    assert PageTruth.from_json(truth.to_json()) == truth


def test_dittos_say_what_stands_above_them() -> None:
    rng = np.random.default_rng(3)
    entries = fill_page(stock_form(), 200, rng, Habits(dittos=0.9))
    assert dittos_resolve(entries)
    assert any(cell.state is CellState.DITTO for entry in entries for cell in entry.cells)


def test_a_serial_number_is_never_a_ditto() -> None:
    form = stock_form()
    place = [column.field for column in form.columns].index("serial_number")
    for entry in fill_page(form, 300, np.random.default_rng(4), Habits(dittos=1.0)):
        assert entry.cells[place].state is CellState.READ


def test_a_written_page_holds_what_the_test_wrote() -> None:
    form = stock_form(4)
    page = drawn(
        page_of(form, [("1", "00123", "Rifle", "FN"), ("2", "A 99", '"', "")], struck=[1], ruled_rows=4),
        dpi=200,
    )
    first, second, *rest = page.truth.rows
    assert (first.struck, second.struck) == (True, False)
    assert [cell.text for cell in second.cells] == ["2", "A 99", "Rifle", ""]
    assert second.cells[2].state is CellState.DITTO
    assert all(row.blank for row in rest)
    assert len(page.truth.entries) == 2


def test_a_struck_row_has_a_line_through_its_writing() -> None:
    form = stock_form(4)
    texts = [("1", "00123", "Rifle", "FN")] * 2
    page = drawn(page_of(form, texts, struck=[1]), dpi=200)
    long = []
    for row in page.truth.rows:
        left, right = row.cells[0].quad[0][0], row.cells[-1].quad[1][0]
        top, bottom = row.cells[0].quad[0][1], row.cells[0].quad[2][1]
        band = page.pixels[round(top) + 8 : round(bottom) - 8, round(left) + 40 : round(right) - 100]
        long.append(float((band.min(axis=0) < 190).mean()))
    assert long[0] > 0.6
    assert long[1] < 0.3


def test_a_spread_has_its_columns_on_both_sides_of_the_fold() -> None:
    form = stock_form(8)
    spec = PageSpec(form, fill_page(form, 20, np.random.default_rng(2)), folio="7")
    page = draw_page(spec, Look(camera=Camera(bend=3)), seed=2, layout=SPREAD, dpi=200)
    fold = page.truth.width / 2
    for row in page.truth.rows:
        sides = [np.mean([x for x, _ in cell.quad]) < fold for cell in row.cells]
        assert sides == [True] * 4 + [False] * 4


def test_a_total_row_is_no_row_of_the_truth() -> None:
    form = stock_form(3)
    spec = PageSpec(form, fill_page(form, 5, np.random.default_rng(2)), total=("", "TOTAL 5", ""))
    assert len(draw_page(spec, seed=1, dpi=200).truth.rows) == 5


def test_rows_that_do_not_fit_are_refused() -> None:
    form = stock_form(3)
    spec = PageSpec(form, fill_page(form, 60, np.random.default_rng(2)))
    with pytest.raises(ValueError, match="fit"):
        draw_page(spec, seed=1, layout=Layout(row_mm=6), dpi=200)


def test_a_camera_that_leans_too_far_is_refused() -> None:
    with pytest.raises(ValueError, match="tilted"):
        aim(100, 100, 8, Camera(photograph=True, tilt_degrees=(26, 0)), None)


def test_a_face_that_lacks_a_character_is_refused() -> None:
    page = page_of(stock_form(2), [("1", "ЖВ 4519")])
    with pytest.raises(ValueError, match="Kalam has no"):
        drawn(page, face="Kalam", dpi=200)


def test_a_bilevel_page_is_black_and_white() -> None:
    page = drawn_page(3, rows=8, dpi=200, camera=Camera(bilevel=True, jpeg=0))
    assert set(np.unique(page.pixels)) <= {0, 255}


def test_faint_rules_are_fainter() -> None:
    strong = drawn_page(3, rows=8, dpi=200, pens=Pens(faint=0.0))
    weak = drawn_page(3, rows=8, dpi=200, pens=Pens(faint=0.8))
    edge = round(strong.truth.rows[3].cells[0].quad[0][1])
    assert strong.pixels[edge - 1 : edge + 2].mean() < weak.pixels[edge - 1 : edge + 2].mean() - 20


def test_stained_paper_is_darker() -> None:
    fresh = drawn_page(3, rows=8, dpi=200, paper=Paper(age=0, stains=0))
    stained = drawn_page(3, rows=8, dpi=200, paper=Paper(age=0.8, stains=3))
    assert stained.pixels.mean() < fresh.pixels.mean() - 2


def test_quads_overlap_with_themselves_alone() -> None:
    cells = drawn_page(3, rows=3, dpi=200).truth.rows[1].cells
    assert iou(cells[0].quad, cells[0].quad) == pytest.approx(1.0)
    assert iou(cells[0].quad, cells[1].quad) == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".tif"])
def test_pictures_are_written_as_their_suffix_says(tmp_path: Path, suffix: str) -> None:
    path = write_picture(drawn_page(3, rows=3, dpi=200), tmp_path / f"page{suffix}")
    assert path.stat().st_size > 10_000
