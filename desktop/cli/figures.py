"""The command that counts what a self-assessment asks of record-keeping, and prints it."""

from __future__ import annotations

import argparse

from db.errors import Exit
from desktop.cli.register import at_work
from desktop.cli.words import say, say_json, show_progress, table
from desktop.operations.figures import Figures, figures

_SOURCES = {
    "kinds": "the latest revision of every entry filed in this register (ITI 11, 12)",
    "decades": "the first dated event of each entry; struck entries are left out",
    "marks": "the state of the serial number and the marks recorded (ITI 7, 8)",
    "retention": "the last dated event of each entry (ITI 12, EU 2021/555)",
    "traceable": "weapons that say all that the profile requires, with a marked and wholly read number and a known "
    "holder or counterpart",
}


def count(asked: argparse.Namespace) -> int:
    """Count, say, and print where asked to."""
    with at_work(asked) as session:
        found = figures(session, show_progress)
    if asked.out:
        from desktop.printing.figures import write_figures  # Qt comes with it

        write_figures(found, asked.out)
    if asked.json:
        say_json(_json(found))
        return int(Exit.FINE)
    say(f"Records: {found.records}, struck: {found.struck}, books: {found.books}, pages: {found.pages}")
    rows = [
        (decade or "no date", *(str(counts.get(kind, 0)) for kind in found.kinds))
        for decade, counts in found.decades
    ]
    say(table([("decade", *found.kinds), *rows]))
    for state, number in found.states.items():
        say(f"Serial number {state.value.replace('_', ' ')}: {number} of {found.weapons}")
    say(f"Characters that nobody can read: {found.unread}; any mark recorded: {found.marked}")
    for kept, number, past in found.retention:
        say(f"Retention, {kept.value}: {number}, past the least time: {past}")
    say(f"Traceable: {found.traceable} of {found.weapons} ({_SOURCES['traceable']}; {found.profile.name})")
    if asked.out:
        say(f"{asked.out}: one page. Journal entry {found.journal_number}.")
    return int(Exit.FINE)


def _json(found: Figures) -> dict[str, object]:
    return {
        "made_at": found.made_at,
        "journal": {"number": found.journal_number, "head": found.journal_head},
        "books": found.books,
        "pages": found.pages,
        "records": found.records,
        "struck": found.struck,
        "kinds": dict(found.kinds),
        "decades": {decade or "no date": dict(counts) for decade, counts in found.decades},
        "weapons": found.weapons,
        "serial_states": {state.value: number for state, number in found.states.items()},
        "unread": found.unread,
        "marks": dict(found.marks),
        "marked": found.marked,
        "retention": {
            kept.value: {"records": number, "past": past} for kept, number, past in found.retention
        },
        "says": dict(found.says),
        "traceable": found.traceable,
        "profile": {"name": found.profile.name, "source": found.profile.source},
        "sources": _SOURCES,
    }
