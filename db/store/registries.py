"""The armoury's own keys, and whom batches go to."""

from __future__ import annotations

from dataclasses import asdict

from db.model import OwnKey, Registry
from db.store.connect import Store
from db.store.rows import insert, select_one


def own_key(store: Store, purpose: str) -> OwnKey | None:
    """The newest key of a purpose (signing, age); None before there is one."""
    sql = "select purpose, secret, public, made_at from own_keys where purpose = ? order by seq desc limit 1"
    found = select_one(store, sql, purpose)
    return OwnKey(**found) if found else None


def add_own_key(store: Store, key: OwnKey) -> None:
    """Keep a key; from now on it is the one of its purpose."""
    insert(store, "own_keys", [asdict(key)])


def registry(store: Store) -> Registry | None:
    """Whom batches go to now; None as long as nobody said."""
    sql = "select name, signing, age, workbook_password, at, by from registries order by seq desc limit 1"
    found = select_one(store, sql)
    return Registry(**found) if found else None


def set_registry(store: Store, chosen: Registry) -> None:
    """From now on batches go there; what was said before stays readable."""
    insert(store, "registries", [asdict(chosen)])
