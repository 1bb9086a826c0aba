"""The people of a register: nobody checks their own work, so one person alone is not enough."""

from __future__ import annotations

from db import vault
from db.errors import Exit, Expected
from db.model import User, new_id
from db.store import connect, journal, people
from desktop.operations.register import SHORTEST_PASSPHRASE
from desktop.operations.session import Session

ROLES = ("clerk", "second_keyer", "supervisor", "administrator")


def everybody(session: Session) -> tuple[User, ...]:
    """Who may open the register, by name."""
    return people.users(session.store)


def add_person(session: Session, name: str, role: str, passphrase: str) -> User:
    """Add a person with a passphrase of their own.

    Raises Expected: administrators_only (Exit.REFUSED), user_name_missing, role_unknown, passphrase_short, user_exists.
    """
    if session.user.role != "administrator":
        raise Expected("administrators_only", Exit.REFUSED)
    if not name.strip():
        raise Expected("user_name_missing")
    if role not in ROLES:
        raise Expected("role_unknown", Exit.USAGE)
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise Expected("passphrase_short", least=SHORTEST_PASSPHRASE)
    store = session.store
    user = User(new_id(), name.strip(), role)
    with connect.action(store):
        people.add_user(store, user)
        journal.append(
            store, at=session.now(), actor=session.user.id, action="add_person", subject=user.id,
            details={"role": role},
        )  # fmt: skip
        # Last, so that no way in is left behind where the register refuses.
        vault.add_user(store.folder, store.key, user, passphrase)
    return user
