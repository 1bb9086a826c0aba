"""Questions to the supervisor and their answers: who asked is shown what was answered, once."""

from __future__ import annotations

from dataclasses import dataclass, replace

from db.errors import Exit, Expected
from db.model import PageState, new_id
from db.store import connect, ledgers, pages, people, readings
from db.store import questions as asked_of
from desktop.operations.journalling import tell_journal
from desktop.operations.rights import require
from desktop.operations.session import Session
from desktop.operations.settling import said_inside
from desktop.operations.views import Entry

_SEEN = "answers_seen"


@dataclass(frozen=True, slots=True)
class Question:
    """A cell that somebody asks about; with what was answered where that is there."""

    cell_id: str
    page_id: str
    book: int
    page: int
    row_number: int
    column: str
    question: str
    asked_by: str  # a name
    at: str
    answer: str = ""
    answered_by: str = ""
    value: str = ""  # what was decided, "" where the cell was given back


def waiting(session: Session) -> tuple[Question, ...]:
    """Every question that nobody has answered, the oldest first."""
    names = _names(session)
    return tuple(
        Question(
            one.cell_id, one.page_id, *_place(session, one.page_id), one.row_number, one.column, one.note,
            names.get(one.reader, ""), one.at,
        )
        for one in asked_of.waiting(session.store)
    )  # fmt: skip


def answer(session: Session, cell_id: str, note: str, entry: Entry | None = None) -> None:
    """Answer a question: with what stands there, or with words alone, which give the cell back to be checked.

    Raises Expected: not_allowed, question_gone (answered meanwhile), answer_missing, and what `settle` does.
    """
    require(session, "answer_question")
    store = session.store
    if entry is None and not note.strip():
        raise Expected("answer_missing", Exit.USAGE)
    with connect.action(store):
        now = readings.latest(store, cell_id)
        if now is None or not now.asked:
            raise Expected("question_gone", Exit.REFUSED)
        if entry is not None:
            filed = readings.page_of_cell(store, cell_id).state is PageState.FILED
            said_inside(session, cell_id, replace(entry, note=note.strip() or (now.note if filed else "")))
        else:
            # Words alone decide nothing: whatever the machine made of the cell, a person looks at it again.
            given = replace(
                now, id=new_id(), reader=f"clerk:{session.user.id}", at=session.now(), asked=False,
                settled=False, confidence=0.0, note=note.strip(),
            )  # fmt: skip
            readings.add_readings(store, [given])
        tell_journal(session, "answer_question", readings.page_of_cell(store, cell_id).id, cells=[cell_id])


def answered(session: Session) -> tuple[Question, ...]:
    """What was answered to this person's questions since they last looked, the oldest first."""
    names = _names(session)
    me = f"clerk:{session.user.id}"
    return tuple(
        Question(
            one.cell_id, one.page_id, *_place(session, one.page_id), one.row_number, one.column, one.question,
            session.user.name, one.at, one.note, names.get(one.reader, ""), one.text if one.settled else "",
        )
        for one in asked_of.replies(session.store, me, _seen(session))
    )  # fmt: skip


def seen(session: Session, cell_id: str) -> None:
    """Whoever is at work has read the answer of a cell, and those before it."""
    me = f"clerk:{session.user.id}"
    found = [one.seq for one in asked_of.replies(session.store, me, _seen(session)) if one.cell_id == cell_id]
    if found:
        with connect.action(session.store):
            people.remember(session.store, session.user.id, _SEEN, str(max(found)))


def _seen(session: Session) -> int:
    return int(people.recall(session.store, session.user.id, _SEEN) or 0)


def _place(session: Session, page_id: str) -> tuple[int, int]:
    page = pages.page(session.store, page_id)
    return ledgers.ledger(session.store, page.ledger_id).number, page.position


def _names(session: Session) -> dict[str, str]:
    return {f"clerk:{user.id}": user.name for user in people.users(session.store)}
