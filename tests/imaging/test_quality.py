"""What is wrong with a picture is said while its page still lies on the glass."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from desktop.imaging.quality import quality
from tests.imaging.drawing import Sheet, draw
from tests.ledgers import drawn_page
from workshop.draw.look import Camera

Picture = NDArray[np.uint8]


@pytest.fixture(scope="module")
def page() -> Picture:
    return draw(Sheet(seed=21, dpi=200, skew_degrees=0.8)).picture


def said(picture: Picture) -> set[str]:
    return {problem.key for problem in quality(picture)}


def blurred(picture: Picture, sigma: float) -> Picture:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma), dtype=np.uint8)


def test_nothing_is_wrong_with_a_good_scan(page: Picture) -> None:
    assert said(page) == set()


def test_nothing_is_wrong_with_a_good_photograph_of_a_bound_page() -> None:
    camera = Camera(photograph=True, bound=True, tilt_degrees=(8.0, -6.0), shadow=0.2, grey=False)
    assert said(drawn_page(3, dpi=200, rows=20, camera=camera).pixels) == set()


def test_a_blurred_page_is_said_to_be_blurred(page: Picture) -> None:
    assert said(blurred(page, 3.0)) == {"blurred"}


@pytest.mark.parametrize("sigma", [5.0, 8.0])
def test_a_page_whose_letters_ran_together_is_said_to_be_blurred(page: Picture, sigma: float) -> None:
    assert "blurred" in said(blurred(page, sigma))


def test_a_sharp_page_with_nothing_but_its_rules_is_not_blurred() -> None:
    ruled = np.full((2000, 1400), 230, np.uint8)
    ruled[100:1900:60, 80:1300] = 120
    ruled[100:1900, 80:1300:200] = 120
    assert said(ruled) == set()


@pytest.mark.parametrize(
    ("part", "key"),
    [
        ((slice(None), slice(0, 700)), "blurred_left"),
        ((slice(None), slice(950, None)), "blurred_right"),
        ((slice(0, 950), slice(None)), "blurred_top"),
        ((slice(1300, None), slice(None)), "blurred_foot"),
    ],
)
def test_blur_is_said_where_it_is(page: Picture, part: tuple[slice, slice], key: str) -> None:
    picture = page.copy()
    picture[part] = blurred(page, 2.6)[part]
    assert said(picture) == {key}


def test_too_few_dots_are_said_with_how_many_there_are(page: Picture) -> None:
    coarse = np.asarray(cv2.resize(page, None, fx=0.4, fy=0.4, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    (problem,) = quality(coarse)
    assert problem.key == "too_few_dots"
    assert 5 <= int(dict(problem.values)["height"]) <= 12


@pytest.mark.parametrize(
    ("part", "key"),
    [
        ((slice(None), slice(0, 1300)), "cut_right"),
        ((slice(None), slice(300, None)), "cut_left"),
        ((slice(0, 1200), slice(None)), "cut_foot"),
        ((slice(500, None), slice(None)), "cut_top"),
    ],
)
def test_an_edge_that_cuts_the_table_is_named(part: tuple[slice, slice], key: str) -> None:
    straight = draw(Sheet(seed=22, dpi=200)).picture
    assert said(np.ascontiguousarray(straight[part])) == {key}


@pytest.mark.parametrize(("turns", "key"), [(1, "on_its_side"), (3, "on_its_side"), (2, "on_its_head")])
def test_a_page_that_lies_the_wrong_way_is_said_to(page: Picture, turns: int, key: str) -> None:
    assert key in said(np.ascontiguousarray(np.rot90(page, turns)))


@pytest.mark.parametrize("shape", [(1, 1), (10, 3000)])
def test_a_tiny_picture_has_too_few_dots(shape: tuple[int, int]) -> None:
    assert said(np.full(shape, 200, np.uint8)) == {"too_few_dots"}


def test_a_blank_page_is_not_blurred() -> None:
    assert said(np.full((2000, 1400, 3), 230, np.uint8)) == set()


@pytest.mark.parametrize(
    ("at", "key"),
    [
        ((0.2, 0.5), "glare_left"),
        ((0.85, 0.4), "glare_right"),
        ((0.5, 0.2), "glare_top"),
        ((0.5, 0.5), "glare_middle"),
    ],
)
def test_light_that_shines_back_is_said_where_it_hides_writing(
    page: Picture, at: tuple[float, float], key: str
) -> None:
    dim = page.astype(np.float64) * 0.7
    ys, xs = np.mgrid[0 : page.shape[0], 0 : page.shape[1]]
    far = np.hypot(xs - at[0] * page.shape[1], ys - at[1] * page.shape[0])
    light = 400.0 * np.exp(-((far / 160.0) ** 2))
    assert said(np.clip(dim + light, 0, 255).astype(np.uint8)) == {key}
    assert said(dim.astype(np.uint8)) == set()


def test_a_lamp_beside_the_page_is_no_glare(page: Picture) -> None:
    brightness = np.linspace(0.65, 1.1, page.shape[1])[None, :]
    assert said(np.clip(page * brightness, 0, 255).astype(np.uint8)) == set()
