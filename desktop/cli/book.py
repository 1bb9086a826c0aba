"""Commands on the register as a bound book: print it in order."""

from __future__ import annotations

import argparse

from db.errors import Exit
from desktop.cli.register import at_work
from desktop.cli.words import say, say_json, show_progress
from desktop.operations.bound_book import bound_book


def print_book(asked: argparse.Namespace) -> int:
    """Print books, or all of them, in order."""
    from desktop.printing.bound_book import write_bound_book  # Qt comes with it

    with at_work(asked) as session, bound_book(session, asked.book or ()) as bound:
        pages = write_bound_book(bound, asked.out, show_progress)
    if asked.json:
        say_json(
            {
                "file": str(asked.out), "pages": pages, "entries": bound.entries,
                "journal": {"number": bound.journal_number, "head": bound.journal_head},
            }
        )  # fmt: skip
    else:
        say(f"{asked.out}: {bound.entries} entries on {pages} pages. Journal entry {bound.journal_number}.")
    return int(Exit.FINE)
