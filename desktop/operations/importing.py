"""Bring pictures in: files, folders, PDFs; a picture that is in already is said to be, never brought in twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from db.errors import Cancelled, Exit, Expected
from db.model import Page, PageState, new_id
from db.store import connect, ledgers, lock, pages
from desktop.capture.files import told
from desktop.capture.load import PAGES, Decoder, Known, Refused, Scan, Source, arrivals, sources
from desktop.fields.problems import Problem
from desktop.heap import give_back
from desktop.imaging.clean import clean
from desktop.imaging.likeness import SAME_PAGE_AT_MOST, likeness, likeness_distance
from desktop.imaging.quality import quality
from desktop.imaging.thumbnail import thumbnail
from desktop.operations.journalling import tell_journal
from desktop.operations.numbering import next_number, number_between
from desktop.operations.reading import problem_text
from desktop.operations.rescans import current_pages
from desktop.operations.rights import require
from desktop.operations.session import Session
from desktop.operations.views import Arrival, Outcome
from desktop.operations.work import Cancel, Progress, Report, never, stop_if, unheard


@dataclass(frozen=True, slots=True)
class Placement:
    """Where in its book a new page stands: before a page, instead of one (a new picture of it), or at the end."""

    before: str = ""  # a page's id
    instead: str = ""


AT_THE_END = Placement()


def import_pictures(
    session: Session,
    ledger_id: str,
    paths: Sequence[Path],
    report: Report = unheard,
    cancel: Cancel = never,
    *,
    all_new: bool = False,
    placement: Placement = AT_THE_END,
    decoder: Decoder | None = None,
) -> tuple[Outcome, ...]:
    """Bring the pictures of files and folders into a book, in order, each whole or not at all.

    A picture that looks like a page already in is not stored: its outcome is LOOKS_LIKE, and a person says with
    `import_new_picture` that it is that page again, or with `all_new` that all of them are pages of their own. A bad
    picture is an outcome REFUSED; the others go on. Stopping raises Cancelled and keeps what was brought in. A full
    disk, a missing decoder or a person who may not do it raises Expected: then nothing further can be done.
    """
    require(session, "import")
    lock.refuse_away(session.store, ledger_id)
    outcomes: list[Outcome] = []
    files = tuple(sources(paths))
    with nullcontext(decoder) if decoder is not None else Decoder(PAGES) as child:
        for done, source in enumerate(files):
            report(Progress(done, len(files), "progress_importing", (("name", source.name),)))
            try:
                for arrived in arrivals(source, known_to(session), cancel=cancel, decoder=child):
                    stop_if(cancel)
                    if arrived.frame > 1:  # of a PDF's 500 pages each is seen to come
                        report(Progress(done, len(files), "progress_importing", (("name", arrived.source),)))
                    outcomes.append(_take(session, ledger_id, arrived, all_new=all_new, placement=placement))
            except Cancelled:
                raise
            except Expected as refusal:
                if refusal.exit_code not in {Exit.BAD_INPUT, Exit.DISK} or "name" not in refusal.values:
                    raise
                outcomes.append(Outcome(source.name, 1, Arrival.REFUSED, "", told(refusal)))
            give_back()
    report(Progress(len(files), len(files), "progress_imported"))
    return tuple(outcomes)


def import_new_picture(session: Session, page_id: str, path: Path, frame: int = 1) -> Outcome:
    """Bring a picture in as the new picture of a page already in: once read, its rows are aligned with those there."""
    require(session, "import")
    old = pages.page(session.store, page_id)
    lock.refuse_away(session.store, old.ledger_id)
    for arrived in arrivals(Source(path, path.name), known_to(session)):
        if arrived.frame == frame:
            return _take(session, old.ledger_id, arrived, all_new=True, placement=Placement(instead=page_id))
    raise Expected("picture_without_pages", name=path.name)


def known_to(session: Session) -> Callable[[str], bool]:
    """Whether a picture is in already, in whatever book."""
    return lambda sha256: pages.page_with_picture(session.store, sha256) is not None


def refused(outcomes: Sequence[Outcome]) -> tuple[Outcome, ...]:
    """Those that could not be used."""
    return tuple(outcome for outcome in outcomes if outcome.arrival is Arrival.REFUSED)


def _take(
    session: Session, ledger_id: str, arrived: Scan | Refused | Known, *, all_new: bool, placement: Placement
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
    if isinstance(arrived, Known):
        raise Expected("picture_lost", Exit.REGISTER)
    page_grey, _, _ = clean(arrived.pixels)
    look = likeness(page_grey)
    if not all_new and not placement.instead:
        alike = _alike(session, ledger_id, look)
        if alike is not None:
            return Outcome(
                arrived.source,
                arrived.frame,
                Arrival.LOOKS_LIKE,
                alike.id,
                _where("picture_looks_like", session, alike),
            )
    wrong = quality(arrived.pixels)
    page = Page(
        new_id(),
        ledger_id,
        0,
        "",
        arrived.source,
        arrived.sha256,
        arrived.width,
        arrived.height,
        arrived.dpi,
        look,
        PageState.IMPORTED,
        "",
        tuple(problem_text(problem) for problem in wrong),
        placement.instead,
    )
    return replace(
        _keep(session, page, arrived, placement), problem=wrong[0] if wrong else None, also=wrong[1:]
    )


def _keep(session: Session, page: Page, scan: Scan, placement: Placement) -> Outcome:
    """The picture first, in its own file, then the rows that refer to it: a kill in between leaves an orphan only."""
    store = session.store
    pages.put_picture(store, page.ledger_id, page.sha256, scan.data)
    small = thumbnail(scan.pixels)
    with connect.action(store):
        position, folio = _place(session, page.ledger_id, placement)
        page = replace(page, position=position, folio=folio)
        pages.add_page(store, page)
        pages.put_thumbnail(store, page.id, small)
        tell_journal(session, "import_page", page.id, sha256=page.sha256, position=page.position)
    return Outcome(page.source, scan.frame, Arrival.IMPORTED, page.id)


def _place(session: Session, ledger_id: str, placement: Placement) -> tuple[int, str]:
    """The new page's place in the book and its number on the paper; where it goes in between, the others make room."""
    store = session.store
    if placement.instead:
        old = pages.page(store, placement.instead)
        return old.position, old.folio
    book = current_pages(session, ledger_id)
    if not placement.before:
        return pages.next_position(store, ledger_id), next_number(book, ledgers.ledger(store, ledger_id))
    after = pages.page(store, placement.before)
    earlier = [page for page in book if page.position < after.position]
    folio = number_between(earlier[-1] if earlier else None, after, ledgers.ledger(store, ledger_id))
    pages.make_room(store, ledger_id, after.position)
    return after.position, folio


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
