"""A book's facts out of a register and into another: everything that is only added to goes on where it was.

Local places in time (`seq`, `rowid`) never travel: facts are told in their order, and get new places after what is
there. A register that has more of a book than what comes, or something else, refuses it: the book went two ways.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from db.cipher import SqlError, failures_told, texts_told
from db.errors import Exit, Expected
from db.finding_step import WORDS_OF_RECORDS
from db.model import JournalEntry, User
from db.model_moving import FACTS, ONLY_ADDED, BookFacts, Fact
from db.store import books, journal, moves, people
from db.store.connect import Store
from db.store.pages import put_thumbnail
from db.store.rows import change, insert, listed, select, select_value

_SELECT: Final = "select {} {}"
_WITHIN: Final = "(select id from {} where {} in {})"
_INSERT: Final = "insert into {} ({}) values ({})"
_PAGES: Final = "(select id from pages where ledger_id = :book)"
_ROWS: Final = _WITHIN.format("rows", "page_id", _PAGES)
_CELLS: Final = _WITHIN.format("cells", "row_id", _ROWS)
_OF_RECORDS: Final = (
    "from {} t join records r on r.seq = t.record_seq where r.ledger_id = :book order by r.seq, t.position"
)
_SOURCES: Final = {
    "ledger": "from ledgers where id = :book",
    "ledger_forms": "from ledger_forms where ledger_id = :book order by version",
    "pages": "from pages where ledger_id = :book order by rowid",
    "thumbnails": f"from thumbnails where page_id in {_PAGES} order by rowid",
    "row_signatures": f"from row_signatures where page_id in {_PAGES} order by page_id, number",
    "rows": f"from rows where page_id in {_PAGES} order by rowid",
    "cells": f"from cells where row_id in {_ROWS} order by rowid",
    "readings": f"from readings where cell_id in {_CELLS} order by seq",
    "row_states": f"from row_states where row_id in {_ROWS} order by seq",
    "steps": f"from steps where page_id in {_PAGES} order by seq",
    "step_changes": f"from step_changes t join steps s on s.id = t.step_id where s.page_id in {_PAGES} "
    "order by s.seq, t.position",
    "step_rows": f"from step_rows t join steps s on s.id = t.step_id where s.page_id in {_PAGES} "
    "order by s.seq, t.position",
    "records": "from records where ledger_id = :book order by seq",
    "record_fields": _OF_RECORDS.format("record_fields"),
    "markings": _OF_RECORDS.format("markings"),
    "events": _OF_RECORDS.format("events"),
    "page_hands": f"from page_hands where page_id in {_PAGES} order by seq",
    "second_entries": f"from second_entries where cell_id in {_CELLS} order by seq",
    "second_decisions": f"from second_decisions where cell_id in {_CELLS} order by seq",
    "book_statements": "from book_statements where ledger_id = :book order by seq",
    "column_defaults": "from column_defaults where ledger_id = :book order by seq",
    "amendments": "from amendments where record_id in (select id from records where ledger_id = :book) order by seq",
}
_BEFORE: Final = "(select count(*) from readings where cell_id in {} and seq <= f.after_reading)"
_FORGETTINGS: Final = _SELECT.format(
    _BEFORE.format(_CELLS) + " as after, f.at, f.by",
    "from forgettings f where f.ledger_id = :book order by f.seq",
)
_USERS: Final = """
select u.id, u.name, u.role from users u where u.id in (
  select value from json_each(:named)
  union select user_id from steps where page_id in (select id from pages where ledger_id = :book)
  union select filed_by from records where ledger_id = :book
) order by u.id
"""
_SENT: Final = """
select b.record_id, b.revision, :own as register_id, f.folder from batch_records b join batches f on f.id = b.batch_id
where b.record_id in (select id from records where ledger_id = :book)
union all select record_id, revision, register_id, folder from sent_elsewhere
where record_id in (select id from records where ledger_id = :book) order by 1, 2
"""
_OWN_ENTRIES: Final = """
select * from journal where subject = :book or subject in (select id from pages where ledger_id = :book)
  or subject in (select id from records where ledger_id = :book) order by number
"""
_PEOPLE_IN: Final = (
    ("page_hands", "by"), ("forgettings", "by"), ("second_entries", "by"), ("second_decisions", "by"),
    ("book_statements", "by"), ("amendments", "by"), ("entries", "actor"), ("row_states", "by"),
    ("column_defaults", "by"),
)  # fmt: skip
_CHANGING: Final = ("position", "folio", "likeness", "state", "cleaning", "problems")
_CHANGE: Final = (
    "update pages set position = ?, folio = ?, likeness = ?, "
    "state = ?, cleaning = ?, problems = ? where id = ?"
)
_KEPT_AS_IT_CAME: Final = ("id", "source", "sha256", "width", "height", "dpi", "replaces")
Keys = Callable[[str], tuple[str, str, str]]
"""The search keys of a serial number: plain, look-alikes folded, digits alone."""


def facts_of(store: Store, ledger_id: str, last_entry: int) -> BookFacts:
    """Everything of a book but its pictures' bytes, and the journal on it up to `last_entry`.

    Raises Expected: picture_lost, book_damaged.
    """
    tables = {table: _local(store, table, ledger_id) for table in _SOURCES}
    tables["forgettings"] = _local(store, "forgettings", ledger_id)
    tables["pictures"] = books.listed(store, ledger_id, [str(fact[2]) for fact in tables["pages"]])
    own = people.armoury(store).id
    with failures_told():
        sent = store.db.execute(_SENT, {"book": ledger_id, "own": own}).fetchall()
        told = store.db.execute(_OWN_ENTRIES, {"book": ledger_id}).fetchall()
    tables["sent"] = tuple(tuple(one) for one in sent)
    ours = tuple(moves.entry_fact(own, JournalEntry(*entry)) for entry in told if entry[0] <= last_entry)
    theirs = tuple(
        moves.entry_fact(register, entry) for register, entry in moves.foreign_entries(store, ledger_id)
    )
    tables["entries"] = (*theirs, *ours)
    facts = BookFacts(tables)
    named = {str(who) for table, column in _PEOPLE_IN for (who,) in facts.of(table, column)}
    named |= {str(reader).removeprefix("clerk:") for (reader,) in facts.of("readings", "reader")}
    with failures_told():
        asked = {"book": ledger_id, "named": listed(sorted(named))}
        tables["users"] = tuple(tuple(one) for one in store.db.execute(_USERS, asked).fetchall())
    return facts


def differs(store: Store, facts: BookFacts) -> bool:
    """Whether what is here of the book is not how what comes begins: it was worked on in two places."""
    ledger_id = facts.ledger_id
    for table in ONLY_ADDED:
        here = _local(store, table, ledger_id)
        if here != facts.tables[table][: len(here)]:
            return True
    places = [list(FACTS["pages"]).index(name) for name in _KEPT_AS_IT_CAME]
    here = tuple(tuple(page[at] for at in places) for page in _local(store, "pages", ledger_id))
    return here != facts.of("pages", *_KEPT_AS_IT_CAME)[: len(here)]


def new_counts(store: Store, facts: BookFacts) -> dict[str, int]:
    """How many pages, readings and records would come that are not here yet."""
    counted = ("pages", "readings", "records")
    return {table: len(facts.tables[table]) - len(_local(store, table, facts.ledger_id)) for table in counted}


def take_facts(store: Store, facts: BookFacts, number: int, *, at: str, elsewhere: str, keys: Keys) -> None:
    """Add what of a book is not here yet, inside an action; its pictures have to be kept already where it was here.

    `number` is the one that a new book gets; `elsewhere` names the PC in the names of people who are called like
    somebody here. Raises Expected (Exit.REFUSED): book_went_two_ways, bundle_clashes.
    """
    if differs(store, facts):
        raise Expected("book_went_two_ways", Exit.REFUSED)
    try:
        _take_people(store, facts.tables["users"], at, elsewhere)
        _take_book(store, facts, number)
        _take_records(store, facts, keys)
        _take_rest(store, facts)
    except SqlError as error:
        # An id that is something else here, or a reference to nothing: no bundle of ours says such a thing.
        raise Expected("bundle_clashes", Exit.REFUSED) from error


def _take_people(store: Store, users: Iterable[Fact], at: str, elsewhere: str) -> None:
    """People who worked on the book and are not known here: they keep their ids, and have no way in."""
    for user_id, name, role in users:
        if select(store, "select 1 from users where id = ?", user_id):
            continue
        called = str(name)
        free, number = called, 1
        while select(store, "select 1 from users where name = ?", free):
            free = f"{called} ({elsewhere})" if number == 1 else f"{called} ({elsewhere} {number})"
            number += 1
        people.add_user(store, User(str(user_id), free, str(role)))
        people.set_guest(store, str(user_id), at)


def _take_book(store: Store, facts: BookFacts, number: int) -> None:
    book = facts.ledger_id
    if not select(store, "select 1 from ledgers where id = ?", book):
        insert(store, "ledgers", [{"id": book, "number": number, "title": facts.title}])
    _add(store, "ledger_forms", _new(store, facts, "ledger_forms"), ledger_id=book)
    known = len(_local(store, "pages", book))
    _add(store, "pages", facts.tables["pages"][known:], ledger_id=book)
    for page in facts.of("pages", *_CHANGING, "id")[:known]:
        change(store, _CHANGE, *page)
    change(
        store, "delete from row_signatures where page_id in (select id from pages where ledger_id = ?)", book
    )
    _add(store, "row_signatures", facts.tables["row_signatures"])
    for page_id, png in facts.tables["thumbnails"]:
        put_thumbnail(store, str(page_id), bytes(png))  # type: ignore[arg-type]  # its kind was compared: bytes
    for table in ("rows", "cells", "readings", "row_states", "steps", "step_changes", "step_rows"):
        _add(store, table, _new(store, facts, table))


def _take_records(store: Store, facts: BookFacts, keys: Keys) -> None:
    book = facts.ledger_id
    before = int(select_value(store, "select coalesce(max(seq), 0) from records"))
    parts = {table: _new(store, facts, table) for table in ("record_fields", "markings", "events")}
    columns = list(FACTS["records"])
    serial = columns.index("serial")
    found = [(*fact, book, *keys(str(fact[serial]))) for fact in _new(store, facts, "records")]
    _execute(store, "records", [*columns, "ledger_id", "plain", "folded", "digits"], found)
    places = {
        (each["id"], each["revision"]): each["seq"]
        for each in select(store, "select id, revision, seq from records where seq > ?", before)
    }
    for table, new in parts.items():
        placed = [(_place_of(places, fact), *fact[2:]) for fact in new]
        _execute(store, table, ["record_seq", *list(FACTS[table])[2:]], placed)
    change(store, f"{WORDS_OF_RECORDS} where f.record_seq > ? group by f.record_seq", before)


def _place_of(places: dict[tuple[str, int], int], fact: Fact) -> int:
    """Where a revision was put; a part of one that did not come is no part of anything."""
    found = places.get((str(fact[0]), int(fact[1] or 0)))
    if found is None:
        raise Expected("bundle_clashes", Exit.REFUSED)
    return found


def _take_rest(store: Store, facts: BookFacts) -> None:
    book = facts.ledger_id
    _add(store, "page_hands", _new(store, facts, "page_hands"))
    order = [each["seq"] for each in select_named(store, _SELECT.format("seq", _SOURCES["readings"]), book)]
    for after, at, by in _new(store, facts, "forgettings"):
        last = order[int(after or 0) - 1] if after else 0
        _execute(store, "forgettings", ["ledger_id", "after_reading", "at", "by"], [(book, last, at, by)])
    for table in ("second_entries", "second_decisions"):
        _add(store, table, _new(store, facts, table))
    for table in ("book_statements", "column_defaults"):
        _add(store, table, _new(store, facts, table), ledger_id=book)
    _add(store, "amendments", _new(store, facts, "amendments"))
    own = people.armoury(store).id
    _take_sent(store, facts, own)
    _take_entries(store, facts, own)


def _take_sent(store: Store, facts: BookFacts, own: str) -> None:
    """What was sealed elsewhere is not sealed again here."""
    known = moves.sent_elsewhere(store)
    told = (
        (str(one), int(revision or 0), str(by), str(to)) for one, revision, by, to in facts.tables["sent"]
    )
    moves.add_sent(store, [one for one in told if one[2] != own and one[:2] not in known])


def _take_entries(store: Store, facts: BookFacts, own: str) -> None:
    moves.add_foreign_entries(store, facts.ledger_id, new_entries(store, facts, own))


def new_entries(store: Store, facts: BookFacts, own: str) -> list[tuple[str, JournalEntry]]:
    """What other registers tell of the book that is not known; what this one is said to have told, it told.

    Raises Expected (Exit.REFUSED): register_older_than_bundle, register_forked_from_bundle, peer_of_another_history.
    """
    _, last = journal.head(store)
    known: dict[str, dict[int, str]] = {}
    new: list[tuple[str, JournalEntry]] = []
    for register, *rest in facts.tables["entries"]:
        entry = JournalEntry(*rest)  # type: ignore[arg-type]  # the facts' kinds were compared with their columns
        if register == own:
            if entry.number > last:
                raise Expected("register_older_than_bundle", Exit.REFUSED)
            if journal.hash_at(store, entry.number) != entry.hash:
                raise Expected("register_forked_from_bundle", Exit.REFUSED)
            continue
        name = str(register)
        kept = known.setdefault(name, moves.foreign_hashes(store, name))
        if entry.number not in kept:
            new.append((name, entry))
        elif kept[entry.number] != entry.hash:
            raise Expected("peer_of_another_history", Exit.REFUSED)
    return new


def _new(store: Store, facts: BookFacts, table: str) -> tuple[Fact, ...]:
    """The facts of a table that are not here yet; `differs` has said that those before them are the same."""
    return facts.tables[table][len(_local(store, table, facts.ledger_id)) :]


def _local(store: Store, table: str, ledger_id: str) -> tuple[Fact, ...]:
    """What the register holds of a book, in the order and the columns in which it travels."""
    if table == "forgettings":
        sql = _FORGETTINGS
    elif table in {"record_fields", "markings", "events"}:
        columns = ["r.id", "r.revision", *(f't."{name}"' for name in list(FACTS[table])[2:])]
        sql = _SELECT.format(", ".join(columns), _SOURCES[table])
    elif table in {"step_changes", "step_rows"}:
        sql = _SELECT.format(", ".join(f"t.{name}" for name in FACTS[table]), _SOURCES[table])
    else:
        sql = _SELECT.format(", ".join(_quoted(FACTS[table])), _SOURCES[table])
    with failures_told(), texts_told():
        return tuple(tuple(found) for found in store.db.execute(sql, {"book": ledger_id}).fetchall())


def select_named(store: Store, sql: str, ledger_id: str) -> list[dict[str, Any]]:
    """Rows of a question about a book."""
    with failures_told():
        cursor = store.db.execute(sql, {"book": ledger_id})
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _add(store: Store, table: str, facts: Sequence[Fact], **same: str) -> None:
    """Add facts to their table; `same` is what all of them have beside their own columns."""
    _execute(store, table, [*FACTS[table], *same], [(*fact, *same.values()) for fact in facts])


def _execute(store: Store, table: str, columns: Sequence[str], rows: Sequence[Fact]) -> None:
    if not store.db.conn.in_transaction:
        raise RuntimeError("writing outside an action")
    sql = _INSERT.format(table, ", ".join(_quoted(columns)), ", ".join("?" * len(columns)))
    with texts_told():
        store.db.conn.executemany(sql, rows)


def _quoted(names: Iterable[str]) -> list[str]:
    """`of` and others are words of SQL too."""
    return [f'"{name}"' for name in names]
