"""How much an outside picture may ask for before it is refused; files from outside are hostile."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one decoding. Pixels are counted before anything is decoded."""

    min_side_px: int = (
        200  # the smallest readable table is wider; 1 x 1 tracking dots and icons are not pages
    )
    max_side_px: int = 40_000
    max_pixels: int = 150_000_000  # A2 at 600 dpi is 139 million
    max_picture_bytes: int = 512 * 1024**2  # one picture, kept as it came
    max_file_bytes: int = 8 * 1024**3  # a book of many pages, read in place
    max_frames: int = 5_000
    seconds: float = 60.0  # for one page; an A4 page at 300 dpi takes 0.1-0.5 s
    memory_bytes: int = 2 * 1024**3  # of the child's address space, where the system can hold it to that


PAGES = Limits()
"""For pages of a ledger."""

CROPS = replace(PAGES, min_side_px=4, max_side_px=20_000, max_pixels=20_000_000)
"""For crops of single cells (`ledgermark recognise`)."""
