"""The practice register: the bundled sample ledger, apart from all that is real, and never exchanged."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from db.errors import Exit, Expected
from db.model import Ledger, Page, PageState
from db.store import ledgers
from desktop.fields.forms import load_form
from desktop.operations import books, reading
from desktop.operations.importing import import_pictures
from desktop.operations.readings_out import write_readings
from desktop.operations.register import NewRegister, create_register, has_register
from desktop.operations.rescans import all_current_pages, current_pages
from desktop.operations.review import review_page
from desktop.operations.session import Session, Workplace, open_session
from desktop.operations.views import Standing
from desktop.operations.work import Cancel, Progress, Report, never, unheard

PASSPHRASE = "practice register"  # noqa: S105 - nothing in the practice register is secret, and it opens by itself


@dataclass(frozen=True, slots=True)
class SampleBook:
    """One book of the sample ledger: its title, the stem of its form, its pictures in order."""

    title: str
    form: str
    pages: tuple[str, ...]


def open_practice(workplace: Workplace, report: Report = unheard, cancel: Cancel = never) -> Session:
    """Open the practice register; the first time it is made, and the sample's pages are brought in (not read)."""
    folder = workplace.places.practice
    if not has_register(folder):
        new = NewRegister("Practice armoury", "PRACTICE", "", "Practice", PASSPHRASE, practice=True)
        create_register(workplace, folder, new)
    session = open_session(workplace, folder, PASSPHRASE)
    try:
        _bring_samples(session, report, cancel)
    except BaseException:
        session.close()
        raise
    return session


def sample_books(resources: Path) -> tuple[SampleBook, ...]:
    """What `resources/samples/samples.toml` names. Raises Expected("samples_missing")."""
    try:
        text = (resources / "samples" / "samples.toml").read_text(encoding="utf-8")
    except OSError as error:
        raise Expected("samples_missing", Exit.MISSING_PART) from error
    found = tomllib.loads(text)["books"]
    return tuple(SampleBook(book["title"], book["form"], tuple(book["pages"])) for book in found)


def _bring_samples(session: Session, report: Report, cancel: Cancel) -> None:
    """Bring in what is not in yet: nothing the second time, the rest after a kill in the middle of the first."""
    resources = session.workplace.places.resources
    known = {ledger.title: ledger for ledger in ledgers.ledgers(session.store)}
    for book in sample_books(resources):
        form = load_form(resources / "forms" / f"{book.form}.toml")
        ledger: Ledger = known.get(book.title) or books.new_book(session, book.title, form)
        if len(current_pages(session, ledger.id)) < len(book.pages):
            paths = [resources / "samples" / name for name in book.pages]
            import_pictures(session, ledger.id, paths, report, cancel, all_new=True)


def practice_report(
    workplace: Workplace, out: Path, say: Callable[[str], None], report: Report = unheard
) -> int:
    """Read the sample ledger through the register, write what was read to `out`, say what a clerk would check now.

    The exit code: 0, or 3 where a page could not be read.
    """
    session = open_practice(workplace, report)
    try:
        pages = reading.waiting(session)
        for done, page in enumerate(pages):
            report(Progress(done, len(pages), "progress_pictures", (("name", page.source),)))
            reading.read_page(session, page.id)
        workbook, json_file = write_readings(session, out)
        say(f"The practice register is in {workplace.places.practice}; nothing in it is ever sent.")
        failed = 0
        for page in all_current_pages(session):
            failed += page.state is PageState.FAILED
            say(_page_line(session, page))
        say(f"What was read: {workbook}")
        say(f"               {json_file}")
    finally:
        session.close()
    return int(Exit.SOME_FAILED if failed else Exit.FINE)


def _page_line(session: Session, page: Page) -> str:
    name = f"Book {books.numbers(session)[page.ledger_id]}, page {page.position}"
    if page.state is PageState.FAILED:
        return f"{name}: could not be read"
    shown = review_page(session, page.id)
    cells = [cell for row in shown.rows for cell in row.cells]
    waiting = [cell for cell in cells if cell.standing is Standing.TO_CHECK]
    if not waiting:
        return f"{name}: {len(shown.rows)} rows, {len(cells)} cells; nothing to check"
    first = waiting[0]
    return (
        f"{name}: {len(shown.rows)} rows, {len(cells)} cells; to check now: {len(waiting)}, "
        f"first row {first.row_number}, {first.column.name}, read as “{first.as_written}”"
    )
