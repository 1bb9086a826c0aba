"""What books have taught their reader: look at it, let it weigh in pages that wait, have it forgotten."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from db.errors import Exit, Expected
from desktop.cli.register import at_work
from desktop.cli.words import say, say_json
from desktop.operations import books
from desktop.operations.lessons import BookLessons, forget_lessons, lessons_of_book
from desktop.operations.weighing import weigh_book


def learnt(asked: argparse.Namespace) -> int:
    """Say what a book has taught; with --weigh or --forget, do something about it."""
    with at_work(asked) as session:
        book = books.book_number(session, asked.book)
        if asked.forget and not asked.yes:
            say("\n".join(lines(lessons_of_book(session, book.id))))
            raise Expected("forget_unsure", Exit.REFUSED, book=book.number)
        if asked.forget:
            forget_lessons(session, book.id)
        changed = weigh_book(session, book.id) if asked.weigh else 0
        found = lessons_of_book(session, book.id)
    if asked.json:
        told = {name: value for name, value in asdict(found).items() if name != "ledger"}
        say_json({"book": found.ledger.number, **told, "changed": changed})
    else:
        said = lines(found)
        if asked.weigh:
            said.append(f"{changed} cells of pages that wait are read otherwise now.")
        say("\n".join(said))
    return int(Exit.FINE)


def lines(found: BookLessons) -> list[str]:
    """What a book has taught, in words."""
    book = f"Book {found.ledger.number}"
    since = f" since {found.forgotten_at}" if found.forgotten_at else ""
    if not found.fields:
        return [
            f"{book} has taught nothing yet{since}. It begins with the first field that somebody settles."
        ]
    weigh = f"{book}: {found.fields} settled fields weigh in its next readings{since}"
    said = [f"{weigh}, and what {found.characters} characters of {found.kinds} kinds look like here."]
    said += [
        f"{one.reader} read {one.read} where {one.stood} stands: {one.times} of {one.of} times."
        for one in found.misread
    ]
    said += [f"{one.column} is made like {one.pattern}: {one.times} of {one.of}." for one in found.patterns]
    said += [f"{one.column} repeats {one.pattern}: {one.times} of {one.of}." for one in found.values]
    return said
