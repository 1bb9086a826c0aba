"""What was half typed when the register was locked, kept in the register and given back once."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from db.store import connect, people
from desktop.operations.session import Session

_DRAFT = "draft"


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
