"""What happens to ink on its way to us: paper, rules, neighbours, stamps, scanners, cameras."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Ink = NDArray[np.uint8]
Grey = NDArray[np.uint8]


def cell(
    ink: Ink, rng: np.random.Generator, height: float, neighbours: list[Ink], rough_share: float = 0.5
) -> Ink:
    """Ink of the field within its cell: margins, sometimes cut; rules and neighbours' ink at the edges.

    `height` is a digit's in pixels, `rough_share` how many cells are cut roughly. Returns ink 0 to 255.
    """
    rows, columns = ink.shape
    rough = rng.random() < rough_share
    above, below = (int(rng.uniform(0.0, 0.75) * height) for _ in range(2))
    left, right = (int(rng.exponential(0.5) * height) for _ in range(2))
    canvas = np.zeros((rows + above + below, columns + left + right), np.uint8)
    canvas[above : above + rows, left : left + columns] = ink
    if rough:
        _rules(canvas, rng, height)
        if neighbours:
            _crowd(canvas, (above, above + rows, left, left + columns), rng, height, neighbours)
    if rng.random() < 0.12:  # cut a little too close, at most a tenth of a digit of the field itself
        cut = int(rng.uniform(0.0, 0.1) * height)
        top = min(above, rows // 3) + cut if rng.random() < 0.5 else 0
        canvas = canvas[top:] if rng.random() < 0.5 else canvas[: canvas.shape[0] - below - cut or None]
    return canvas


def _rules(canvas: Ink, rng: np.random.Generator, height: float) -> None:
    """Rules where cutting leaves them: along an edge, whole or in pieces, and the line that is written upon."""
    rows, columns = canvas.shape
    thick = max(1, int(rng.choice([0.03, 0.06, 0.1, 0.2], p=[0.35, 0.35, 0.2, 0.1]) * height))
    shade = int(rng.uniform(70, 255))
    often = float(rng.uniform(0.15, 0.6))
    drawn = canvas.copy()
    canvas[:] = 0
    for edge in range(4):
        if rng.random() > often:
            continue
        offset = int(abs(rng.normal(0, 0.12)) * height)
        slope = int(rng.normal(0, 0.03) * (columns if edge < 2 else rows))
        if edge < 2:
            y = offset if edge == 0 else rows - 1 - offset
            a, b = sorted((rng.uniform(-0.3, 1.3) * columns, rng.uniform(-0.3, 1.3) * columns))
            if rng.random() < 0.6:
                a, b = 0, columns
            cv2.line(canvas, (int(a), y), (int(b), y + slope), shade, thick, cv2.LINE_AA)
        else:
            x = min(offset, columns // 6) if edge == 2 else columns - 1 - min(offset, columns // 6)
            a, b = sorted((rng.uniform(-0.3, 1.3) * rows, rng.uniform(-0.3, 1.3) * rows))
            if rng.random() < 0.6:
                a, b = 0, rows
            cv2.line(canvas, (x, int(a)), (x + slope, int(b)), shade, thick, cv2.LINE_AA)
    if rng.random() < 0.25:  # what taking the rules out leaves of them
        for _ in range(int(rng.integers(1, 7))):
            y, x = int(rng.uniform(0, rows)), int(rng.uniform(0, columns))
            size = int(rng.uniform(0.1, 0.7) * height) + 1
            canvas[y : y + size] = 0
            canvas[:, x : x + 2 * size] = 0
    np.maximum(canvas, drawn, out=canvas)
    if rng.random() < 0.15:
        y = int(rows * rng.uniform(0.6, 0.95))
        cv2.line(
            canvas,
            (0, y),
            (columns, y + int(rng.normal(0, 0.01) * columns)),
            int(shade * 0.7),
            1,
            cv2.LINE_AA,
        )
        if rng.random() < 0.4:  # dotted
            canvas[max(0, y - 1) : y + 2, :: int(rng.integers(2, 5))] //= 2


def _crowd(
    canvas: Ink, box: tuple[int, int, int, int], rng: np.random.Generator, height: float, others: list[Ink]
) -> None:
    """Pieces of other fields' ink that reach into the cell from above, below, left and right."""
    rows, columns = canvas.shape
    top, bottom, left, right = box
    for side in range(4):
        if rng.random() > 0.35:
            continue
        other = others[int(rng.integers(len(others)))]
        reach = int(rng.uniform(0.05, 0.35) * height)
        if side < 2:
            space = top if side == 0 else rows - bottom
            reach = min(reach, max(space, int(0.12 * height)), other.shape[0])
            if reach < 1:
                continue
            shift = int(rng.uniform(0, max(1, columns - 5)))
            piece = other[-reach:] if side == 0 else other[:reach]
            piece = piece[:, : columns - shift]
            y = 0 if side == 0 else rows - reach
            part = canvas[y : y + reach, shift : shift + piece.shape[1]]
        else:
            space = (left if side == 2 else columns - right) - int(0.18 * height)
            reach = min(reach, space, other.shape[1])
            if reach < 1:
                continue
            tall = min(rows, other.shape[0])
            piece = other[:tall, -reach:] if side == 2 else other[:tall, :reach]
            x = 0 if side == 2 else columns - reach
            y = int(rng.integers(0, rows - tall + 1))
            part = canvas[y : y + tall, x : x + reach]
        np.maximum(part, piece, out=part)


def stamp(canvas: Ink, rng: np.random.Generator, other: Ink) -> Ink:
    """A stamp's ring or its letters, faint, across the field."""
    faint = np.zeros_like(canvas)
    rows, columns = canvas.shape
    centre = (int(rng.uniform(0, columns)), int(rng.uniform(-0.5, 1.5) * rows))
    cv2.ellipse(
        faint, centre, (int(rng.uniform(0.8, 3) * rows), int(rng.uniform(0.6, 2) * rows)), float(rng.uniform(0, 180)),
        0, 360, int(rng.uniform(50, 120)), int(rng.integers(1, 4)), cv2.LINE_AA,
    )  # fmt: skip
    tall, wide = min(rows, other.shape[0]), min(columns, other.shape[1])
    if rng.random() < 0.3:
        faint[:tall, :wide] = np.maximum(faint[:tall, :wide], other[:tall, :wide] // 4)
    return np.maximum(canvas, faint)


def _clouds(shape: tuple[int, int], rng: np.random.Generator, cells: int) -> NDArray[np.float32]:
    """Smooth chance between -1 and 1."""
    coarse = rng.uniform(-1, 1, (2 + int(rng.integers(cells)), 2 + int(rng.integers(2 * cells)))).astype(
        np.float32
    )
    return np.asarray(cv2.resize(coarse, shape[::-1], interpolation=cv2.INTER_LINEAR), np.float32)


def _blurred(level: NDArray[np.float32], sigma: float) -> NDArray[np.float32]:
    return np.asarray(cv2.GaussianBlur(level, (0, 0), sigma), np.float32)


def scan(ink: Ink, rng: np.random.Generator) -> Grey:
    """Ink to a grey picture as a careful office scans it: the mild half of what `photograph` does."""
    paper, dark = float(rng.uniform(195, 252)), float(rng.uniform(0, 90))
    level = ink.astype(np.float32) * (1 / 255)
    if rng.random() < 0.5:
        level = _blurred(level, float(rng.uniform(0.4, 0.02 * ink.shape[0])))
    grey = paper - (paper - dark) * level + _clouds(ink.shape, rng, 3) * float(rng.uniform(0, 12))
    grey += rng.standard_normal(ink.shape, dtype=np.float32) * float(rng.uniform(0, 6))
    picture = np.clip(grey, 0, 255).astype(np.uint8)
    if rng.random() < 0.3:
        picture = _warp(picture, rng)
    return bilevel(picture, rng, paper, dark) if rng.random() < 0.1 else picture


def _guilloche(shape: tuple[int, int], rng: np.random.Generator) -> NDArray[np.float32]:
    """The fine waving lines that cheques and certificates are printed with, between -1 and 1."""
    y, x = np.mgrid[: shape[0], : shape[1]].astype(np.float32)
    period, wave, swing = rng.uniform(3, 9), rng.uniform(20, 90), rng.uniform(1, 8)
    across = y + rng.uniform(-0.6, 0.6) * x + swing * np.sin(6.283 * x / wave + rng.uniform(0, 6))
    return np.asarray(np.sin(6.283 * across / period), np.float32)


def _printed(shape: tuple[int, int], rng: np.random.Generator) -> NDArray[np.float32]:
    """What the paper adds in grey levels: light from one side, its grain, the pattern of cheques."""
    added = np.zeros(shape, np.float32)
    if rng.random() < 0.6:
        added += _clouds(shape, rng, 3) * float(rng.uniform(0, 26))
    if rng.random() < 0.3:
        added += _clouds(shape, rng, 30) * float(rng.uniform(3, 22))
    if rng.random() < 0.2:
        added += np.minimum(_guilloche(shape, rng), 0.2) * float(rng.uniform(5, 30))
    return added


def photograph(ink: Ink, rng: np.random.Generator) -> Grey:
    """Ink to a grey picture as a scanner or a camera gives it."""
    rows = ink.shape[0]
    paper = float(rng.uniform(150, 252))
    dark = float(rng.uniform(0, 110)) if rng.random() < 0.8 else paper - float(rng.uniform(35, 80))
    dark = min(dark, paper - 35)
    level = ink.astype(np.float32) * (1 / 255)
    if rng.random() < 0.35:  # ink runs dry and wet
        level *= 1 - 0.45 * np.clip(_clouds(ink.shape, rng, 6), 0, 1)
    if rng.random() < 0.45:
        level = _blurred(level, float(rng.uniform(0.4, 0.045 * rows)))
    grey = paper - (paper - dark) * level
    grey += _printed(ink.shape, rng)
    noise = float(rng.choice([0, 2, 5, 10, 18], p=[0.2, 0.3, 0.25, 0.17, 0.08]))
    if noise:
        grey += rng.standard_normal(ink.shape, dtype=np.float32) * noise
    picture = np.clip(grey, 0, 255).astype(np.uint8)
    if rng.random() < 0.25:
        picture = _warp(picture, rng)
    if rng.random() < 0.3:  # a coarse scan
        factor = float(rng.uniform(0.35, 0.8))
        small = (max(8, int(picture.shape[1] * factor)), max(10, int(picture.shape[0] * factor)))
        picture = cv2.resize(picture, small, interpolation=cv2.INTER_AREA)
    if rng.random() < 0.2:
        picture = bilevel(picture, rng, paper, dark)
    elif rng.random() < 0.3:
        done, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(18, 85))])
        if done:
            picture = cv2.imdecode(data, cv2.IMREAD_GRAYSCALE)
    if rng.random() < 0.02:
        picture = 255 - picture
    return picture


def bilevel(picture: Grey, rng: np.random.Generator, paper: float, dark: float) -> Grey:
    """Black and white, as fax and register scans are; broken or run together by the threshold."""
    threshold = dark + (paper - dark) * float(rng.uniform(0.3, 0.75))
    middle = (dark + paper) / 2
    written, left = float((picture < middle).mean()), float((picture < threshold).mean())
    if not 0.5 * written < left < 2 * written + 0.02:  # nobody keeps a scan that lost the writing
        threshold = middle
    return np.where(picture > threshold, 255, 0).astype(np.uint8)


def _warp(picture: Grey, rng: np.random.Generator) -> Grey:
    """Turned a little, seen a little from the side."""
    rows, columns = picture.shape
    angle = float(np.radians(rng.normal(0, 1.6)))
    shear = float(rng.normal(0, 0.06))
    matrix = np.array(
        [[1, shear, -shear * rows / 2], [np.tan(angle), 1, -np.tan(angle) * columns / 2]], np.float32
    )
    return np.asarray(
        cv2.warpAffine(
            picture, matrix, (columns, rows), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        ),
        np.uint8,
    )


def scribble(rng: np.random.Generator) -> Ink:
    """Ink that is no writing: nothing, specks, rules, a flourish, a blot."""
    rows, columns = int(rng.uniform(24, 70)), int(rng.uniform(30, 320))
    canvas = np.zeros((rows, columns), np.uint8)
    kind = rng.random()
    if kind < 0.55:
        _rules(canvas, rng, rows * 0.6)
    if kind < 0.08:  # hatching, a printed pattern
        step, lean = int(rng.integers(4, 16)), int(rng.uniform(-1, 1) * rows)
        for x in range(-rows, columns + rows, step):
            cv2.line(canvas, (x, 0), (x + lean, rows), int(rng.uniform(60, 255)), 1, cv2.LINE_AA)
    if 0.2 < kind < 0.6:
        for _ in range(int(rng.integers(1, 14))):
            at = (int(rng.uniform(0, columns)), int(rng.uniform(0, rows)))
            cv2.circle(canvas, at, int(rng.integers(0, 3)), int(rng.uniform(60, 255)), -1, cv2.LINE_AA)
    if 0.6 < kind < 0.75:  # a long dash through the cell
        y = int(rows * rng.uniform(0.3, 0.7))
        a, b = columns * rng.uniform(0.02, 0.25), columns * rng.uniform(0.75, 0.98)
        cv2.line(
            canvas,
            (int(a), y),
            (int(b), y + int(rng.normal(0, 2))),
            255,
            int(rng.integers(1, 5)),
            cv2.LINE_AA,
        )
    elif kind >= 0.75:
        t = np.linspace(0, 1, 60)
        waves = rng.uniform(1, 14, 2)
        x = columns * (0.1 + 0.8 * t) + rows * rng.uniform(0, 0.3) * np.sin(6.3 * waves[0] * t)
        y = rows * (0.5 + rng.uniform(0.02, 0.3) * np.sin(6.3 * waves[1] * t + rng.uniform(0, 6)))
        line = np.stack([x, y], 1).astype(np.int32)
        cv2.polylines(
            canvas, [line], isClosed=False, color=255, thickness=int(rng.integers(1, 4)), lineType=cv2.LINE_AA
        )
    return canvas
