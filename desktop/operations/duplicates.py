"""Records that may speak of one weapon: graded, shown side by side, judged by a person, never merged by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from db.model import Record
from db.model_tracing import Judgement
from db.store import finding, records
from desktop.fields.confusions import DEFAULT, Confusions, variants
from desktop.fields.identity import FIELDS, Pair, compare, differing
from desktop.fields.problems import Problem
from desktop.fields.serial_query import could_hold, serial_query
from desktop.fields.serials import UNREAD, search_keys
from desktop.operations import judgements
from desktop.operations.finding import hits_of
from desktop.operations.session import Session
from desktop.operations.views import RecordHit
from desktop.operations.work import Cancel, Progress, Report, never, unheard

MOST: Final = 50
"""Others that are held against one record; more than these share a number like "1" and say nothing."""
_VARIANTS: Final = 24
_BLOCK: Final = 200


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two records that may be of one weapon, and what a person said of that, if anybody did."""

    one: RecordHit
    other: RecordHit
    pair: Pair
    marks: tuple[tuple[int, ...], tuple[int, ...]]  # places in each serial number that differ
    said: Judgement | None = None

    @property
    def why(self) -> Problem:
        """Why the two may be one weapon, to be said."""
        names = {"agree": ", ".join(self.pair.agree), "differ": ", ".join(self.pair.differ)}
        key = f"likeness_{self.pair.likeness.value}"
        return Problem(key, tuple(names.items()))


def of_record(session: Session, record_id: str, known: Confusions = DEFAULT) -> tuple[Duplicate, ...]:
    """What may be the same weapon as this record, the likeliest first; also what was judged already."""
    record = records.record(session.store, record_id)
    graded = list(_graded(session, record, known))
    said = judgements.standing(session, record_id)
    (mine,) = hits_of(session, [record])
    others = hits_of(session, [other for other, _ in graded])
    found = [
        Duplicate(mine, hit, pair, differing(record.serial, other.serial), said.get(other.id))
        for hit, (other, pair) in zip(others, graded, strict=True)
    ]
    return tuple(sorted(found, key=lambda one: one.pair.rank))


def of_register(
    session: Session, known: Confusions = DEFAULT, report: Report = unheard, cancel: Cancel = never
) -> tuple[Duplicate, ...]:
    """Every pair of the register that nobody judged yet, or that waits for later; the likeliest first.

    Numbers are grouped by what look-alikes fold to; how much that finds of what `of_record` does is in its tests.
    Stops between groups when asked to; what was found so far is told.
    """
    store = session.store
    groups = finding.sharing_folded(store)
    pairs: list[tuple[Record, Record, Pair]] = []
    for start in range(0, len(groups), _BLOCK):
        if cancel():
            break
        report(Progress(start, len(groups), "progress_duplicates"))
        block = groups[start : start + _BLOCK]
        by_seq = dict(zip(sum(block, ()), records.at(store, sum(block, ())), strict=True))
        for group in block:
            members = [by_seq[seq] for seq in group]
            for place, one in enumerate(members):
                for other in members[place + 1 :]:
                    pair = compare(one.serial, identity_of(one), other.serial, identity_of(other), known)
                    if pair is not None:
                        pairs.append((one, other, pair))
    return tuple(sorted(_shown(session, pairs), key=lambda one: one.pair.rank))


def _shown(session: Session, pairs: list[tuple[Record, Record, Pair]]) -> Iterator[Duplicate]:
    ids = dict.fromkeys(record.id for one, other, _ in pairs for record in (one, other))
    by_id = {record.id: record for one, other, _ in pairs for record in (one, other)}
    hits = {hit.record.id: hit for hit in hits_of(session, [by_id[id_] for id_ in ids])}
    said = judgements.pairs_said(session, tuple(ids))
    for one, other, pair in pairs:
        judged = said.get((min(one.id, other.id), max(one.id, other.id)))
        if judged is None or judged.verdict == "later":
            marks = differing(one.serial, other.serial)
            yield Duplicate(hits[one.id], hits[other.id], pair, marks, judged)


def _graded(session: Session, record: Record, known: Confusions) -> Iterator[tuple[Record, Pair]]:
    values = identity_of(record)
    for other in records.at(session.store, _candidates(session, record.serial, known)):
        if other.id == record.id:
            continue
        pair = compare(record.serial, values, other.serial, identity_of(other), known)
        if pair is not None:
            yield other, pair


def _candidates(session: Session, serial: str, known: Confusions) -> list[int]:
    """Whose number may be this one: the same, the same but for look-alikes, what it may have been, unread ones."""
    store = session.store
    keys = search_keys(serial)
    if not keys.plain:
        return []
    seqs: dict[int, None] = {}
    asked = serial_query(serial)
    if asked.wild:
        lines = finding.shaped(store, asked.whole, asked.runs, finding.NONE, MOST)
    else:
        lines = finding.same_folded(store, keys.folded, finding.NONE, MOST)
        others = [text for text, _ in variants(keys.plain, known, most=_VARIANTS)]
        lines += finding.any_of(store, [*others, *_one_off(keys.plain)], MOST)
        lines += finding.same_digits(store, keys.digits, finding.NONE, MOST) if len(keys.digits) > 3 else []
    seqs |= dict.fromkeys(seq for seq, _ in lines)
    quick = could_hold(asked)
    seqs |= dict.fromkeys(
        seq
        for seq, plain in finding.unread(store, finding.NONE)
        if "*" in plain or (len(plain) == len(keys.plain) and quick.fullmatch(plain))
    )
    return list(seqs)


def _one_off(plain: str) -> Iterator[str]:
    """The number with one character dropped, one doubled, and two neighbours changed about."""
    for at, character in enumerate(plain):
        if character not in UNREAD:
            yield plain[:at] + plain[at + 1 :]
            yield plain[:at] + character + plain[at:]
        if at + 1 < len(plain) and plain[at + 1] != character:
            yield plain[:at] + plain[at + 1] + character + plain[at + 2 :]


def identity_of(record: Record) -> dict[str, str]:
    """The fields that tell weapons with one number apart."""
    return {field.name: field.text for field in record.fields if field.name in FIELDS}
