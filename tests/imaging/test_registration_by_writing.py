"""A later page is fitted to its form by what is written where nothing else shows the columns."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from db.errors import Expected
from desktop.fields.forms import Column, LedgerForm
from desktop.imaging.clean import clean
from desktop.imaging.grid import Grid, find_grid

SHARES = (0.22, 0.2, 0.25, 0.33)
ROWS = 24
LETTERS = "ABCDEFGHKLMNPRSTUVXYZ0123456789"
FONT = cv2.FONT_HERSHEY_SIMPLEX


def form(shares: tuple[float, ...]) -> LedgerForm:
    """A form as it was confirmed on a page whose columns take these shares."""
    columns = tuple(Column(f"C{at}", "text", share) for at, share in enumerate(shares, start=1))
    return LedgerForm("list", columns, rows="lines", anchor="C1", header_rows=0, measured=True)


def page(
    shares: tuple[float, ...], *, left: float = 150, scale: float = 1.0, turn: float = 0.0, bend: float = 0.0
) -> NDArray[np.uint8]:
    """A typed list without a rule; its words are so long that they run into the next column in every other line."""
    picture = np.full((2000, 1500), 238, np.uint8)
    rng = np.random.default_rng(3)
    starts = left + 1150 * scale * np.r_[0.0, np.cumsum(shares)]
    for row in range(ROWS):
        y, free = 200 + 66 * scale * row, 0.0
        for start, end in pairwise(starts):
            count = int(rng.uniform(0.5, 1.6) * (end - start) / 20)
            text = "".join(LETTERS[at] for at in rng.integers(0, len(LETTERS), count))
            x = max(start + bend * np.sin(np.pi * y / 2000), free)
            cv2.putText(picture, text, (round(x), round(y)), FONT, 0.85, (45,), 2, cv2.LINE_AA)
            free = x + cv2.getTextSize(text, FONT, 0.85, 2)[0][0] + 14
    move = cv2.getRotationMatrix2D((750, 1000), turn, 1.0)
    return np.asarray(cv2.warpAffine(picture, move, (1500, 2000), borderValue=(238,)), dtype=np.uint8)


def found(picture: NDArray[np.uint8], shares: tuple[float, ...]) -> Grid:
    cleaned, cleaning, _ = clean(picture, form(shares))
    return find_grid(cleaned, cleaning, form(shares))


@pytest.mark.parametrize(
    ("left", "scale", "turn", "bend"),
    [(150, 1.0, 0.0, 0.0), (190, 0.93, 0.0, 0.0), (150, 1.0, -1.0, 0.0), (150, 0.95, 0.0, 22.0)],
)
def test_a_page_without_rules_or_white_between_columns_is_fitted_by_where_writing_begins(
    left: float, scale: float, turn: float, bend: float
) -> None:
    grid = found(page(SHARES, left=left, scale=scale, turn=turn, bend=bend), SHARES)
    assert len(grid.rows) == ROWS
    starts = left + 1150 * scale * np.r_[0.0, np.cumsum(SHARES)][:-1]
    middle = np.array([quad[0] for quad in grid.rows[ROWS // 2].quads])
    seen = middle[:, 0] + np.tan(np.radians(turn)) * (1000 - middle[:, 1])
    # A column's side is drawn just before the place at which its writing begins.
    assert np.abs(seen - (starts + bend * np.sin(np.pi * middle[:, 1] / 2000) - 12)).max() < 18


def test_a_page_whose_lines_begin_elsewhere_is_refused_with_its_reason() -> None:
    with pytest.raises(Expected, match="columns_not_seen"):
        found(page((0.1, 0.4, 0.3, 0.2)), SHARES)
