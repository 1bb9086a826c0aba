"""Whether a page's columns are those of the form as it was confirmed on another page of the book.

The form is laid over the columns that were found by offset, scale and bend (a page that rises towards the binding is
narrower there, evenly); the turn went with cleaning. What is left over tells a page of another book, or a rule taken
for another one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from db.errors import Expected
from desktop.fields.forms import Column
from desktop.imaging.columns import Side
from desktop.imaging.entries import Entry

Floats = NDArray[np.float64]

MOST_OFF = 0.02
"""By so much of the table's width a side may lie beside its place, or by a quarter of its column."""

MOST_BEND = 0.25
"""A page whose scale changes by more than this from its middle to its edges is bent beyond what paper does."""


BESIDE = 0.03
"""A rule further than this share of the table's width from every side is none of the form's."""

AS_STRONG = 0.7
"""Of such rules those count that are at least so strong as the form's usual ones: a brace, a fold are fainter."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How a form lies on a page. `left`, `right`: where the table's outer sides come to lie, in the page's pixels.

    `bend` is by how much of the scale it changes from the middle to the right; `off` has for each side how far it
    lies beside its place, as a share of the table's width.
    """

    left: float
    right: float
    bend: float
    off: tuple[float, ...]


def fit(sides: Floats, widths: Sequence[float]) -> Fit:
    """Lay a form's widths over the sides that were found: least squares of one parabola."""
    places = np.r_[0.0, np.cumsum(widths)] / sum(widths)
    order = 2 if len(sides) > 4 else 1
    curve = np.polynomial.Polynomial.fit(places, sides, order, domain=[0, 1])
    laid = curve(places)
    wide = float(laid[-1] - laid[0])
    slope = curve.deriv()
    bend = float((slope(1.0) - slope(0.5)) / max(1e-9, abs(float(slope(0.5)))))
    return Fit(float(laid[0]), float(laid[-1]), bend, tuple(np.abs(sides - laid) / max(1.0, abs(wide))))


def confirm(entries: Sequence[Entry], columns: Sequence[Column], hidden: Sequence[int] = ()) -> Fit | None:
    """How a measured form lies on the entries that were found; None for one without widths.

    Raises Expected "page_unlike_form" with the column that is off most and by how many hundredths of the table.
    """
    widths = [column.width for column in columns]
    if not entries or not all(width > 0 for width in widths):
        return None
    quads = np.array([entry.quads for entry in entries], dtype=np.float64)
    left = np.median(quads[:, :, (0, 3), 0], axis=(0, 2))
    right = np.median(quads[:, :, (1, 2), 0], axis=(0, 2))
    # Of a fold, or a double rule, either side counts: columns are compared without what lies between them.
    gaps = np.r_[0.0, left[1:] - right[:-1]]
    sides = np.r_[left - np.cumsum(gaps), right[-1] - gaps.sum()]
    seen = np.array([at not in hidden for at in range(len(widths))])
    if seen.sum() < 2:
        return None
    first, last = int(np.argmax(seen)), len(seen) - int(np.argmax(seen[::-1]))
    laid = fit(sides[first : last + 1], widths[first:last])
    share = np.array(widths[first:last]) / sum(widths[first:last])
    narrow = np.minimum(np.r_[share[0], share], np.r_[share, share[-1]])
    over = np.array(laid.off) - np.maximum(MOST_OFF, narrow / 4)
    if over.max() > 0 or abs(laid.bend) > MOST_BEND:
        worst = int(over.argmax())
        name = columns[first + min(worst, len(share) - 1)].name
        raise Expected("page_unlike_form", column=name, off=round(100 * laid.off[worst]))
    return laid


def no_strangers(
    sides: Sequence[Side], strength: Floats, chosen: Sequence[Side], columns: Sequence[Column], width: float
) -> None:
    """Refuse a page whose rules down are too many for a measured form, however well some of them fit it.

    `sides` are all rules that were seen, `chosen` the form's. Some stand beyond the form's outer columns, or rules
    stand within it while sides are missing: Expected "other_columns", or "page_unlike_form" for as many columns.
    """
    seen = [side for side in chosen if side.left >= 0]
    if len(seen) < 2:
        return
    wide = chosen[-1].at - chosen[0].at
    usual = float(np.median([_force(side, strength) for side in seen]))
    strange = [
        side
        for side in sides
        if _force(side, strength) >= AS_STRONG * usual
        and min(abs(side.at - other.at) for other in chosen) > BESIDE * wide
    ]
    # Ruled rows tell a table's ends: it has a column fewer, rather than one outside a picture that is `width` wide.
    outside = chosen[0].at < 0 or chosen[-1].at > width
    outside = outside or any(not chosen[0].at < side.at < chosen[-1].at for side in strange)
    missing = [at for at, side in enumerate(chosen) if side.left < 0]
    if not outside and not (len(strange) >= 2 and len(missing) >= 2):
        return
    found = sum(_force(side, strength) >= AS_STRONG * usual for side in sides) - 1
    if found != len(columns):
        raise Expected("other_columns", found=found, expected=len(columns))
    if not strange:
        return
    off = [min(abs(side.at - other.at) for other in chosen) / wide for side in strange]
    nearest = min(range(len(chosen)), key=lambda at: abs(chosen[at].at - strange[off.index(max(off))].at))
    name = columns[min(nearest, len(columns) - 1)].name
    raise Expected("page_unlike_form", column=name, off=round(100 * max(off)))


def _force(side: Side, strength: Floats) -> float:
    return float(max(strength[side.left], strength[side.right]))
