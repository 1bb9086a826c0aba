"""Commands on the register as a whole: make it, bring pages in, search, seal, check."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from db.errors import Exit, Expected
from db.model import Ledger, Page
from desktop.cli.pictures import outcome
from desktop.cli.words import (
    problem_sentence,
    say,
    say_aside,
    say_json,
    show_progress,
)
from desktop.fields.forms import LedgerForm, load_form
from desktop.operations import books, checking, importing, sealing
from desktop.operations.register import NewRegister, create_register
from desktop.operations.rescans import current_pages
from desktop.operations.session import Session, open_session
from desktop.operations.views import Arrival, Outcome
from desktop.operations.workplace import workplace
from desktop.paths import PASSPHRASE_VARIABLE, REGISTER_VARIABLE, Places


def folder_of(asked: argparse.Namespace, where: Places) -> Path:
    """The register's folder: named, in the environment, or this user's own."""
    named = asked.register or os.environ.get(REGISTER_VARIABLE)
    return Path(named) if named else where.register


@contextmanager
def at_work(asked: argparse.Namespace) -> Iterator[Session]:
    """The register, unlocked."""
    desk = workplace(os.environ)
    session = open_session(desk, folder_of(asked, desk.places), ask_passphrase(), asked.user)
    try:
        yield session
    finally:
        session.close()


def ask_passphrase(prompt: str = "Passphrase: ") -> str:
    """From the environment, else asked for. Raises Expected("passphrase_missing")."""
    given = os.environ.get(PASSPHRASE_VARIABLE)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise Expected("passphrase_missing", Exit.REGISTER)  # a script must not wait for ever
    return getpass.getpass(prompt)


def init(asked: argparse.Namespace) -> int:
    """Make a register; its recovery code is shown once."""
    desk = workplace(os.environ)
    folder = folder_of(asked, desk.places)
    new = NewRegister(
        asked.armoury, asked.code, asked.country, asked.user, ask_passphrase("New passphrase: ")
    )
    if PASSPHRASE_VARIABLE not in os.environ and ask_passphrase("The same once more: ") != new.passphrase:
        raise Expected("passphrases_differ", Exit.USAGE)
    recovery = create_register(desk, folder, new)
    if asked.json:
        say_json({"register": str(folder), "recovery_code": recovery})
    else:
        say(f"The register was made in {folder}.")
        say(
            f"Recovery code, to be written down and put in the safe; it is never shown again:\n\n  {recovery}\n"
        )
    return int(Exit.FINE)


def form_named(name: str, session: Session) -> LedgerForm:
    """A form by the name of a bundled one, or by its file."""
    for stem, form in books.forms(session):
        if name == stem:
            return form
    return load_form(Path(name))


def bring_in(asked: argparse.Namespace) -> int:
    """Bring pictures into a book."""
    with at_work(asked) as session:
        if asked.new_book is not None:
            if not asked.form:
                raise Expected("form_needed", Exit.USAGE)
            book = books.new_book(session, asked.new_book, form_named(asked.form, session))
        else:
            book = books.book_number(session, asked.book)
        if asked.again is not None:
            outcomes = _again(asked, session, book)
        else:
            placement = importing.Placement(
                before=page_at(session, book, asked.before).id if asked.before else ""
            )
            outcomes = importing.import_pictures(
                session, book.id, asked.pictures, show_progress, all_new=asked.all_new, placement=placement
            )
    if asked.json:
        say_json({"book": book.number, "pictures": [outcome_json(one) for one in outcomes]})
    else:
        _say_outcomes(book, outcomes)
    unused = sum(one.arrival in {Arrival.REFUSED, Arrival.LOOKS_LIKE} for one in outcomes)
    return outcome(unused, len(outcomes))


def _again(asked: argparse.Namespace, session: Session, book: Ledger) -> tuple[Outcome, ...]:
    if len(asked.pictures) != 1:
        raise Expected("one_picture_needed", Exit.USAGE)
    page = page_at(session, book, asked.again)
    return (importing.import_new_picture(session, page.id, asked.pictures[0]),)


def page_at(session: Session, book: Ledger, position: int) -> Page:
    """The page at a place of a book. Raises Expected book_page_unknown."""
    for page in current_pages(session, book.id):
        if page.position == position:
            return page
    raise Expected("book_page_unknown", Exit.USAGE, book=book.number, page=position)


def _say_outcomes(book: Ledger, outcomes: tuple[Outcome, ...]) -> None:
    new = sum(one.arrival is Arrival.IMPORTED for one in outcomes)
    for one in outcomes:
        if one.problems:
            say_aside(f"{one.source}: {outcome_sentences(one)}")
    say(f"Book {book.number}: {new} of {len(outcomes)} pictures brought in.")


def outcome_json(one: Outcome) -> dict[str, object]:
    """What became of a picture, as every command that brings some in writes it."""
    return {
        "source": one.source,
        "frame": one.frame,
        "arrival": one.arrival.value,
        "said": outcome_sentences(one),
    }


def outcome_sentences(one: Outcome) -> str:
    """Everything that is wrong with a picture, or why it did not come in."""
    return " ".join(problem_sentence(problem) for problem in one.problems)


def seal(asked: argparse.Namespace) -> int:
    """Seal a batch and write it, or write an earlier one once more."""
    with at_work(asked) as session:
        if asked.again is None:
            written = sealing.seal(session, asked.to, show_progress)
        else:
            batch = next((one for one in sealing.batches(session) if one.number == asked.again), None)
            if batch is None:
                raise Expected("batch_unknown", Exit.USAGE)
            written = sealing.write_again(session, batch.id, asked.to, show_progress)
    if asked.json:
        say_json(
            {
                "path": written.path,
                "number": written.batch.number,
                "records": written.batch.count,
                "files": dict(written.files),
            }
        )
    else:
        say(
            f"Batch {written.batch.number} with {written.batch.count} records was written, read back and is whole:"
        )
        say(f"  {written.path}")
    return int(Exit.FINE)


def check(asked: argparse.Namespace) -> int:
    """Check that the register is whole."""
    with at_work(asked) as session:
        found = checking.check(session)
    if asked.json:
        say_json([{"key": one.key, "said": problem_sentence(one)} for one in found])
    else:
        say("\n".join(problem_sentence(one) for one in found) if found else "The register is whole.")
    return int(Exit.REGISTER if found else Exit.FINE)
