"""Who is at work on which register, and with what: handed to every operation as its first argument."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from db import vault
from db.errors import Exit, Expected
from db.model import Armoury, User
from db.store import books, connect, journal, people
from desktop.capture.scanners.scanner import NoScanner, Scanner
from desktop.fields.vocabularies import Vocabularies
from desktop.operations.reading_tools import ReadingTools
from desktop.paths import Places

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The PC's time in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Workplace:
    """What this PC offers to whoever sits at it. One for the program's life, shared by its sessions."""

    places: Places
    clock: Clock
    tools: ReadingTools
    scanner: Scanner = field(default_factory=NoScanner)
    cost: vault.Cost = field(default_factory=vault.Cost)  # of one guess at a passphrase that is set here

    @property
    def vocabularies(self) -> Vocabularies:
        """The lists of makes, models, calibres and countries."""
        return self.tools.vocabularies

    def now(self) -> str:
        """The time as it is kept: `2026-03-01T09:30:00Z`."""
        return self.clock().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Session:
    """One person with one open register. Belongs to the thread that made it; `again` makes one for another thread."""

    def __init__(self, workplace: Workplace, store: connect.Store, key: vault.DataKey, user: User) -> None:
        self.workplace = workplace
        self.store = store
        self.user = user
        self.armoury: Armoury = people.armoury(store)
        self._key = key

    def again(self) -> Session:
        """The same person on the same register with a connection of its own; call it in the thread that will use it."""
        return Session(self.workplace, connect.open_store(self.store.folder, self._key), self._key, self.user)

    def now(self) -> str:
        """The time as it is kept."""
        return self.workplace.now()

    def close(self) -> None:
        """Let the register go."""
        self.store.close()


def open_session(workplace: Workplace, folder: Path, passphrase: str, name: str = "") -> Session:
    """Unlock the register in `folder` for the user called `name` (may be left out where there is only one).

    Raises Expected: register_missing, wrong_passphrase, wait_before_trying, register_newer, register_damaged,
    person_retired.
    """
    key, user_id = vault.unlock(folder, passphrase, name, clock=workplace.clock)
    return session_of(workplace, connect.open_store(folder, key), key, user_id)


def session_of(workplace: Workplace, store: connect.Store, key: vault.DataKey, user_id: str) -> Session:
    """The session of somebody whose secret was right; it takes the store over and closes it where it refuses.

    Wrong tries before come into the journal. Expected: user_unknown, person_retired (Exit.REGISTER).
    """
    try:
        journal.take_wrong_tries(store, workplace.now())
        books.take_over(store)
        return Session(workplace, store, key, _not_retired(store, people.user(store, user_id)))
    except BaseException:
        store.close()
        raise


def _not_retired(store: connect.Store, user: User) -> User:
    """The person; Expected where an older key file, put back beside the register, would let them in again."""
    if people.retired(store, user.id):
        raise Expected("person_retired", Exit.REGISTER, name=user.name)
    return user


def refuse_in_practice(session: Session) -> None:
    """Raise Expected where the register is the practice register: what is in it never leaves."""
    if session.armoury.practice:
        raise Expected("practice_never_leaves", Exit.REFUSED)
