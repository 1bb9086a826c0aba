"""From files to scans: the bytes as they came, their hash, and upright pixels that a child process decoded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from desktop.capture.decoder import Decoder
from desktop.capture.limits import PAGES, Limits
from desktop.fields.problems import Problem


@dataclass(frozen=True, slots=True)
class Source:
    """A file to bring in. `name` is what people are told: relative to the folder that was given."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Scan:
    """One picture of a page as it came.

    `data` are the file's own bytes, or for one page of a PDF or of a many-page TIFF a lossless PNG of it.
    `sha256` tells pictures apart: the file's SHA-256, with `#` and the frame for one of many pages.
    `pixels` is height x width (grey) or height x width x 3 (RGB), uint8, turned upright. `dpi` is 0.0 where the
    file does not say.
    """

    source: str
    frame: int  # 1-based
    frames: int  # how many the file holds
    sha256: str
    file_sha256: str
    data: bytes
    width: int
    height: int
    dpi: float
    pixels: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Refused:
    """One page of a many-page file that could not be read; the others go on."""

    source: str
    frame: int
    problem: Problem


def never() -> bool:
    """A cancel that never comes."""
    return False


def sources(paths: Iterable[Path]) -> Iterator[Source]:
    """The files to bring in, folders opened in natural order (page 2 before page 10).

    A file named by itself is always given, so that `scans` can say what is wrong with it. In a folder, files that
    are neither a picture by content nor by name are left out; a folder without any picture, or that cannot be
    listed, is given itself, for `scans` to refuse it in words.
    """
    raise NotImplementedError


def scans(
    source: Source | Path,
    limits: Limits = PAGES,
    cancel: Callable[[], bool] = never,
    decoder: Decoder | None = None,
) -> Iterator[Scan | Refused]:
    """The pages of one file in their order, decoded one at a time in a child process.

    A `decoder` that is handed in serves many files; without one, a child is started for this file alone.
    Raises Expected where nothing of the file can be used, Cancelled when told to stop.
    """
    raise NotImplementedError


def decode(data: bytes, limits: Limits = PAGES, decoder: Decoder | None = None) -> NDArray[np.uint8]:
    """Upright pixels of a stored picture (`Scan.data`), the same as `Scan.pixels` were.

    Decoded in a child process too: what is stored is still what came from outside.
    """
    raise NotImplementedError
