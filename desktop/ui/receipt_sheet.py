"""The receipt of a sealed batch on paper: what went, its hashes in groups to be read out, the journal's head."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import QPageSize, QPdfWriter, QTextDocument

from db.errors import Exit, Expected
from desktop.operations.views import Receipt
from desktop.ui.words import count, translate

MARGIN_MM = 18
DPI = 300


def write_receipt(receipt: Receipt, target: Path) -> None:
    """Write the sheet on A4. Raises Expected("out_not_writable"). Works in any thread."""
    part = target.with_name(target.name + ".part")
    writer = QPdfWriter(str(part))
    writer.setResolution(DPI)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM))
    writer.setTitle(receipt.folder)
    document = QTextDocument()
    document.documentLayout().setPaintDevice(writer)
    document.setPageSize(QSizeF(writer.width(), writer.height()))
    document.setHtml(receipt_html(receipt))
    document.print_(writer)
    del writer  # closes the file
    try:
        if part.stat().st_size == 0:
            raise Expected("out_not_writable", Exit.DISK, name=str(target), reason="PDF")
        part.replace(target)
    except OSError as cause:
        reason = cause.strerror or str(cause)
        raise Expected("out_not_writable", Exit.DISK, name=str(target), reason=reason) from cause


def grouped(digest: str) -> str:
    """A hash in groups of eight, to be read out."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))


def receipt_html(receipt: Receipt) -> str:
    """The sheet's text."""
    lines = "".join(
        f"<tr><td style='padding-right:12px'>{escape(name)}</td><td>{escape(value)}</td></tr>"
        for name, value in _lines(receipt)
    )
    hashes = "".join(
        f"<p style='font-size:9pt'>{escape(name)}<br><code>{escape(grouped(digest))}</code></p>"
        for name, digest in _hashes(receipt)
    )
    title = translate("Receipt", "Receipt of batch {number}").format(number=count(receipt.header.number))
    head = translate("Receipt", "Hashes (SHA-256), to be compared group by group")
    why = translate(
        "Receipt",
        "Keep this sheet. It proves later what was sent, and that the register's journal was not shortened since.",
    )
    return (
        f"<h1>{escape(title)}</h1><p><b>{escape(receipt.folder)}</b></p>"
        f"<table style='font-size:10pt'>{lines}</table><h3>{escape(head)}</h3>{hashes}<p>{escape(why)}</p>"
    )


def _lines(receipt: Receipt) -> Iterator[tuple[str, str]]:
    header = receipt.header
    yield translate("Receipt", "Armoury"), f"{header.armoury_name} ({header.armoury_code})"
    yield translate("Receipt", "Sealed (UTC), by"), f"{header.sealed_at}, {header.sealed_by}"
    yield translate("Receipt", "Records"), count(receipt.records)
    yield translate("Receipt", "Events"), count(receipt.events)
    yield translate("Receipt", "Markings"), count(receipt.markings)
    locked = {
        "key": translate("Receipt", "encrypted to the registry's key"),
        "password": translate("Receipt", "locked with a password"),
    }.get(receipt.locked, translate("Receipt", "not encrypted"))
    yield translate("Receipt", "Workbook"), locked
    yield translate("Receipt", "Signed with the key"), receipt.signer or "—"
    yield translate("Receipt", "Journal's entries"), count(header.journal_entries)


def _hashes(receipt: Receipt) -> Iterator[tuple[str, str]]:
    yield translate("Receipt", "The journal's head"), receipt.header.journal_head
    yield translate("Receipt", "Over all rows"), receipt.rows_root
    for name, digest, _ in receipt.files:
        yield name, digest
