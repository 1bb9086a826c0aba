"""What the C library does with memory that was let go of."""

from __future__ import annotations

import ctypes
import sys


def give_back() -> None:
    """Hand what the heap holds and nobody uses back to the system. With glibc; elsewhere nothing is done.

    Of a page's picture many copies lie in glibc's heap for a while, and small things that outlive them keep it from
    shrinking by itself: after five pages a reading process held 391 MB of which 164 were nobody's, and it went on so.
    To keep large blocks out of the heap (mallopt, M_MMAP_THRESHOLD) helps as much, but costs 0.6 s a page.
    """
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # musl has none
        if trim is not None:
            trim(0)
