"""Which books are worked on at another PC of the armoury, and which came from one."""

from __future__ import annotations

from dataclasses import dataclass

from db.model import Ledger
from db.model_moving import BookMove
from db.store import ledgers, moves
from desktop.operations.session import Session


@dataclass(frozen=True, slots=True)
class BookPlace:
    """Where a book is, as a list shows it."""

    ledger: Ledger
    move: BookMove | None  # the last; None where it has always been here
    peer: str  # what the PC at the other end of that move is called
    ours: bool  # whether this register seals its records

    @property
    def is_away(self) -> bool:
        """Whether it is worked on at another PC, and locked here."""
        return self.move is not None and self.move.kind == "out"


def places(session: Session) -> tuple[BookPlace, ...]:
    """Every book with where it is, by its number."""
    moved = moves.places(session.store)
    names = {peer.id: peer.name for peer in moves.peers(session.store)}
    answer = []
    for ledger in ledgers.ledgers(session.store):
        move = moved.get(ledger.id)
        peer = names.get(move.peer, move.peer[:8]) if move else ""
        ours = move is None or move.home == session.armoury.id
        answer.append(BookPlace(ledger, move, peer, ours))
    return tuple(answer)


def away(session: Session) -> frozenset[str]:
    """Ids of the books that are worked on at another PC now."""
    return frozenset(
        ledger_id for ledger_id, move in moves.places(session.store).items() if move.kind == "out"
    )
