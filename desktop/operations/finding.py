"""Find records by what is known of a weapon, the surest hits first, each with why it was found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Final

from db.errors import Exit, Expected
from db.model import Record
from db.store import answers, corrections, finding, ledgers, pages, records
from desktop.fields.confusions import DEFAULT, Confusions, learned, variants
from desktop.fields.definitions import Kind, definition
from desktop.fields.problems import Problem
from desktop.fields.scripts import written_otherwise
from desktop.fields.serial_query import SHORTEST_RUN, SerialQuery, could_hold, may_hold, serial_query
from desktop.fields.serials import search_keys
from desktop.operations.books import form_of
from desktop.operations.session import Session
from desktop.operations.views import RecordHit

LIMIT: Final = 50
CORRECTIONS: Final = 20_000
"""So many readings of serial numbers, the newest, say what this register confuses."""
_VARIANTS: Final = 48
_AT_ONCE: Final = 16  # variants asked for together, the likeliest first
_VOCABULARIES: Final = {
    "make": "makers", "model": "models", "calibre": "calibres", "weapon_type": "weapon_types"
}  # fmt: skip


class How(StrEnum):
    """Why a record was found, the surest first."""

    SAME = "same"
    BEGINS = "begins"
    PART = "part"
    SHAPE = "shape"  # by `?` and `*`
    UNREAD = "unread"  # the kept number has characters that nobody could read
    OTHER_SCRIPT = "other_script"  # the same, in letters of another script
    LOOK_ALIKE = "look_alike"
    LETTERS = "letters"  # the same figures, other letters or none
    NUMBER = "number"  # the registry's number
    CHOSEN = "chosen"  # no serial number was asked for


@dataclass(frozen=True, slots=True)
class Query:
    """What is known. Dates are ISO to any precision; "" asks for nothing."""

    serial: str = ""
    make: str = ""
    model: str = ""
    calibre: str = ""
    weapon_type: str = ""
    holder: str = ""
    first_day: str = ""
    last_day: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A record with why it was found; `cost` says how far a look-alike is, 0 for what is certain."""

    hit: RecordHit
    how: How
    cost: float = 0.0
    swapped: tuple[tuple[str, str], ...] = ()  # (asked for, kept), for look-alikes

    @property
    def why(self) -> Problem:
        """Why it was found, to be said."""
        swapped = ", ".join(f"{asked} / {kept}" for asked, kept in self.swapped)
        if self.how is How.LOOK_ALIKE:
            return Problem("found_look_alike", (("swapped", swapped),))
        key = f"found_{self.how.value}"
        return Problem(key)


ALIASES: Final = {
    "type": "weapon_type", "from": "first_day", "until": "last_day", "to": "last_day", "date": "date",
    "calibre": "calibre", "caliber": "calibre", "maker": "make", "serial": "serial",
}  # fmt: skip
_WORD: Final = re.compile(r"(\w+):(?:\"([^\"]*)\"|(\S+))")
_DAY: Final = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


def parse_query(text: str) -> Query:
    """`AB?12 make:"Carl Walther" calibre:9x19 from:1980 until:1984-06`; all else is the serial number.

    `date:1984-03` is both ends. A word before a colon that names no field stays part of the serial number. Raises
    Expected: query_date_odd (Exit.USAGE).
    """
    known = {one.name for one in fields(Query)}
    said: dict[str, str] = {}

    def take(match: re.Match[str]) -> str:
        name = ALIASES.get(match[1].casefold(), match[1].casefold())
        value = match[2] if match[2] is not None else match[3]
        if name == "date":
            said["first_day"] = said["last_day"] = value
        elif name in known:
            said[name] = value
        else:
            return match[0]
        return " "

    rest = _WORD.sub(take, text).strip()
    return checked(Query(**{"serial": rest, **said}))


def checked(query: Query) -> Query:
    """The same question; Expected where a date is none."""
    for day in (query.first_day, query.last_day):
        if day and not _DAY.fullmatch(day):
            raise Expected("query_date_odd", Exit.USAGE, value=day)
    return query


def confusions(session: Session) -> Confusions:
    """How easily characters are confused: as persons corrected this register's serial numbers, else the table."""
    names = {
        column.name
        for ledger in ledgers.ledgers(session.store)
        for column in form_of(ledger).columns
        if definition(column.field).kind is Kind.SERIAL_NUMBER
    }
    pairs = corrections.read_and_said(session.store, names, CORRECTIONS)
    return learned((search_keys(read).plain, search_keys(said).plain) for read, said in pairs)


def find(
    session: Session, query: Query, limit: int = LIMIT, known: Confusions = DEFAULT
) -> tuple[Found, ...]:
    """At most `limit` records, newest revision each, the surest first and newest first among equals."""
    store = session.store
    asked = serial_query(query.serial)
    if query.serial.strip() and not asked.plain:
        return ()
    filters = _filters(session, query)
    lines: dict[int, tuple[How, float, str]] = {}
    for seq, how, cost, variant in _lines(session, asked, filters, limit, known):
        lines.setdefault(seq, (how, cost, variant))
        if len(lines) >= limit:
            break
    found = records.at(store, list(lines))
    hits = {hit.record.id: hit for hit in _hits(session, found, list(lines))}
    answer = []
    for record, (how, cost, variant) in zip(found, lines.values(), strict=True):
        swapped = tuple((a, b) for a, b in zip(asked.plain, variant, strict=False) if a != b)
        answer.append(Found(hits[record.id], how, cost, swapped))
    if asked.plain and not asked.wild and not filters.any and len(answer) < limit:
        answer += _by_registry_number(session, asked.plain, set(hits), limit - len(answer))
    return tuple(answer)


def _lines(
    session: Session, asked: SerialQuery, filters: finding.Filters, limit: int, known: Confusions
) -> Iterator[tuple[int, How, float, str]]:
    """seq, why, cost and what was looked for instead; a seq may come again and is then less sure."""
    store = session.store
    if not asked.plain:
        for seq, _ in finding.filtered(store, filters, limit):
            yield seq, How.CHOSEN, 0.0, ""
        return
    if asked.wild:
        # One pass holds both where it is short; the whole numbers have one of their own only among very many.
        lines = finding.shaped(store, asked.anywhere, asked.runs, filters, limit)
        if len(lines) >= limit:
            lines = finding.shaped(store, asked.whole, asked.runs, filters, limit) + lines
        for seq, kept in sorted(lines, key=lambda line: not fnmatchcase(line[1], asked.whole)):
            same = "*" not in asked.plain and fnmatchcase(kept, asked.whole)
            yield seq, How.SAME if same else How.SHAPE, 0.0, ""
    else:
        yield from _certain(session, asked.plain, filters, limit)
    quick = could_hold(asked)
    for seq, plain in finding.unread(store, filters):
        if ("*" in plain or quick.search(plain)) and may_hold(plain, asked):
            yield seq, How.UNREAD, 0.0, ""
    if not asked.wild:
        others = [text for text in written_otherwise(asked.plain) if len(text) >= SHORTEST_RUN]
        for seq, _ in finding.holding(store, others, filters, limit) if others else ():
            yield seq, How.OTHER_SCRIPT, 0.0, ""
        yield from _look_alikes(session, asked.plain, filters, limit, known)


def _certain(
    session: Session, plain: str, filters: finding.Filters, limit: int
) -> Iterator[tuple[int, How, float, str]]:
    store = session.store
    for seq, _ in finding.same(store, plain, filters, limit):
        yield seq, How.SAME, 0.0, ""
    for seq, _ in finding.beginning(store, plain, filters, limit):
        yield seq, How.BEGINS, 0.0, ""
    if len(plain) >= SHORTEST_RUN:
        holding = finding.holding(store, [plain], filters, limit)
    else:
        holding = finding.shaped(store, f"*{plain}*", (), filters, limit)
    for seq, _ in holding:
        yield seq, How.PART, 0.0, ""


def _look_alikes(
    session: Session, plain: str, filters: finding.Filters, limit: int, known: Confusions
) -> Iterator[tuple[int, How, float, str]]:
    """What the number may be instead, the likeliest first, then what differs by more look-alikes or by letters."""
    store = session.store
    if len(plain) >= SHORTEST_RUN:
        others = variants(plain, known, most=_VARIANTS)
        for start in range(0, len(others), _AT_ONCE):
            block = others[start : start + _AT_ONCE]
            lines = finding.holding(store, [text for text, _ in block], filters, limit)
            graded = [
                (next((cost, text) for text, cost in block if text in kept), seq) for seq, kept in lines
            ]
            for (cost, text), seq in sorted(graded, key=lambda one: (one[0][0], -one[1])):
                yield seq, How.LOOK_ALIKE, cost, text
    keys = search_keys(plain)
    for seq, kept in finding.same_folded(store, keys.folded, filters, limit):
        yield seq, How.LOOK_ALIKE, 1.0, kept
    if keys.digits and keys.digits != plain and len(keys.digits) > SHORTEST_RUN:
        for seq, _ in finding.same_digits(store, keys.digits, filters, limit):
            yield seq, How.LETTERS, 1.0, ""


def _filters(session: Session, query: Query) -> finding.Filters:
    """The fields' words: as typed, and as the list calls it."""
    words = {}
    for name in finding.WORDS:
        text = getattr(query, name).strip()
        if not text:
            continue
        vocabulary = session.workplace.vocabularies.named(_VOCABULARIES.get(name, ""))
        listed = vocabulary.find(text) if vocabulary else None
        words[name] = tuple(dict.fromkeys((text, listed) if listed else (text,)))
    return finding.Filters(words, query.first_day, query.last_day)


def _by_registry_number(session: Session, plain: str, known: set[str], limit: int) -> Iterator[Found]:
    ids = [id_ for id_ in answers.with_number(session.store, plain, limit) if id_ not in known]
    found = tuple(records.iterate(session.store, ids[:limit]))
    for hit in hits_of(session, found):
        yield Found(hit, How.NUMBER)


def hits_of(session: Session, found: Iterable[Record]) -> tuple[RecordHit, ...]:
    """Records, newest revision each, with where they stand in the books and on their way."""
    wanted = tuple(found)
    seqs = records.seqs(session.store, [record.id for record in wanted])
    return _hits(session, wanted, [seqs[record.id] for record in wanted])


def _hits(session: Session, found: tuple[Record, ...], seqs: list[int]) -> tuple[RecordHit, ...]:
    store = session.store
    books = {ledger.id: ledger for ledger in ledgers.ledgers(store)}
    sheets = pages.pages_called(store, [record.page_id for record in found])
    places = finding.places(store, seqs)
    said = answers.of_latest(store, [record.id for record in found])
    return tuple(
        RecordHit(record, books[record.ledger_id], sheets[record.page_id], *places[seq], said.get(record.id))
        for record, seq in zip(found, seqs, strict=True)
    )
