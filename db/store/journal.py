"""The journal: one entry per operation, each holding the hash of the one before, so that no link can be altered unseen.

It cannot see its own tail cut off, and who holds the data key could write the whole chain anew: only heads held
elsewhere (in batches, on receipts, in answers) prove it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, replace

from db.chain import entry_hash
from db.cipher import texts_told
from db.model import JournalEntry
from db.store import connect
from db.store.connect import Store
from db.store.rows import BLOCK, insert, listed, select, select_one
from db.vault import forget_wrong_tries, wrong_tries


def append(
    store: Store, *, at: str, actor: str, action: str, subject: str, details: Mapping[str, object]
) -> JournalEntry:
    """Add an entry inside the action that it tells of. `details` never hold a field's value."""
    previous, number = head(store)
    told = json.dumps(details, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    unsigned = JournalEntry(number + 1, at, actor, action, subject, told, previous, "")
    with texts_told():
        entry = replace(unsigned, hash=entry_hash(unsigned))
    insert(store, "journal", [asdict(entry)])
    return entry


def take_wrong_tries(store: Store, at: str) -> int:
    """Write the wrong passphrases that the key file kept into the journal, and how many there were; an action.

    A kill in between writes them twice rather than never.
    """
    tries = wrong_tries(store.folder)
    if tries:
        with connect.action(store):
            for wrong in tries:
                details = {"tried_at": wrong.at}
                append(
                    store, at=at, actor="", action="wrong_passphrase", subject=wrong.user_id, details=details
                )
        forget_wrong_tries(store.folder, tries)
    return len(tries)


def head(store: Store) -> tuple[str, int]:
    """Hash and number of the last entry; ("", 0) before the first."""
    found = select_one(store, "select hash, number from journal order by number desc limit 1")
    return (str(found["hash"]), int(found["number"])) if found else ("", 0)


def hash_at(store: Store, number: int) -> str:
    """The hash of the entry with this number; "" where the journal is shorter."""
    found = select_one(store, "select hash from journal where number = ?", number)
    return str(found["hash"]) if found else ""


def subjects_of(store: Store, action: str) -> frozenset[str]:
    """What an action was ever done to."""
    sql = "select distinct subject from journal where action = ?"
    return frozenset(found["subject"] for found in select(store, sql, action))


def entries(store: Store, after: int = 0, limit: int = BLOCK) -> tuple[JournalEntry, ...]:
    """Entries whose number is above `after`, oldest first, at most `limit`."""
    found = select(store, "select * from journal where number > ? order by number limit ?", after, limit)
    return tuple(JournalEntry(**each) for each in found)


def verify(store: Store) -> tuple[str, ...]:
    """What is wrong with the chain, one text a broken entry ("17: …"); empty when it is whole."""
    broken: list[str] = []
    previous, expected = "", 1
    while block := entries(store, expected - 1):
        for entry in block:
            if entry.number != expected:
                broken.append(f"{expected}: missing")
            if entry.previous != previous:
                broken.append(f"{entry.number}: does not follow the one before")
            if entry_hash(entry) != entry.hash:
                broken.append(f"{entry.number}: altered")
            previous, expected = entry.hash, entry.number + 1
    return tuple(broken)


def newest(
    store: Store,
    *,
    before: int = 0,
    limit: int = BLOCK,
    actor: str = "",
    actions: Collection[str] = (),
    subject: str = "",
    start: str = "",
    end: str = "",
) -> tuple[JournalEntry, ...]:
    """The newest entries first, at most `limit`, below the number `before` (0: from the head).

    `actor`, `actions` and `subject` choose, "" and () choose all; `start` and `end` are times as they are kept, the
    end left out.
    """
    sql = """
select * from journal where (? = 0 or number < ?) and (? = '' or actor = ?) and (? = '' or subject = ?)
  and (? = '' or at >= ?) and (? = '' or at < ?)
  and (? = '[]' or action in (select value from json_each(?))) order by number desc limit ?
"""
    wanted = listed(sorted(actions))
    found = select(
        store,
        sql,
        before,
        before,
        actor,
        actor,
        subject,
        subject,
        start,
        start,
        end,
        end,
        wanted,
        wanted,
        limit,
    )
    return tuple(JournalEntry(**each) for each in found)


def counts(store: Store, after: int = 0) -> dict[str, int]:
    """How many entries above `after` tell of what: action to count."""
    found = select(
        store,
        "select action, count(*) as n from journal where number > ? group by action order by action",
        after,
    )
    return {str(each["action"]): int(each["n"]) for each in found}
