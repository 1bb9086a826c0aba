"""What a person says of two records: the same weapon, different ones, a reading error, later. Nothing is merged."""

from __future__ import annotations

from typing import Final

from db.errors import Exit, Expected
from db.model import new_id
from db.model_tracing import Judgement
from db.store import connect, journal, judgements, records
from desktop.operations.rights import require
from desktop.operations.session import Session

VERDICTS: Final = ("same", "different", "reading_error", "later", "open")
JOINING: Final = frozenset({"same"})
_BLOCK: Final = 500


def judge(session: Session, one: str, other: str, verdict: str, note: str = "") -> Judgement:
    """Say of two records what they are to each other; `open` takes back what was said before.

    Both records stay as they are. Raises Expected: not_allowed, verdict_unknown, pair_of_one, record_unknown.
    """
    require(session, "judge")
    if verdict not in VERDICTS:
        raise Expected("verdict_unknown", Exit.USAGE, verdicts=", ".join(VERDICTS))
    if one == other:
        raise Expected("pair_of_one", Exit.USAGE)
    store = session.store
    with connect.action(store):
        for record_id in (one, other):
            records.record(store, record_id)
        first, second = sorted((one, other))
        said = Judgement(new_id(), first, second, verdict, note.strip(), session.now(), session.user.id)
        judgements.add_judgement(store, said)
        journal.append(
            store, at=said.at, actor=said.by, action="judge_pair", subject=first,
            details={"other": second, "verdict": verdict},
        )  # fmt: skip
    return said


def standing(session: Session, record_id: str) -> dict[str, Judgement]:
    """What stands of a record and others, by the other's id."""
    found = judgements.of_records(session.store, [record_id])
    return {one.second_id if one.first_id == record_id else one.first_id: one for one in found}


def joined(session: Session, record_id: str) -> tuple[str, ...]:
    """The records that persons joined with this one as entries of one weapon, itself first; joins of joins too."""
    known = {record_id: None}
    fresh = [record_id]
    while fresh:
        said = judgements.of_records(session.store, fresh)
        linked = [id_ for one in said if one.verdict in JOINING for id_ in (one.first_id, one.second_id)]
        fresh = [id_ for id_ in dict.fromkeys(linked) if id_ not in known]
        known |= dict.fromkeys(fresh)
    return tuple(known)


def pairs_said(session: Session, record_ids: tuple[str, ...]) -> dict[tuple[str, str], Judgement]:
    """What stands of pairs among these records, by their ids, the smaller one first."""
    found: dict[tuple[str, str], Judgement] = {}
    for start in range(0, len(record_ids), _BLOCK):
        for one in judgements.of_records(session.store, record_ids[start : start + _BLOCK]):
            found[one.first_id, one.second_id] = one
    return found
