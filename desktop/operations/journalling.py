"""One line of the journal for what the person at work does now."""

from __future__ import annotations

from db.model import JournalEntry
from db.store import journal
from desktop.operations.session import Session


def tell_journal(session: Session, action: str, subject: str, **details: object) -> JournalEntry:
    """Write the line, inside the action that it tells of. `details` never hold a field's value.

    Where rows of the same action bear its time, `db.store.journal.append` is handed that time.
    """
    return journal.append(
        session.store,
        at=session.now(),
        actor=session.user.id,
        action=action,
        subject=subject,
        details=details,
    )
