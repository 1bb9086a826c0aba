"""The armoury, its people, and what the program remembers for each of them."""

from __future__ import annotations

from typing import Final

from db.errors import Exit, Expected
from db.model import Armoury, User
from db.store.connect import Store
from db.store.rows import change, insert, select, select_one

_GUEST: Final = "guest"  # remembered of whoever worked at another PC of the armoury and has no way in here
_RETIRED: Final = "retired"  # remembered of whoever may not open the register any more


def armoury(store: Store) -> Armoury:
    """Whose register this is."""
    (found,) = select(store, "select id, name, code, country, practice from armoury")
    return Armoury(**{**found, "practice": bool(found["practice"])})


def users(store: Store) -> tuple[User, ...]:
    """Everybody who has worked here, by name."""
    return tuple(
        User(**found) for found in select(store, "select id, name, role from users order by name, id")
    )


def user(store: Store, user_id: str) -> User:
    """One person. Expected: user_unknown."""
    found = select_one(store, "select id, name, role from users where id = ?", user_id)
    if found is None:
        raise Expected("user_unknown", Exit.BAD_INPUT)
    return User(**found)


def add_user(store: Store, new: User) -> None:
    """Add a person; their way in is added by `db.vault.add_user`, last in the same action. Expected: user_exists."""
    if select(store, "select 1 from users where id = ? or name = ?", new.id, new.name):
        raise Expected("user_exists", Exit.REFUSED, name=new.name)
    insert(store, "users", [{"id": new.id, "name": new.name, "role": new.role}])


def remember(store: Store, user_id: str, key: str, value: str) -> None:
    """Keep something for a person until next time, such as where they were."""
    sql = (
        "insert into remembered (user_id, name, value) values (?, ?, ?) "
        "on conflict (user_id, name) do update set value = excluded.value"
    )
    change(store, sql, user_id, key, value)


def recall(store: Store, user_id: str, key: str) -> str:
    """What was remembered; "" when nothing was."""
    found = select_one(store, "select value from remembered where user_id = ? and name = ?", user_id, key)
    return str(found["value"]) if found else ""


def retire(store: Store, user_id: str, at: str) -> None:
    """Keep that a person may not open the register any more; their way in is taken by `db.vault.remove_user`."""
    remember(store, user_id, _RETIRED, at)


def retired(store: Store, user_id: str) -> str:
    """When a person was retired; "" while they are not."""
    return recall(store, user_id, _RETIRED)


def set_guest(store: Store, user_id: str, at: str) -> None:
    """Keep that a person came with a book from another PC: they have no way in here. "" takes that back."""
    remember(store, user_id, _GUEST, at)


def guest(store: Store, user_id: str) -> str:
    """Since when a person is known here from another PC alone; "" where they have, or had, a way in."""
    return recall(store, user_id, _GUEST)


def set_role(store: Store, user_id: str, role: str) -> None:
    """Make a person something else; the journal keeps what they were."""
    change(store, "update users set role = ? where id = ?", role, user_id)
