"""Builds the files that capture has to cope with: pages, PDFs with a broken page, bombs."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image


def page(width: int = 300, height: int = 400, *, colour: bool = True) -> NDArray[np.uint8]:
    """White paper with a black bar at the top left and a red one (or grey) at the bottom right."""
    pixels = np.full((height, width, 3), 255, np.uint8)
    pixels[10:40, 10:110] = 0
    pixels[-60:-20, -50:-20] = (200, 0, 0)
    return pixels if colour else pixels[..., 0].copy()


def encoded(pixels: NDArray[np.uint8], kind: str, **options: object) -> bytes:
    """The pixels as a file of that kind."""
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, kind, **options)
    return out.getvalue()


def write(path: Path, data: bytes) -> Path:
    """Write and return the path."""
    path.write_bytes(data)
    return path


def chunk(kind: bytes, data: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_that_claims(width: int, height: int, *, rows: int = 0) -> bytes:
    """A small PNG file whose header claims that many dots: the decompression bomb."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = zlib.compress(bytes(width + 1) * rows, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def pdf(pages: list[bytes], *, broken: frozenset[int] = frozenset(), media: str = "0 0 144 216") -> bytes:
    """A PDF with one content stream a page; the page objects of the pages in `broken` (from 0) are no objects."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{3 + 2 * number} 0 R" for number in range(len(pages)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    for number, content in enumerate(pages):
        if number in broken:
            objects.append(b"(here was a page)")
        else:
            objects.append(
                f"<< /Type /Page /Parent 2 0 R /MediaBox [{media}] /Contents {4 + 2 * number} 0 R >>".encode()
            )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def bar(red: float = 0.0) -> bytes:
    """A content stream: a filled bar, half an inch high, an inch from the left and from the bottom."""
    return f"{red} 0 0 rg 72 72 36 36 re f".encode()


def locked_pdf() -> bytes:
    """A PDF that asks for a password (standard handler, 40 bit; the password is not known to anybody)."""
    plain = pdf([bar()])
    lock = b"<< /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >>" % (b"41" * 32, b"42" * 32)
    return plain.replace(b"/Root 1 0 R", b"/Root 1 0 R /ID [<00><00>] /Encrypt " + lock)
