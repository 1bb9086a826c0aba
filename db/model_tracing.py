"""The words of `model.py` for reasoning about weapons: what a person said of two records, and tracing requests."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person said of two records; the newest one of a pair counts, and `open` takes the one before back."""

    id: str
    first_id: str  # record ids, the smaller one first
    second_id: str
    verdict: str  # same, different, reading_error, later, open
    note: str
    at: str
    by: str  # user id


@dataclass(frozen=True, slots=True)
class TraceRequest:
    """A request to trace a weapon as it was received (ITI 17); "" for what it does not say."""

    id: str
    number: int  # 1, 2, 3: "Request 3"
    reference: str  # the requester's own
    requester: str  # State or authority
    contact: str
    received_on: str  # ISO day
    serial: str
    make: str
    model: str
    calibre: str
    country: str
    circumstances: str  # found where and how, why illicit, intended use (ITI 17)
    restrictions: str  # on the use of what is answered (ITI 15, 18)
    at: str
    by: str  # user id


@dataclass(frozen=True, slots=True)
class TraceStep:
    """What was done about a request. Only ever added."""

    id: str
    request_id: str
    kind: str  # acknowledged, answered, delayed, refused, noted
    ground: str  # of a delay or refusal (ITI 22): see desktop.operations.tracing.GROUNDS; "" otherwise
    note: str
    on_day: str
    at: str
    by: str  # user id
    entries: tuple[tuple[str, int], ...] = ()  # (record id, revision) that answered it
