"""What was half typed when the register was locked, kept in the register and given back once."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from db.store import connect, people
from desktop.operations.session import Session

_DRAFT = "draft"
_TYPED = "typed_blind"


@dataclass(frozen=True, slots=True)
class Draft:
    """A text that stood in a field and was not left yet, so that nobody said it."""

    page_id: str
    row: int
    column: str
    text: str


def keep_draft(session: Session, draft: Draft) -> None:
    """Keep it for the same person. It is no reading: nothing on the page changes by it."""
    with connect.action(session.store):
        people.remember(session.store, session.user.id, _DRAFT, json.dumps(asdict(draft)))


def take_draft(session: Session) -> Draft | None:
    """Give it back, once; None where nothing was half typed."""
    kept = people.recall(session.store, session.user.id, _DRAFT)
    if not kept:
        return None
    with connect.action(session.store):
        people.remember(session.store, session.user.id, _DRAFT, "")
    return Draft(**json.loads(kept))


def keep_typed(session: Session, cell_id: str, text: str) -> None:
    """Keep what was half typed blind of a cell, for the same person. It is no entry."""
    with connect.action(session.store):
        people.remember(session.store, session.user.id, _TYPED, json.dumps([cell_id, text]))


def take_typed(session: Session, cell_id: str) -> str:
    """Give it back, once, where it is this cell's turn; "" where nothing was half typed of it."""
    kept = people.recall(session.store, session.user.id, _TYPED)
    if not kept:
        return ""
    with connect.action(session.store):
        people.remember(session.store, session.user.id, _TYPED, "")
    of, text = json.loads(kept)
    return str(text) if of == cell_id else ""
