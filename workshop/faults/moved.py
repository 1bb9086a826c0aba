"""After a disturbance, a book on its way to another PC: in one place at a time, whole or not at all, and it goes on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

from db.errors import Expected
from db.store import ledgers, pages, readings
from db.vault import DataKey
from desktop.exchange.work_folder import bundles_in
from desktop.operations import checking, moved_books, taking_books
from desktop.operations.session import Session
from workshop.faults.stages import Place, at_other, at_work


def wrong_with_the_move(place: Place, key: DataKey, said: tuple[str, ...]) -> Iterator[str]:
    """What is wrong, a text each; takes the bundle in where one has its final name."""
    if not place.other.register.is_dir():
        return  # an older register knows no other PC
    bundles = bundles_in(place.stick)
    gave = [line[5:] for line in said if line.startswith("gave ")]
    yield from (f"lost: bundle {name}" for name in gave if name not in {one.name for one in bundles})
    with closing(at_work(place, key)) as here, closing(at_other(place)) as there:
        yield from (f"check, other PC: {problem}" for problem in checking.check(there))
        at_both = {book.id for book in ledgers.ledgers(here.store)} & _worked_on(there)
        yield from (f"worked on at both PCs: {book}" for book in at_both - moved_books.away(here))
        took = {line[5:] for line in said if line.startswith("took ")}
        yield from (f"lost: book {book}" for book in took - _worked_on(there))
        for bundle in bundles:
            try:
                book = taking_books.take_bundle(there, bundle).header.ledger_id
            except Expected as refused:
                yield f"half a bundle: {bundle.name}: {refused}"
                continue
            if _contents(there, book) != _contents(here, book):
                yield f"half a book: {book}"


def _worked_on(session: Session) -> set[str]:
    return {book.id for book in ledgers.ledgers(session.store)} - moved_books.away(session)


def _contents(session: Session, book: str) -> list[tuple[str, str, int]]:
    store = session.store
    return [
        (
            page.id,
            page.sha256 if pages.picture(store, book, page.sha256) else "",
            len(readings.cells(store, page.id)),
        )
        for page in pages.pages(store, book)
    ]
