"""Commands on the register as a bound book: print it in order, write it out to be handed over, verify that."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from db.errors import Exit
from desktop.cli.register import at_work
from desktop.cli.words import problem_sentence, say, say_json, show_progress
from desktop.operations import archiving
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


def archive(asked: argparse.Namespace) -> int:
    """Write the whole register out as an open archive."""
    with at_work(asked) as session:
        done = archiving.write_archive(session, asked.to, show_progress)
    if asked.json:
        say_json({**asdict(done), "folder": str(done.folder)})
        return int(Exit.FINE)
    say(
        f"{done.folder}: {done.entries} entries, {done.pictures} pictures, {done.files} files, written and read back."
    )
    if done.lost:
        say(f"Pictures that are not on this PC: {done.lost}.")
    say(f"SHA-256 of SHA256SUMS, also in the journal's entry {done.journal_number}: {done.list_sha256}")
    say("Nothing in it is encrypted. Keep it as the register is kept.")
    return int(Exit.FINE)


def verify(asked: argparse.Namespace) -> int:
    """Hold an archive against its own list."""
    found = archiving.verify_archive(asked.folder, show_progress)
    if asked.json:
        problems = [problem_sentence(one) for one in found.problems]
        say_json({"files": found.files, "list_sha256": found.list_sha256, "problems": problems})
    else:
        for one in found.problems:
            say(problem_sentence(one))
        if not found.problems:
            say(
                f"Whole: {found.files} files are what the list says. SHA-256 of the list: {found.list_sha256}"
            )
    return int(Exit.BAD_INPUT if found.problems else Exit.FINE)
