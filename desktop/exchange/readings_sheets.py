"""What stands in the sheets of a readings workbook: one sheet a form, one line a row, the pictures' list first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from desktop.exchange.rows import ReadingsCell, ReadingsPage, ReadingsRow
from desktop.exchange.table import Doubtful, SheetColumn, Text

_PICTURES: Final = "Pictures"
_TO_CHECK: Final = SheetColumn("To check", 40)
_WHERE: Final = (
    SheetColumn("Picture", 28),
    SheetColumn("Page", 7),
    SheetColumn("Row", 6),
    SheetColumn("Struck out", 10),
)
_LONGEST_TITLE: Final = 31  # of a sheet, in every spreadsheet program

Sheet = tuple[str, tuple[SheetColumn, ...], Iterator[list[Text]]]


def sheets(pages: Sequence[ReadingsPage], doubt_below: float) -> Iterator[Sheet]:
    """Title, columns and lines of each sheet. Pages of one form with the same columns share a sheet."""
    listed = (
        *_WHERE[:2],
        SheetColumn("Form", 24),
        SheetColumn("Rows", 7),
        SheetColumn("To check", 10),
        SheetColumn("What is not right", 70),
    )
    yield _PICTURES, listed, (_picture_line(page, doubt_below) for page in pages)
    groups: dict[tuple[str, tuple[str, ...]], list[ReadingsPage]] = {}
    for page in pages:
        if not page.error:
            groups.setdefault((page.form, page.columns), []).append(page)
    taken = {_PICTURES.casefold()}
    for (form, names), group in groups.items():
        columns = (*_WHERE, *(SheetColumn(name, 18) for name in names), _TO_CHECK)
        yield _title(form, taken), columns, _lines(group, names, doubt_below)


def is_doubtful(cell: ReadingsCell, doubt_below: float) -> bool:
    """Whether a person should look at the cell first. What is blank to the reader is doubted like any other."""
    return cell.to_check or cell.state == "unreadable" or cell.confidence < doubt_below


def _picture_line(page: ReadingsPage, doubt_below: float) -> list[Text]:
    doubts = sum(is_doubtful(cell, doubt_below) for row in page.rows for cell in row.cells)
    wrong = " ".join([page.error, *page.problems]).strip()
    counts = ["", ""] if page.error else [str(len(page.rows)), str(doubts)]
    return [page.picture, str(page.page), page.form, *counts, wrong]


def _lines(pages: Sequence[ReadingsPage], names: tuple[str, ...], doubt_below: float) -> Iterator[list[Text]]:
    for page in pages:
        for row in page.rows:
            yield _line(page, row, names, doubt_below)


def _line(page: ReadingsPage, row: ReadingsRow, names: tuple[str, ...], doubt_below: float) -> list[Text]:
    texts: list[Text] = []
    doubts: list[str] = []
    for name, cell in zip(names, row.cells, strict=True):
        if is_doubtful(cell, doubt_below):
            why = "unreadable" if cell.state == "unreadable" else f"{cell.confidence:.0%} sure"
            doubts.append(f"{name} ({why})")
            texts.append(Doubtful(cell.text))
        else:
            texts.append(cell.text)
    where: list[Text] = [page.picture, str(page.page), str(row.number), "struck out" if row.struck else ""]
    return [*where, *texts, "; ".join(doubts)]


def _title(form: str, taken: set[str]) -> str:
    r"""A sheet's title that every spreadsheet program takes: no []:*?/\, no quote at its ends, never twice."""
    plain = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", form).strip("' ") or "Form"
    title, number = plain[:_LONGEST_TITLE], 1
    while title.casefold() in taken:
        number += 1
        ending = f" ({number})"
        title = plain[: _LONGEST_TITLE - len(ending)] + ending
    taken.add(title.casefold())
    return title
