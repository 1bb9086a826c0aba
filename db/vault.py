"""Who may open a register: one random data key, wrapped by each user's passphrase and by a recovery code.

Changing a passphrase wraps the same data key anew and never encrypts the register again. Argon2id (RFC 9106) makes a
guess expensive, AES-256-GCM tells a right one from a wrong one and binds it to its user.
"""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from db.durable import disk_failures_told
from db.errors import Exit, Expected
from db.keyfile import FORMAT, Cost, Keys, UserKey, Wrapped, WrongTry, keys_held, read_keys, write_keys
from db.model import User
from db.places import BOOKS, REGISTER
from db.recovery import new_code, read_code

__all__ = [
    "Cost",
    "DataKey",
    "WrongTry",
    "add_user",
    "change_passphrase",
    "create_keys",
    "forget_wrong_tries",
    "new_recovery_code",
    "remove_user",
    "unlock",
    "unlock_with_code",
    "users_with_keys",
    "wrong_tries",
]

Clock = Callable[[], datetime]

FREE_TRIES: Final = 3  # slips that cost no wait
LONGEST_WAIT_SECONDS: Final = 15 * 60
_KEPT_TRIES: Final = 1000  # the newest; more would let anybody fill the disk by guessing
_RECOVERY: Final = "recovery"


@dataclass(frozen=True, slots=True)
class DataKey:
    """The 256-bit key of a register and its books; never shown."""

    raw: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.raw) != 32:
            raise ValueError("a data key has 32 bytes")


def utc_now() -> datetime:
    """The PC's clock, for callers that hand none in."""
    return datetime.now(UTC)


def create_keys(folder: Path, user: User, passphrase: str, cost: Cost = Cost()) -> tuple[DataKey, str]:  # noqa: B008 - frozen
    """Make a data key and its key file for the first user; the second value is the recovery code in groups.

    Raises Expected: register_exists (Exit.REFUSED) where a register or its books lie already, since their key would
    be lost; passphrase_empty; the disk's.
    """
    with disk_failures_told():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if (folder / REGISTER).exists() or any((folder / BOOKS).glob("*.pages")):
            raise Expected("register_exists", Exit.REFUSED, folder=folder)
    key = DataKey(secrets.token_bytes(32))
    code = new_code()
    users = (_user_key(key, user, passphrase, cost),)
    write_keys(folder, Keys(users, _wrap(key, read_code(code), _RECOVERY, cost)))
    return key, code


def unlock(folder: Path, passphrase: str, name: str = "", *, clock: Clock = utc_now) -> tuple[DataKey, str]:
    """The data key and the id of the user whose passphrase it is; without a name, the only user is meant.

    Raises Expected (Exit.REGISTER): register_missing, keys_broken, user_name_wanted (several users and no name),
    wait_before_trying (seconds), wrong_passphrase. An unknown name is a wrong passphrase, after the same work.
    """
    keys = read_keys(folder)
    if not name and len(keys.users) > 1:
        raise Expected("user_name_wanted", Exit.REGISTER)
    _wait_over(folder, clock())
    wanted = _folded(name)
    user = next((one for one in keys.users if not name or _folded(one.name) == wanted), None)
    tried = user or keys.users[0]
    raw = _unwrap(tried.wrapped, _normal(passphrase), tried.id)
    if user is None or raw is None:
        _count_wrong(folder, clock(), user.id if user else "")
        raise Expected("wrong_passphrase", Exit.REGISTER)
    _count_right(folder, keys)
    return DataKey(raw), user.id


def unlock_with_code(folder: Path, code: str, *, clock: Clock = utc_now) -> DataKey:
    """The data key by the recovery code, in whatever case and grouping it was typed.

    Raises Expected (Exit.REGISTER): recovery_code_mistyped (nothing was tried), wrong_recovery_code, as `unlock`.
    """
    letters = read_code(code)
    keys = read_keys(folder)
    _wait_over(folder, clock())
    raw = _unwrap(keys.recovery, letters, _RECOVERY)
    if raw is None:
        _count_wrong(folder, clock(), "")
        raise Expected("wrong_recovery_code", Exit.REGISTER)
    _count_right(folder, keys)
    return DataKey(raw)


def add_user(folder: Path, key: DataKey, user: User, passphrase: str, cost: Cost = Cost()) -> None:  # noqa: B008 - frozen
    """Give another user a passphrase of their own. Expected: user_exists (Exit.REFUSED), passphrase_empty."""
    added = _user_key(key, user, passphrase, cost)
    with keys_held(folder):
        keys = read_keys(folder)
        if any(one.id == user.id or _folded(one.name) == _folded(user.name) for one in keys.users):
            raise Expected("user_exists", Exit.REFUSED, name=user.name)
        write_keys(folder, replace(keys, users=(*keys.users, added)))


def remove_user(folder: Path, user_id: str) -> None:
    """Take a user's way in. Expected: user_unknown, last_user (Exit.REFUSED): somebody has to be able to open it."""
    with keys_held(folder):
        keys = read_keys(folder)
        left = tuple(one for one in keys.users if one.id != user_id)
        if len(left) == len(keys.users):
            raise Expected("user_unknown", Exit.BAD_INPUT)
        if not left:
            raise Expected("last_user", Exit.REFUSED)
        write_keys(folder, replace(keys, users=left))


def change_passphrase(folder: Path, key: DataKey, user_id: str, new: str, cost: Cost = Cost()) -> None:  # noqa: B008 - frozen
    """Wrap the data key under a new passphrase; the old one opens nothing any more. Expected: user_unknown."""
    wrapped = _wrap(key, _normal(new), user_id, cost)
    with keys_held(folder):
        keys = read_keys(folder)
        if all(one.id != user_id for one in keys.users):
            raise Expected("user_unknown", Exit.BAD_INPUT)
        users = tuple(replace(one, wrapped=wrapped) if one.id == user_id else one for one in keys.users)
        write_keys(folder, replace(keys, users=users))


def new_recovery_code(folder: Path, key: DataKey, cost: Cost = Cost()) -> str:  # noqa: B008 - frozen
    """A new code for the safe; the old one opens nothing any more."""
    code = new_code()
    recovery = _wrap(key, read_code(code), _RECOVERY, cost)
    with keys_held(folder):
        write_keys(folder, replace(read_keys(folder), recovery=recovery))
    return code


def users_with_keys(folder: Path) -> tuple[tuple[str, str], ...]:
    """(id, name) of everybody who may open this register, for the window that asks for the passphrase."""
    return tuple((user.id, user.name) for user in read_keys(folder).users)


def wrong_tries(folder: Path) -> tuple[WrongTry, ...]:
    """Wrong tries that no journal has yet, oldest first."""
    return read_keys(folder).wrong_tries


def forget_wrong_tries(folder: Path, written: tuple[WrongTry, ...]) -> None:
    """Drop tries that the journal now has; others that came meanwhile stay."""
    if not written:
        return
    with keys_held(folder):
        keys = read_keys(folder)
        left = list(keys.wrong_tries)
        for each in written:
            if each in left:
                left.remove(each)
        write_keys(folder, replace(keys, wrong_tries=tuple(left)))


def _user_key(key: DataKey, user: User, passphrase: str, cost: Cost) -> UserKey:
    return UserKey(user.id, user.name, _wrap(key, _normal(passphrase), user.id, cost))


def _normal(passphrase: str) -> str:
    """One spelling of a text (NFC), since keyboards and systems differ in how they compose letters (RFC 8265)."""
    normal = unicodedata.normalize("NFC", passphrase)
    if not normal.strip():
        raise Expected("passphrase_empty", Exit.REGISTER)
    return normal


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).strip().casefold()


def _wrap(key: DataKey, secret: str, owner: str, cost: Cost) -> Wrapped:
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    sealed = AESGCM(_derived(secret, salt, cost)).encrypt(nonce, key.raw, _bound_to(owner))
    return Wrapped(cost, salt, nonce, sealed)


def _unwrap(wrapped: Wrapped, secret: str, owner: str) -> bytes | None:
    """The data key's bytes, or None for a wrong secret."""
    cipher = AESGCM(_derived(secret, wrapped.salt, wrapped.cost))
    try:
        return cipher.decrypt(wrapped.nonce, wrapped.sealed, _bound_to(owner))
    except InvalidTag:
        return None


def _derived(secret: str, salt: bytes, cost: Cost) -> bytes:
    argon = Argon2id(
        salt=salt, length=32, iterations=cost.iterations, lanes=cost.lanes, memory_cost=cost.memory_kib
    )
    return argon.derive(secret.encode("utf-8", "surrogatepass"))


def _bound_to(owner: str) -> bytes:
    return f"{FORMAT}/{owner}".encode()


def _wait_over(folder: Path, now: datetime) -> None:
    """Raise Expected("wait_before_trying") while the wait after wrong tries runs.

    A clock that runs behind the last wrong try was set back: the wait is counted anew from now, so that neither
    setting it back nor a clock that was far ahead for a while locks anybody in or out for longer than the wait.
    """
    keys = read_keys(folder)
    wait = _wait_seconds(keys.wrong_in_a_row)
    if not wait:
        return
    left = (_moment(keys.last_wrong, now) + timedelta(seconds=wait) - now).total_seconds()
    if left > wait:
        with keys_held(folder):
            write_keys(folder, replace(read_keys(folder), last_wrong=_stamp(now)))
        left = wait
    if left > 0:
        raise Expected("wait_before_trying", Exit.REGISTER, seconds=max(1, round(left)))


def _wait_seconds(wrong: int) -> int:
    """2, 4, 8 … seconds from the third wrong try in a row on, at most a quarter of an hour."""
    over = wrong - FREE_TRIES + 1
    return min(LONGEST_WAIT_SECONDS, 2 ** min(over, 16)) if over > 0 else 0


def _count_wrong(folder: Path, now: datetime, user_id: str) -> None:
    with keys_held(folder):
        keys = read_keys(folder)
        tries = (*keys.wrong_tries, WrongTry(_stamp(now), user_id))[-_KEPT_TRIES:]
        counted = replace(
            keys, wrong_in_a_row=keys.wrong_in_a_row + 1, last_wrong=_stamp(now), wrong_tries=tries
        )
        write_keys(folder, counted)


def _count_right(folder: Path, keys: Keys) -> None:
    if keys.wrong_in_a_row:
        with keys_held(folder):
            write_keys(folder, replace(read_keys(folder), wrong_in_a_row=0, last_wrong=""))


def _stamp(now: datetime) -> str:
    return now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _moment(stamp: str, otherwise: datetime) -> datetime:
    try:
        return datetime.strptime(stamp, "%Y-%m-%dT%H:%M:%S%z")
    except ValueError:
        return otherwise
