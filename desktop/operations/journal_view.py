"""The journal as the supervisor reads it: who did what, when and to what, with filters."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from db.model import JournalEntry
from db.store import journal, people
from db.store import subjects as named
from desktop.fields.problems import Problem
from desktop.messages import SENTENCES
from desktop.operations.rights import require
from desktop.operations.session import Session

GROUPS: Final[Mapping[str, frozenset[str]]] = {
    "people": frozenset({
        "found", "add_person", "retire_person", "change_role", "change_passphrase", "set_passphrase", "recover",
        "new_recovery_code", "wrong_passphrase",
    }),
    "pages": frozenset({
        "begin_book", "change_form", "import_page", "read_page", "page_failed", "file_page", "say_hand",
        "number_pages", "interleave_pages",
    }),
    "fields": frozenset({"settle", "change_rows", "read_again", "say_default", "undo", "redo"}),
    "checks": frozenset({
        "freeze_lot", "draw_lot", "longer_plan", "check_record", "decide_lot", "draw_to_inform",
        "announce_practice", "finish_practice",
    }),
    "exchange": frozenset({
        "seal", "write_batch", "take_answer", "put_answer_aside", "answer_back", "make_key", "enrol_registry",
        "know_peer", "send_book", "take_book", "take_back_book",
    }),
    "copies": frozenset({
        "back_up", "copy_away", "restore", "print_book", "print_figures", "write_archive", "archive_written",
    }),
}  # fmt: skip
"""What a person filters by, and the entries' actions that it means."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What of the journal to show; "" is everything."""

    user_id: str = ""
    group: str = ""  # of GROUPS
    first_day: str = ""  # 2026-03-01, in UTC as times are kept
    last_day: str = ""


EVERYTHING: Final = Filter()


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as it is read."""

    number: int
    at: str
    who: str  # name; "" where nobody was at work yet, as at a wrong passphrase
    did: Problem
    about: str  # the person, book, page, batch or lot, as people call it; "" for the register
    details: str
    hash: str


def lines(
    session: Session, chosen: Filter = EVERYTHING, before: int = 0, limit: int = 200
) -> tuple[Line, ...]:
    """The newest entries first, at most `limit`, below the number `before` (0: from the newest).

    Raises Expected: not_allowed. KeyError for a group that does not exist.
    """
    require(session, "see_journal")
    found = journal.newest(
        session.store,
        before=before,
        limit=limit,
        actor=chosen.user_id,
        actions=GROUPS[chosen.group] if chosen.group else (),
        start=chosen.first_day,
        # Times are kept with seconds and a Z; what comes after every time of a day is the day and any letter.
        end=f"{chosen.last_day}Z" if chosen.last_day else "",
    )
    names = {user.id: user.name for user in people.users(session.store)}
    about = named.names_of(session.store, {entry.subject for entry in found})
    return tuple(_line(entry, names, about) for entry in found)


def did(action: str) -> Problem:
    """What an entry tells, in words; of what a newer version did, its name."""
    key = f"did_{action}"
    return Problem(key) if key in SENTENCES else Problem("did_other", (("action", action),))


def _details(told: str) -> str:
    """`name: value`, and of a list how long it is: ids tell a person nothing."""
    found = json.loads(told)
    shown = {name: len(value) if isinstance(value, list) else value for name, value in found.items()}
    return ", ".join(f"{name}: {value}" for name, value in shown.items())


def _line(entry: JournalEntry, names: Mapping[str, str], about: Mapping[str, str]) -> Line:
    return Line(
        entry.number,
        entry.at,
        names.get(entry.actor, entry.actor),
        did(entry.action),
        names.get(entry.subject) or about.get(entry.subject, ""),
        _details(entry.details),
        entry.hash,
    )
