"""Read pages: find the cells, read each, keep what every reader said."""

from __future__ import annotations

import json

from db.errors import Cancelled, Expected
from db.model import Cell, FieldReading, Page, PageState, Row, new_id
from db.store import connect, journal, ledgers, lock, pages, readings
from desktop.capture.load import decode
from desktop.fields.problems import Problem
from desktop.heap import give_back
from desktop.imaging.grid import find_grid
from desktop.operations import machine_readings
from desktop.operations.books import form_of
from desktop.operations.carrying import carry_over
from desktop.operations.moved_books import away
from desktop.operations.pipeline import FindGrid, ReadTable, read_picture
from desktop.operations.rescans import all_current_pages, current_pages
from desktop.operations.session import Session
from desktop.operations.teaching import Taught, keep_seen, keep_taught, taught_by
from desktop.operations.work import Cancel, Progress, Report, never, stop_if, unheard

NOT_THE_PAGES_FAULT = frozenset(
    {"tesseract_missing", "tesseract_language_missing", "model_missing", "model_broken", "decoder_missing"}
)

WRONG_WAY = frozenset({"on_its_head", "on_its_side"})
"""What is found on a picture that lies so is nonsense: it is not read but by lines that a person has drawn."""


def waiting(session: Session, ledger_id: str = "") -> tuple[Page, ...]:
    """Pages that were brought in and not yet read, in the order in which they will be; of one book or of all."""
    found = current_pages(session, ledger_id) if ledger_id else all_current_pages(session)
    elsewhere = away(session)
    return tuple(
        page for page in found if page.state is PageState.IMPORTED and page.ledger_id not in elsewhere
    )


def read_page(
    session: Session,
    page_id: str,
    report: Report = unheard,
    cancel: Cancel = never,
    *,
    find: FindGrid = find_grid,
) -> Page:
    """Read one page and keep its rows, cells and readings, all or nothing; the page as it is afterwards.

    What was settled in its book so far weighs in the reading. A page that cannot be read (no table, other columns,
    on its head) becomes FAILED with its reason and no exception is raised. `find` says where the cells are: a person
    may have drawn them.
    Raises Cancelled, and Expected where a part of the program is missing.
    """
    store = session.store
    page = pages.page(store, page_id)
    if page.state not in {PageState.IMPORTED, PageState.FAILED}:
        return page
    ledger = ledgers.ledger(store, page.ledger_id)
    lock.refuse_away(store, ledger.id)
    wrong_way = [problem for problem in map(problem_of, page.problems) if problem.key in WRONG_WAY]
    if wrong_way and find is find_grid:
        return _failed(session, page, wrong_way[0])
    form = form_of(ledger)
    now = taught_by(session, ledger)
    told = (("book", str(ledger.number)), ("page", str(page.position)))

    def heard(done: int, total: int) -> None:
        report(Progress(done, total, "progress_reading", told))

    try:
        picture = decode(pages.picture(store, page.ledger_id, page.sha256))
        stop_if(cancel)
        table = read_picture(picture, form, session.workplace.tools, heard, cancel, now.memory, find)
    except Cancelled:
        raise
    except Expected as refusal:
        if refusal.key in NOT_THE_PAGES_FAULT:
            raise
        values = tuple(sorted((key, str(value)) for key, value in refusal.values.items()))
        return _failed(session, page, Problem(refusal.key, values))
    _keep(session, page, table, now)
    del picture, table
    give_back()  # else a book of many pages needs more and more
    return pages.page(store, page_id)


def read_again(session: Session, page_id: str) -> Page:
    """Let a page that failed wait to be read once more (after its form was corrected)."""
    page = pages.page(session.store, page_id)
    if page.state is PageState.FAILED:
        still = tuple(text for text in page.problems if problem_of(text).key in WRONG_WAY)
        with connect.action(session.store):
            pages.set_page(session.store, page_id, state=PageState.IMPORTED, problems=still)
    return pages.page(session.store, page_id)


def problem_text(problem: Problem) -> str:
    """A problem as it is kept with its page."""
    return f"{problem.key} {json.dumps(dict(problem.values), sort_keys=True)}"


def problem_of(text: str) -> Problem:
    """Back from `problem_text`."""
    key, _, values = text.partition(" ")
    return Problem(key, tuple(sorted((str(k), str(v)) for k, v in json.loads(values or "{}").items())))


def _with(page: Page, *found: Problem) -> tuple[str, ...]:
    """What reading found, and after it what was wrong with the picture as it came in: that is still so."""
    return tuple(dict.fromkeys((*(problem_text(problem) for problem in found), *_came_with(page))))


def _came_with(page: Page) -> tuple[str, ...]:
    return page.problems if page.state is PageState.IMPORTED else ()


def _failed(session: Session, page: Page, problem: Problem) -> Page:
    """What was wrong with the picture is said first: a blurred one is why no table was found."""
    said = tuple(dict.fromkeys((*_came_with(page), problem_text(problem))))
    with connect.action(session.store):
        pages.set_page(session.store, page.id, state=PageState.FAILED, problems=said)
        journal.append(
            session.store,
            at=session.now(),
            actor=session.user.id,
            action="page_failed",
            subject=page.id,
            details={"reason": problem.key},
        )
    return pages.page(session.store, page.id)


def _keep(session: Session, page: Page, table: ReadTable, now: Taught) -> None:
    """Everything of one page in one transaction."""
    store = session.store
    rows = [Row(new_id(), page.id, row.number, row.struck) for row in table.rows]
    cells: list[Cell] = []
    kept: list[FieldReading] = []
    cell_at: dict[tuple[int, str], str] = {}
    at = session.now()
    for row, read in zip(rows, table.rows, strict=True):
        for part in read.cells:
            cell = Cell(new_id(), row.id, part.column.name, part.quad)
            cells.append(cell)
            cell_at[row.number, cell.column] = cell.id
            said = part.reading
            source = cell_at.get((part.source_row, cell.column), "")
            kept += machine_readings.engines(cell.id, said, at)
            kept.append(machine_readings.choice(cell.id, said, part.text, source, at))
    with connect.action(store):
        readings.add_table(store, rows, cells)
        readings.add_row_signatures(store, page.id, [row.signature for row in table.rows])
        readings.add_readings(store, kept)
        pages.set_page(
            store,
            page.id,
            state=PageState.READ,
            cleaning=table.cleaning.to_json(),
            problems=_with(page, *table.problems),
            likeness=table.likeness,
        )
        keep_seen(session, page.id, table.seen, now)
        keep_taught(session, ledgers.ledger(store, page.ledger_id), now)
        if page.replaces:
            left = carry_over(session, page)
            pages.set_page(store, page.id, problems=_with(page, *table.problems, *left))
        journal.append(
            store,
            at=at,
            actor=session.user.id,
            action="read_page",
            subject=page.id,
            details={"rows": len(rows), "cells": len(cells)},
        )
