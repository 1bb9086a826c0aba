"""What is next for this person, across all books: kinds of work in the order in which they should be done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from db.model import Lot, Page, PageState
from db.store import ledgers, samples
from desktop.operations import answered, questions, second_entry, spot_checks
from desktop.operations.cells import page_cells
from desktop.operations.lot_views import LotState
from desktop.operations.rescans import current_pages
from desktop.operations.rights import may
from desktop.operations.second_views import SecondStanding
from desktop.operations.session import Session
from desktop.operations.views import Standing


class Work(StrEnum):
    """Kinds of work, the most pressing first."""

    REPLIES = "replies"  # answers to this person's questions
    QUESTIONS = "questions"  # for whoever answers
    DISPUTES = "disputes"  # two entries that differ
    SENT_BACK = "sent_back"  # by the registry
    RECHECK = "recheck"  # records of a lot that a wrong one keeps back
    RELEASE = "release"  # such a lot, checked whole: to be corrected and released
    CHECK = "check"  # cells of a book that want a person
    FINISH = "finish"  # pages of which everything is settled
    SECOND = "second"  # to be typed blind
    FAILED = "failed"  # pages that could not be read


@dataclass(frozen=True, slots=True)
class Waiting:
    """Some work, and where it begins. `book` 0 means across books."""

    kind: Work
    count: int
    book: int = 0
    page_id: str = ""
    page: int = 0
    row: int = 0
    column: str = ""
    text: str = ""  # a question with its answer
    cell_id: str = ""
    lot: Lot | None = None


def next_for(session: Session) -> tuple[Waiting, ...]:
    """All that this person can do now, what comes first first. Nothing in it that somebody else has to do."""
    return (
        *_replies(session),
        *_questions(session),
        *_second(session, Work.DISPUTES),
        *_sent_back(session),
        *_refused(session),
        *_pages(session),
        *_second(session, Work.SECOND),
    )


def _replies(session: Session) -> Iterator[Waiting]:
    for one in questions.answered(session):
        said = " — ".join(part for part in (one.question, one.answer, one.value) if part)
        yield Waiting(
            Work.REPLIES, 1, one.book, one.page_id, one.page, one.row_number, one.column, said, one.cell_id
        )


def _questions(session: Session) -> Iterator[Waiting]:
    if may(session.user.role, "answer_question"):
        for one in questions.waiting(session):
            said = f"{one.asked_by}: {one.question}"
            yield Waiting(
                Work.QUESTIONS,
                1,
                one.book,
                one.page_id,
                one.page,
                one.row_number,
                one.column,
                said,
                one.cell_id,
            )


def _second(session: Session, kind: Work) -> Iterator[Waiting]:
    wanted = SecondStanding.DISPUTED if kind is Work.DISPUTES else SecondStanding.WAITS
    count, first = second_entry.open_for(session, wanted)
    if first is not None:
        yield Waiting(kind, count, first.book, first.page_id, first.page, first.row_number, first.column)


def _sent_back(session: Session) -> Iterator[Waiting]:
    if not may(session.user.role, "file"):
        return
    found = answered.sent_back(session)
    if found:
        hit = found[0].hit
        yield Waiting(
            Work.SENT_BACK, len(found), hit.ledger.number, hit.page.id, hit.page.position, hit.row_number
        )


def _refused(session: Session) -> Iterator[Waiting]:
    """Lots in which a wrong record was found: nothing of them is sent before all of it was checked and corrected."""
    decides = may(session.user.role, "decide_lot")
    for lot in samples.lots(session.store):
        if spot_checks.state_of(session, lot.id) is LotState.REFUSED:
            left = spot_checks.left_of(session, lot.id)
            if left.mine:
                yield Waiting(Work.RECHECK, left.mine, lot=lot)
            elif decides and not left.unchecked:
                yield Waiting(Work.RELEASE, left.wrong, lot=lot)


def _pages(session: Session) -> Iterator[Waiting]:
    """Book by book: what is to be checked, what can be finished, what could not be read."""
    if not may(session.user.role, "file"):
        return
    for ledger in ledgers.ledgers(session.store):
        pages = current_pages(session, ledger.id)
        weighed = [(page, _standings(session, page)) for page in pages if page.state is PageState.READ]
        check = [(page, found) for page, found in weighed if Standing.TO_CHECK in found]
        if check:
            count = sum(found.count(Standing.TO_CHECK) for _, found in check)
            yield Waiting(Work.CHECK, count, ledger.number, check[0][0].id, check[0][0].position)
        ready = [page for page, found in weighed if not {Standing.TO_CHECK, Standing.ASKED} & set(found)]
        failed = [page for page in pages if page.state is PageState.FAILED]
        for kind, some in ((Work.FINISH, ready), (Work.FAILED, failed)):
            if some:
                yield Waiting(kind, len(some), ledger.number, some[0].id, some[0].position)


def _standings(session: Session, page: Page) -> list[Standing]:
    return [cell.standing for row in page_cells(session, page) for cell in row.cells]
