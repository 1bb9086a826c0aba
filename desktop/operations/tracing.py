"""Tracing requests: received, acknowledged, answered, delayed or refused with the ground, and counted by year.

After the International Tracing Instrument: what a request says (17), that it is acknowledged (18), answered within a
reasonable time (18-20), delayed or refused only with a ground (22), restrictions on use kept (15, 21).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

from db.errors import Exit, Expected
from db.model import new_id
from db.model_tracing import TraceRequest, TraceStep
from db.store import connect, records, traces
from desktop.operations.journalling import tell_journal
from desktop.operations.rights import require
from desktop.operations.session import Session

GROUNDS: Final = (
    "criminal_investigation",
    "confidentiality",
    "treaty",
    "national_security",
    "not_enough_said",
    "other",
)
"""Why a request is delayed or refused (ITI 22), and that it does not say enough to look by (ITI 17)."""
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_CLOSING: Final = frozenset({"answered", "refused"})


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it is typed in; only who asks and what for is needed."""

    requester: str
    reference: str = ""
    contact: str = ""
    received_on: str = ""  # ISO day; "" is today
    serial: str = ""
    make: str = ""
    model: str = ""
    calibre: str = ""
    country: str = ""
    circumstances: str = ""
    restrictions: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """A request with what was done about it, the oldest first."""

    request: TraceRequest
    steps: tuple[TraceStep, ...]

    @property
    def state(self) -> str:
        """received, or the last thing that was done about it, notes aside."""
        return next((step.kind for step in reversed(self.steps) if step.kind != "noted"), "received")

    @property
    def open(self) -> bool:
        """Whether an answer is still owed."""
        return self.state not in _CLOSING


@dataclass(frozen=True, slots=True)
class Year:
    """One year of the national report (ITI 36): requests received in it and what became of those."""

    year: str
    received: int
    acknowledged: int
    answered: int
    found: int  # answered with at least one record
    delayed: int
    refused: int
    open: int


def receive(session: Session, asked: Asked) -> Request:
    """Keep a request. Raises Expected: not_allowed, trace_requester_missing, trace_says_nothing, day_odd."""
    require(session, "receive_trace")
    asked = replace(asked, **{name: getattr(asked, name).strip() for name in Asked.__slots__})
    if not asked.requester:
        raise Expected("trace_requester_missing", Exit.USAGE)
    if not (asked.serial or asked.make or asked.model or asked.circumstances):
        raise Expected("trace_says_nothing", Exit.USAGE)
    now = session.now()
    day = _day(asked.received_on, now)
    store = session.store
    with connect.action(store):
        new = TraceRequest(
            new_id(), traces.next_number(store), asked.reference, asked.requester, asked.contact, day,
            asked.serial, asked.make, asked.model, asked.calibre, asked.country, asked.circumstances,
            asked.restrictions, now, session.user.id,
        )  # fmt: skip
        traces.add_request(store, new)
        tell_journal(session, "receive_trace", new.id, number=new.number)
    return Request(new, ())


def do(
    session: Session,
    number: int,
    kind: str,
    *,
    text: str = "",
    ground: str = "",
    on_day: str = "",
    entries: Sequence[str] = (),
) -> Request:
    """Acknowledge a request, answer it with records, delay or refuse it with a ground, or note something of it.

    Raises Expected: not_allowed, trace_unknown, trace_step_unknown, trace_ground_needed, trace_closed, day_odd,
    record_unknown.
    """
    require(session, "answer_trace" if kind in _CLOSING or kind == "delayed" else "receive_trace")
    if kind not in {"acknowledged", "answered", "delayed", "refused", "noted"}:
        raise Expected("trace_step_unknown", Exit.USAGE)
    if kind in {"delayed", "refused"} and ground not in GROUNDS:
        raise Expected("trace_ground_needed", Exit.USAGE, grounds=", ".join(GROUNDS))
    store = session.store
    now = session.now()
    with connect.action(store):
        before = request(session, number)
        if not before.open and kind != "noted":
            raise Expected("trace_closed", Exit.REFUSED, number=number)
        members = tuple((record.id, record.revision) for record in records.iterate(store, entries))
        step = TraceStep(
            new_id(), before.request.id, kind, ground if kind in {"delayed", "refused"} else "", text.strip(),
            _day(on_day, now), now, session.user.id, members,
        )  # fmt: skip
        traces.add_step(store, step)
        tell_journal(session, f"trace_{kind}", before.request.id, records=len(members), ground=step.ground)
    return replace(before, steps=(*before.steps, step))


def request(session: Session, number: int) -> Request:
    """One request. Expected: trace_unknown."""
    found = traces.request(session.store, number)
    return Request(found, traces.steps(session.store).get(found.id, ()))


def requests(session: Session) -> tuple[Request, ...]:
    """Every request, the newest first."""
    done = traces.steps(session.store)
    return tuple(Request(one, done.get(one.id, ())) for one in traces.requests(session.store))


def years(session: Session) -> tuple[Year, ...]:
    """Counts by the year in which requests were received, the newest year first."""
    by_year: dict[str, Counter[str]] = {}
    for one in requests(session):
        count = by_year.setdefault(one.request.received_on[:4], Counter())
        kinds = {step.kind for step in one.steps}
        found = any(step.entries for step in one.steps if step.kind == "answered")
        count.update(["received", *kinds, *(["found"] if found else []), *(["open"] if one.open else [])])
    return tuple(
        Year(
            year,
            *(
                count[name]
                for name in ("received", "acknowledged", "answered", "found", "delayed", "refused", "open")
            ),
        )
        for year, count in sorted(by_year.items(), reverse=True)
    )


def note_search(session: Session, number: int, asked: Collection[str], found: int) -> None:
    """Journal that somebody searched for a request: by which fields and how many were found, never the values.

    Raises Expected: trace_unknown.
    """
    with connect.action(session.store):
        subject = request(session, number).request.id
        tell_journal(session, "trace_search", subject, fields=sorted(asked), found=found)


def _day(text: str, now: str) -> str:
    if not text.strip():
        return now[:10]
    if not _DAY.fullmatch(text.strip()):
        raise Expected("day_odd", Exit.USAGE, value=text)
    return text.strip()
