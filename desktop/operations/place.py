"""Where a person was, kept across restarts and power cuts."""

from __future__ import annotations

import json

from db.store import connect, ledgers, pages, people
from desktop.operations.session import Session
from desktop.operations.views import Place

_PLACE = "place"


def remember_place(session: Session, page_id: str, row: int, column: str) -> None:
    """Where the cursor is, so that Continue leads there after a restart or a power cut."""
    with connect.action(session.store):
        people.remember(session.store, session.user.id, _PLACE, json.dumps([page_id, row, column]))


def place(session: Session) -> Place | None:
    """Where this person was; None at the very beginning."""
    kept = people.recall(session.store, session.user.id, _PLACE)
    if not kept:
        return None
    page_id, row, column = json.loads(kept)
    page = pages.page(session.store, page_id)
    return Place(ledgers.ledger(session.store, page.ledger_id), page, row, column)
