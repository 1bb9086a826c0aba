"""A page is known by a small picture of it."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from desktop.imaging.thumbnail import LONGEST, thumbnail


def test_a_thumbnail_keeps_the_shape_and_the_colours() -> None:
    picture = np.zeros((1200, 900, 3), np.uint8)
    picture[:, :, 0] = 200  # red
    shown = cv2.imdecode(np.frombuffer(thumbnail(picture), np.uint8), cv2.IMREAD_COLOR_RGB)
    assert shown is not None
    assert shown.shape == (LONGEST, 240, 3)
    assert shown[100, 100].tolist() == [200, 0, 0]


@pytest.mark.parametrize("shape", [(1, 1), (3, 5000), (5000, 3)])
def test_a_picture_of_any_shape_has_a_thumbnail(shape: tuple[int, int]) -> None:
    shown = cv2.imdecode(
        np.frombuffer(thumbnail(np.full(shape, 9, np.uint8)), np.uint8), cv2.IMREAD_GRAYSCALE
    )
    assert shown is not None
    assert max(shown.shape) == min(LONGEST, max(shape))
