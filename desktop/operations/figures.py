"""The record-keeping figures of a self-assessment: what is kept, since when, how marked, how long, how traceable.

After the questions on record-keeping of the UN discussion papers on marking, record-keeping and tracing (2011): each
figure is counted in this register when it is asked for, and names what it was counted from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from db.model import Armoury, Record, SerialState
from db.store import connect, ledgers, pages, whole
from desktop.fields.profiles import Profile
from desktop.fields.readiness import lacks
from desktop.fields.retention import Retention, retention
from desktop.fields.serials import UNREAD
from desktop.operations.as_it_stands import as_it_stands
from desktop.operations.journalling import tell_journal
from desktop.operations.readiness import facts_of, profiles
from desktop.operations.rights import require
from desktop.operations.session import Session
from desktop.operations.work import Cancel, Progress, Report, never, stop_if, unheard

KINDS = ("weapon", "movement", "quantity")
MARKS = ("maker", "import", "proof", "arsenal", "state", "unit", "other")
HELD = ("holder_organisation", "holder_person", "counterpart", "place")
TRACED_BY = "iti-minimum"
"""The profile whose required fields make a weapon traceable; its last holder is wanted too."""


@dataclass(frozen=True, slots=True)
class Figures:
    """One page of figures. Entries struck through are counted apart and nowhere else."""

    armoury: Armoury
    made_at: str
    made_by: str
    journal_number: int
    journal_head: str
    books: int
    pages: int
    records: int
    struck: int
    kinds: Mapping[str, int]
    decades: tuple[tuple[str, Mapping[str, int]], ...]  # "1980", the oldest first; "" last: no date
    weapons: int
    states: Mapping[SerialState, int]  # of weapons
    unread: int  # weapons whose number has characters that nobody could read
    marks: Mapping[str, int]  # weapons with a mark of that kind recorded
    marked: int  # weapons with any mark recorded beside their number
    retention: tuple[
        tuple[Retention, int, int], ...
    ]  # class, records, of them past the year to look again from
    says: Mapping[str, int]  # weapons that say their make, country, model, calibre, holder
    traceable: int
    profile: Profile


def figures(session: Session, report: Report = unheard, cancel: Cancel = never) -> Figures:
    """Count, in one walk through the register. Raises Expected: not_allowed, profile_unusable; Cancelled."""
    require(session, "print_figures")
    store = session.store
    shelf = {ledger.id: ledger for ledger in ledgers.ledgers(store)}
    profile = profiles(session)[TRACED_BY]
    total = whole.count(store, list(shelf))
    this_year = int(session.now()[:4])
    count = _Count(this_year)
    for block in whole.latest(store):
        stop_if(cancel)
        report(Progress(count.records + count.struck, total, "progress_figures"))
        for filed, said in block:
            record = as_it_stands(filed, said.values())
            count.add(record, complete=not lacks(profile, facts_of(record, shelf[record.ledger_id])))
    with connect.action(store):
        line = tell_journal(session, "print_figures", "", records=count.records)
    return Figures(
        session.armoury, line.at, session.user.name, line.number, line.hash, len(shelf),
        sum(len(pages.pages(store, ledger_id)) for ledger_id in shelf), count.records, count.struck,
        {kind: count.kinds[kind] for kind in KINDS},
        tuple((decade, count.decades[decade]) for decade in sorted(count.decades, key=lambda one: one or "~")),
        count.weapons, {state: count.states[state] for state in SerialState}, count.unread,
        {kind: count.marks[kind] for kind in MARKS}, count.marked,
        tuple((kept, count.kept[kept], count.past[kept]) for kept in Retention),
        dict(count.says), count.traceable, profile,
    )  # fmt: skip


class _Count:
    """What was counted so far."""

    def __init__(self, this_year: int) -> None:
        self._year = this_year
        self.records = self.struck = self.weapons = self.unread = self.marked = self.traceable = 0
        self.kinds: Counter[str] = Counter()
        self.decades: dict[str, Counter[str]] = {}
        self.states: Counter[SerialState] = Counter()
        self.marks: Counter[str] = Counter()
        self.kept: Counter[Retention] = Counter()
        self.past: Counter[Retention] = Counter()
        self.says: Counter[str] = Counter(dict.fromkeys(("make", "country", "model", "calibre", "holder"), 0))

    def add(self, record: Record, *, complete: bool) -> None:
        """One record as it stands."""
        if record.struck:
            self.struck += 1
            return
        self.records += 1
        self.kinds[record.kind] += 1
        self.decades.setdefault(_decade(record), Counter())[record.kind] += 1
        kept, again_from = retention(record.events)
        self.kept[kept] += 1
        self.past[kept] += bool(again_from) and again_from <= self._year
        if record.kind == "weapon":
            self._weapon(record, complete=complete)

    def _weapon(self, record: Record, *, complete: bool) -> None:
        self.weapons += 1
        self.states[record.serial_state] += 1
        unread = any(sign in record.serial for sign in UNREAD)
        self.unread += unread
        self.marks.update({mark.kind if mark.kind in MARKS else "other" for mark in record.markings})
        self.marked += bool(record.markings)
        values = {field.name for field in record.fields if field.text}
        held = bool(values & set(HELD)) or any(event.counterpart for event in record.events)
        self.says.update(name for name in ("make", "country", "model", "calibre") if name in values)
        self.says["holder"] += held
        whole_number = record.serial_state is SerialState.MARKED and not unread
        self.traceable += complete and whole_number and held


def _decade(record: Record) -> str:
    """Of the first thing that is known to have happened to it; "" where no date is."""
    first = min((event.date for event in record.events if event.date[:4].isdecimal()), default="")
    return f"{first[:3]}0" if len(first) >= 4 else ""
