"""Small crops of cells, drawn."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

FACE = "DejaVuSansMono.ttf"


def crop(text: str, size: int = 34, paper: int = 235, ink: int = 40, face: str = FACE) -> NDArray[np.uint8]:
    """`text` in a typeface on grey paper, with room around it and a scanner's noise; lines are split at newlines."""
    font = ImageFont.truetype(face, size)
    left, top, right, bottom = ImageDraw.Draw(Image.new("L", (1, 1))).multiline_textbbox((0, 0), text, font)
    picture = Image.new("L", (int(right - left) + 60, int(bottom - top) + 40), paper)
    ImageDraw.Draw(picture).multiline_text((30 - left, 20 - top), text, ink, font)
    noise = np.random.default_rng(len(text)).normal(0, 4, (picture.height, picture.width))
    return np.clip(np.asarray(picture, np.float32) + noise, 0, 255).astype(np.uint8)


def empty(height: int = 60, width: int = 200, paper: int = 235) -> NDArray[np.uint8]:
    """Paper with a scanner's noise and nothing else."""
    noise = np.random.default_rng(height * width).normal(paper, 4, (height, width))
    return np.clip(noise, 0, 255).astype(np.uint8)
