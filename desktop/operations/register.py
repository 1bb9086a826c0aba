"""Found a register: the armoury's name, the first user, the keys."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from db import vault
from db.errors import Exit, Expected
from db.model import Armoury, User, new_id
from db.places import REGISTER
from db.store import connect, journal
from desktop.operations.session import Workplace

SHORTEST_PASSPHRASE = 8
"""Argon2id slows guessing down; it can't save a word of five letters."""

_CODE = re.compile(r"[A-Z0-9]{2,12}")


@dataclass(frozen=True, slots=True, repr=False)
class NewRegister:
    """What the set-up asks for. `code` is 2-12 capital letters and digits; it names the batches' folders."""

    armoury: str
    code: str
    country: str  # ISO 3166-1 alpha-3 or ""
    user: str
    passphrase: str
    practice: bool = False


def create_register(workplace: Workplace, folder: Path, new: NewRegister) -> str:
    """Make an encrypted register in `folder` and return the recovery code, shown once, to be put in the safe.

    Raises Expected: register_exists, armoury_name_missing, armoury_code_invalid, user_name_missing,
    passphrase_short, and what the disk does.
    """
    check_new(new)
    if has_register(folder):
        raise Expected("register_exists", Exit.REGISTER, folder=folder.name)
    armoury = Armoury(new_id(), new.armoury.strip(), new.code, new.country, new.practice)
    user = User(new_id(), new.user.strip(), "administrator")
    at = workplace.now()
    key, recovery = vault.create_keys(folder, user, new.passphrase, workplace.cost)
    store = connect.create_store(folder, key, armoury, user, at)
    try:
        with connect.action(store):
            journal.append(store, at=at, actor=user.id, action="found", subject=armoury.id, details={})
    finally:
        store.close()
    return recovery


def check_new(new: NewRegister) -> None:
    """Raise Expected for what is missing or too short, in the order in which the set-up asks for it."""
    if not new.armoury.strip():
        raise Expected("armoury_name_missing")
    if not _CODE.fullmatch(new.code):
        raise Expected("armoury_code_invalid")
    if not new.user.strip():
        raise Expected("user_name_missing")
    if len(new.passphrase) < SHORTEST_PASSPHRASE:
        raise Expected("passphrase_short", least=SHORTEST_PASSPHRASE)


def has_register(folder: Path) -> bool:
    """Whether a register lies in the folder. Keys alone are a founding that was cut off: it is simply done again."""
    return (folder / REGISTER).exists()
