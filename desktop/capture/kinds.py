"""What a file is, by its first bytes and never by its name."""

from __future__ import annotations

from enum import StrEnum

HEAD_BYTES = 1024
"""How much of a file is looked at; a PDF may begin anywhere in it (PDF reference, implementation note 13)."""


class Kind(StrEnum):
    """Kinds that are read; the values are Pillow's names, but for PDF."""

    PNG = "PNG"
    JPEG = "JPEG"
    TIFF = "TIFF"
    BMP = "BMP"
    WEBP = "WEBP"
    PDF = "PDF"


MANY_PAGES = frozenset({Kind.TIFF, Kind.PDF})

PICTURE_SUFFIXES = frozenset(
    {".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".tif", ".tiff", ".bmp", ".dib", ".webp", ".pdf"}
    | {".heic", ".heif", ".avif", ".gif", ".jp2", ".j2k", ".jxl", ".djvu", ".psd", ".dng"}
)
"""Names that promise a page: such a file in a folder is never left out silently."""

_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"\xff\xd8\xff", Kind.JPEG),
    (b"II*\x00", Kind.TIFF),
    (b"MM\x00*", Kind.TIFF),
    (b"II+\x00\x08\x00", Kind.TIFF),  # BigTIFF
    (b"MM\x00+\x00\x08", Kind.TIFF),
)
_BMP_HEADERS = frozenset(
    {12, 16, 40, 52, 56, 64, 108, 124}
)  # sizes of its second header; "BM" alone begins words too
_OTHER = (
    (b"GIF8", "GIF"),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "JPEG 2000"),
    (b"\xff\x4f\xff\x51", "JPEG 2000"),
    (b"\xff\x0a", "JPEG XL"),
    (b"\x00\x00\x00\x0cJXL \r\n\x87\n", "JPEG XL"),
    (b"AT&TFORM", "DjVu"),
    (b"8BPS", "Photoshop"),
    (b"\x97JB2\r\n\x1a\n", "JBIG2"),
)
_HEIF_BRANDS = {
    b"heic": "HEIC",
    b"heix": "HEIC",
    b"hevc": "HEIC",
    b"mif1": "HEIC",
    b"msf1": "HEIC",
    b"avif": "AVIF",
}


def kind_of(head: bytes) -> Kind | None:
    """The kind of a file that begins with `head`; None where it is none that is read."""
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Kind.WEBP
    if head[:2] == b"BM" and int.from_bytes(head[14:18], "little") in _BMP_HEADERS:
        return Kind.BMP
    return Kind.PDF if b"%PDF-" in head[:HEAD_BYTES] else None


def other_picture(head: bytes) -> str:
    """The name of a kind of picture that is known and not read, to tell people what to save it as; else ""."""
    for magic, name in _OTHER:
        if head.startswith(magic):
            return name
    return _HEIF_BRANDS.get(head[8:12], "") if head[4:8] == b"ftyp" else ""
