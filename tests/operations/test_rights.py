"""Roles and operations: each cell of the table is tried through the operation itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from db.errors import Expected
from db.model import CellState, Page
from db.model_desk import Holder
from desktop.operations import (
    amending,
    answered,
    answering,
    archiving,
    backups,
    books,
    bound_book,
    checking,
    exchange_keys,
    figures,
    filing,
    importing,
    journal_view,
    judgements,
    lot_decisions,
    lots,
    peers,
    people,
    questions,
    rack_checks,
    restoring,
    sealing,
    second_entry,
    sending_books,
    settling,
    shelves,
    taking_books,
    tracing,
)
from desktop.operations.answer_views import AnswerPreview
from desktop.operations.lot_views import LotChoice
from desktop.operations.rights import MAY, ROLES, may
from desktop.operations.session import Session, Workplace, open_session
from desktop.operations.views import Entry
from tests.operations.conftest import FORM, PASSPHRASE
from tests.operations.filed import file_rows

OTHER = "another four words"
REFUSALS = {"not_allowed", "may_not_decide"}

Attempt = Callable[[Session, Page, Path], object]


def first_cell(session: Session, page: Page) -> str:
    return str(session.store.db.execute("select id from cells order by rowid limit 1").fetchone()[0])


def somebody(session: Session) -> str:
    return next(user.id for user in people.everybody(session) if user.name == "Somebody")


def an_answer(session: Session, folder: Path, *, signed: bool) -> AnswerPreview:
    """An answer that says nothing yet."""
    path = folder / "answer.csv"
    path.write_text("batch_id,record_id,revision,row_sha256,answer,registry_number\n", encoding="utf-8")
    return replace(answering.look_at_answer(session, path), signed_by="a key" if signed else "")


def printed(session: Session) -> None:
    with bound_book.bound_book(session):
        pass


def a_backup(session: Session, folder: Path) -> Path:
    return backups.back_up(session, folder / "backups").path


ATTEMPTS: Mapping[str, tuple[Attempt, ...]] = {
    "begin_book": (lambda s, _p, _f: books.new_book(s, "Rifles", FORM),),
    "change_form": (lambda s, p, _f: books.change_form(s, p.ledger_id, FORM),),
    "import": (
        lambda s, p, f: importing.import_pictures(s, p.ledger_id, [f / "gone.png"]),
        lambda s, p, f: importing.import_new_picture(s, p.id, f / "gone.png"),
    ),
    "settle": (
        lambda s, p, _f: settling.settle(s, first_cell(s, p), Entry("1", CellState.READ, "seen again")),
        lambda s, p, _f: settling.accept(s, first_cell(s, p), "seen again"),
        lambda s, p, _f: settling.mark(s, first_cell(s, p), CellState.UNREADABLE, "torn"),
        lambda s, p, _f: settling.ask(s, first_cell(s, p), "1 or 7?"),
    ),
    "undo": (
        lambda s, p, _f: (settling.ask(s, first_cell(s, p), "1 or 7?"), settling.undo(s)),
        lambda s, p, _f: (settling.ask(s, first_cell(s, p), "1 or 7?"), settling.redo(s)),
    ),
    "file": (lambda s, p, _f: filing.file_page(s, p.id),),
    "second_entry": (lambda s, p, _f: second_entry.enter(s, first_cell(s, p), Entry("1")),),
    "plan_second_entry": (lambda s, _p, _f: second_entry.set_plan(s, "all", "1/20"),),
    "answer_question": (lambda s, p, _f: questions.answer(s, first_cell(s, p), "it is a 7"),),
    "amend": (
        lambda s, _p, _f: amending.set_holder(s, "no record", Holder("2 Bn"), "seen"),
        lambda s, _p, _f: rack_checks.found_weapon(s, "", "0045127"),
    ),
    "state_of_book": (lambda s, _p, _f: shelves.state(s, 1, 40, None),),
    "decide_lot": (
        lambda s, _p, _f: lots.plan_lot(s, LotChoice("batch")),
        lambda s, _p, _f: lots.freeze(s, LotChoice("batch")),
        lambda s, _p, _f: lot_decisions.decide(s, "no lot"),
    ),
    "seal": (
        lambda s, _p, f: sealing.seal(s, f),
        lambda s, _p, f: sealing.write_again(s, "no batch", f),
    ),
    "enrol_registry": (
        lambda s, _p, _f: exchange_keys.set_workbook_password(s, "long enough for a stick"),
        lambda s, _p, _f: exchange_keys.enrol_registry(s, exchange_keys.own_keys(s)),
        lambda s, _p, _f: exchange_keys.forget_registry_keys(s),
    ),
    "take_answer": (lambda s, _p, f: answering.take_answer(s, an_answer(s, f, signed=True)),),
    "take_unsigned_answer": (lambda s, _p, f: answering.take_answer(s, an_answer(s, f, signed=False)),),
    "put_answer_aside": (lambda s, _p, _f: answered.put_aside(s, "no record", "known"),),
    "answer_back": (lambda s, _p, _f: answered.answer_back(s, "no record", "it stands there"),),
    "back_up": (
        lambda s, _p, f: backups.back_up(s, f),
        lambda s, _p, f: backups.prove(s, f),
    ),
    "copy_away": (lambda s, _p, f: backups.copy_away(s, f),),
    "restore": (
        lambda s, _p, f: restoring.restore(s.workplace, a_backup(s, f), OTHER, s.user.name, f / "restored"),
    ),
    "print_book": (lambda s, _p, _f: printed(s),),
    "print_figures": (lambda s, _p, _f: figures.figures(s),),
    "write_archive": (lambda s, _p, f: archiving.write_archive(s, f / "gone"),),
    "see_journal": (lambda s, _p, _f: journal_view.lines(s),),
    "judge": (lambda s, _p, _f: judgements.judge(s, "a", "b", "same"),),
    "receive_trace": (
        lambda s, _p, _f: tracing.receive(s, tracing.Asked("NCB", serial="1")),
        lambda s, _p, _f: tracing.do(s, 9, "acknowledged"),
        lambda s, _p, _f: tracing.do(s, 9, "noted"),
    ),
    "answer_trace": (
        lambda s, _p, _f: tracing.do(s, 9, "answered"),
        lambda s, _p, _f: tracing.do(s, 9, "delayed", ground="other"),
        lambda s, _p, _f: tracing.do(s, 9, "refused", ground="other"),
    ),
    "know_peer": (lambda s, _p, _f: peers.trust_peer(s, exchange_keys.own_keys(s), "Other PC"),),
    "send_book": (lambda s, p, f: sending_books.send_book(s, p.ledger_id, "no peer", f),),
    "hand_over_book": (lambda s, p, f: sending_books.send_book(s, p.ledger_id, "no peer", f, for_good=True),),
    "take_book": (lambda s, _p, f: taking_books.take_bundle(s, f),),
    "take_back_book": (lambda s, p, _f: sending_books.take_back(s, p.ledger_id, "lost"),),
    "check_register": (lambda s, _p, _f: checking.check(s),),
    "change_passphrase": (lambda s, _p, _f: people.change_passphrase(s, OTHER, PASSPHRASE),),
    "add_person": (lambda s, _p, _f: people.add_person(s, "New", "clerk", OTHER),),
    "retire_person": (lambda s, _p, _f: people.retire_person(s, somebody(s)),),
    "change_role": (lambda s, _p, _f: people.change_role(s, somebody(s), "supervisor"),),
    "set_passphrase": (lambda s, _p, _f: people.set_passphrase(s, somebody(s), PASSPHRASE),),
    "new_recovery_code": (lambda s, _p, _f: people.new_recovery_code(s),),
}
"""Every operation of the table, by each way in which a person can do it."""


@pytest.fixture
def page(session: Session) -> Page:
    """A filed page in a register with somebody in it to whom things are done."""
    page = file_rows(session, books.new_book(session, "Pistols", FORM), [("1", "0045127", "Walther", "1941")])
    people.add_person(session, "Somebody", "clerk", OTHER)
    return page


@pytest.fixture
def one_of(
    request: pytest.FixtureRequest, session: Session, workplace: Workplace, page: Page
) -> Iterator[Session]:
    """A person of the role that the test names, at work."""
    people.add_person(session, "One", request.param, OTHER)
    opened = open_session(workplace, session.store.folder, OTHER, "One")
    yield opened
    opened.close()


def test_each_operation_of_the_table_is_tried() -> None:
    assert set(ATTEMPTS) == set(MAY)


@pytest.mark.parametrize("one_of", ROLES, indirect=True)
@pytest.mark.parametrize("operation", MAY)
def test_a_role_may_do_what_the_table_says_and_nothing_else(
    one_of: Session, operation: str, page: Page, tmp_path: Path
) -> None:
    for attempt in ATTEMPTS[operation]:
        refusal = ""
        try:
            attempt(one_of, page, tmp_path)
        except Expected as failure:
            refusal = failure.key
        assert (refusal not in REFUSALS) is may(one_of.user.role, operation), refusal


def test_what_is_refused_says_whom_to_ask(session: Session, workplace: Workplace) -> None:
    people.add_person(session, "One", "clerk", OTHER)
    clerk = open_session(workplace, session.store.folder, OTHER, "One")
    with pytest.raises(Expected, match="not_allowed") as failure:
        people.new_recovery_code(clerk)
    clerk.close()
    assert failure.value.values == {"name": "One", "roles": "administrator"}
