"""Bring pictures in: files, folders, PDFs; a picture that is in already is said to be, never brought in twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from db.errors import Cancelled, Exit, Expected
from db.model import Page, PageState, new_id
from db.store import connect, journal, ledgers, pages
from desktop.capture.files import told
from desktop.capture.load import PAGES, Decoder, Refused, Scan, Source, scans, sources
from desktop.fields.problems import Problem
from desktop.imaging.clean import clean
from desktop.imaging.likeness import SAME_PAGE_AT_MOST, likeness, likeness_distance
from desktop.imaging.thumbnail import thumbnail
from desktop.operations.rights import require
from desktop.operations.session import Session
from desktop.operations.views import Arrival, Outcome
from desktop.operations.work import Cancel, Progress, Report, never, stop_if, unheard


def import_pictures(
    session: Session,
    ledger_id: str,
    paths: Sequence[Path],
    report: Report = unheard,
    cancel: Cancel = never,
    *,
    all_new: bool = False,
) -> tuple[Outcome, ...]:
    """Bring the pictures of files and folders into a book, in order, each whole or not at all.

    A picture that looks like a page already in is not stored: its outcome is LOOKS_LIKE, and a person says with
    `import_new_picture` that it is that page again, or with `all_new` that all of them are pages of their own. A bad
    picture is an outcome REFUSED; the others go on. Stopping raises Cancelled and keeps what was brought in. A full
    disk, a missing decoder or a person who may not do it raises Expected: then nothing further can be done.
    """
    require(session, "import")
    outcomes: list[Outcome] = []
    files = tuple(sources(paths))
    with Decoder(PAGES) as decoder:
        for done, source in enumerate(files):
            report(Progress(done, len(files), "progress_importing", (("name", source.name),)))
            try:
                for arrived in scans(source, cancel=cancel, decoder=decoder):
                    stop_if(cancel)
                    outcomes.append(_take(session, ledger_id, arrived, all_new=all_new))
            except Cancelled:
                raise
            except Expected as refusal:
                if refusal.exit_code not in {Exit.BAD_INPUT, Exit.DISK} or "name" not in refusal.values:
                    raise
                outcomes.append(Outcome(source.name, 1, Arrival.REFUSED, "", told(refusal)))
    report(Progress(len(files), len(files), "progress_imported"))
    return tuple(outcomes)


def import_new_picture(session: Session, page_id: str, path: Path, frame: int = 1) -> Outcome:
    """Bring a picture in as the new picture of a page already in: once read, its rows are aligned with those there."""
    require(session, "import")
    old = pages.page(session.store, page_id)
    for arrived in scans(Source(path, path.name)):
        if arrived.frame == frame:
            return _take(session, old.ledger_id, arrived, all_new=True, replaces=old)
    raise Expected("picture_without_pages", name=path.name)


def refused(outcomes: Sequence[Outcome]) -> tuple[Outcome, ...]:
    """Those that could not be used."""
    return tuple(outcome for outcome in outcomes if outcome.arrival is Arrival.REFUSED)


def _take(
    session: Session, ledger_id: str, arrived: Scan | Refused, *, all_new: bool, replaces: Page | None = None
) -> Outcome:
    if isinstance(arrived, Refused):
        return Outcome(arrived.source, arrived.frame, Arrival.REFUSED, "", arrived.problem)
    known = pages.page_with_picture(session.store, arrived.sha256)
    if known is not None:
        return Outcome(
            arrived.source,
            arrived.frame,
            Arrival.ALREADY_IN,
            known.id,
            _where("picture_already_in", session, known),
        )
    page_grey, _, _ = clean(arrived.pixels)
    look = likeness(page_grey)
    if not all_new:
        alike = _alike(session, ledger_id, look)
        if alike is not None:
            return Outcome(
                arrived.source,
                arrived.frame,
                Arrival.LOOKS_LIKE,
                alike.id,
                _where("picture_looks_like", session, alike),
            )
    page = Page(
        new_id(),
        ledger_id,
        replaces.position if replaces else 0,
        replaces.folio if replaces else "",
        arrived.source,
        arrived.sha256,
        arrived.width,
        arrived.height,
        arrived.dpi,
        look,
        PageState.IMPORTED,
        "",
        (),
        replaces.id if replaces else "",
    )
    return _keep(session, page, arrived)


def _keep(session: Session, page: Page, scan: Scan) -> Outcome:
    """The picture first, in its own file, then the rows that refer to it: a kill in between leaves an orphan only."""
    store = session.store
    pages.put_picture(store, page.ledger_id, page.sha256, scan.data)
    small = thumbnail(scan.pixels)
    with connect.action(store):
        if not page.position:
            page = replace(page, position=pages.next_position(store, page.ledger_id))
        pages.add_page(store, page)
        pages.put_thumbnail(store, page.id, small)
        journal.append(
            store,
            at=session.now(),
            actor=session.user.id,
            action="import_page",
            subject=page.id,
            details={"sha256": page.sha256, "position": page.position},
        )
    return Outcome(page.source, scan.frame, Arrival.IMPORTED, page.id)


def _alike(session: Session, ledger_id: str, look: str) -> Page | None:
    """The page of the book that looks most like it, if one looks the same."""
    near = [
        (likeness_distance(page.likeness, look), page.position, page)
        for page in pages.pages(session.store, ledger_id)
        if len(page.likeness) == len(look)
    ]
    if not near:
        return None
    distance, _, page = min(near, key=lambda one: one[:2])
    return page if distance <= SAME_PAGE_AT_MOST else None


def _where(key: str, session: Session, page: Page) -> Problem:
    book = ledgers.ledger(session.store, page.ledger_id).number
    return Problem(key, (("book", str(book)), ("page", page.folio or str(page.position))))
