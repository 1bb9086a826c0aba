"""Clean a picture: take the skew out and light it evenly."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from desktop.fields.forms import LedgerForm
from desktop.fields.problems import Problem
from desktop.imaging.cleaning import Cleaning, GreyPage, Picture


def clean(picture: Picture, form: LedgerForm | None = None) -> tuple[GreyPage, Cleaning, tuple[Problem, ...]]:  # noqa: ARG001
    """The page in the picture, straight and evenly lit, with what was done and what is doubtful about it."""
    grey = np.asarray(picture if picture.ndim == 2 else cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)
    height, width = grey.shape
    skew = _skew(grey)
    turn = np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), skew, 1.0), [0.0, 0.0, 1.0]])
    corners = (
        np.array([[0, 0, 1], [width, 0, 1], [width, height, 1], [0, height, 1]], dtype=np.float64) @ turn.T
    )
    left, top = corners[:, 0].min(), corners[:, 1].min()
    page_width = math.ceil(corners[:, 0].max() - left)
    page_height = math.ceil(corners[:, 1].max() - top)
    shift = np.array([[1, 0, -left], [0, 1, -top], [0, 0, 1]], dtype=np.float64)
    matrix = shift @ turn
    page = cv2.warpPerspective(
        _evenly_lit(grey), matrix, (page_width, page_height), flags=cv2.INTER_LINEAR, borderValue=(255,)
    )
    cleaning = Cleaning(
        skew, tuple(float(value) for value in matrix.flat), page_width, page_height, width, height
    )
    return np.asarray(page, dtype=np.uint8), cleaning, ()


def _evenly_lit(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    height, width = grey.shape
    factor = max(1.0, max(height, width) / 400)
    small = cv2.resize(grey, (round(width / factor), round(height / factor)), interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((9, 9), np.uint8)), 21)
    wide = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(grey, wide, scale=245), dtype=np.uint8)


def _skew(grey: NDArray[np.uint8]) -> float:
    factor = max(1.0, max(grey.shape) / 1400)
    size = (round(grey.shape[1] / factor), round(grey.shape[0] / factor))
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    found = cv2.createLineSegmentDetector().detect(small)
    segments = np.asarray(found[0], dtype=np.float64).reshape(-1, 1, 4)
    if not len(segments):
        return 0.0
    dx, dy = segments[:, 0, 2] - segments[:, 0, 0], segments[:, 0, 3] - segments[:, 0, 1]
    length = np.hypot(dx, dy)
    angle = (np.degrees(np.arctan2(dy, dx)) + 45) % 90 - 45
    near = (np.abs(angle) < 8) & (length > 40)
    if not near.any():
        return 0.0
    weights, edges = np.histogram(angle[near], bins=160, range=(-8, 8), weights=length[near])
    top = edges[int(np.argmax(weights))] + 0.05
    close = near & (np.abs(angle - top) < 0.3)
    return float(np.average(angle[close], weights=length[close])) if close.any() else float(top)
