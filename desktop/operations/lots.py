"""Lots for spot checks: choose records, plan, freeze, draw. The seed is drawn after freezing and journalled."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction

from db.errors import Exit, Expected
from db.model import Lot, SamplePlan, new_id
from db.store import amendments, connect, ledgers, people, records, samples
from desktop.accuracy.draw import SEED_BYTES, in_order, lot_sha256
from desktop.accuracy.sampling import LIMIT, RISK, Plan, plan
from desktop.fields.definitions import FIELDS
from desktop.fields.problems import Problem
from desktop.operations.books import form_of
from desktop.operations.journalling import tell_journal
from desktop.operations.lot_holds import refuse_second_draw
from desktop.operations.lot_views import LIMITS, Drawing, LotChoice, LotPlan
from desktop.operations.lot_words import number, percent
from desktop.operations.rights import MAY, may
from desktop.operations.session import Session

Chance = Callable[[int], bytes]
"""So many random bytes; `os.urandom` at the doors."""

IDENTITY = tuple(name for name, field in FIELDS.items() if field.identity)
EVERYTHING = tuple(name for name in FIELDS if name != "ignore")

MAY_DECIDE = MAY["decide_lot"]


def plan_lot(session: Session, choice: LotChoice, limit: Fraction = LIMIT, risk: Fraction = RISK) -> LotPlan:
    """What checking a lot would take. Changes nothing. Raises Expected: lot_empty, lot_choice, may_not_decide."""
    supervisors_only(session)
    members, title = _chosen(session, choice)
    planned = plan(len(members), limit, risk)
    return LotPlan(
        title, planned, words_of(planned), tuple(plan(len(members), other, risk) for other in LIMITS)
    )


def words_of(planned: Plan) -> tuple[Problem, ...]:
    """A plan in words."""
    values = (
        ("lot", number(planned.lot)), ("share", percent(planned.limit)), ("size", number(planned.size)),
        ("sure", percent(1 - planned.risk)),
    )  # fmt: skip
    key = "lot_plan_whole" if planned.whole_lot else "lot_plan"
    return (Problem(key, values),)


def freeze(
    session: Session,
    choice: LotChoice,
    limit: Fraction = LIMIT,
    risk: Fraction = RISK,
    fields: tuple[str, ...] = IDENTITY,
) -> Lot:
    """Freeze a lot: these revisions, checked in these fields.

    Raises Expected: lot_empty, lot_choice, lot_fields_missing, lot_drawn_again, may_not_decide.
    """
    supervisors_only(session)
    store = session.store
    with connect.action(store):
        members, title = _chosen(session, choice)
        ids = [record_id for record_id, _ in members]
        _refuse_without_fields(session, ids, fields)
        refuse_second_draw(session, set(ids))
        at = session.now()
        lot = Lot(
            new_id(),
            choice.kind,
            title,
            at,
            session.user.id,
            lot_sha256(members),
            fields,
            tuple(sorted(members)),
        )
        samples.add_lot(store, lot)
        size = plan(len(members), limit, risk).size
        samples.add_plan(store, SamplePlan(lot.id, str(limit), str(risk), size, at, session.user.id))
        tell_journal(session, "freeze_lot", lot.id, records=len(members), sha256=lot.sha256, size=size)
    return lot


def draw(session: Session, lot_id: str, chance: Chance) -> Drawing:
    """Draw a frozen lot's seed, once for ever, and the order that follows from it."""
    supervisors_only(session)
    store = session.store
    with connect.action(store):
        lot = samples.lot(store, lot_id)
        try:
            seed = samples.seed(store, lot_id)
        except Expected:
            seed = chance(SEED_BYTES)
            samples.put_seed(store, lot_id, seed, session.now())
            tell_journal(session, "draw_lot", lot_id, seed=seed.hex(), sha256=lot.sha256)
    return Drawing(lot, seed, in_order(seed, (record_id for record_id, _ in lot.records)))


def longer(session: Session, lot_id: str, limit: Fraction) -> SamplePlan:
    """Go on with a lot that passed, for a smaller share. Raises Expected: plan_not_longer, may_not_decide."""
    supervisors_only(session)
    store = session.store
    with connect.action(store):
        lot = samples.lot(store, lot_id)
        before = samples.plans(store, lot_id)[-1]
        risk = Fraction(before.risk)
        size = plan(len(lot.records), limit, risk).size
        if size <= before.size:
            raise Expected("plan_not_longer", Exit.REFUSED, size=before.size)
        added = SamplePlan(lot_id, str(limit), str(risk), size, session.now(), session.user.id)
        samples.add_plan(store, added)
        tell_journal(session, "longer_plan", lot_id, size=size)
    return added


def lots(session: Session) -> tuple[Lot, ...]:
    """Every lot, the newest first, without its records."""
    return samples.lots(session.store)


def lot_called(session: Session, name: str) -> str:
    """The id of the lot that `name` begins; "" is the newest. Raises Expected("lot_unknown")."""
    found = [lot.id for lot in samples.lots(session.store) if lot.id.startswith(name)]
    if not found or (name and len(found) > 1):
        raise Expected("lot_unknown", Exit.USAGE)
    return found[0]


def supervisors_only(session: Session) -> None:
    """Raise Expected where the person may not decide on lots."""
    if not may(session.user.role, "decide_lot"):
        raise Expected("may_not_decide", Exit.REFUSED)


def _chosen(session: Session, choice: LotChoice) -> tuple[tuple[tuple[str, int], ...], str]:
    """The lot's (record id, revision) and its title."""
    store = session.store
    if choice.kind == "batch":
        members, title = records.unsent(store), ""
    elif choice.kind == "book":
        ledger = ledgers.ledger(store, choice.ledger_id)
        members, title = samples.of_book(store, ledger.id), f"{ledger.number} {ledger.title}"
    elif choice.kind in {"week", "range"}:
        start, end = _days(choice)
        user = choice.user_id if choice.kind == "week" else ""
        title = f"{start.isoformat()} – {end.isoformat()}"
        if user:
            title = f"{people.user(store, user).name}, {title}"
        members = samples.of_time(store, start.isoformat(), (end + timedelta(days=1)).isoformat(), user)
    else:
        raise Expected("lot_choice", Exit.USAGE)
    # A weapon that stands in no book has no paper to be typed from; its number was read on the weapon.
    found = amendments.found_on_racks(store)
    members = tuple(one for one in members if one[0] not in found)
    if not members:
        raise Expected("lot_empty", Exit.REFUSED)
    return members, title


def _days(choice: LotChoice) -> tuple[date, date]:
    """First and last day. Raises Expected("lot_choice")."""
    try:
        start = date.fromisoformat(choice.start)
        end = start + timedelta(days=6) if choice.kind == "week" else date.fromisoformat(choice.end)
    except (ValueError, OverflowError) as odd:
        raise Expected("lot_choice", Exit.USAGE) from odd
    if end < start or (choice.kind == "week" and not choice.user_id):
        raise Expected("lot_choice", Exit.USAGE)
    return start, end


def _refuse_without_fields(session: Session, record_ids: list[str], fields: tuple[str, ...]) -> None:
    """A record without a cell to compare would count as right unseen."""
    store = session.store
    wanted = samples.books_of(store, record_ids)
    for ledger in ledgers.ledgers(store):
        if ledger.id in wanted and not any(column.field in fields for column in form_of(ledger).columns):
            raise Expected("lot_fields_missing", Exit.REFUSED, book=ledger.number)
