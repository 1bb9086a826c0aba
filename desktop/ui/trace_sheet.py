"""A weapon's trace sheet: one page of what the books say of it, with the pieces of paper; answers a tracing request."""

from __future__ import annotations

from html import escape
from pathlib import Path

from PySide6.QtCore import QMarginsF, QSizeF, QUrl
from PySide6.QtGui import QImage, QPageSize, QPdfWriter, QTextDocument

from db.errors import Exit, Expected
from desktop.operations.histories import HistoryEntry, TraceSheet
from desktop.ui.records.table import field_text, where_text
from desktop.ui.review.picture import as_image
from desktop.ui.words import translate

MARGIN_MM = 14
DPI = 300
CSS_DPI = 96  # a text document takes the widths of pictures for pixels of a screen
MOST_PICTURES = 6
"""Rows of paper that one page holds beside their values; the entries after those are listed without."""


def write_trace_sheet(sheet: TraceSheet, target: Path) -> None:
    """Write the sheet on A4. Raises Expected("out_not_writable"). Works in any thread."""
    writer = QPdfWriter(str(target))
    writer.setResolution(DPI)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM))
    writer.setTitle(translate("Trace", "Trace sheet"))
    document = QTextDocument()
    document.documentLayout().setPaintDevice(writer)
    document.setPageSize(QSizeF(writer.width(), writer.height()))
    pictures = {record_id: as_image(grey) for record_id, grey in sheet.pictures[:MOST_PICTURES]}
    for record_id, image in pictures.items():
        document.addResource(QTextDocument.ResourceType.ImageResource, QUrl(f"paper:{record_id}"), image)
    document.setHtml(_html(sheet, pictures, writer.width() * CSS_DPI // DPI))
    document.print_(writer)
    if not target.exists() or target.stat().st_size == 0:
        raise Expected("out_not_writable", Exit.DISK, name=str(target), reason="PDF")


def _html(sheet: TraceSheet, pictures: dict[str, QImage], width: int) -> str:
    title = translate("Trace", "Trace sheet")
    first = sheet.history.entries[0].hit.record
    weapon = " · ".join(
        escape(text)
        for text in (
            first.serial or first.serial_state.value.replace("_", " "),
            *(
                field_text(first, name)
                for name in ("weapon_type", "make", "model", "calibre", "country", "year")
            ),
        )
        if text
    )
    entries = "".join(_entry(entry, pictures, width) for entry in sheet.history.entries)
    books = translate("Trace", "What the books say of it, in order of time")
    return (
        f"<h2>{escape(title)}</h2>{_asked(sheet)}"
        f"<p style='font-size:14pt'><b>{weapon}</b></p>"
        f"<h4>{escape(books)}</h4>{entries}{_foot(sheet)}"
    )


def _asked(sheet: TraceSheet) -> str:
    """The request that this answers, with the restrictions on its use."""
    asked = sheet.request
    if asked is None:
        return ""
    lines = [
        (translate("Trace", "Answers request"), f"{asked.number} ({asked.reference or '—'})"),
        (translate("Trace", "Of"), f"{asked.requester} {asked.contact}".strip()),
        (translate("Trace", "Received on"), asked.received_on),
        (translate("Trace", "Restrictions on use"), asked.restrictions or "—"),
    ]
    return _table(lines)


def _entry(entry: HistoryEntry, pictures: dict[str, QImage], width: int) -> str:
    hit = entry.hit
    said = [
        f"{escape(field.name.replace('_', ' '))}: <b>{escape(field.text)}</b>"
        for field in hit.record.fields
        if field.text and field.name != "ignore"
    ]
    marks = [f"{escape(mark.kind)}: <b>{escape(mark.text)}</b>" for mark in hit.record.markings]
    struck = translate("Trace", " (struck through in the book)") if hit.record.struck else ""
    where = translate("Trace", "Book {number} “{title}”, page and row: {where}").format(
        number=hit.ledger.number, title=hit.ledger.title, where=where_text(hit)
    )
    image = pictures.get(hit.record.id)
    paper = ""
    if image is not None:
        shown = min(width, image.width())
        paper = f"<br><img src='paper:{hit.record.id}' width='{shown}'>"
    date = entry.date or translate("Trace", "no date")
    head = f"{escape(date)} — {escape(where)}{escape(struck)}"
    return f"<p style='font-size:8pt'><b>{head}</b><br>{'; '.join([*said, *marks])}{paper}</p>"


def _foot(sheet: TraceSheet) -> str:
    lines = [
        (translate("Trace", "Armoury"), f"{sheet.armoury.name} ({sheet.armoury.code})"),
        (translate("Trace", "Made (UTC), by"), f"{sheet.made_at}, {sheet.made_by}"),
        (translate("Trace", "Records"), ", ".join(one.hit.record.id for one in sheet.history.entries)),
        (translate("Trace", "Journal: entry, head"), f"{sheet.journal_number}, {sheet.journal_head}"),
    ]
    return _table(lines)


def _table(lines: list[tuple[str, str]]) -> str:
    rows = "".join(
        f"<tr><td style='padding-right:12px'>{escape(name)}</td><td>{escape(text)}</td></tr>"
        for name, text in lines
    )
    return f"<table style='font-size:8pt'>{rows}</table>"
