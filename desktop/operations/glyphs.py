"""All characters that wait, by what they were read as: gathered, shown, confirmed or corrected a screen at a time.

What is said here of a character is a proposal: it changes how sure the cell's reading is, and what it reads as. A cell
is settled by it only where the person has seen it whole, in its cell; a serial number waits for that in any case.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from enum import StrEnum
from math import prod

import numpy as np
from numpy.typing import NDArray

from db.model import CellState, FieldReading, Page, PageState, new_id
from db.store import connect, ledgers, pages, readings
from desktop.capture.load import decode
from desktop.fields.values import value_of
from desktop.imaging.clean import clean
from desktop.imaging.crops import cut_grid
from desktop.operations.books import form_of
from desktop.operations.cells import DOUBT_BELOW
from desktop.operations.kept_grid import kept_grid
from desktop.operations.rescans import CHOICE, all_current_pages, current_pages
from desktop.operations.rights import require
from desktop.operations.session import Session
from desktop.operations.settling import followers, keep_step, to_say, views_of
from desktop.operations.views import Entry, StepTaken
from desktop.operations.work import Cancel, never, stop_if
from desktop.recognition.glyphs import glyph_pictures


class Scope(StrEnum):
    """How far the characters are gathered."""

    PAGE = "page"
    BOOK = "book"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character of one reading that nobody has decided. `written` is the whole reading, as it was gathered."""

    page_id: str
    cell_id: str
    at: int
    sign: str
    sure: float
    written: str
    column: str
    row_number: int
    confirmed: bool = False  # a person has said so, here


@dataclass(frozen=True, slots=True)
class SignSaid:
    """What a person says of one character: `sign` as it should be; the same confirms it, "" doubts it."""

    glyph: Glyph
    sign: str


@dataclass(frozen=True, slots=True)
class SignsKept:
    """What became of it: the step, and of how many characters the cell was decided or changed meanwhile."""

    step: StepTaken | None
    passed_over: int


def glyphs(session: Session, page_id: str, scope: Scope = Scope.PAGE) -> tuple[Glyph, ...]:
    """The characters of a page, of its book, or of all books that wait for a person, the least certain first."""
    page = pages.page(session.store, page_id)
    where: tuple[Page, ...] = (page,)
    if scope is Scope.BOOK:
        where = current_pages(session, page.ledger_id)
    elif scope is Scope.ALL:
        where = all_current_pages(session)
    found = [glyph for each in where if each.state is PageState.READ for glyph in _of_page(session, each)]
    return tuple(sorted(found, key=lambda glyph: glyph.sure))


def pictures(
    session: Session, page_id: str, cancel: Cancel = never
) -> dict[tuple[str, int], NDArray[np.uint8]]:
    """The pictures of a page's waiting characters by cell and place: grey, without rules.

    The page is cleaned and cut again, and each reading laid along its ink. Raises Expected: picture_lost, …
    """
    store = session.store
    page = pages.page(store, page_id)
    form = form_of(ledgers.ledger(store, page.ledger_id))
    wanted = {glyph.cell_id: glyph.written for glyph in _of_page(session, page)}
    grey, cleaning, _ = clean(decode(pages.picture(store, page.ledger_id, page.sha256)), form)
    stop_if(cancel)
    cells = {(cell.row_id, cell.column): cell for cell in readings.cells(store, page_id)}
    columns = [column.name for column in form.columns]
    rows = [
        (row, [cells[row.id, name] for name in columns if (row.id, name) in cells])
        for row in readings.rows(store, page_id)
    ]
    cut = cut_grid(grey, cleaning, kept_grid(rows))
    crops = {
        cell.id: crop.grey
        for (_, here), made in zip((pair for pair in rows if pair[1]), cut, strict=True)
        for cell, crop in zip(here, made, strict=True)
        if cell.id in wanted
    }
    stop_if(cancel)
    texts = [wanted[cell_id] for cell_id in crops]
    made_of = glyph_pictures(list(crops.values()), texts, session.workplace.tools.engines, cancel)
    return {
        (cell_id, at): picture
        for cell_id, signs in zip(crops, made_of, strict=True)
        for at, picture in enumerate(signs)
    }


def say_signs(session: Session, said: Sequence[SignSaid], seen: AbstractSet[str] = frozenset()) -> SignsKept:
    """Keep what a person says of characters, all of it one step that can be taken back.

    `seen` are the cells that the person has looked at whole: of those, one of which no character is in doubt any more
    is settled. A cell that was decided or reads otherwise by now, or whose page is filed, is passed over.
    """
    require(session, "settle")
    by_cell: dict[str, list[SignSaid]] = {}
    for one in said:
        by_cell.setdefault(one.glyph.cell_id, []).append(one)
    passed_over = 0
    standing: dict[str, FieldReading] = {}
    new: list[FieldReading] = []
    first: Page | None = None
    with connect.action(session.store):
        for cell_id, signs in by_cell.items():
            page = pages.page(session.store, signs[0].glyph.page_id)
            if cell_id not in standing:
                standing.update(readings.latest_on_page(session.store, page.id))
            now = standing.get(cell_id)
            fresh = [one for one in signs if now is not None and _stands(now, one.glyph)]
            passed_over += len(signs) - len(fresh)
            if now is None or page.state is not PageState.READ or not fresh:
                passed_over += len(fresh)
                continue
            changed = _with_signs(session, page, standing, now, fresh, seen=cell_id in seen)
            known = {reading.cell_id for reading in new}
            new += [reading for reading in changed if reading.cell_id not in known]
            first = first or page
        if first is not None and new:
            keep_step(session, first, new, standing, "do")
    step = StepTaken(first.id, views_of(session, first, new)) if first is not None and new else None
    return SignsKept(step, passed_over)


def _of_page(session: Session, page: Page) -> list[Glyph]:
    number = {row.id: row.number for row in readings.rows(session.store, page.id)}
    cells = {cell.id: cell for cell in readings.cells(session.store, page.id)}
    form = form_of(ledgers.ledger(session.store, page.ledger_id))
    ignored = {column.name for column in form.columns if column.field == "ignore"}
    return [
        Glyph(
            page.id, cell_id, at, sign,
            reading.characters[at] if at < len(reading.characters) else reading.confidence,
            reading.as_written, cells[cell_id].column, number[cells[cell_id].row_id],
            at < len(reading.characters) and reading.characters[at] == 1.0 and reading.reader != CHOICE,
        )
        for cell_id, reading in readings.latest_on_page(session.store, page.id).items()
        if _waits(reading) and cells[cell_id].column not in ignored
        for at, sign in enumerate(reading.as_written)
        if not sign.isspace()
    ]  # fmt: skip


def _waits(reading: FieldReading) -> bool:
    """Whether nobody has decided the cell."""
    return reading.state is CellState.READ and not (reading.settled or reading.asked)


def _stands(now: FieldReading, glyph: Glyph) -> bool:
    """Whether the cell still waits, and the character still stands in its place."""
    written = now.as_written
    return _waits(now) and len(written) == len(glyph.written) and written[glyph.at] == glyph.sign


def _with_signs(
    session: Session,
    page: Page,
    standing: dict[str, FieldReading],
    now: FieldReading,
    signs: Sequence[SignSaid],
    *,
    seen: bool,
) -> list[FieldReading]:
    """The cell's reading with these characters, and the dittos that repeat it."""
    written = list(now.as_written)
    figures = list(now.characters) or [now.confidence] * len(written)
    before = prod(figures) or 1e-9
    for one in signs:
        at = one.glyph.at
        written[at] = one.sign or written[at]
        figures[at] = 1.0 if one.sign else 0.0
    text = "".join(written)
    if seen and min(figures) >= DOUBT_BELOW:
        return to_say(session, now.cell_id, Entry(text))[2]
    form = form_of(ledgers.ledger(session.store, page.ledger_id))
    column = next(column for column in form.columns if column.name == signs[0].glyph.column)
    value = value_of(column, text, form, session.workplace.vocabularies)
    sure = min(1.0, now.confidence * prod(figures) / before)
    proposed = replace(
        now, id=new_id(), reader=f"clerk:{session.user.id}", text=value, as_written=text, confidence=sure,
        characters=tuple(figures), at=session.now(),
    )  # fmt: skip
    follow = followers(session, page, standing, proposed) if value != now.text else []
    return [proposed, *follow]
