"""What a person says of a filed record that stands in no cell: read on the weapon, markings, events, holder.

Each is kept for ever with its reason, and files the record's next revision; filing its page again keeps it. What was
read on the weapon outranks the paper, and what the paper says stays beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, replace
from typing import Final

from db.errors import Exit, Expected
from db.model import Event, Marking, Record, SerialState, new_id
from db.model_desk import Amendment, Found, Holder, Look, Said, WeaponSerial
from db.store import amendments, connect, journal, records
from desktop.exchange.canonical import row_sha256
from desktop.fields.dates import parse_date
from desktop.fields.serials import search_keys
from desktop.operations.as_it_stands import as_it_stands
from desktop.operations.rights import require
from desktop.operations.session import Session
from desktop.operations.settling import LONGEST

MARKING_KINDS: Final = ("maker", "import", "proof", "arsenal", "state", "unit", "other")
EVENT_KINDS: Final = (
    "received", "issued", "returned", "transferred", "lost", "stolen", "recovered", "deactivated", "destroyed",
    "manufactured", "other",
)  # fmt: skip
ON_WEAPON: Final = "read on the weapon"


def read_on_weapon(
    session: Session, record_id: str, text: str, state: SerialState = SerialState.MARKED, why: str = ""
) -> Record:
    """Keep the serial number that stands on the weapon. Raises Expected: not_allowed, amendment_odd, …"""
    number = text.strip() if state is SerialState.MARKED else ""
    if (state is SerialState.MARKED) is not bool(number) or state is SerialState.ILLEGIBLE:
        raise Expected("weapon_serial_odd", Exit.USAGE)
    return amend(session, record_id, WeaponSerial(number, state, session.now()[:10]), why or ON_WEAPON)


def set_markings(session: Session, record_id: str, markings: Sequence[Marking], why: str) -> Record:
    """Say which marks the weapon has, all of them. Raises Expected: marking_kind_odd, …"""
    if any(one.kind not in MARKING_KINDS or not one.text.strip() for one in markings):
        raise Expected("marking_kind_odd", Exit.USAGE, kinds=", ".join(MARKING_KINDS))
    return amend(session, record_id, tuple(markings), why, part="markings")


def set_events(session: Session, record_id: str, events: Sequence[Event], why: str) -> Record:
    """Say what happened to the weapon, all of it. Raises Expected: event_kind_odd, event_date_odd, …"""
    for one in events:
        if one.kind not in EVENT_KINDS:
            raise Expected("event_kind_odd", Exit.USAGE, kinds=", ".join(EVENT_KINDS))
        if one.date and ((dated := parse_date(one.date, ("eng",))) is None or dated.iso != one.date):
            raise Expected("event_date_odd", Exit.USAGE)
    return amend(session, record_id, tuple(events), why, part="events")


def set_holder(session: Session, record_id: str, holder: Holder, why: str) -> Record:
    """Say who holds the weapon now."""
    return amend(session, record_id, holder, why)


def want_a_look(session: Session, record_id: str, why: str, *, wanted: bool = True) -> Record:
    """Somebody has to look at the weapon itself; or no more."""
    return amend(session, record_id, Look(wanted), why)


def history(session: Session, record_id: str) -> tuple[Amendment, ...]:
    """All that was said of a record beside its cells, the oldest first."""
    return amendments.history(session.store, record_id)


def amend(session: Session, record_id: str, said: Said, why: str, *, part: str = "") -> Record:
    """Keep what is said of a record and file its next revision; the record as it stands.

    Raises Expected: not_allowed, record_unknown, reason_needed, value_too_long.
    """
    require(session, "amend")
    store = session.store
    if not why.strip():
        raise Expected("reason_needed", Exit.REFUSED)
    if any(len(text) > LONGEST for text in (why, *_texts(said))):
        raise Expected("value_too_long", most=LONGEST)
    with connect.action(store):
        before = records.record(store, record_id)
        new = Amendment(
            new_id(), record_id, part or _part(said), said, why.strip(), session.now(), session.user.id
        )
        amendments.add_amendment(store, new)
        journal.append(
            store, at=new.at, actor=new.by, action="amend", subject=record_id, details={"part": new.part}
        )
        return revise(session, before, [new])


def revise(session: Session, before: Record, said: Sequence[Amendment]) -> Record:
    """File the next revision of a record where what is said changes it; within the caller's action."""
    after = as_it_stands(before, said)
    if row_sha256(replace(after, reason=before.reason)) == before.row_sha256:
        return before
    after = replace(
        after,
        revision=before.revision + 1,
        filed_at=session.now(),
        filed_by=session.user.id,
        reason=said[-1].why,
    )
    after = replace(after, row_sha256=row_sha256(after))
    keys = search_keys(after.serial)
    records.add_record(session.store, after, (keys.plain, keys.folded, keys.digits))
    return after


def _part(said: Said) -> str:
    if isinstance(said, WeaponSerial):
        return "serial"
    if isinstance(said, Holder):
        return "holder"
    return "found" if isinstance(said, Found) else "look"


def _texts(said: Said) -> list[str]:
    held = said if isinstance(said, tuple) else (said,)
    return [value for one in held for value in astuple(one) if isinstance(value, str)]
