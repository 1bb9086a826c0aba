"""The people of a register: who may open it, as what, and with which passphrase.

A passphrase is changed by wrapping the data key anew; nothing is encrypted again. Whoever is retired keeps their name
on all that they did.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from db import vault
from db.errors import Exit, Expected
from db.model import User, new_id
from db.store import connect, people
from desktop.operations.journalling import tell_journal
from desktop.operations.register import SHORTEST_PASSPHRASE
from desktop.operations.rights import ROLES, require
from desktop.operations.session import Session


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the register, as a list shows them."""

    user: User
    retired_at: str  # "" while they may open the register
    from_elsewhere: bool = False  # known from a book of another PC alone: they have no way in here


def everybody(session: Session) -> tuple[User, ...]:
    """Everybody who has worked here, by name."""
    return people.users(session.store)


def staff(session: Session) -> tuple[Person, ...]:
    """Everybody with whether they may still open the register, by name."""
    store = session.store
    return tuple(
        Person(user, people.retired(store, user.id), bool(people.guest(store, user.id)))
        for user in everybody(session)
    )


def person_called(session: Session, name: str) -> User:
    """The person of that name. Expected: user_unknown."""
    for user in everybody(session):
        if user.name.casefold() == name.strip().casefold():
            return user
    raise Expected("user_unknown", Exit.USAGE)


def add_person(session: Session, name: str, role: str, passphrase: str) -> User:
    """Add a person with a passphrase of their own.

    Raises Expected: not_allowed (Exit.REFUSED), person_name_missing, role_unknown, passphrase_short, user_exists.
    """
    require(session, "add_person")
    if not name.strip():
        raise Expected("person_name_missing")
    _known(role)
    _long_enough(passphrase)
    store = session.store
    with connect.action(store):
        user = _guest_called(session, name, role)
        if user is None:
            user = User(new_id(), name.strip(), role)
            people.add_user(store, user)
        tell_journal(session, "add_person", user.id, role=role)
        # Last, so that no way in is left behind where the register refuses.
        vault.add_user(store.folder, store.key, user, passphrase, session.workplace.cost)
    return user


def retire_person(session: Session, user_id: str) -> None:
    """Take a person's way in; what they did stays theirs.

    Raises Expected (Exit.REFUSED): not_allowed, person_retired, last_administrator.
    """
    require(session, "retire_person")
    store = session.store
    with connect.action(store):
        user = _active(session, user_id)
        if user.role == "administrator":
            _another_administrator(session, user_id)
        people.retire(store, user_id, session.now())
        tell_journal(session, "retire_person", user_id)
        try:
            vault.remove_user(store.folder, user_id)
        except Expected as failure:
            # An older key file, put back with a backup, may not know them: then there is no way in to take.
            if failure.key != "user_unknown":
                raise


def change_role(session: Session, user_id: str, role: str) -> User:
    """Make a person something else. Raises Expected: not_allowed, role_unknown, person_retired, last_administrator."""
    require(session, "change_role")
    _known(role)
    store = session.store
    with connect.action(store):
        user = _active(session, user_id)
        if user.role == role:
            return user
        if user.role == "administrator":
            _another_administrator(session, user_id)
        people.set_role(store, user_id, role)
        tell_journal(session, "change_role", user_id, before=user.role, role=role)
    return replace(user, role=role)


def change_passphrase(session: Session, old: str, new: str) -> None:
    """Give oneself another passphrase. Raises Expected: wrong_passphrase, wait_before_trying, passphrase_short."""
    require(session, "change_passphrase")
    _long_enough(new)
    store = session.store
    # Whoever finds the window open must not take it over; a wrong try is counted like one at the door.
    vault.unlock(store.folder, old, session.user.name, clock=session.workplace.clock)
    with connect.action(store):
        tell_journal(session, "change_passphrase", session.user.id)
        vault.change_passphrase(store.folder, store.key, session.user.id, new, session.workplace.cost)


def set_passphrase(session: Session, user_id: str, new: str) -> None:
    """Give somebody who forgot theirs another passphrase. Raises Expected: not_allowed, person_retired, …"""
    require(session, "set_passphrase")
    _long_enough(new)
    store = session.store
    with connect.action(store):
        user = _active(session, user_id)
        tell_journal(session, "set_passphrase", user_id)
        people.set_guest(store, user_id, "")
        give_passphrase(store, user, new, session.workplace.cost)


def new_recovery_code(session: Session) -> str:
    """Another recovery code for the safe, shown once; the one before opens nothing any more. Expected: not_allowed."""
    require(session, "new_recovery_code")
    store = session.store
    with connect.action(store):
        tell_journal(session, "new_recovery_code", session.armoury.id)
        return vault.new_recovery_code(store.folder, store.key, session.workplace.cost)


def give_passphrase(store: connect.Store, user: User, new: str, cost: vault.Cost) -> None:
    """Wrap the data key for a person, also where an older key file does not know them."""
    if any(user_id == user.id for user_id, _ in vault.users_with_keys(store.folder)):
        vault.change_passphrase(store.folder, store.key, user.id, new, cost)
    else:
        vault.add_user(store.folder, store.key, user, new, cost)


def _guest_called(session: Session, name: str, role: str) -> User | None:
    """Somebody who is known from another PC's book becomes one of here, with the same id: they are one person."""
    store = session.store
    for user in everybody(session):
        if user.name.casefold() == name.strip().casefold() and people.guest(store, user.id):
            people.set_guest(store, user.id, "")
            people.set_role(store, user.id, role)
            return replace(user, role=role)
    return None


def _is_out(store: connect.Store, user_id: str) -> bool:
    return bool(people.retired(store, user_id) or people.guest(store, user_id))


def _known(role: str) -> None:
    if role not in ROLES:
        raise Expected("role_unknown", Exit.USAGE)


def _long_enough(passphrase: str) -> None:
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise Expected("passphrase_short", least=SHORTEST_PASSPHRASE)


def _active(session: Session, user_id: str) -> User:
    user = people.user(session.store, user_id)
    if people.retired(session.store, user_id):
        raise Expected("person_retired", Exit.REFUSED, name=user.name)
    return user


def _another_administrator(session: Session, user_id: str) -> None:
    """Raise Expected where nobody else could let people in."""
    for other in everybody(session):
        is_one = other.role == "administrator" and other.id != user_id
        if is_one and not _is_out(session.store, other.id):
            return
    raise Expected("last_administrator", Exit.REFUSED)
