"""A lot's certificate on paper: a PDF that says what was checked, what may be claimed, and how anyone can prove it.

The JSON beside it is what `ledgermark check certificate` reads; the sheet names its SHA-256.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import QPageSize, QPdfWriter, QTextDocument

from db.errors import Exit, Expected
from desktop.ui.words import translate

MARGIN_MM = 18
DPI = 300


def write_sheet(content: Mapping[str, Any], target: Path) -> None:
    """Write the sheet on A4. Raises Expected("out_not_writable"). Works in any thread."""
    writer = QPdfWriter(str(target))
    writer.setResolution(DPI)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM))
    writer.setTitle(translate("Certificate", "Certificate of a spot check"))
    document = QTextDocument()
    document.documentLayout().setPaintDevice(writer)
    document.setPageSize(QSizeF(writer.width(), writer.height()))
    document.setHtml(_html(content))
    document.print_(writer)
    if not target.exists() or target.stat().st_size == 0:
        raise Expected("out_not_writable", Exit.DISK, name=str(target), reason="PDF")


def _html(content: Mapping[str, Any]) -> str:
    said = "".join(f"<p style='font-size:14pt'>{escape(str(one))}</p>" for one in content["said"])
    lines = "".join(
        f"<tr><td style='padding-right:12px'>{escape(name)}</td><td><code>{escape(value)}</code></td></tr>"
        for name, value in _lines(content)
    )
    sample = " ".join(f"{escape(str(one))}" for one in content["sample"])
    title = translate("Certificate", "Certificate of a spot check")
    records = translate("Certificate", "The records that were checked, in the order of drawing")
    return (
        f"<h1>{escape(title)}</h1>{said}"
        f"<table style='font-size:9pt'>{lines}</table>"
        f"<h3>{escape(records)}</h3>"
        f"<p style='font-size:7pt'><code>{sample}</code></p>"
    )


def _lines(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    lot, plan, result, journal = content["lot"], content["plan"], content["result"], content["journal"]
    yield translate("Certificate", "Armoury"), f"{content['armoury']['name']} ({content['armoury']['code']})"
    yield translate("Certificate", "Certificate"), content["certificate"]
    yield translate("Certificate", "SHA-256 of its file's content"), content["sha256"]
    yield translate("Certificate", "Lot"), f"{lot['kind']} {lot['title']}, {len(lot['records'])}"
    yield translate("Certificate", "Frozen (UTC)"), lot["frozen_at"]
    yield translate("Certificate", "SHA-256 of the lot"), lot["sha256"]
    yield translate("Certificate", "Fields that were typed"), ", ".join(lot["fields"])
    yield translate("Certificate", "Share, risk, sample"), f"{plan['share']}, {plan['risk']}, {plan['size']}"
    yield translate("Certificate", "Seed"), content["seed"]
    counted = f"{result['decision']}, {result['checked']}, {result['wrong']}, {result['at_most']}"
    yield translate("Certificate", "Decision, checked, wrong, at most wrong"), counted
    yield translate("Certificate", "Decided (UTC), by"), f"{result['at']}, {result['by']}"
    for name, one in content["intervals"].items():
        share = (
            f"{100 * one['share']:.2f} % ({100 * one['low']:.2f}–{100 * one['high']:.2f} %, n = {one['n']})"
        )
        yield translate("Certificate", "Wrong: {name}").format(name=name), share
    yield translate("Certificate", "Journal: entry, head"), f"{journal['number']}, {journal['head']}"
