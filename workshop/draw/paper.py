"""Paper: its colour, its fibres, what age, cups and the other side's ink did to it."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from workshop.draw.look import Paper
from workshop.draw.truth import Pixels

_SPOT = (0.80, 0.68, 0.50)  # what foxing and coffee leave of red, green and blue
_EDGE = (0.93, 0.86, 0.72)


def blank_sheet(width: int, height: int, paper: Paper, px_per_mm: float, rng: np.random.Generator) -> Pixels:
    """Height x width x 3. Worked out at 1 px a mm and a half, for nothing here is sharper, but for holes and fibres."""
    step = max(2, round(0.65 * px_per_mm))
    rows, columns = height // step + 2, width // step + 2
    browned = _browned(rows, columns, paper, rng)
    spots = _spots(rows, columns, paper, rng, px_per_mm / step)
    colour = np.array(paper.colour, np.float32)
    cloud = cv2.GaussianBlur(rng.normal(0, 1, (rows, columns)).astype(np.float32), (0, 0), 9) * 9
    small = np.ones((rows, columns, 3), np.float32) * colour
    small *= 1 - browned[:, :, None] * (1 - np.array(_EDGE, np.float32))
    small *= 1 - spots[:, :, None] * (1 - np.array(_SPOT, np.float32))
    small += (cloud * (0.6 + 2 * paper.age))[:, :, None]
    sheet = cv2.resize(np.clip(small, 0, 255).astype(np.uint8), (columns * step, rows * step))
    sheet = np.ascontiguousarray(sheet[:height, :width])
    if paper.holes:
        for share in (0.5 - 40 / 297, 0.5 + 40 / 297):
            centre = (round(6 * px_per_mm), round(height * share))
            cv2.circle(sheet, centre, round(2.8 * px_per_mm), (70, 68, 66), -1, cv2.LINE_AA)
    return np.asarray(sheet, np.uint8)


def _browned(rows: int, columns: int, paper: Paper, rng: np.random.Generator) -> NDArray[np.float32]:
    """From the edges inwards."""
    y = np.minimum(np.arange(rows), np.arange(rows)[::-1])[:, None]
    x = np.minimum(np.arange(columns), np.arange(columns)[::-1])[None, :]
    wave = cv2.GaussianBlur(rng.normal(0, 1, (rows, columns)).astype(np.float32), (0, 0), 14) * 60
    near = np.exp(-(np.minimum(x, y) + wave) / 18)
    return np.asarray(np.clip(near, 0, 1.3) * paper.age * 1.6, np.float32)


def _spots(
    rows: int, columns: int, paper: Paper, rng: np.random.Generator, per_mm: float
) -> NDArray[np.float32]:
    found = np.zeros((rows, columns), np.float32)
    for _ in range(int(rng.poisson(60 * paper.age**2))):
        at = int(rng.integers(columns)), int(rng.integers(rows))
        cv2.circle(found, at, int(rng.integers(0, 3)), float(rng.uniform(0.1, 0.5)), -1)
    found = np.asarray(cv2.GaussianBlur(found, (0, 0), 1.1), np.float32)
    for _ in range(paper.stains):
        at = int(rng.integers(columns)), int(rng.integers(rows))
        size = round(float(rng.uniform(12, 38)) * per_mm)
        blot = np.zeros_like(found)
        axes = size, round(size * float(rng.uniform(0.8, 1.0)))
        turn = float(rng.uniform(0, 180))
        if rng.random() < 0.5:  # a cup's ring: darkest at its rim, open somewhere
            opening = float(rng.uniform(0, 360))
            cv2.ellipse(
                blot, at, axes, turn, opening, opening + 300, 0.75, max(1, round(1.2 * per_mm)), cv2.LINE_AA
            )
            cv2.ellipse(blot, at, axes, turn, 0, 360, 0.12, -1)
        else:
            cv2.ellipse(blot, at, axes, turn, 0, 360, 0.35, -1)
            cv2.ellipse(blot, at, axes, turn, 0, 360, 0.6, max(1, round(0.8 * per_mm)), cv2.LINE_AA)
        rough = cv2.GaussianBlur(rng.normal(0, 1, blot.shape).astype(np.float32), (0, 0), 3) * 4
        found = np.maximum(found, cv2.GaussianBlur(blot, (0, 0), 0.9) * np.clip(1 + 0.3 * rough, 0.4, 1.4))
    return np.clip(found, 0, 1).astype(np.float32)
