"""From the flat sheet to its picture: bend, turn, perspective; light, blur, noise. Every point can be followed."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from workshop.draw.look import Camera
from workshop.draw.truth import Pixels

Points = NDArray[np.float64]
Matrix = NDArray[np.float64]

MOST_TILT_DEGREES = 25.0


@dataclass(frozen=True, slots=True)
class Bend:
    """Paper that rises towards a fold at x = `fold`: there its lines sink by `rise` px and are squeezed across."""

    fold: float
    rise: float
    reach: float

    def forward(self, points: Points) -> Points:
        """From the flat sheet to the bent one."""
        away = points[:, 0] - self.fold
        near = np.exp(-np.abs(away) / self.reach)
        x = self.fold + away - np.sign(away) * 0.6 * self.rise * (1 - near)
        return np.stack([x, points[:, 1] + self.rise * near], 1)

    def sources(self, x: Points, y: Points, width: int) -> tuple[Points, Points]:
        """Where on the flat sheet the bent points come from. `forward` is monotone in x, so a table inverts it."""
        table = np.linspace(-0.2 * width, 1.2 * width, 2000)
        bent = self.forward(np.stack([table, np.zeros_like(table)], 1))[:, 0]
        flat = np.interp(x, bent, table)
        return flat, y - self.rise * np.exp(-np.abs(flat - self.fold) / self.reach)


@dataclass(frozen=True, slots=True)
class View:
    """How the flat sheet comes to lie in the picture."""

    matrix: Matrix
    size: tuple[int, int]  # width, height of the picture
    bend: Bend | None

    def points(self, flat: Points) -> Points:
        """Points of the flat sheet (n x 2) on the picture."""
        bent = self.bend.forward(flat) if self.bend else flat
        lifted = np.concatenate([bent, np.ones((len(bent), 1))], 1) @ self.matrix.T
        return np.asarray(lifted[:, :2] / lifted[:, 2:], np.float64)

    def take(self, sheet: Pixels, beyond: int) -> Pixels:
        """The picture; `beyond` fills what is no sheet."""
        fill = (beyond,) * 3
        if self.bend is None:
            if np.allclose(self.matrix, np.eye(3)) and self.size == sheet.shape[1::-1]:
                return sheet
            if np.allclose(self.matrix[2], (0, 0, 1)):
                return np.asarray(
                    cv2.warpAffine(sheet, self.matrix[:2], self.size, borderValue=fill), np.uint8
                )
            return np.asarray(cv2.warpPerspective(sheet, self.matrix, self.size, borderValue=fill), np.uint8)
        back = np.linalg.inv(self.matrix)
        x, y = np.meshgrid(np.arange(0, self.size[0] + 8, 8.0), np.arange(0, self.size[1] + 8, 8.0))
        w = back[2, 0] * x + back[2, 1] * y + back[2, 2]
        u = (back[0, 0] * x + back[0, 1] * y + back[0, 2]) / w
        v = (back[1, 0] * x + back[1, 1] * y + back[1, 2]) / w
        maps = [_dense(part, self.size) for part in self.bend.sources(u, v, sheet.shape[1])]
        found = cv2.remap(
            sheet, maps[0], maps[1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=fill
        )
        return np.asarray(found, np.uint8)


def _dense(coarse: Points, size: tuple[int, int]) -> NDArray[np.float32]:
    """A map known at every eighth pixel, at every pixel: smooth enough to be linear in between."""
    x = np.arange(size[0], dtype=np.float32) / 8
    y = np.arange(size[1], dtype=np.float32) / 8
    grid = np.meshgrid(x, y)
    found = cv2.remap(
        coarse.astype(np.float32), grid[0], grid[1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(found, np.float32)


def aim(width: int, height: int, px_per_mm: float, camera: Camera, gutter: float | None) -> View:
    """Where the sheet lies before this camera. Raises ValueError where it is tilted more than 25°."""
    bend = None
    if camera.bend:
        fold = gutter if gutter is not None else 0.0
        bend = Bend(fold, camera.bend * px_per_mm, 14 * px_per_mm)
    if camera.photograph:
        return View(*_by_hand(width, height, camera), bend)
    edge = round(camera.edge_mm * px_per_mm)
    size = width + 2 * edge, height + 2 * edge
    matrix = np.eye(3)
    matrix[:2] = cv2.getRotationMatrix2D((width / 2, height / 2), -camera.skew_degrees, 1.0)
    matrix[:2, 2] += edge
    return View(matrix, size, bend)


def _by_hand(width: int, height: int, camera: Camera) -> tuple[Matrix, tuple[int, int]]:
    """A pinhole camera, 1.4 diagonals above the sheet; the picture is cropped to it and a rim of desk."""
    if max(map(abs, camera.tilt_degrees)) > MOST_TILT_DEGREES:
        raise ValueError(f"tilted by {camera.tilt_degrees}, more than {MOST_TILT_DEGREES}°")
    top, right = np.radians(camera.tilt_degrees)
    turn = np.radians(camera.skew_degrees)
    away = np.array([[1, 0, 0], [0, np.cos(top), -np.sin(top)], [0, np.sin(top), np.cos(top)]])
    aside = np.array([[np.cos(right), 0, -np.sin(right)], [0, 1, 0], [np.sin(right), 0, np.cos(right)]])
    level = np.array([[np.cos(turn), -np.sin(turn), 0], [np.sin(turn), np.cos(turn), 0], [0, 0, 1]])
    # Turned in the picture last, so that `skew_degrees` is what one sees.
    spun = level @ away @ aside
    far = 1.4 * float(np.hypot(width, height))
    # A point (X, Y, 0) of the sheet, measured from its middle, lands at far * (x, y) / (far - z).
    project = np.array([[far, 0, 0], [0, far, 0], [0, 0, 1]]) @ np.array(
        [
            [spun[0, 0], spun[0, 1], 0],
            [spun[1, 0], spun[1, 1], 0],
            [-spun[2, 0], -spun[2, 1], far],
        ]
    )
    centre = np.array([[1, 0, -width / 2], [0, 1, -height / 2], [0, 0, 1]])
    matrix = project @ centre
    corners = np.array([[0, 0, 1], [width, 0, 1], [width, height, 1], [0, height, 1]], np.float64) @ matrix.T
    corners = corners[:, :2] / corners[:, 2:]
    low, high = corners.min(0), corners.max(0)
    rim = 0.045 * (high - low)
    move = np.array([[1, 0, rim[0] - low[0]], [0, 1, rim[1] - low[1]], [0, 0, 1]])
    size = high - low + 2 * rim
    return np.asarray(move @ matrix, np.float64), (round(size[0]), round(size[1]))


def desk(size: tuple[int, int], camera: Camera, rng: np.random.Generator) -> Pixels:
    """A table top, with a grain: height x width x 3."""
    width, height = size
    grain = rng.normal(0, 1, (max(2, height // 6), 6)).cumsum(1)
    fine = rng.normal(0, 1, (max(2, height // 3), max(2, width // 90)))
    both = 7 * _wide(grain, size) / 2 + 5 * _wide(fine, size)
    return np.clip(np.array(camera.desk, np.float32) + both[:, :, None], 0, 255).astype(np.uint8)


def _wide(field: Points, size: tuple[int, int]) -> NDArray[np.float32]:
    return np.asarray(cv2.resize(field.astype(np.float32), size, interpolation=cv2.INTER_CUBIC), np.float32)


def lit(picture: Pixels, camera: Camera, rng: np.random.Generator) -> Pixels:
    """Uneven light and a shadow, multiplied in."""
    height, width = picture.shape[:2]
    gain = np.full((48, 48), 1.0)
    y, x = np.mgrid[-1:1:48j, -1:1:48j]
    if camera.light:
        angle = float(rng.uniform(0, 2 * np.pi))
        gain -= camera.light * (0.35 + 0.3 * (x * np.cos(angle) + y * np.sin(angle)) + 0.15 * (x * x + y * y))
    if camera.shadow:
        angle, reach = float(rng.uniform(-0.6, 0.6)), float(rng.uniform(-0.35, 0.1))
        side = y * np.cos(angle) + x * np.sin(angle) - reach - 0.12 * np.sin(3 * x + float(rng.uniform(0, 6)))
        gain *= 1 - camera.shadow * 0.5 / (1 + np.exp(-14 * side))
    if not camera.light and not camera.shadow:
        return picture
    small = np.clip(gain * 200, 10, 255).astype(np.uint8)
    full = cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)
    if picture.ndim == 3:
        full = cv2.merge([full] * 3)
    return np.asarray(cv2.multiply(picture, full, scale=1 / 200), np.uint8)


def sensed(picture: Pixels, camera: Camera, rng: np.random.Generator) -> Pixels:
    """Blur, noise, threshold and compression, in this order."""
    if camera.blur_px:
        picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), camera.blur_px), np.uint8)
    if camera.noise:
        tile = rng.normal(128, camera.noise, (701, 907)).clip(0, 255).astype(np.uint8)
        height, width = picture.shape[:2]
        grain = np.tile(tile, (height // 701 + 1, width // 907 + 1))[:height, :width]
        if picture.ndim == 3:
            grain = np.repeat(grain[:, :, None], 3, axis=2)
        picture = np.asarray(cv2.addWeighted(picture, 1.0, grain, 1.0, -128), np.uint8)
    if camera.bilevel:
        light = cv2.GaussianBlur(picture, (0, 0), 25)
        picture = np.where(picture.astype(np.int16) < light.astype(np.int16) - 22, 0, 255).astype(np.uint8)
    return unpacked(packed(picture, ".jpg", camera.jpeg)) if camera.jpeg else picture


def packed(picture: Pixels, suffix: str, quality: int = 90) -> bytes:
    """The bytes of a picture file. Raises ValueError for a kind that can't be written."""
    order = picture[:, :, ::-1] if picture.ndim == 3 else picture
    done, data = cv2.imencode(suffix, order, [cv2.IMWRITE_JPEG_QUALITY, quality] if suffix == ".jpg" else [])
    if not done:
        raise ValueError(f"cannot write {suffix}")
    return data.tobytes()


def unpacked(data: bytes) -> Pixels:
    """The picture in the bytes of a file. Raises ValueError where there is none."""
    found = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    if found is None:
        raise ValueError("no picture")
    return np.ascontiguousarray(found[:, :, ::-1] if found.ndim == 3 else found, dtype=np.uint8)
