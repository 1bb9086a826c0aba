"""Readiness: how many records say what an instrument asks for, by record, book and armoury, and what to ask next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from db.model import Ledger, Record
from db.store import amendments, ledgers, records, whole
from desktop.fields.problems import Problem
from desktop.fields.profiles import Ask, Profile, load_profile
from desktop.fields.readiness import Facts, Group, Question, group_of, lacks, questions
from desktop.operations.as_it_stands import as_it_stands
from desktop.operations.books import book_number, form_of
from desktop.operations.session import Session
from desktop.operations.work import Cancel, Progress, Report, never, unheard

_STEP = 500  # records of a book asked for at once


@dataclass(frozen=True, slots=True)
class Count:
    """So many records, of which so many say everything that is required, and so many also what is encouraged."""

    records: int = 0
    complete: int = 0
    encouraged: int = 0


@dataclass(frozen=True, slots=True)
class Readiness:
    """Where the records stand against one profile."""

    profile: Profile
    whole: Count
    books: tuple[tuple[Ledger, Count], ...]
    missing: tuple[tuple[Ask, int], ...]  # the most often first
    questions: tuple[Question, ...]


def profiles(session: Session) -> dict[str, Profile]:
    """Every profile that is installed, by its file's name. Raises Expected("profile_unusable")."""
    folder = session.workplace.places.resources / "profiles"
    return {path.stem: load_profile(path) for path in sorted(folder.glob("*.toml"))}


def of_record(session: Session, record_id: str) -> tuple[tuple[Profile, tuple[Ask, ...]], ...]:
    """What each profile still asks of one record. Raises Expected("record_unknown")."""
    filed = records.record(session.store, record_id)
    said = amendments.of_records(session.store, [record_id]).get(record_id, {})
    record = as_it_stands(filed, said.values())
    books = {ledger.id: ledger for ledger in ledgers.ledgers(session.store)}
    facts = facts_of(record, books[record.ledger_id])
    return tuple((profile, lacks(profile, facts)) for profile in profiles(session).values())


def of_register(
    session: Session, profile: Profile, book: int = 0, report: Report = unheard, cancel: Cancel = never
) -> Readiness:
    """Where all records stand against one profile, or those of one book; as `of_profiles`."""
    return of_profiles(session, (profile,), book, report, cancel)[0]


def of_profiles(
    session: Session,
    wanted: Sequence[Profile],
    book: int = 0,
    report: Report = unheard,
    cancel: Cancel = never,
) -> tuple[Readiness, ...]:
    """Where all records stand against each profile, or those of one book, in one walk. Struck ones are left out.

    Records are counted by what they say and lack, of which a million have a few thousand kinds. Stops where asked to,
    and tells what it has seen till then. Raises Expected("book_unknown").
    """
    store = session.store
    books = {ledger.id: ledger for ledger in ledgers.ledgers(store)}
    chosen = (book_number(session, book).id,) if book else tuple(books)
    total = whole.count(store, chosen)
    seen: Counter[_Said] = Counter()
    done = 0
    for block in _blocks(session, chosen[0] if book else ""):
        report(Progress(done, total, "progress_readiness"))
        if cancel():
            break
        seen.update(_said(record) for record in block if not record.struck)
        done += len(block)
    without = {ledger_id: _without(books[ledger_id]) for ledger_id in chosen}
    return tuple(_against(profile, seen, books, without) for profile in wanted)


_Said = tuple[str, frozenset[str], frozenset[str], str, str]
"""What a record says: its book, the fields that have a value, what kinds it is of, its make and model."""


def _said(record: Record) -> _Said:
    values = values_of(record)
    names = frozenset(name for name, text in values.items() if text)
    kinds = frozenset(_kinds(record, values))
    return record.ledger_id, names, kinds, values.get("make", ""), values.get("model", "")


def _blocks(session: Session, ledger_id: str) -> Iterator[tuple[Record, ...]]:
    """Records as they stand, some hundred at a time."""
    if not ledger_id:
        for block in whole.latest(session.store):
            yield tuple(as_it_stands(record, said.values()) for record, said in block)
        return
    wanted = records.ids_of_book(session.store, ledger_id)
    for start in range(0, len(wanted), _STEP):
        ids = wanted[start : start + _STEP]
        said = amendments.of_records(session.store, ids)
        yield tuple(
            as_it_stands(record, said.get(record.id, {}).values())
            for record in records.iterate(session.store, ids)
        )


def _against(
    profile: Profile, seen: Counter[_Said], books: Mapping[str, Ledger], without: Mapping[str, frozenset[str]]
) -> Readiness:
    counts: dict[str, Counter[str]] = {}
    missing: Counter[Ask] = Counter()
    groups: Counter[Group] = Counter()
    for (ledger_id, names, kinds, make, model), count in seen.items():
        values = {**dict.fromkeys(names, "said"), "make": make, "model": model}
        facts = Facts(values, kinds, books[ledger_id].number, without[ledger_id])
        required = lacks(profile, facts)
        counter = counts.setdefault(ledger_id, Counter())
        counter["records"] += count
        if not required:
            counter["complete"] += count
            counter["encouraged"] += count * (not lacks(profile, facts, "encouraged"))
        for ask in required:
            missing[ask] += count
        groups[group_of(required, facts)] += count
    by_book = tuple((books[id_], _count(counter)) for id_, counter in counts.items())
    return Readiness(
        profile,
        _count(sum(counts.values(), Counter())),
        tuple(sorted(by_book, key=lambda one: one[0].number)),
        tuple(missing.most_common()),
        questions(groups),
    )


def question_said(question: Question) -> Problem:
    """A question in words."""
    fields = " / ".join(question.fields).replace("_", " ")
    if question.shared:
        return Problem("question_shared", (("fields", fields), ("shared", question.shared)))
    return Problem("question_book", (("fields", fields), ("book", str(question.book))))


def facts_of(record: Record, ledger: Ledger, without: frozenset[str] = frozenset()) -> Facts:
    """What a record says, as a profile asks. An armoury's own books are of the State's stock (ITI 8(d)).

    Whether a weapon passed to civilians stands in no field, so that nothing is asked of it for that.
    """
    values = values_of(record)
    return Facts(values, frozenset(_kinds(record, values)), ledger.number, without)


def values_of(record: Record) -> dict[str, str]:
    """What a record says by field; marks and events as the fields that ask for them are called."""
    values = {field.name: field.text for field in record.fields if field.text}
    values["serial_number"] = record.serial
    if record.markings:
        values["marking"] = record.markings[0].text
    dated = next((event.date for event in record.events if event.date), None)
    if dated is not None:
        values["date"] = dated
    return values


def _kinds(record: Record, values: dict[str, str]) -> Iterator[str]:
    if record.kind == "quantity":
        yield "lot"
    else:
        yield "state_stock"
    if any(values.get(name) for name in ("importer", "import_year", "import_country")):
        yield "imported"
    if any(mark.kind == "import" for mark in record.markings):
        yield "imported"
    if record.events:
        yield "moved"
    if values.get("status") == "recovered" or any(event.kind == "recovered" for event in record.events):
        yield "recovered"


def _without(ledger: Ledger) -> frozenset[str]:
    """The fields that a book's form has neither a column nor a shared value for."""
    form = form_of(ledger)
    there = {column.field for column in form.columns} | {name for name, _ in form.defaults}
    return frozenset(name for name in _EVERY if name not in there)


_EVERY = frozenset(
    {
        "make",
        "country",
        "model",
        "calibre",
        "weapon_type",
        "status",
        "holder_organisation",
        "counterpart",
        "year",
    }
)


def _count(counter: Counter[str]) -> Count:
    return Count(counter["records"], counter["complete"], counter["encouraged"])
