"""Which files, which folder: the dialogs that ask."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.ui.words import translate

PICTURES = "*.png *.jpg *.jpeg *.tif *.tiff *.bmp *.webp *.pdf"
Chosen = Callable[[Sequence[Path]], None]


def ask_pictures(window: QWidget, chosen: Chosen, *, one: bool = False) -> None:
    """Ask for pictures and PDFs, or for just one."""
    asks = QFileDialog(window, translate("Capture", "Bring in pictures"))
    asks.setFileMode(QFileDialog.FileMode.ExistingFile if one else QFileDialog.FileMode.ExistingFiles)
    pictures, every = translate("Capture", "Pictures and PDF"), translate("Capture", "All files")
    asks.setNameFilters([f"{pictures} ({PICTURES})", f"{every} (*)"])
    _open(asks, chosen)


def ask_folder(window: QWidget, title: str, chosen: Chosen) -> None:
    """Ask for a folder."""
    asks = QFileDialog(window, title)
    asks.setFileMode(QFileDialog.FileMode.Directory)
    asks.setOption(QFileDialog.Option.ShowDirsOnly)
    _open(asks, chosen)


def _open(asks: QFileDialog, chosen: Chosen) -> None:
    asks.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    asks.filesSelected.connect(lambda names: chosen([Path(name) for name in names]))
    asks.open()
