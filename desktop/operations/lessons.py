"""What a book has taught its reader, to be looked at and to be forgotten."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from db.model import Ledger
from db.store import connect, ledgers, memories
from desktop.fields.definitions import Kind, definition
from desktop.operations.books import form_of
from desktop.operations.journalling import tell_journal
from desktop.operations.rights import require
from desktop.operations.session import Session
from desktop.operations.teaching import taught_by
from desktop.recognition.memory import Memory
from desktop.recognition.shapes import shape_of

SHOWN: Final = 5
"""So many of a kind are named, the commonest first."""

_DRAWN: Final = {"D": "0", "L": "A", "l": "a"}


@dataclass(frozen=True, slots=True)
class Misreading:
    """What a reader took for what, and how often of all the times that it read so."""

    reader: str
    read: str
    stood: str
    times: int
    of: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """How the serials of a column are made (`AA0000`: two capitals, four figures), or a value that repeats."""

    column: str
    pattern: str
    times: int
    of: int


@dataclass(frozen=True, slots=True)
class BookLessons:
    """All that weighs in a book's next readings because people settled it."""

    ledger: Ledger
    fields: int  # settled texts
    characters: int  # whose looks are kept,
    kinds: int  # of so many kinds
    misread: tuple[Misreading, ...]
    patterns: tuple[Pattern, ...]
    values: tuple[Pattern, ...]
    forgotten_at: str  # when it was made to begin anew, "" never


def lessons_of_book(session: Session, ledger_id: str) -> BookLessons:
    """What a book has taught. Raises Expected: ledger_unknown, memory_broken."""
    ledger = ledgers.ledger(session.store, ledger_id)
    memory = taught_by(session, ledger).memory
    kinds = {column.name: definition(column.field).kind for column in form_of(ledger).columns}
    serials = {name for name, kind in kinds.items() if kind is Kind.SERIAL_NUMBER}
    words = {name for name, kind in kinds.items() if kind in {Kind.TEXT, Kind.CALIBRE}}
    return BookLessons(
        ledger,
        sum(map(len, memory.settled.values())),
        len(memory.characters),
        len(set(memory.characters)),
        _misread(memory),
        _commonest({name: [pattern_of(text) for text in memory.settled.get(name, ())] for name in serials}),
        _commonest({name: list(memory.settled.get(name, ())) for name in words}),
        memories.forgotten(session.store, ledger_id)[1],
    )


def forget_lessons(session: Session, ledger_id: str) -> None:
    """Let a book begin anew: what was settled stays settled and teaches no more, what is settled from now on does.

    Raises Expected: not_allowed, ledger_unknown.
    """
    require(session, "change_form")  # this, too, changes how a book is read
    store = session.store
    with connect.action(store):
        ledger = ledgers.ledger(store, ledger_id)
        memories.forget(store, ledger.id, session.now(), session.user.id)
        tell_journal(session, "forget_lessons", ledger.id)


def pattern_of(text: str) -> str:
    """`pattern_of("AB 1234-c")` is "AA 0000-a"."""
    return "".join(_DRAWN.get(kind, sign) for kind, sign in zip(shape_of(text), text, strict=True))


def _misread(memory: Memory) -> tuple[Misreading, ...]:
    """Once may be a slip of the finger, and weighs nothing."""
    read: Counter[tuple[str, str]] = Counter()
    for (reader, said, _), times in memory.confusions.items():
        read[reader, said] += times
    found = [
        Misreading(reader, said, stood, times, read[reader, said])
        for (reader, said, stood), times in memory.confusions.items()
        if said != stood and times > 1
    ]
    return tuple(sorted(found, key=lambda one: (-one.times, one.reader, one.read, one.stood))[:SHOWN])


def _commonest(texts: dict[str, list[str]]) -> tuple[Pattern, ...]:
    found = [
        Pattern(column, text, times, len(every))
        for column, every in texts.items()
        for text, times in Counter(every).items()
        if times > 1
    ]
    return tuple(sorted(found, key=lambda one: (-one.times, one.column, one.pattern))[:SHOWN])
