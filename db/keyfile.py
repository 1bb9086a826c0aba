"""The key file `keys.json` beside a register: the data key, wrapped once per user and once by the recovery code.

Nothing in it opens the register without a passphrase, but it names the users. It is written whole or not at all.
Its format is told in README.md; what does not follow it is "keys_broken", since it may come from a stick.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from db.durable import disk_failures_told, write_atomically
from db.errors import Exit, Expected
from db.locks import held
from db.places import KEYS

FORMAT: Final = "ledgermark-keys"
VERSION: Final = 1
_LARGEST: Final = 4 * 1024 * 1024  # bytes: room for thousands of users; a larger file is no key file
_COSTS: Final = {"memory_kib": (8, 1024 * 1024), "iterations": (1, 64), "lanes": (1, 16)}
_MOST_WORK: Final = 4 * 1024 * 1024  # memory in KiB times iterations: some twenty times the default's


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess at a passphrase costs (Argon2id). The default is RFC 9106's second recommended choice."""

    memory_kib: int = 64 * 1024
    iterations: int = 3
    lanes: int = 4


@dataclass(frozen=True, slots=True)
class Wrapped:
    """The data key under one secret: AES-256-GCM by a key that Argon2id made of the secret."""

    cost: Cost
    salt: bytes
    nonce: bytes
    sealed: bytes


@dataclass(frozen=True, slots=True)
class UserKey:
    """One user's copy of the data key."""

    id: str
    name: str
    wrapped: Wrapped


@dataclass(frozen=True, slots=True)
class WrongTry:
    """A wrong passphrase or code, kept until the register's journal has it. Never what was typed."""

    at: str
    user_id: str  # "" for the recovery code, or when no user was named


@dataclass(frozen=True, slots=True)
class Keys:
    """All of the key file. `wrong_in_a_row` and `last_wrong` say how long to wait before the next try."""

    users: tuple[UserKey, ...]
    recovery: Wrapped
    wrong_in_a_row: int = 0
    last_wrong: str = ""
    wrong_tries: tuple[WrongTry, ...] = ()


def read_keys(folder: Path) -> Keys:
    """Read the key file. Expected: register_missing, keys_broken, keys_newer (Exit.REGISTER), the disk's."""
    path = folder / KEYS
    try:
        with disk_failures_told(), path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except Expected as failure:
        if isinstance(failure.__cause__, (FileNotFoundError, NotADirectoryError)):
            raise Expected("register_missing", Exit.REGISTER, folder=folder) from failure
        raise
    if len(data) > _LARGEST:
        raise _broken(folder)
    try:
        return _keys(json.loads(data))
    except _Newer:
        raise Expected("keys_newer", Exit.REGISTER, folder=folder) from None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise _broken(folder) from error


def write_keys(folder: Path, keys: Keys) -> None:
    """Write the key file whole or not at all. Raises Expected with Exit.DISK."""
    text = json.dumps(_values(keys), indent=1, ensure_ascii=False)
    with disk_failures_told():
        write_atomically(folder / KEYS, text.encode())


def keys_held(folder: Path) -> AbstractContextManager[None]:
    """Keep other programs from the key file while it is read, changed and written back.

    Without it, a wrong try counted at the same moment as a changed passphrase could bring the old one back.
    """
    return held(folder / (KEYS + ".lock"))


class _Newer(Exception):  # noqa: N818 - a turn of the way, not an error
    """The key file was written by a newer program."""


def _broken(folder: Path) -> Expected:
    return Expected("keys_broken", Exit.REGISTER, folder=folder)


def _values(keys: Keys) -> dict[str, object]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "users": [{"id": user.id, "name": user.name, **_wrapped_values(user.wrapped)} for user in keys.users],
        "recovery": _wrapped_values(keys.recovery),
        "wrong_in_a_row": keys.wrong_in_a_row,
        "last_wrong": keys.last_wrong,
        "wrong_tries": [asdict(wrong) for wrong in keys.wrong_tries],
    }


def _wrapped_values(wrapped: Wrapped) -> dict[str, object]:
    sealed = {"salt": wrapped.salt, "nonce": wrapped.nonce, "sealed": wrapped.sealed}
    texts = {name: base64.b64encode(data).decode("ascii") for name, data in sealed.items()}
    return {"argon2id": asdict(wrapped.cost), **texts}


def _keys(values: Mapping[str, object]) -> Keys:
    """Raises ValueError, TypeError, KeyError or AttributeError for what is no key file."""
    if values["format"] != FORMAT:
        raise ValueError(FORMAT)
    if _number(values["version"]) > VERSION:
        raise _Newer
    users = tuple(
        UserKey(_text(user["id"]), _text(user["name"]), _wrapped(user)) for user in _listed(values["users"])
    )
    if not users:
        raise ValueError(FORMAT)
    tries = tuple(
        WrongTry(_text(wrong["at"]), _text(wrong["user_id"])) for wrong in _listed(values["wrong_tries"])
    )
    recovery = _wrapped(_mapping(values["recovery"]))
    return Keys(users, recovery, _number(values["wrong_in_a_row"]), _text(values["last_wrong"]), tries)


def _wrapped(values: Mapping[str, object]) -> Wrapped:
    asked = _mapping(values["argon2id"])
    numbers = {name: _number(asked[name]) for name in _COSTS}
    for name, (least, most) in _COSTS.items():
        # A hostile key file could ask for all of the PC's memory, or for hours.
        if not least <= numbers[name] <= most:
            raise ValueError(name)
    if (
        numbers["memory_kib"] * numbers["iterations"] > _MOST_WORK
        or numbers["memory_kib"] < 8 * numbers["lanes"]
    ):
        raise ValueError(numbers)
    return Wrapped(
        Cost(**numbers), _bytes(values["salt"], 16), _bytes(values["nonce"], 12), _bytes(values["sealed"], 48)
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    value.encode()  # half a surrogate pair is no text: UnicodeEncodeError is a ValueError
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError(value)
    return value


def _mapping(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise TypeError(value)
    return value


def _listed(value: object) -> list[Mapping[str, object]]:
    if not isinstance(value, list):
        raise TypeError(value)
    return [_mapping(each) for each in value]


def _bytes(value: object, length: int) -> bytes:
    try:
        data = base64.b64decode(_text(value), validate=True)
    except binascii.Error as error:
        raise ValueError(length) from error
    if len(data) != length:
        raise ValueError(length)
    return data
