"""Commands on what is next: queues, questions, the shelf, second entry."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from db.errors import Exit, Expected
from db.model import CellState
from desktop.cli.register import at_work
from desktop.cli.words import say, say_json, table, write_file
from desktop.operations import questions, queues, second_entry, shelves
from desktop.operations.second_views import SecondItem, Version
from desktop.operations.views import Entry


def following(asked: argparse.Namespace) -> int:
    """Say what is next for this person, across books."""
    with at_work(asked) as session:
        found = queues.next_for(session)
    lines = [{**asdict(one), "kind": one.kind.value, "lot": one.lot.id if one.lot else ""} for one in found]
    if asked.json:
        say_json(lines)
    elif lines:
        heads = ("kind", "count", "book", "page", "row", "column", "text", "lot")
        say(table([heads, *([str(line[head] or "") for head in heads] for line in lines)]))
    else:
        say("Nothing waits for you.")
    return int(Exit.FINE)


def answer(asked: argparse.Namespace) -> int:
    """List the questions that wait, or answer one."""
    with at_work(asked) as session:
        if asked.cell:
            entry = Entry(asked.value) if asked.value is not None else None
            questions.answer(session, asked.cell, asked.note, entry)
        lines = [asdict(one) for one in questions.waiting(session)]
    if asked.json:
        say_json(lines)
    else:
        heads = ("cell_id", "book", "page", "row_number", "column", "asked_by", "question")
        say(table([heads, *([str(line[head]) for head in heads] for line in lines)]))
    return int(Exit.FINE)


def shelf(asked: argparse.Namespace) -> int:
    """Say how far every book is and when it will be done; keep what a book says of itself."""
    with at_work(asked) as session:
        if asked.book:
            shelves.state(session, asked.book, asked.pages, asked.entries)
        found = shelves.shelf(session)
    lines = [
        {
            "book": one.ledger.number, "title": one.ledger.title, "stated_pages": one.stated_pages,
            "stated_entries": one.stated_entries, "scanned": one.scanned, "read": one.read, "settled": one.settled,
            "filed": one.filed, "second_wanted": one.second.wanted, "second_done": one.second.done,
            "records": one.records, "checked": one.checked, "sent": one.sent, "rows_left": one.rows_left,
            "done_on": one.done_on,
        }
        for one in found.books
    ]  # fmt: skip
    if asked.json:
        say_json({"pace": found.pace, "books": lines})
        return int(Exit.FINE)
    if found.pace is not None:
        say(f"Pace of the last four weeks: {found.pace:.1f} records a day")
    if lines:
        heads = [head for head in lines[0] if head not in {"stated_entries", "filed"}]
        say(table([heads, *(["" if line[h] is None else str(line[h]) for h in heads] for line in lines)]))
    return int(Exit.FINE)


def second(asked: argparse.Namespace) -> int:
    """The next cell that this person types blind, and what they typed of one."""
    with at_work(asked) as session:
        if asked.cell:
            entry = _entry(asked)
            second_entry.enter(session, asked.cell, entry)
        item = second_entry.next_item(session)
        counts = second_entry.counts(session)
        if asked.crop and item is not None:
            write_file(asked.crop, second_entry.crop_of(session, item))
    told = {"wanted": counts.wanted, "done": counts.done, "disputed": counts.disputed}
    if asked.json:
        say_json({**told, "next": asdict(item) if item else None})
    elif item is None:
        say("Nothing is to be typed blind by you.")
    else:
        say(f"{_place(item)}: {item.cell_id}")
    return int(Exit.FINE)


def differences(asked: argparse.Namespace) -> int:
    """List what two people typed differently, or decide one."""
    with at_work(asked) as session:
        found = second_entry.disputes(session)
        if asked.cell:
            one = next((each for each in found if each.item.cell_id == asked.cell), None)
            if one is None:
                raise Expected("second_changed", Exit.REFUSED)
            entry = _entry(asked) if asked.choose == "retyped" else None
            second_entry.decide(session, one, asked.choose or "", entry)
            found = second_entry.disputes(session)
    lines = [
        {**asdict(one.item), "first": _version(one.first), "second": _version(one.second)} for one in found
    ]
    if asked.json:
        say_json(lines)
    elif lines:
        heads = ("cell_id", "book", "page", "row_number", "column", "first", "second")
        say(table([heads, *([str(line[head]) for head in heads] for line in lines)]))
    else:
        say("Nothing is left for you to decide.")
    return int(Exit.FINE)


def plan(asked: argparse.Namespace) -> int:
    """Say what is typed twice, or change it."""
    with at_work(asked) as session:
        if asked.serials or asked.share:
            now = second_entry.plan(session)
            second_entry.set_plan(session, asked.serials or now.serials, asked.share or now.share)
        now = second_entry.plan(session)
    if asked.json:
        say_json({"serials": now.serials, "share": now.share})
    else:
        say(f"Typed twice: serial numbers, {now.serials}; of the other fields {now.share}.")
    return int(Exit.FINE)


def _entry(asked: argparse.Namespace) -> Entry:
    if asked.unreadable:
        return Entry("", CellState.UNREADABLE)
    return Entry(asked.text or "", CellState.READ if asked.text else CellState.BLANK)


def _place(item: SecondItem) -> str:
    return f"{item.book}/{item.page}/{item.row_number}/{item.column}"


def _version(one: Version) -> str:
    return one.text if one.state is CellState.READ else one.state.value
