"""A lot's certificate on paper: what was checked, what may be claimed, and how anyone can prove it.

The PDF carries the certificate's own file inside, so that `ledgermark check certificate` takes the sheet as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QFont, QPainter, QPdfWriter, QTextDocument

from desktop.accuracy.certificate import certificate_text
from desktop.printing.flow import face, shown
from desktop.printing.paper import MM, MONO, SANS, drawing, pdf, translate
from desktop.printing.words import field_name

MARGIN_MM: Final = 18.0
_FOOT_MM: Final = 9.0
_ATTACHED: Final = "certificate.json"
_ID: Final = 32
"""Characters of a record's id."""


def write_sheet(content: Mapping[str, Any], target: Path) -> None:
    """Write the sheet on A4. Raises Expected("out_not_writable"). Works in any thread."""
    inside = {_ATTACHED: certificate_text(content).encode("ascii")}
    with drawing(), pdf(target, _title(content), MARGIN_MM, holds=inside) as writer:
        document = QTextDocument()
        document.documentLayout().setPaintDevice(writer)
        font = QFont()
        font.setFamilies(list(SANS))
        font.setPointSizeF(10)
        document.setDefaultFont(font)
        document.setDocumentMargin(0)
        page = QSizeF(writer.width(), writer.height() - _FOOT_MM * MM)
        document.setPageSize(page)
        document.setHtml(_html(content))
        _paint(document, page, writer, content)


def _paint(document: QTextDocument, page: QSizeF, writer: QPdfWriter, content: Mapping[str, Any]) -> None:
    """Every page with its foot: of which certificate it is, and which of how many."""
    painter = QPainter(writer)
    small = face(writer, SANS, 7)
    try:
        for number in range(document.pageCount()):
            if number:
                writer.newPage()
            painter.save()
            painter.translate(0, -number * page.height())
            document.drawContents(painter, QRectF(QPointF(0, number * page.height()), page))
            painter.restore()
            painter.setFont(small.font)
            foot = writer.height() - 1 * MM
            painter.drawText(QPointF(0, foot), f"{_title(content)} {content['certificate']}")
            said = translate("Certificate", "Page {number} of {total}").format(
                number=number + 1, total=document.pageCount()
            )
            painter.drawText(QPointF(writer.width() - small.metrics.horizontalAdvance(said), foot), said)
    finally:
        painter.end()


def _title(content: Mapping[str, Any]) -> str:
    title = translate("Certificate", "Certificate of a spot check")
    return (
        f"{translate('Certificate', 'PRACTICE')} — {title}" if content["armoury"].get("practice") else title
    )


def _html(content: Mapping[str, Any]) -> str:
    said = "".join(f"<p style='font-size:14pt'><b>{_safe(one)}</b></p>" for one in content["said"])
    lines = "".join(
        f"<tr><td style='padding-right:14px; padding-bottom:3px'>{_safe(name)}</td><td>{value}</td></tr>"
        for name, value in _lines(content)
    )
    heads = (
        translate("Certificate", "No."), translate("Certificate", "Book/page/row"), translate("Certificate", "Result"),
        translate("Certificate", "Record"),
    )  # fmt: skip
    records = translate("Certificate", "The records that were checked, in the order of drawing")
    proof = translate(
        "Certificate",
        "Anyone can draw these again: of all records of the lot, they are those with the smallest HMAC-SHA-256 of the "
        "record's name under the seed. “ledgermark check certificate”, given this PDF, does it.",
    )
    return (
        f"<h1>{_safe(_title(content))}</h1>{said}<p></p><table style='font-size:9pt'>{lines}</table>"
        f"<h3>{_safe(records)}</h3><p style='font-size:9pt'>{_safe(proof)}</p>"
        f"<table width='100%' style='font-size:6.5pt'>{_row([*heads, *heads], 'th')}"
        f"{''.join(_row(cells, 'td') for cells in _drawn(content))}</table>"
    )


def _lines(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What stands beside what; the values as HTML."""
    lot, plan, result, journal = content["lot"], content["plan"], content["result"], content["journal"]
    yield (
        translate("Certificate", "Armoury"),
        _safe(f"{content['armoury']['name']} ({content['armoury']['code']})"),
    )
    named = {
        "batch": translate("Certificate", "filed and not yet sent"), "book": translate("Certificate", "book"),
        "week": translate("Certificate", "a person's week"), "range": translate("Certificate", "some days"),
    }  # fmt: skip
    what = f"{named.get(lot['kind'], lot['kind'])} {lot['title']}".strip()
    count = translate("Certificate", "{what}; {records} records, frozen {at} (UTC)")
    yield (
        translate("Certificate", "Lot"),
        _safe(count.format(what=what, records=len(lot["records"]), at=lot["frozen_at"])),
    )
    fields = ", ".join(field_name(str(name)) for name in content["intervals"] if name != "record")
    yield translate("Certificate", "Typed blind"), _safe(fields)
    planned = translate("Certificate", "at most {share} of the records wrong, risk {risk}: {size} to check")
    yield translate("Certificate", "Plan"), _safe(
        planned.format(share=plan["share"], risk=plan["risk"], size=plan["size"])
    )  # fmt: skip
    counted = translate(
        "Certificate", "{decision}: {checked} checked, {wrong} wrong, at most {at_most} of the lot wrong"
    )
    decisions = {
        "passed": translate("Certificate", "passed"),
        "released": translate("Certificate", "released"),
    }
    yield translate("Certificate", "Result"), _safe(
        counted.format(
            decision=decisions.get(result["decision"], result["decision"]), checked=result["checked"],
            wrong=result["wrong"], at_most=result["at_most"],
        )
    )  # fmt: skip
    yield translate("Certificate", "Decided (UTC), by"), _safe(f"{result['at']}, {result['by']}")
    for name, one in sorted(content["intervals"].items(), key=lambda item: (item[0] != "record", item[0])):
        head = translate("Certificate", "any of these") if name == "record" else field_name(str(name))
        share = (
            f"{100 * one['share']:.2f} % ({100 * one['low']:.2f}–{100 * one['high']:.2f} %, n = {one['n']})"
        )
        yield translate("Certificate", "Wrong: {name} (95 %)").format(name=head), _safe(share)
    yield translate("Certificate", "Seed"), _hex(content["seed"])
    yield translate("Certificate", "SHA-256 of the lot"), _hex(lot["sha256"])
    yield translate("Certificate", "SHA-256 of the certificate"), _hex(content["sha256"])
    yield translate("Certificate", "Certificate"), _code(str(content["certificate"]))
    yield translate("Certificate", "Journal: entry"), _safe(journal["number"])
    yield translate("Certificate", "Journal: head"), _hex(journal["head"])


def _drawn(content: Mapping[str, Any]) -> Iterator[Sequence[str]]:
    """The sample, two records on a line, going down the left half first."""
    results = content["result"]["records"]
    named = {
        "right": translate("Certificate", "right"), "wrong": translate("Certificate", "wrong, corrected"),
    }  # fmt: skip
    cells = [
        (str(at), where, named.get(results[record_id], results[record_id]), record_id)
        for at, (record_id, where) in enumerate(
            zip(content["sample"], content["where"], strict=True), start=1
        )
    ]
    half = -(-len(cells) // 2)
    for at in range(half):
        yield (*cells[at], *(cells[half + at] if half + at < len(cells) else ("", "", "", "")))


def _row(cells: Sequence[str], tag: str) -> str:
    style = "padding-right:7px; white-space:nowrap"
    every = "".join(
        f'<{tag} align="left" style="{style}">{_code(cell) if len(cell) == _ID else _safe(cell)}</{tag}>'
        for cell in cells
    )
    return f"<tr>{every}</tr>"


def _hex(value: object) -> str:
    """A long hexadecimal number in eights: that is how two of them are compared by eye."""
    text = str(value)
    return _code(" ".join(text[at : at + 8] for at in range(0, len(text), 8)))


def _code(text: str) -> str:
    faces = ", ".join(f"'{name}'" for name in MONO)
    return f'<span style="font-family:{faces}">{_safe(text)}</span>'


def _safe(value: object) -> str:
    return escape(shown(str(value)))
