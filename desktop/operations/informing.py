"""Further draws from a lot, by clerk, confidence, page or hand: they find errors and never count towards its claim.

Of a group those records come first that stand first in the lot's own order of drawing, so that anyone can draw them
again; records of the sample that decides are left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from db.errors import Exit, Expected
from db.model import InformingDraw, new_id
from db.store import connect, informing, journal, ledgers, pages, people
from desktop.operations.accuracy_shares import band_of
from desktop.operations.journalling import tell_journal
from desktop.operations.lot_words import number
from desktop.operations.lots import supervisors_only
from desktop.operations.session import Session
from desktop.operations.spot_checks import Course, course

KINDS = ("clerk", "band", "page", "hand")
SIZE = 20


@dataclass(frozen=True, slots=True)
class Group:
    """Records of a lot that have something in common, and are not in its sample."""

    kind: str
    value: str
    name: str  # as people call it
    records: int


def groups(session: Session, lot_id: str, kind: str) -> tuple[Group, ...]:
    """What can be drawn from. Raises Expected: lot_unknown, lot_not_drawn, may_not_decide, informing_kind."""
    supervisors_only(session)
    return _groups(session, course(session, lot_id), kind)


def draw_more(session: Session, lot_id: str, kind: str, value: str, size: int = SIZE) -> InformingDraw:
    """Draw further records of a group. Raises Expected: may_not_decide, informing_empty, informing_kind, …"""
    supervisors_only(session)
    store = session.store
    with connect.action(store):
        now = course(session, lot_id)
        values = _values(session, now, kind)
        left = [record_id for record_id in _left(now) if values.get(record_id) == value]
        if not left or size < 1:
            raise Expected("informing_empty", Exit.REFUSED)
        made = InformingDraw(
            new_id(), lot_id, kind, value, session.now(), session.user.id, tuple(left[:size])
        )
        informing.add_draw(store, made)
        journal.append(
            store, at=made.at, actor=session.user.id, action="draw_to_inform", subject=lot_id,
            details={"kind": kind, "records": len(made.records)},
        )  # fmt: skip
    return made


def say_hand(session: Session, book_number: int, first: int, last: int, hand: str) -> int:
    """Say whose hand wrote some pages of a book, by their places; how many they are. "" takes it back.

    Raises Expected: may_not_decide, book_unknown, no_such_pages.
    """
    supervisors_only(session)
    store = session.store
    with connect.action(store):
        ledger = next((one for one in ledgers.ledgers(store) if one.number == book_number), None)
        if ledger is None:
            raise Expected("book_unknown", Exit.USAGE, number=book_number)
        wanted = [one.id for one in pages.pages(store, ledger.id) if first <= one.position <= last]
        if not wanted:
            raise Expected("no_such_pages", Exit.USAGE, book=book_number, first=first, last=last)
        informing.say_hand(store, wanted, hand.strip(), session.now(), session.user.id)
        tell_journal(session, "say_hand", ledger.id, pages=len(wanted))
    return len(wanted)


def _groups(session: Session, now: Course, kind: str) -> tuple[Group, ...]:
    values = _values(session, now, kind)
    counts: dict[str, int] = {}
    for record_id in _left(now):
        if (value := values.get(record_id)) is not None:
            counts[value] = counts.get(value, 0) + 1
    names = _names(session, kind, list(counts))
    found = [Group(kind, value, names.get(value, value), n) for value, n in counts.items()]
    return tuple(sorted(found, key=lambda one: (one.name, one.value)))


def _left(now: Course) -> list[str]:
    """The records that neither the sample nor a former draw has, in the order of drawing."""
    taken = {record_id for one in now.informing for record_id in one.records} | set(now.wanted())
    return [record_id for record_id in now.order if record_id not in taken]


def _values(session: Session, now: Course, kind: str) -> Mapping[str, str]:
    """The group of each record of the lot."""
    store, lot_id = session.store, now.lot.id
    if kind == "clerk":
        return informing.first_filers(store, lot_id)
    if kind == "band":
        least = informing.least_confidences(store, lot_id, now.lot.fields)
        return {record_id: band_of(confidence) for record_id, confidence in least.items()}
    page_of = informing.pages_of_records(store, lot_id)
    if kind == "page":
        return page_of
    if kind == "hand":
        hands = informing.hands(store, sorted(set(page_of.values())))
        return {record_id: hands[page_id] for record_id, page_id in page_of.items() if page_id in hands}
    raise Expected("informing_kind", Exit.USAGE, kinds=", ".join(KINDS))


def _names(session: Session, kind: str, values: list[str]) -> dict[str, str]:
    store = session.store
    if kind == "clerk":
        return {user.id: user.name for user in people.users(store)}
    if kind == "page":
        books = {ledger.id: ledger.number for ledger in ledgers.ledgers(store)}
        return {
            page.id: f"{books[page.ledger_id]}/{number(page.position)}"
            for page in pages.pages_called(store, values).values()
        }
    return {}
