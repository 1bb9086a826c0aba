"""The armoury's own keys, and its registry's: who signs, to whom is encrypted, what both sides read to each other."""

from __future__ import annotations

import secrets
from dataclasses import replace
from pathlib import Path

from db.errors import Exit, Expected
from db.model import OwnKey, Registry
from db.store import connect, journal, registries
from desktop.exchange.age import new_age_key
from desktop.exchange.disk import disk_in_words, write_whole
from desktop.exchange.locking import Lock, Opener
from desktop.exchange.password import LEAST_PASSWORD
from desktop.exchange.public_keys import MOST_BYTES, PublicKeys, parse_public_keys, public_keys_text
from desktop.exchange.signature import KEY_BYTES, PublicKey, SigningKey, new_signing_key
from desktop.operations.rights import require
from desktop.operations.session import Session, refuse_in_practice

KEYS_FILE = "LM-{code}.keys.json"
"""What the file of public keys is called on a stick."""


def own_keys(session: Session) -> PublicKeys:
    """The armoury's public keys; made when they are first needed, their secret halves kept in the register."""
    signing, age = _own(session, "signing"), _own(session, "age")
    armoury = session.armoury
    return PublicKeys("armoury", armoury.id, armoury.name, armoury.code, signing.public, age.public)


def signing_key(session: Session) -> SigningKey:
    """What this armoury signs its batches with."""
    return SigningKey(bytes.fromhex(_own(session, "signing").secret))


def opener(session: Session) -> Opener:
    """What opens what the registry sends."""
    chosen = registry(session)
    return Opener(_own(session, "age").secret, chosen.workbook_password if chosen else "")


def registry(session: Session) -> Registry | None:
    """Whom batches go to; None as long as nobody said."""
    return registries.registry(session.store)


def registry_key(session: Session) -> PublicKey | None:
    """What the registry signs its answers with, where that is known."""
    chosen = registry(session)
    return PublicKey(bytes.fromhex(chosen.signing)) if chosen and chosen.signing else None


def lock(session: Session) -> Lock:
    """How batches are locked on their way now."""
    chosen = registry(session)
    return Lock(chosen.age, chosen.workbook_password) if chosen else Lock()


def write_own_keys(session: Session, folder: Path) -> Path:
    """Write the public keys for the registry; which file. Raises Expected: practice_never_leaves, the disk's."""
    refuse_in_practice(session)
    keys = own_keys(session)
    if not folder.is_dir():
        raise Expected("target_vanished", Exit.DISK, name=str(folder))
    path = folder / KEYS_FILE.format(code=keys.code)
    write_whole(path, public_keys_text(keys))
    return path


def read_registry_keys(path: Path) -> PublicKeys:
    """The registry's keys in a file, to be compared before they are trusted. Expected: public_keys_broken, …"""
    with disk_in_words(path), path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    return parse_public_keys(data, "registry", path.name)


def enrol_registry(session: Session, keys: PublicKeys) -> Registry:
    """From now on batches are encrypted to these keys, and answers bear their signature. Expected: not_allowed."""
    require(session, "enrol_registry")
    before = registry(session)
    password = before.workbook_password if before else ""
    chosen = Registry(keys.name, keys.signing, keys.age, password, session.now(), session.user.id)
    return _set(session, chosen, fingerprint=keys.fingerprint)


def forget_registry_keys(session: Session) -> Registry:
    """Batches are signed only, as before the registry's keys were known. Expected: not_allowed."""
    require(session, "enrol_registry")
    before = registry(session) or Registry("", "", "", "")
    return _set(session, replace(before, signing="", age="", at=session.now(), by=session.user.id))


def set_workbook_password(session: Session, password: str) -> Registry:
    """Lock batches by a password where the registry's key is not known; "" is none any more.

    Raises Expected: not_allowed, workbook_password_short.
    """
    require(session, "enrol_registry")
    if password and len(password) < LEAST_PASSWORD:
        raise Expected("workbook_password_short", least=LEAST_PASSWORD)
    before = registry(session) or Registry("", "", "", "")
    chosen = replace(before, workbook_password=password, at=session.now(), by=session.user.id)
    return _set(session, chosen, password=bool(password))


def _set(session: Session, chosen: Registry, **details: object) -> Registry:
    with connect.action(session.store):
        registries.set_registry(session.store, chosen)
        journal.append(
            session.store, at=chosen.at, actor=session.user.id, action="enrol_registry", subject=chosen.signing,
            details=details,
        )  # fmt: skip
    return chosen


def _own(session: Session, purpose: str) -> OwnKey:
    """The key of a purpose, made where there is none yet."""
    if (found := registries.own_key(session.store, purpose)) is not None:
        return found
    at = session.now()
    if purpose == "signing":
        chance = secrets.token_bytes(KEY_BYTES)
        new = OwnKey(purpose, chance.hex(), new_signing_key(chance).public.raw.hex(), at)
    else:
        new = OwnKey(purpose, *new_age_key(), at)
    store = session.store
    with connect.action(store):
        # Two lanes may have come here at once: the first one's key is the key.
        if (found := registries.own_key(store, purpose)) is not None:
            return found
        registries.add_own_key(store, new)
        journal.append(
            store, at=at, actor=session.user.id, action="make_key", subject=session.armoury.id,
            details={"purpose": purpose, "public": new.public},
        )  # fmt: skip
    return new
