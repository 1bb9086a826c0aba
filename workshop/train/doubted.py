"""Which labels of the pen strokes are left out, as `workshop.train.clean` found them; needs no PyTorch to be read."""

from __future__ import annotations

from pathlib import Path
from typing import Final

DOUBTED: Final = Path(__file__).with_name("doubted.txt")


def doubted() -> frozenset[int]:
    """The places in glyphs.npz that are left out."""
    return frozenset(int(line) for line in DOUBTED.read_text(encoding="ascii").split())
