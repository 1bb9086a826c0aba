"""The table on a page: its rows and cells, matched to the ledger's form."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from db.errors import Expected
from db.model import Quad
from desktop.fields.forms import LedgerForm
from desktop.fields.problems import Problem
from desktop.imaging.cleaning import Cleaning, GreyPage
from desktop.imaging.entries import Entry, Note, Table
from desktop.imaging.notes import beside
from desktop.imaging.openings import fold_of, shifted
from desktop.imaging.registration import confirm
from desktop.imaging.ruled import ruled_table
from desktop.imaging.table import look_at
from desktop.imaging.written import written_table

Box = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels of the page; right and bottom are just outside."""


@dataclass(frozen=True, slots=True)
class GridRow:
    """One entry. `quads` and `boxes` hold one cell a column of the form, in the form's order."""

    number: int  # top to bottom from 1
    struck: bool  # a line goes through the whole entry
    quads: tuple[Quad, ...]  # on the upright picture
    boxes: tuple[Box, ...]  # on the page: the upright box around each quad
    doubt: str = ""  # key of a sentence that says why this row may not be one, "" when it is sure


@dataclass(frozen=True, slots=True)
class Grid:
    """The entries of a page; what stands above and below them is kept apart."""

    rows: tuple[GridRow, ...]
    skew_degrees: float
    problems: tuple[Problem, ...] = ()
    header: tuple[GridRow, ...] = ()  # numbered from 1 too
    footer: tuple[GridRow, ...] = ()  # totals


def find_grid(page: GreyPage, cleaning: Cleaning, form: LedgerForm) -> Grid:
    """Find the cells.

    Raises Expected "no_table", "columns_not_seen", "other_columns" with found= and expected=, "page_unlike_form".
    """
    problems: list[Problem] = []
    table = _both(page, form, problems) if form.split else _table(page, form)

    def rows(entries: tuple[Entry, ...]) -> tuple[GridRow, ...]:
        return tuple(_row(number, entry, cleaning) for number, entry in enumerate(entries, start=1))

    if not table.sure:
        problems.append(Problem("header_guessed"))
    if table.hidden:
        names = ", ".join(form.columns[at].name for at in table.hidden)
        problems.append(Problem("columns_hidden", (("columns", names),)))
    problems += [_said(note) for note in table.notes]
    return Grid(
        rows(table.body), cleaning.skew_degrees, tuple(problems), rows(table.header), rows(table.footer)
    )


def _table(page: GreyPage, form: LedgerForm) -> Table:
    look = look_at(page)
    table = written_table(look, form) if form.rows == "lines" else ruled_table(look, form)
    if form.measured:
        confirm(table.body, form.columns, table.hidden)
    return replace(table, notes=tuple(dict.fromkeys((*table.notes, *beside(look, table)))))


def _said(note: Note) -> Problem:
    rows = ", ".join(str(row) for row in note.rows)
    return Problem(note.key, (("rows", rows),) if rows else ())


def _both(page: GreyPage, form: LedgerForm, problems: list[Problem]) -> Table:
    """The entries of the left page and after them those of the right; a page without a table is said to be."""
    fold = fold_of(page)
    tables: list[Table] = []
    failures: list[Expected] = []
    for left, right, key in ((0, fold, "left_page_left_out"), (fold, page.shape[1], "right_page_left_out")):
        try:
            found = _table(page[:, left:right].copy(), form)
        except Expected as failure:
            failures.append(failure)
            problems.append(Problem(key))
        else:
            tables.append(shifted(found, left))
    if len(failures) == 2:
        raise failures[0]
    return Table(
        tables[0].header,
        tuple(entry for table in tables for entry in table.body),
        tuple(entry for table in tables for entry in table.footer),
        all(table.sure for table in tables),
        tuple(sorted({at for table in tables for at in table.hidden})),
        tuple(
            dict.fromkeys(note for at, table in enumerate(tables) for note in _counted(table, tables[:at]))
        ),
    )


def _counted(table: Table, before: Sequence[Table]) -> tuple[Note, ...]:
    """A table's notes with its entries counted on from those of the page before."""
    first = sum(len(other.body) for other in before)
    return tuple(replace(note, rows=tuple(row + first for row in note.rows)) for note in table.notes)


def _row(number: int, entry: Entry, cleaning: Cleaning) -> GridRow:
    quads = tuple(cleaning.quad_to_picture(quad) for quad in entry.quads)
    return GridRow(
        number, entry.struck, quads, tuple(box_of(quad, cleaning) for quad in entry.quads), entry.doubt
    )


def box_of(quad: Quad, cleaning: Cleaning) -> Box:
    """The upright box on the page around a cell of it."""
    xs, ys = [x for x, _ in quad], [y for _, y in quad]
    left, top = max(0, math.floor(min(xs))), max(0, math.floor(min(ys)))
    right, bottom = (
        min(cleaning.page_width, math.ceil(max(xs))),
        min(cleaning.page_height, math.ceil(max(ys))),
    )
    return left, top, max(right, left + 1), max(bottom, top + 1)
