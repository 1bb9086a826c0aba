"""A PDF on the disk, whole or not at all, drawn by Qt with or without a screen."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QMarginsF
from PySide6.QtGui import QGuiApplication, QPagedPaintDevice, QPageLayout, QPageSize, QPdfWriter

from db.errors import Exit, Expected

DPI: Final = 300
MM: Final = DPI / 25.4
"""Dots a millimetre."""
SANS: Final = ("Segoe UI", "Noto Sans", "DejaVu Sans", "Liberation Sans", "Arial")
MONO: Final = (
    "DejaVu Sans Mono",
    "Cascadia Mono",
    "Consolas",
    "Liberation Mono",
    "Noto Sans Mono",
    "Courier New",
)
"""Faces that tell 0 from O and 1 from l and I."""
_ORIENTATION: Final = {True: QPageLayout.Orientation.Landscape, False: QPageLayout.Orientation.Portrait}


def translate(context: str, text: str) -> str:
    """The text in the language that is set; English where it has none."""
    return QCoreApplication.translate(context, text)


@contextmanager
def drawing() -> Iterator[None]:
    """Qt's typefaces are there inside; the window has them, a command line makes them for as long as it needs."""
    if QCoreApplication.instance() is not None:
        yield
        return
    # Nothing is shown, and a server has no screen; elsewhere only the system's own plugin knows its typefaces.
    offscreen = ["-platform", "offscreen"] if sys.platform == "linux" else []
    application = QGuiApplication(["ledgermark", *offscreen])
    try:
        yield
    finally:
        application.shutdown()


@contextmanager
def pdf(
    target: Path,
    title: str,
    margin_mm: float,
    *,
    landscape: bool = False,
    holds: Mapping[str, bytes] | None = None,
) -> Iterator[QPdfWriter]:
    """A4 as PDF/A-1b at `target`, which appears when the block ends and all of it is on the disk.

    `holds` names files to be carried inside; PDF/A-1 knows none, and so such a sheet is a plain PDF 1.6. Works in any
    thread, inside `drawing`. Raises Expected("out_not_writable").
    """
    part = target.with_name(target.name + ".part")
    try:
        _try(part, target)
        writer = QPdfWriter(str(part))
        version = QPagedPaintDevice.PdfVersion
        writer.setPdfVersion(version.PdfVersion_1_6 if holds else version.PdfVersion_A1b)
        for name, data in (holds or {}).items():
            writer.addFileAttachment(name, data)
        writer.setResolution(DPI)
        writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        writer.setPageOrientation(_ORIENTATION[landscape])
        writer.setPageMargins(
            QMarginsF(margin_mm, margin_mm, margin_mm, margin_mm), QPageLayout.Unit.Millimeter
        )
        writer.setTitle(title)
        writer.setCreator("Ledgermark")
        yield writer  # the painter's end closes the file
        _keep(part, target)
    finally:
        part.unlink(missing_ok=True)


def _try(part: Path, target: Path) -> None:
    """Say that nothing can be written there before minutes of drawing, of which Qt would only print warnings."""
    try:
        part.open("wb").close()
    except OSError as cause:
        reason = cause.strerror or str(cause)
        raise Expected("out_not_writable", Exit.DISK, name=str(target), reason=reason) from cause


def _keep(part: Path, target: Path) -> None:
    try:
        if part.stat().st_size == 0:
            raise Expected("out_not_writable", Exit.DISK, name=str(target), reason="PDF")
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(target)
    except OSError as cause:
        reason = cause.strerror or str(cause)
        raise Expected("out_not_writable", Exit.DISK, name=str(target), reason=reason) from cause
