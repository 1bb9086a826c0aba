"""In the child: one PDF, rendered page by page at 300 dpi; its scripts and forms stay asleep.

The only home of pypdfium2.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image

from db.errors import Expected
from desktop.capture.frame import Frame
from desktop.capture.limits import Limits
from desktop.capture.pictures import check_size, kept_png

DPI = 300
_SCALE = (
    DPI / 72 * (1 - 1e-6)
)  # points to dots; a hair less, or 216 points round up to 901 dots instead of 900
_WRONG_PASSWORD = 4  # FPDF_ERR_PASSWORD
_OTHER_LOCK = 5  # FPDF_ERR_SECURITY: a lock that pdfium does not know


class PdfFile:
    """A PDF that opens without a password."""

    def __init__(self, file: Path | bytes, limits: Limits) -> None:
        self._limits = limits
        try:
            self._document = pypdfium2.PdfDocument(file)
        except FileNotFoundError as error:
            raise Expected("picture_vanished") from error
        except pypdfium2.PdfiumError as error:
            locked = error.err_code in {_WRONG_PASSWORD, _OTHER_LOCK}
            raise Expected("pdf_encrypted" if locked else "pdf_broken") from error
        self.frames = len(self._document)

    def frame(self, index: int, *, keep: bool) -> Frame:
        """Render page `index` from 0. Raises Expected where that page is damaged or too large."""
        try:
            page = self._document[index]
            try:
                width, height = page.get_size()
                check_size(round(width * _SCALE), round(height * _SCALE), self._limits)
                bitmap = page.render(scale=_SCALE, rev_byteorder=True, prefer_bgrx=False)
                pixels = _grey_where_grey(bitmap.to_numpy())
                # A scan that pdfium can't unpack is left out without a word, and no scan is of one shade throughout.
                if pixels.min() == pixels.max() and _has_picture(page):
                    raise Expected("pdf_page_broken")
            finally:
                page.close()
        except pypdfium2.PdfiumError as error:
            raise Expected("pdf_page_broken") from error
        return Frame(pixels, float(DPI), kept_png(Image.fromarray(pixels), float(DPI)) if keep else b"")

    def close(self) -> None:
        """Let go of the file."""
        self._document.close()


def _has_picture(page: pypdfium2.PdfPage) -> bool:
    """Whether a picture is laid on the page, shown or not."""
    return next(page.get_objects(filter=(pypdfium2.raw.FPDF_PAGEOBJ_IMAGE,)), None) is not None


def _grey_where_grey(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """One channel where the three are equal everywhere: a third of the bytes to keep, and nothing lost."""
    red, green, blue = pixels[..., 0], pixels[..., 1], pixels[..., 2]
    alike = bool((red == green).all()) and bool((green == blue).all())
    return np.ascontiguousarray(red if alike else pixels)
