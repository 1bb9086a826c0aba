"""Readiness: how many records say what an instrument asks for, by record, book and armoury, and what to ask next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from db.model import Ledger, Record
from db.store import ledgers, records
from desktop.fields.problems import Problem
from desktop.fields.profiles import Ask, Profile, load_profile
from desktop.fields.readiness import Facts, Group, Question, group_of, lacks, questions
from desktop.operations.books import book_number, form_of
from desktop.operations.session import Session
from desktop.operations.work import Cancel, Progress, Report, never, unheard

_STEP = 2000  # records between two reports of progress


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
    record = records.record(session.store, record_id)
    books = {ledger.id: ledger for ledger in ledgers.ledgers(session.store)}
    facts = facts_of(record, books[record.ledger_id])
    return tuple((profile, lacks(profile, facts)) for profile in profiles(session).values())


def of_register(
    session: Session, profile: Profile, book: int = 0, report: Report = unheard, cancel: Cancel = never
) -> Readiness:
    """Where all records stand, or those of one book. Struck entries are left out.

    Stops where asked to, and tells what it has seen till then. Raises Expected("book_unknown").
    """
    store = session.store
    books = {ledger.id: ledger for ledger in ledgers.ledgers(store)}
    only = book_number(session, book).id if book else ""
    counts: dict[str, Counter[str]] = {}
    missing: Counter[Ask] = Counter()
    groups: Counter[Group] = Counter()
    without = {ledger.id: _without(ledger) for ledger in books.values()}
    wanted = records.ids_of_book(store, only) if only else records.ids(store)
    for done, record in enumerate(records.iterate(store, wanted)):
        if done % _STEP == 0:
            report(Progress(done, len(wanted), "progress_readiness"))
            if cancel():
                break
        if record.struck:
            continue
        facts = facts_of(record, books[record.ledger_id], without[record.ledger_id])
        required = lacks(profile, facts)
        counter = counts.setdefault(record.ledger_id, Counter())
        counter["records"] += 1
        counter["complete"] += not required
        counter["encouraged"] += not required and not lacks(profile, facts, "encouraged")
        missing.update(required)
        groups[group_of(required, facts)] += 1
    by_book = tuple((books[id_], _count(counter)) for id_, counter in counts.items())
    whole = sum(counts.values(), Counter())
    return Readiness(
        profile,
        _count(whole),
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
    values = {field.name: field.text for field in record.fields if field.text}
    values["serial_number"] = record.serial
    if record.markings:
        values["marking"] = record.markings[0].text
    dated = next((event for event in record.events if event.date), None)
    if dated is not None:
        values["date"] = dated.date
    return Facts(values, frozenset(_kinds(record, values)), ledger.number, without)


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
