"""Page set-up: a form settled on one page, tried on others, saved for its book, taken to another PC."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from db.errors import Exit, Expected
from db.model import Ledger, Page, PageState
from db.store import ledgers, pages, readings
from desktop.capture.load import Refused, decode, scans
from desktop.fields.forms import Column, LedgerForm, form_text
from desktop.fields.problems import Problem
from desktop.imaging.clean import clean
from desktop.imaging.cleaning import Cleaning, GreyPage, Picture
from desktop.imaging.grid import Grid, find_grid
from desktop.imaging.lighting import small
from desktop.imaging.mesh import Mesh, grid_of, mesh_of, widths
from desktop.imaging.proposal import numbered, propose
from desktop.operations import books, reading
from desktop.operations.books import form_of
from desktop.operations.rescans import current_pages
from desktop.operations.session import Session
from desktop.operations.work import Cancel, Progress, Report, never, stop_if, unheard

SHOWN = 1800
"""Pixels of the longer side of a page as it is shown: a line is then told to a third of a millimetre."""

TRIED = 5
"""So many other pages tell whether a form holds."""

SMALL = 260
"""Pixels of the longer side of a page that was tried."""

UNFIT = frozenset({"no_table", "columns_not_seen", "other_columns", "page_unlike_form", *reading.WRONG_WAY})
"""Why a page does not fit its book's form."""


@dataclass(frozen=True, slots=True, eq=False)
class SetUp:
    """A page with the net of lines found on it, in pixels of the page; `grey` is the page, `scale` times as large.

    `form` has as many columns as the net. `problem`: why the book's own form did not fit, "" for none; the net is then
    what the page shows by itself.
    """

    grey: NDArray[np.uint8]
    scale: float
    cleaning: Cleaning
    mesh: Mesh
    form: LedgerForm
    problem: Problem | None = None
    page: Page | None = None  # None for a sheet that is in no book
    ledger: Ledger | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """What a form made of another page: how many entries, or why it does not fit; small, with the lines found."""

    page: Page
    rows: int
    problems: tuple[Problem, ...]
    fits: bool
    grey: NDArray[np.uint8]
    scale: float
    mesh: Mesh | None


@dataclass(frozen=True, slots=True)
class Saved:
    """A book's form as it is now, and how many pages that did not fit wait to be read with it."""

    ledger: Ledger
    waiting: int


def set_up_page(session: Session, page_id: str) -> SetUp:
    """A page of a book with its grid, by the book's form where that fits, else as the page shows it."""
    page = pages.page(session.store, page_id)
    ledger = ledgers.ledger(session.store, page.ledger_id)
    picture = decode(pages.picture(session.store, page.ledger_id, page.sha256))
    found = _set_up(picture, form_of(ledger))
    return replace(found, page=page, ledger=ledger)


def set_up_sheet(path: Path) -> SetUp:
    """A picture of a blank printed sheet, or of any page: nothing of it is kept. Expected where it is no picture."""
    for arrived in scans(path, keep=False):
        if isinstance(arrived, Refused):
            raise Expected(arrived.problem.key, Exit.BAD_INPUT, **dict(arrived.problem.values))
        return _set_up(arrived.pixels, None, path.stem)
    raise Expected("picture_without_pages", name=path.name)


def _set_up(picture: Picture, form: LedgerForm | None, name: str = "") -> SetUp:
    page, cleaning, _ = clean(picture, form)
    grey = small(page, SHOWN)
    scale = grey.shape[1] / page.shape[1]
    problem: Problem | None = None
    if form is not None:
        try:
            grid = find_grid(page, cleaning, form)
        except Expected as unfit:
            problem = _problem(unfit)
        else:
            if grid.rows:
                return SetUp(grey, scale, cleaning, mesh_of(grid, cleaning), form)
    try:
        proposal = propose(page, cleaning)
    except Expected as nothing:
        height, width = page.shape
        xs, ys = np.meshgrid(np.array([0.1, 0.5, 0.9]) * width, np.array([0.1, 0.9]) * height)
        mesh = Mesh(np.stack([xs, ys], axis=2))
        return SetUp(grey, scale, cleaning, mesh, _as_wide(form, mesh, name), problem or _problem(nothing))
    wanted = _as_wide(form, proposal.mesh, name)
    return SetUp(grey, scale, cleaning, proposal.mesh, replace(wanted, rows=proposal.form.rows), problem)


def _problem(said: Expected) -> Problem:
    return Problem(said.key, tuple(sorted((key, str(value)) for key, value in said.values.items())))


def _as_wide(form: LedgerForm | None, mesh: Mesh, name: str) -> LedgerForm:
    """The form with as many columns as the net has: what is too much goes, what is missing gets a number."""
    known = form.columns if form is not None else ()
    taken = {column.name for column in known}
    free = (column for column in numbered(mesh.columns + len(known)) if column.name not in taken)
    columns = (*known[: mesh.columns], *(next(free) for _ in range(mesh.columns - len(known))))
    return replace(form, columns=columns) if form is not None else LedgerForm(name or "1", columns)


def form_on(form: LedgerForm, mesh: Mesh) -> LedgerForm:
    """The form with its columns as wide as they lie on this page; later pages are held against them."""
    columns = tuple(
        replace(column, width=width) for column, width in zip(form.columns, widths(mesh), strict=True)
    )
    names = {column.name for column in columns}
    anchor = form.anchor if form.anchor in names else ""
    return replace(form, columns=columns, anchor=anchor, measured=True)


def with_column_added(form: LedgerForm, at: int) -> LedgerForm:
    """One column more, before the one that is at this place; its name is a number that is free."""
    taken = {column.name for column in form.columns}
    new = next(column for column in numbered(len(form.columns) + 1) if column.name not in taken)
    return replace(form, columns=(*form.columns[:at], new, *form.columns[at:]))


def with_column_removed(form: LedgerForm, at: int) -> LedgerForm:
    """One column less."""
    return replace(form, columns=(*form.columns[:at], *form.columns[at + 1 :]))


def with_column(form: LedgerForm, at: int, column: Column) -> LedgerForm:
    """Another column at this place; an anchor goes with its name."""
    before = form.columns[at]
    anchor = column.name if form.anchor == before.name else form.anchor
    return replace(form, columns=(*form.columns[:at], column, *form.columns[at + 1 :]), anchor=anchor)


def try_form(
    session: Session,
    ledger_id: str,
    form: LedgerForm,
    *,
    apart_from: str = "",
    most: int = TRIED,
    report: Report = unheard,
    cancel: Cancel = never,
) -> tuple[Trial, ...]:
    """Lay the form over some other pages of the book, spread from its first to its last; nothing is kept.

    Raises Cancelled.
    """
    others = [page for page in current_pages(session, ledger_id) if page.id != apart_from]
    if len(others) > most:
        others = [others[int(at)] for at in np.linspace(0, len(others) - 1, most).round()]
    trials = []
    for done, page in enumerate(others):
        stop_if(cancel)
        report(Progress(done, len(others), "progress_trying", (("page", str(page.position)),)))
        trials.append(_tried(session, page, form))
    report(Progress(len(others), len(others), "progress_tried"))
    return tuple(trials)


def _tried(session: Session, page: Page, form: LedgerForm) -> Trial:
    grey, cleaning, _ = clean(decode(pages.picture(session.store, page.ledger_id, page.sha256)), form)
    icon = small(grey, SMALL)
    scale = icon.shape[1] / grey.shape[1]
    try:
        grid = find_grid(grey, cleaning, form)
    except Expected as unfit:
        return Trial(page, 0, (_problem(unfit),), fits=False, grey=icon, scale=scale, mesh=None)
    mesh = mesh_of(grid, cleaning) if grid.rows else None
    return Trial(page, len(grid.rows), grid.problems, fits=True, grey=icon, scale=scale, mesh=mesh)


def unfit_pages(session: Session, ledger_id: str) -> tuple[tuple[Page, Problem], ...]:
    """The pages of a book that do not fit its form, in order, each with its reason."""
    found = []
    for page in current_pages(session, ledger_id):
        if page.state is PageState.FAILED:
            reasons = [reading.problem_of(text) for text in page.problems]
            found += [(page, reason) for reason in reasons if reason.key in UNFIT][:1]
    return tuple(found)


def save_form(session: Session, ledger_id: str, form: LedgerForm) -> Saved:
    """Give the book this form; pages that did not fit the former one wait to be read with it.

    Raises Expected: not_allowed, form_columns_in_use (a page was read with a column that the form no longer has),
    and what `parse_form` says of a form that cannot be.
    """
    books.checked(form)
    gone = _columns_in_use(session, ledger_id) - {column.name for column in form.columns}
    if gone:
        raise Expected("form_columns_in_use", Exit.REFUSED, columns=", ".join(sorted(gone)))
    ledger = books.change_form(session, ledger_id, form)
    unfit = unfit_pages(session, ledger_id)
    for page, _ in unfit:
        reading.read_again(session, page.id)
    return Saved(ledger, len(unfit))


def _columns_in_use(session: Session, ledger_id: str) -> set[str]:
    """The columns under which something stands on the book's pages."""
    return {
        cell.column
        for page in current_pages(session, ledger_id)
        if page.state in {PageState.READ, PageState.FILED}
        for cell in readings.cells(session.store, page.id)
    }


def read_as_set_up(
    session: Session, page_id: str, mesh: Mesh, report: Report = unheard, cancel: Cancel = never
) -> Page:
    """Read a page that waits, or did not fit, by the very lines that a person put on it.

    Raises Expected("mesh_other_columns") where the net has not the book's columns, "page_read_already"; Cancelled.
    """
    page = pages.page(session.store, page_id)
    form = form_of(ledgers.ledger(session.store, page.ledger_id))
    if mesh.columns != len(form.columns):
        raise Expected("mesh_other_columns", Exit.REFUSED, found=mesh.columns, expected=len(form.columns))
    if page.state not in {PageState.IMPORTED, PageState.FAILED}:
        raise Expected("page_read_already", Exit.REFUSED, page=page.position)

    def drawn(_grey: GreyPage, cleaning: Cleaning, _form: LedgerForm) -> Grid:
        return grid_of(mesh, cleaning)

    return reading.read_page(session, page_id, report, cancel, find=drawn)


def export_form(form: LedgerForm, path: Path) -> None:
    """Write the form as a file for another PC, whole or not at all. Expected: out_not_writable, form_broken."""
    text = form_text(books.checked(form))
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise Expected("out_not_writable", Exit.DISK, name=str(path), reason=reason) from error
