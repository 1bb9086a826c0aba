"""The physical check list: by rack, each doubtful number with its piece of paper and a blank for what is read."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QSizeF, QUrl
from PySide6.QtGui import QFont, QImage, QTextDocument

from desktop.messages import SENTENCES
from desktop.operations.rack_checks import RackLine, RackList
from desktop.printing.paper import SANS, drawing, pdf, translate
from desktop.printing.words import field_name

MARGIN_MM: Final = 12.0
_POINTS: Final = 9.0
_CROP: Final = (190, 34)
"""Widest and highest a crop is shown, in the document's points."""
_SHOWN: Final = ("weapon_type", "make", "model", "calibre")


def write_rack_list(found: RackList, target: Path) -> None:
    """Write the list on A4. Raises Expected("out_not_writable")."""
    title = translate("RackList", "Physical check list")
    with drawing(), pdf(target, title, MARGIN_MM) as writer:
        document = QTextDocument()
        document.documentLayout().setPaintDevice(writer)
        document.setDocumentMargin(0)
        font = QFont()
        font.setFamilies(list(SANS))
        font.setPointSizeF(_POINTS)
        document.setDefaultFont(font)
        document.setPageSize(QSizeF(writer.width(), writer.height()))
        sizes = {}
        for line in found.lines:
            if line.crop is not None:
                image = _image(line.crop)
                sizes[line.code] = image.width(), image.height()
                document.addResource(
                    QTextDocument.ResourceType.ImageResource, QUrl(f"paper:{line.code}"), image
                )
        document.setHtml(_html(found, title, sizes))
        document.print_(writer)


def _html(found: RackList, title: str, sizes: dict[str, tuple[int, int]]) -> str:
    asks = translate(
        "RackList",
        "Read the number on the frame or receiver, character by character, and write it into the blank as it stands "
        "there. Write “none” where no number is marked, “erased” where it was removed, “not found” where the weapon "
        "is not on its rack. A weapon that is on no list gets a line of its own at the end.",
    )
    made = translate("RackList", "{armoury} ({code}) — {at} UTC, {by} — to look at: {count}").format(
        armoury=found.armoury.name,
        code=found.armoury.code,
        at=found.made_at,
        by=found.made_by,
        count=len(found.lines),
    )
    racks = "".join(
        _rack(rack, tuple(lines), sizes) for rack, lines in groupby(found.lines, key=lambda one: one.rack)
    )
    more = translate(
        "RackList", "Weapons that are on this rack and on no list: rack, number, type, make, model"
    )
    blanks = (
        "<p>_____________________________________________________________________________________</p>" * 4
    )
    return (
        f"<h2>{escape(title)}</h2><p>{escape(made)}</p><p>{escape(asks)}</p>{racks}"
        f"<h4>{escape(more)}</h4>{blanks}"
    )


def _rack(rack: str, lines: Sequence[RackLine], sizes: dict[str, tuple[int, int]]) -> str:
    name = rack or translate("RackList", "No rack is said")
    heads = (
        translate("RackList", "Code"),
        translate("RackList", "On the paper"),
        translate("RackList", "Weapon; book, page, row"),
        translate("RackList", "Why"),
        translate("RackList", "Read on the weapon"),
    )
    head = "".join(f"<th align='left'>{escape(text)}</th>" for text in heads)
    rows = "".join(_line(line, sizes) for line in lines)
    return (
        f"<h3>{escape(name)}</h3><table width='100%' border='1' cellspacing='0' cellpadding='5' "
        f"style='border-collapse:collapse'><thead><tr>{head}</tr></thead>{rows}</table>"
    )


def _line(line: RackLine, sizes: dict[str, tuple[int, int]]) -> str:
    record = line.hit.record
    values = {field.name: field.text for field in record.fields}
    weapon = " ".join(values[name] for name in _SHOWN if values.get(name))
    where = (
        f"{line.hit.ledger.number} / {line.hit.page.folio or line.hit.page.position} / {line.hit.row_number}"
    )
    paper = ""
    if line.code in sizes:
        width, height = sizes[line.code]
        scale = min(_CROP[0] / width, _CROP[1] / height)
        paper = f"<br><img src='paper:{line.code}' width='{round(width * scale)}' height='{round(height * scale)}'>"
    why = " ".join(QCoreApplication.translate("Sentences", SENTENCES[one.key]) for one in line.why)
    number = record.serial or field_name("serial_number") + " —"
    return (
        f"<tr><td>{escape(line.code)}</td><td><b>{escape(number)}</b>{paper}</td>"
        f"<td>{escape(weapon)}<br>{escape(where)}</td><td>{escape(why)}</td>"
        "<td width='30%'>&nbsp;<br>&nbsp;</td></tr>"
    )


def _image(grey: NDArray[np.uint8]) -> QImage:
    """A grey array as a picture of its own memory."""
    rows = np.ascontiguousarray(grey)
    height, width = rows.shape
    return QImage(rows.data, width, height, width, QImage.Format.Format_Grayscale8).copy()
