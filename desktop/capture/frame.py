"""One decoded page, as child and parent know it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Frame:
    """Upright pixels, dots per inch (0.0 unknown), and where asked for a lossless file of the page."""

    pixels: NDArray[np.uint8]
    dpi: float
    kept: bytes = b""
