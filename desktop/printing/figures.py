"""The record-keeping figures of a self-assessment on one printable page, each beside what it was counted from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Final

from PySide6.QtGui import QFont, QPainter, QTextDocument

from db.model import SerialState
from desktop.fields.retention import YEARS, Retention
from desktop.operations.figures import KINDS, Figures
from desktop.printing.paper import DPI, MM, SANS, drawing, pdf, translate
from desktop.printing.words import field_name, state_text

MARGIN_MM: Final = 14.0
_SIZES: Final = (9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0)
"""Points; the largest that leaves it on one page is taken."""
Row = tuple[str, ...]


def write_figures(found: Figures, target: Path) -> float:
    """Write the page on A4 and return the size of its text. Raises Expected("out_not_writable")."""
    with drawing(), pdf(target, _title(found), MARGIN_MM) as writer:
        for points in _SIZES:
            sheet = _Sheet(found, points, writer.width())
            if sheet.height <= writer.height():
                break
        painter = QPainter(writer)
        try:
            sheet.draw(painter)
        finally:
            painter.end()
    return points


class _Sheet:
    """The parts of the page, laid out: two columns between a head and an ending.

    A document for each part, since Qt lays out more than a thousand characters at leisure, by a timer that only its
    own threads have. Sizes are in the paper's dots.
    """

    def __init__(self, found: Figures, points: float, width: float) -> None:
        self._font = QFont()
        self._font.setFamilies(list(SANS))
        self._font.setPixelSize(round(points * DPI / 72))
        column = width * 0.48
        head = self._document(_top(found), width)
        left = [self._document(part, column) for part in _left(found)]
        right = [self._document(part, column) for part in _right(found)]
        ending = self._document(f"<p><i>{escape(_ending())}</i></p>", width)
        self._placed = [(0.0, 0.0, head)]
        top = head.size().height()
        lowest = top
        for from_left, parts in ((0.0, left), (width - column, right)):
            down = top
            for part in parts:
                self._placed.append((from_left, down, part))
                down += part.size().height() + 3 * MM
            lowest = max(lowest, down)
        self._placed.append((0.0, lowest, ending))
        self.height = lowest + ending.size().height()

    def draw(self, painter: QPainter) -> None:
        """All of it, each part in its place."""
        for left, top, document in self._placed:
            painter.save()
            painter.translate(left, top)
            document.drawContents(painter)
            painter.restore()

    def _document(self, html: str, width: float) -> QTextDocument:
        document = QTextDocument()
        document.setDefaultFont(self._font)
        document.setDocumentMargin(0)
        document.setTextWidth(width)
        document.setHtml(html)
        return document


def _top(found: Figures) -> str:
    head = "".join(
        f"<tr><td style='padding-right:40px'><b>{escape(name)}</b></td><td>{escape(text)}</td></tr>"
        for name, text in _head(found)
    )
    return f"<h2>{escape(_title(found))}</h2><table>{head}</table><p></p>"


def _left(found: Figures) -> tuple[str, ...]:
    return (
        _part(translate("Figures", "1. Records kept, by kind"), _kinds(found), translate(
            "Figures", "Source: the latest revision of every entry filed in this register (ITI 11, 12)."
        )),
        _part(translate("Figures", "2. Records by decade"), _decades(found), translate(
            "Figures", "Source: the first dated event of each entry, as the paper or a person says, struck ones aside."
        )),
    )  # fmt: skip


def _right(found: Figures) -> tuple[str, ...]:
    return (
        _part(translate("Figures", "3. Weapons: marks present"), _marks(found), translate(
            "Figures",
            "Source: the state of the serial number and the marks recorded, as the paper or a person at the weapon "
            "says (ITI 7, 8). A mark that stands on the weapon and in no book is not counted.",
        )),
        _part(translate("Figures", "4. Retention classes"), _kept(found), translate(
            "Figures",
            "Source: the last dated event of each entry. At least 30 years for records of manufacture and 20 for "
            "others (ITI 12), 30 after destruction (EU 2021/555). Nothing is deleted by the program, whatever its age.",
        )),
        _part(translate("Figures", "5. Share traceable"), _traceable(found), translate(
            "Figures",
            "Source: weapons that say all that “{profile}” requires, whose number is marked and wholly read, and "
            "whose last holder or counterpart is known.",
        ).format(profile=found.profile.name)),
    )  # fmt: skip


def _head(found: Figures) -> Iterator[tuple[str, str]]:
    armoury = found.armoury
    yield translate("Figures", "Armoury"), f"{armoury.name} ({armoury.code}) {armoury.country}".strip()
    yield translate("Figures", "Counted (UTC), by"), f"{found.made_at}, {found.made_by}"
    yield translate("Figures", "Journal: entry, head"), f"{found.journal_number}, {found.journal_head}"
    yield translate("Figures", "Books, pages"), f"{found.books}, {found.pages}"


def _kinds(found: Figures) -> Iterator[Row]:
    for kind in KINDS:
        yield kind_name(kind), str(found.kinds[kind])
    yield translate("Figures", "All"), str(found.records)
    yield translate("Figures", "Struck through, counted nowhere else"), str(found.struck)


def _decades(found: Figures) -> Iterator[Row]:
    yield ("", *(kind_name(kind) for kind in KINDS))
    for decade, counts in found.decades:
        name = f"{decade}–{int(decade) + 9}" if decade else translate("Figures", "no date")
        yield (name, *(str(counts.get(kind, 0)) for kind in KINDS))


def _marks(found: Figures) -> Iterator[Row]:
    yield translate("Figures", "Weapons"), str(found.weapons), ""
    for state, number in found.states.items():
        name = state_text(state) or translate("Figures", "marked")
        yield (
            translate("Figures", "Serial number: {state}").format(state=name),
            *_share(number, found.weapons),
        )
        if state is SerialState.MARKED:
            yield (
                translate("Figures", "… with characters that nobody can read"),
                *_share(found.unread, found.weapons),
            )
    yield translate("Figures", "Any other mark recorded"), *_share(found.marked, found.weapons)
    for kind, number in found.marks.items():
        yield translate("Figures", "… {kind}").format(kind=mark_name(kind)), *_share(number, found.weapons)


def _kept(found: Figures) -> Iterator[Row]:
    yield (
        "", translate("Figures", "at least"), translate("Figures", "records"), translate("Figures", "past that"),
    )  # fmt: skip
    for kept, number, past in found.retention:
        years = YEARS[kept]
        shown = translate("Figures", "{years} years").format(years=years) if years else "—"
        yield retention_name(kept), shown, str(number), str(past) if years else "—"


def _traceable(found: Figures) -> Iterator[Row]:
    for name, number in found.says.items():
        said = translate("Figures", "holder or counterpart") if name == "holder" else field_name(name)
        yield translate("Figures", "Says: {field}").format(field=said), *_share(number, found.weapons)
    yield translate("Figures", "Traceable"), *_share(found.traceable, found.weapons)


def kind_name(kind: str) -> str:
    """What a record is of."""
    return {
        "weapon": translate("Figures", "Weapons"),
        "movement": translate("Figures", "Movements"),
        "quantity": translate("Figures", "Quantities"),
    }[kind]


def mark_name(kind: str) -> str:
    """A kind of mark."""
    return {
        "maker": translate("Figures", "maker's"),
        "import": translate("Figures", "import"),
        "proof": translate("Figures", "proof"),
        "arsenal": translate("Figures", "arsenal's"),
        "state": translate("Figures", "State's"),
        "unit": translate("Figures", "unit's"),
        "other": translate("Figures", "other"),
    }[kind]


def retention_name(kept: Retention) -> str:
    """A class of retention."""
    return {
        Retention.MANUFACTURE: translate("Figures", "Of manufacture"),
        Retention.DESTROYED: translate("Figures", "Destroyed"),
        Retention.OTHER: translate("Figures", "Other"),
        Retention.INDEFINITE: translate("Figures", "No date: kept for ever"),
    }[kept]


def _share(number: int, whole: int) -> tuple[str, str]:
    return str(number), f"{100 * number / whole:.1f} %" if whole else "—"


def _part(heading: str, rows: Iterator[Row], source: str) -> str:
    return f"<h4>{escape(heading)}</h4>{_table(rows)}<p><i>{escape(source)}</i></p>"


def _table(rows: Iterator[Row]) -> str:
    return f"<table>{''.join(_row(row) for row in rows)}</table>"


def _row(cells: Sequence[str]) -> str:
    first, *others = cells
    rest = "".join(f"<td align='right' style='padding-left:32px'>{escape(cell)}</td>" for cell in others)
    return f"<tr><td>{escape(first)}</td>{rest}</tr>"


def _title(found: Figures) -> str:
    title = translate("Figures", "Record-keeping figures for a self-assessment")
    practice = translate("Figures", "PRACTICE — {title}").format(title=title)
    return practice if found.armoury.practice else title


def _ending() -> str:
    return translate(
        "Figures",
        "After the self-assessment questions on record-keeping of the UN discussion papers on marking, record-keeping "
        "and tracing (2011). Every figure was counted in this register at the moment above. No legal advice.",
    )
