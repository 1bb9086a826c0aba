"""Books: begin one, choose its form."""

from __future__ import annotations

from functools import lru_cache

from db.errors import Expected
from db.model import Ledger, new_id
from db.store import connect, ledgers
from desktop.fields.forms import LedgerForm, bundled_forms, form_text, parse_form
from desktop.operations.journalling import tell_journal
from desktop.operations.rights import require
from desktop.operations.session import Session


def forms(session: Session) -> tuple[tuple[str, LedgerForm], ...]:
    """The forms that come with the program: file stem and form."""
    return bundled_forms(session.workplace.places.resources)


def known_forms(session: Session) -> tuple[tuple[str, LedgerForm], ...]:
    """Those, and the forms that other books are kept on, the newest book's first: a further volume has the same."""
    bundled = forms(session)
    taken = {form for _, form in bundled}
    own: dict[LedgerForm, str] = {}
    for ledger in reversed(ledgers.ledgers(session.store)):
        form = form_of(ledger)
        if form not in taken:
            own.setdefault(form, ledger.title)
    return (*bundled, *((title, form) for form, title in own.items()))


def new_book(session: Session, title: str, form: LedgerForm) -> Ledger:
    """Begin a book on a form; it gets the next number. Raises Expected: not_allowed, book_title_missing."""
    require(session, "begin_book")
    if not title.strip():
        raise Expected("book_title_missing")
    with connect.action(session.store):
        number = ledgers.next_number(session.store)
        ledger = Ledger(new_id(), number, title.strip(), form_text(form))
        ledgers.add_ledger(session.store, ledger)
        tell_journal(session, "begin_book", ledger.id, number=ledger.number)
    return ledger


def change_form(session: Session, ledger_id: str, form: LedgerForm) -> Ledger:
    """Give a book another form; pages that were not read, or failed, are read with it. Expected: not_allowed."""
    require(session, "change_form")
    with connect.action(session.store):
        ledgers.change_form(session.store, ledger_id, form_text(form))
        tell_journal(session, "change_form", ledger_id)
    return ledgers.ledger(session.store, ledger_id)


def checked(form: LedgerForm) -> LedgerForm:
    """The form, if what is written of it can be read again: a person typed parts of it. Expected as `parse_form`."""
    return parse_form(form_text(form), form.name)


def form_of(ledger: Ledger) -> LedgerForm:
    """The form that a book is kept on."""
    return _parsed(ledger.form, ledger.title)


@lru_cache(maxsize=64)
def _parsed(text: str, title: str) -> LedgerForm:
    """The same text is the same form: asked twice whenever a field is saved, and parsing takes half a millisecond."""
    return parse_form(text, title)


def book_number(session: Session, number: int) -> Ledger:
    """The book with that number. Raises Expected("book_unknown")."""
    for ledger in ledgers.ledgers(session.store):
        if ledger.number == number:
            return ledger
    raise Expected("book_unknown", number=number)


def numbers(session: Session) -> dict[str, int]:
    """Each book's number by its id."""
    return {ledger.id: ledger.number for ledger in ledgers.ledgers(session.store)}
