"""From files to scans: the bytes as they came, their hash, and upright pixels that a child process decoded."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from db.errors import Cancelled, Exit, Expected
from desktop.capture.decoder import Decoder, Opened
from desktop.capture.files import Source, head_of, read_all, read_pieces, sources, told
from desktop.capture.kinds import MANY_PAGES, Kind, kind_of, other_picture
from desktop.capture.limits import CROPS, PAGES, Limits
from desktop.fields.problems import Problem

__all__ = [
    "CROPS",
    "PAGES",
    "Decoder",
    "Known",
    "Limits",
    "Refused",
    "Scan",
    "Source",
    "decode",
    "scans",
    "sources",
]


@dataclass(frozen=True, slots=True)
class Scan:
    """One picture of a page as it came.

    `source` is the file's name, with `#3` for the third page of a many-page file. `data` are the file's own bytes,
    or for one page of a PDF or of a many-page TIFF a lossless PNG of it (b"" where nobody wants to keep it).
    `sha256` tells pictures apart: the file's SHA-256, with `#` and the page for one of many. `pixels` is height x
    width (grey) or height x width x 3 (RGB), uint8, turned upright. `dpi` is 0.0 where the file does not say.
    """

    source: str
    frame: int  # 1-based
    frames: int  # how many pages the file holds
    sha256: str
    file_sha256: str
    data: bytes
    width: int
    height: int
    dpi: float
    pixels: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Known:
    """A picture that the caller said it has: it was not decoded again."""

    source: str
    frame: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Refused:
    """One page of a many-page file that could not be read; the others go on."""

    source: str
    frame: int
    problem: Problem


def never() -> bool:
    """A cancel that never comes."""
    return False


def scans(
    source: Source | Path,
    limits: Limits = PAGES,
    cancel: Callable[[], bool] = never,
    decoder: Decoder | None = None,
    *,
    keep: bool = True,
) -> Iterator[Scan | Refused]:
    """The pages of one file in their order, decoded one at a time in a child process.

    A `decoder` that is handed in serves many files, by its own limits; without one, a child is started for this
    file alone. `keep=False` spares the PNG of each page of a many-page file where nothing is to be stored. Raises
    Expected where nothing of the file can be used, Cancelled when told to stop.
    """
    for arrived in arrivals(source, lambda _sha256: False, limits, cancel, decoder, keep=keep):
        if not isinstance(arrived, Known):
            yield arrived


def arrivals(
    source: Source | Path,
    known: Callable[[str], bool],
    limits: Limits = PAGES,
    cancel: Callable[[], bool] = never,
    decoder: Decoder | None = None,
    *,
    keep: bool = True,
) -> Iterator[Scan | Refused | Known]:
    """As `scans`, for whoever has pictures already: one whose `sha256` is `known` is not decoded.

    Bringing a book of 400 pages in again after a stop costs its reading from the disk, and no more.
    """
    if isinstance(source, Path):
        source = Source(source, source.name)
    with nullcontext(decoder) if decoder is not None else Decoder(limits) as child:
        kind = _kind(source, child.limits)
        if kind in MANY_PAGES:
            yield from _many(source, kind, child, cancel, keep=keep, known=known)
        else:
            yield _one(source, kind, child, cancel, known)


def decode(data: bytes, limits: Limits = PAGES, decoder: Decoder | None = None) -> NDArray[np.uint8]:
    """Upright pixels of a stored picture (`Scan.data`), the same as `Scan.pixels` were.

    Decoded in a child process too: what is stored is still what came from outside.
    """
    name = "picture"
    kind = kind_of(data[:64])
    if kind is None or kind is Kind.PDF:
        raise Expected("picture_broken", name=name)
    with nullcontext(decoder) if decoder is not None else Decoder(limits) as child:
        return child.frame(Opened(name, kind, data), name, 0, keep=False, cancel=never).pixels


def _kind(source: Source, limits: Limits) -> Kind:
    head = head_of(source, limits)
    kind = kind_of(head)
    if kind is None:
        other = other_picture(head)
        if other:
            raise Expected("picture_other_kind", name=source.name, kind=other)
        raise Expected("picture_unknown", name=source.name)
    return kind


def _one(
    source: Source,
    kind: Kind,
    decoder: Decoder,
    cancel: Callable[[], bool],
    known: Callable[[str], bool],
) -> Scan | Known:
    """A file with one picture: what is decoded are the very bytes that are kept."""
    data = read_all(source, decoder.limits)
    sha256 = hashlib.sha256(data).hexdigest()
    if known(sha256):
        return Known(source.name, 1, sha256)
    frame = decoder.frame(Opened(source.name, kind, data), source.name, 0, keep=False, cancel=cancel)
    height, width = frame.pixels.shape[:2]
    sha256 = hashlib.sha256(data).hexdigest()
    return Scan(source.name, 1, 1, sha256, sha256, data, width, height, frame.dpi, frame.pixels)


def _many(
    source: Source,
    kind: Kind,
    decoder: Decoder,
    cancel: Callable[[], bool],
    *,
    keep: bool,
    known: Callable[[str], bool],
) -> Iterator[Scan | Refused | Known]:
    """A book in one file, read in place: only the page at hand is in memory."""
    book = Opened(source.name, kind, source.path)
    frames = decoder.open(book, cancel)
    if kind is Kind.TIFF and frames == 1:
        yield _one(source, kind, decoder, cancel, known)
        return
    if frames < 1:
        raise Expected("picture_without_pages", name=source.name)
    if frames > decoder.limits.max_frames:
        raise Expected(
            "picture_too_many_pages", name=source.name, pages=frames, most=decoder.limits.max_frames
        )
    sha256 = _file_sha256(source, cancel)
    for number in range(1, frames + 1):
        name, own = f"{source.name}#{number}", f"{sha256}#{number}"
        if known(own):
            yield Known(name, number, own)
            continue
        try:
            frame = decoder.frame(book, name, number - 1, keep=keep, cancel=cancel)
        except Cancelled:
            raise
        except Expected as refusal:
            if not source.path.exists():
                raise Expected("picture_vanished", Exit.DISK, name=source.name) from refusal
            yield Refused(name, number, told(refusal))
            continue
        height, width = frame.pixels.shape[:2]
        own = f"{sha256}#{number}"
        yield Scan(name, number, frames, own, sha256, frame.kept, width, height, frame.dpi, frame.pixels)
    decoder.let_go(book)


def _file_sha256(source: Source, cancel: Callable[[], bool]) -> str:
    """The hash of a large file, a megabyte at a time."""
    digest = hashlib.sha256()
    for piece in read_pieces(source):
        if cancel():
            raise Cancelled
        digest.update(piece)
    return digest.hexdigest()
