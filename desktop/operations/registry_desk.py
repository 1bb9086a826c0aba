"""A registry at work: its own encrypted file, its keys, and the armouries that it enrolled. Needs no register."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

from db import vault
from db.errors import Exit, Expected
from db.model import OwnKey, User, new_id
from db.store import connect, intake, registries
from db.store.connect import Store
from db.store.intake import EnrolledArmoury
from desktop.exchange.age import new_age_key
from desktop.exchange.disk import disk_in_words, write_whole
from desktop.exchange.locking import Opener
from desktop.exchange.public_keys import MOST_BYTES, PublicKeys, parse_public_keys, public_keys_text
from desktop.exchange.signature import KEY_BYTES, PublicKey, SigningKey, new_signing_key
from desktop.operations.register import SHORTEST_PASSPHRASE
from desktop.operations.session import Workplace

KEYS_FILE = "LM-registry.keys.json"
"""What the file of the registry's public keys is called."""


@dataclass(frozen=True, slots=True)
class RegistryDesk:
    """An open registry. Belongs to the thread that opened it."""

    workplace: Workplace
    store: Store

    def now(self) -> str:
        """The time as it is kept."""
        return self.workplace.now()

    def close(self) -> None:
        """Let its file go."""
        self.store.close()


def has_registry(folder: Path) -> bool:
    """Whether a registry's file lies in the folder."""
    return intake.has_intake(folder)


def make_registry(workplace: Workplace, folder: Path, name: str, passphrase: str) -> str:
    """Make a registry's file with its keys; the recovery code, shown once. Raises Expected: registry_exists, …"""
    if has_registry(folder):
        raise Expected("registry_exists", Exit.REGISTER, folder=folder.name)
    if not name.strip():
        raise Expected("registry_name_missing")
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise Expected("passphrase_short", least=SHORTEST_PASSPHRASE)
    at = workplace.now()
    user = User(new_id(), name.strip(), "registry")
    key, recovery = vault.create_keys(folder, user, passphrase, workplace.cost)
    store = intake.make_intake(folder, key, new_id(), name.strip(), at)
    try:
        chance = secrets.token_bytes(KEY_BYTES)
        signing = OwnKey("signing", chance.hex(), new_signing_key(chance).public.raw.hex(), at)
        with connect.action(store):
            registries.add_own_key(store, signing)
            registries.add_own_key(store, OwnKey("age", *new_age_key(), at))
    finally:
        store.close()
    return recovery


def open_registry(workplace: Workplace, folder: Path, passphrase: str) -> RegistryDesk:
    """Unlock a registry. Raises Expected: registry_missing, wrong_passphrase, wait_before_trying, register_…."""
    if not has_registry(folder):
        raise Expected("registry_missing", Exit.REGISTER, folder=folder.name)
    key, _ = vault.unlock(folder, passphrase)
    return RegistryDesk(workplace, intake.open_intake(folder, key))


def registry_keys(desk: RegistryDesk) -> PublicKeys:
    """The registry's public keys."""
    own_id, name = intake.whose(desk.store)
    return PublicKeys("registry", own_id, name, "", _own(desk, "signing").public, _own(desk, "age").public)


def registry_signing_key(desk: RegistryDesk) -> SigningKey:
    """What the registry signs its answers with."""
    return SigningKey(bytes.fromhex(_own(desk, "signing").secret))


def registry_opener(desk: RegistryDesk, password: str = "") -> Opener:
    """What opens what armouries send."""
    return Opener(_own(desk, "age").secret, password)


def write_registry_keys(desk: RegistryDesk, folder: Path) -> Path:
    """Write the public keys for the armouries; which file. Raises Expected: target_vanished, the disk's."""
    if not folder.is_dir():
        raise Expected("target_vanished", Exit.DISK, name=str(folder))
    path = folder / KEYS_FILE
    write_whole(path, public_keys_text(registry_keys(desk)))
    return path


def read_armoury_keys(path: Path) -> PublicKeys:
    """An armoury's keys in a file, to be compared before they are trusted. Raises Expected: public_keys_…."""
    with disk_in_words(path), path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    return parse_public_keys(data, "armoury", path.name)


def enrol_armoury(desk: RegistryDesk, keys: PublicKeys) -> EnrolledArmoury:
    """Trust these keys for this armoury from now on."""
    new = EnrolledArmoury(keys.id, keys.name, keys.code, keys.signing, keys.age, desk.now())
    known = {one.id: one for one in enrolled(desk)}.get(keys.id)
    if known is not None and (known.signing, known.age) == (keys.signing, keys.age):
        return known
    with connect.action(desk.store):
        intake.add_armoury(desk.store, new)
    return new


def enrolled(desk: RegistryDesk) -> tuple[EnrolledArmoury, ...]:
    """The armouries whose keys are known, by name."""
    return intake.armouries(desk.store)


def trusted_key(desk: RegistryDesk, armoury_id: str) -> PublicKey | None:
    """The key that batches of an armoury have to bear the signature of; None where it is not enrolled."""
    found = next((one for one in enrolled(desk) if one.id == armoury_id), None)
    return PublicKey(bytes.fromhex(found.signing)) if found else None


def _own(desk: RegistryDesk, purpose: str) -> OwnKey:
    found = registries.own_key(desk.store, purpose)
    if found is None:
        raise Expected("register_damaged", Exit.REGISTER, folder=desk.store.folder)
    return found
