"""The certificate that a PDF carries inside: whoever has only the sheet can still have it checked.

Only what is needed of PDF is understood: its compressed streams are looked at one after the other until one is the
beginning of a certificate. So it is found too in a PDF that another program has written anew.
"""

from __future__ import annotations

import re
import zlib
from typing import Final

PDF: Final = b"%PDF-"
_STREAM: Final = re.compile(rb"stream\r?\n")
_BEGINNING: Final = 256


def attached(data: bytes, sign: bytes, largest: int) -> bytes:
    """The first stream that holds JSON with `sign` in it, no longer than `largest` bytes; b"" where there is none."""
    seen = memoryview(data)
    for found in _STREAM.finditer(data):
        if data[max(0, found.start() - 3) : found.start()] == b"end":
            continue
        beginning = _inflated(seen[found.end() : found.end() + 4 * _BEGINNING], _BEGINNING)
        if beginning.lstrip().startswith(b"{"):
            whole = _inflated(seen[found.end() :], largest)
            if sign in whole:
                return whole
    return b""


def _inflated(data: memoryview, most: int) -> bytes:
    """At most so many bytes of what a stream holds; b"" where it is not compressed by deflate."""
    try:
        return zlib.decompressobj().decompress(data, most)
    except zlib.error:
        return b""
