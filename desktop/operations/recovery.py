"""Back into a register by the code from the safe: an administrator gets a new passphrase."""

from __future__ import annotations

from pathlib import Path

from db import vault
from db.errors import Exit, Expected
from db.model import User
from db.store import connect, journal, people
from desktop.operations.people import give_passphrase
from desktop.operations.register import SHORTEST_PASSPHRASE
from desktop.operations.session import Session, Workplace, session_of


def recover(workplace: Workplace, folder: Path, code: str, new: str, name: str = "") -> Session:
    """Unlock the register by its recovery code, and give the administrator called `name` the passphrase `new`.

    The name may be left out where there is one administrator. For administrators only: they give the others new
    passphrases, so that the code that lay in the safe makes nobody more than they were. Raises Expected:
    recovery_code_mistyped, wrong_recovery_code, wait_before_trying, passphrase_short, user_name_wanted,
    recovery_for_administrators (Exit.REGISTER), and as opening a register does.
    """
    if len(new) < SHORTEST_PASSPHRASE:
        raise Expected("passphrase_short", least=SHORTEST_PASSPHRASE)
    key = vault.unlock_with_code(folder, code, clock=workplace.clock)
    store = connect.open_store(folder, key)
    try:
        user = _administrator(store, name)
        with connect.action(store):
            journal.append(
                store, at=workplace.now(), actor=user.id, action="recover", subject=user.id, details={}
            )
            give_passphrase(store, user, new, workplace.cost)
    except BaseException:
        store.close()
        raise
    return session_of(workplace, store, key, user.id)


def _administrator(store: connect.Store, name: str) -> User:
    wanted = name.strip().casefold()
    found = [
        user
        for user in people.users(store)
        if user.role == "administrator"
        and not people.retired(store, user.id)
        and not people.guest(store, user.id)
        and wanted in {"", user.name.casefold()}
    ]
    if not found:
        raise Expected("recovery_for_administrators", Exit.REGISTER)
    if len(found) > 1:
        raise Expected("user_name_wanted", Exit.REGISTER)
    return found[0]
