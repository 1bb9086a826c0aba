"""The certificate of a lot: issued, named to batches, and held against the register that it came from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from db.errors import Exit, Expected
from db.model import Decision
from db.store import journal, ledgers, pages, people, samples
from desktop.accuracy.certificate import FORMAT
from desktop.accuracy.intervals import Interval, clopper_pearson, wilson
from desktop.fields.problems import Problem
from desktop.operations.judging import Verdict
from desktop.operations.lot_words import number, percent
from desktop.operations.rights import require
from desktop.operations.session import Session
from desktop.operations.spot_checks import Course, course


def certificate(session: Session, lot_id: str, say: Callable[[Problem], str]) -> dict[str, object]:
    """The certificate of the lot's last decision; `say` puts its sentences in words. Raises Expected: not_certified."""
    now = course(session, lot_id)
    if not now.decisions or now.decisions[-1].decision == "refused":
        raise Expected("not_certified", Exit.REFUSED)
    decision = now.decisions[-1]
    verdicts = {record_id: now.verdict(record_id).verdict for record_id in now.wanted()}
    if decision.decision == "passed" and Verdict.WRONG in verdicts.values():
        raise Expected("not_certified", Exit.REFUSED)  # the longer sample found what the shorter one did not
    drawn = now.order[: decision.checked]
    return {
        "format": FORMAT,
        "certificate": decision.id,
        "armoury": {"id": session.armoury.id, "name": session.armoury.name, "code": session.armoury.code,
                    "practice": session.armoury.practice},
        "lot": {
            "id": now.lot.id, "kind": now.lot.kind, "title": now.lot.title, "frozen_at": now.lot.frozen_at,
            "sha256": now.lot.sha256, "fields": list(now.lot.fields), "records": [list(one) for one in now.lot.records],
        },
        "plan": {"share": decision.share, "risk": decision.risk, "size": decision.size},
        "seed": now.seed.hex(),
        "sample": list(drawn),
        "where": _where(session, now, drawn),
        "result": {
            "decision": decision.decision, "checked": decision.checked, "wrong": decision.wrong,
            "at_most": decision.at_most, "at": decision.at,
            "by": people.user(session.store, decision.by).name,
            "records": {record_id: verdicts[record_id].value for record_id in drawn},
        },
        "intervals": {
            "record": _interval(clopper_pearson(decision.wrong, decision.checked)),
            **{name: _interval(found) for name, found in _by_field(now, drawn).items()},
        },
        "said": [say(one) for one in _said(decision, now)],
        "journal": {"head": decision.journal_head, "number": decision.journal_number},
    }  # fmt: skip


def certificates_for(session: Session, record_ids: list[str]) -> tuple[str, ...]:
    """Ids of the certificates of lots that hold any of these records."""
    return samples.certificates(session.store, record_ids)


def known_here(session: Session, content: Mapping[str, object]) -> tuple[Problem, ...]:
    """What this register says against a certificate that holds in itself; empty where it was issued here as it is."""
    require(session, "check_register")
    store = session.store
    try:
        decision = samples.decision(store, str(content["certificate"]))
    except (Expected, KeyError):
        return (Problem("certificate_not_here"),)
    lot = samples.lot(store, decision.lot_id)
    issued: Mapping[str, Mapping[str, object]] = {
        "lot": {"id": lot.id, "sha256": lot.sha256, "frozen_at": lot.frozen_at},
        "plan": {"share": decision.share, "risk": decision.risk, "size": decision.size},
        "result": {
            "decision": decision.decision, "checked": decision.checked, "wrong": decision.wrong,
            "at_most": decision.at_most, "at": decision.at,
        },
        "journal": {"head": decision.journal_head, "number": decision.journal_number},
    }  # fmt: skip
    found = []
    same = content.get("seed") == samples.seed(store, lot.id).hex()
    for name, values in issued.items():
        part = content.get(name)
        same &= isinstance(part, dict) and all(part.get(key) == value for key, value in values.items())
    if not same:
        found.append(Problem("certificate_not_as_decided"))
    if journal.hash_at(store, decision.journal_number) != decision.journal_head:
        found.append(Problem("certificate_journal_differs"))
    return tuple(found)


def _where(session: Session, now: Course, drawn: Sequence[str]) -> list[str]:
    """Book, page and row of the records that were drawn, so that anyone finds them on the paper."""
    books = {ledger.id: ledger.number for ledger in ledgers.ledgers(session.store)}
    drawn_from = {now.filed[record_id].record.page_id for record_id in drawn}
    places = {
        page_id: page.position
        for page_id, page in pages.pages_called(session.store, sorted(drawn_from)).items()
    }
    filed = (now.filed[record_id] for record_id in drawn)
    return [f"{books[one.record.ledger_id]}/{places[one.record.page_id]}/{one.row_number}" for one in filed]


def _by_field(now: Course, drawn: tuple[str, ...]) -> dict[str, Interval]:
    counts: dict[str, list[int]] = {}
    for record_id in drawn:
        for cell in now.verdict(record_id).cells:
            tally = counts.setdefault(cell.filed.cell.field, [0, 0])
            tally[0] += cell.verdict is Verdict.WRONG
            tally[1] += 1
    return {name: wilson(wrong, n) for name, (wrong, n) in counts.items()}


def _interval(found: Interval) -> dict[str, float]:
    return {"share": found.share, "low": found.low, "high": found.high, "n": found.n}


def _said(decision: Decision, now: Course) -> tuple[Problem, ...]:
    lot = ("lot", number(now.plan.lot))
    if decision.decision == "released":
        return (Problem("lot_released", (lot, ("wrong", number(decision.wrong)))),)
    values = (
        ("checked", number(decision.checked)), lot, ("sure", percent(1 - Fraction(decision.risk))),
        ("share", percent(Fraction(decision.share))),
    )  # fmt: skip
    return (Problem("lot_passed", values),)
