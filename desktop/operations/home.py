"""Home: what waits, and the books on the shelf."""

from __future__ import annotations

from db.model import Page, PageState
from db.store import ledgers, records
from desktop.fields.problems import Problem
from desktop.operations import backups, room
from desktop.operations.books import form_of
from desktop.operations.cells import page_cells
from desktop.operations.place import place
from desktop.operations.rescans import all_current_pages, current_pages
from desktop.operations.session import Session
from desktop.operations.views import LedgerOverview, Queues, Standing


def queues(session: Session) -> Queues:
    """What waits, and where this person was."""
    every = all_current_pages(session)
    read = [page for page in every if page.state is PageState.READ]
    counts = [_counts(session, page) for page in read]
    return Queues(
        place=place(session),
        waiting_pages=sum(page.state is PageState.IMPORTED for page in every),
        failed_pages=sum(page.state is PageState.FAILED for page in every),
        cells_to_check=sum(to_check for to_check, _ in counts),
        pages_ready=sum(to_check == asked == 0 for to_check, asked in counts),
        asked=sum(asked for _, asked in counts),
        records_unsent=records.count_unsent(session.store),
        practice=session.armoury.practice,
        warnings=_warnings(session),
    )


def shelf(session: Session) -> tuple[LedgerOverview, ...]:
    """Every book with how far it is."""
    answers = []
    for ledger in ledgers.ledgers(session.store):
        current = current_pages(session, ledger.id)
        to_check = sum(_counts(session, page)[0] for page in current if page.state is PageState.READ)
        filed = sum(len(records.records_of_page(session.store, page.id)) for page in current)
        answers.append(LedgerOverview(ledger, form_of(ledger), current, to_check, filed))
    return tuple(answers)


def _counts(session: Session, page: Page) -> tuple[int, int]:
    """Cells of a page that are to be checked, and that wait for the supervisor."""
    standings = [cell.standing for row in page_cells(session, page) for cell in row.cells]
    return standings.count(Standing.TO_CHECK), standings.count(Standing.ASKED)


def _warnings(session: Session) -> tuple[Problem, ...]:
    """Only what matters: room on the disks, and that there was no backup for a week."""
    place = backups.place_of(session)
    return (*room.warnings(session, place), *backups.warnings(session, place))
