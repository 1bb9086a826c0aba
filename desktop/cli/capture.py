"""Commands that get pages in: from a scanner, from a watched folder; and the pages of a book with their numbers."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

from db.errors import Exit, Expected
from db.model import Ledger
from desktop.capture.scanners.scanner import Colour, Paper, Size, Wanted
from desktop.capture.watch import Seen
from desktop.cli.pictures import outcome
from desktop.cli.register import at_work, outcome_json, outcome_sentences, page_at
from desktop.cli.words import problem_sentence, say, say_aside, say_json, show_progress, table
from desktop.operations import books, numbering, piles, reading, scanning, watching
from desktop.operations.importing import AT_THE_END, Placement
from desktop.operations.rescans import current_pages
from desktop.operations.scanning import Scanned
from desktop.operations.session import Session
from desktop.operations.views import Arrival, Outcome

Wait = Callable[[], None]


def scanners(asked: argparse.Namespace) -> int:
    """List the scanners, or say what one can do."""
    with at_work(asked) as session:
        if asked.scanner:
            device = scanning.scanner_named(session, asked.scanner)
            can = scanning.capabilities(session, device.id)
            found = {
                "scanner": device.id,
                "papers": [paper.value for paper in can.papers],
                "both_sides": can.both_sides,
                "colours": [colour.value for colour in can.colours],
                "resolutions": list(can.resolutions),
                "largest_mm": list(can.largest_mm),
            }
            _say_one(asked, found)
        else:
            listed = [{"scanner": one.id, "name": one.name} for one in scanning.scanners(session)]
            if not listed:
                raise Expected("scanner_none", Exit.MISSING_PART)
            if asked.json:
                say_json(listed)
            else:
                say(table([(one["scanner"], one["name"]) for one in listed]))
    return int(Exit.FINE)


def _say_one(asked: argparse.Namespace, found: dict[str, object]) -> None:
    if asked.json:
        say_json(found)
    else:
        for name, value in found.items():
            shown = " ".join(str(one) for one in value) if isinstance(value, list) else str(value)
            say(f"{name.replace('_', ' ')}: {shown}")


def scan(asked: argparse.Namespace) -> int:
    """Scan into a book."""
    with at_work(asked) as session:
        book = books.book_number(session, asked.book)
        device = scanning.scanner_named(session, asked.scanner)
        wanted = _wanted(asked)
        if asked.pile:
            parts = _pile(session, book, device.id, wanted, _press_enter)
        else:
            placement = placement_of(session, book, before=asked.before, instead=asked.again)
            parts = [
                scanning.scan_pages(
                    session, book.id, device.id, wanted, show_progress, placement=placement, all_new=asked.all_new
                )
            ]  # fmt: skip
        outcomes = tuple(one for part in parts for one in part.outcomes)
        stopped = next((part.stopped for part in parts if part.stopped is not None), None)
        for part in parts:
            scanning.forget_undecided(part.undecided)  # a script scans them again with --all-new or --again
        numbers = numbering.number_problems(current_pages(session, book.id), book)
    _say_outcomes(asked, book, outcomes)
    for problem in (*numbers, *((stopped,) if stopped else ())):
        say_aside(problem_sentence(problem))
    if stopped is not None:
        return int(Exit.SOME_FAILED if outcomes else Exit.BAD_INPUT)
    unused = sum(one.arrival in {Arrival.REFUSED, Arrival.LOOKS_LIKE} for one in outcomes)
    return outcome(unused, len(outcomes))


def _wanted(asked: argparse.Namespace) -> Wanted:
    paper = Paper(asked.source)
    size = Size(asked.size) if asked.size else (Size.WHOLE if paper is Paper.GLASS else Size.A4)
    return Wanted(paper, asked.both_sides, asked.dpi, Colour(asked.colour), size, asked.pages)


def _pile(session: Session, book: Ledger, device_id: str, wanted: Wanted, wait: Wait) -> list[Scanned]:
    """Fronts, a person's turn of the pile, backs, and each back after its front."""
    fronts = scanning.scan_pages(session, book.id, device_id, wanted, show_progress, all_new=True)
    if fronts.stopped is not None:
        return [fronts]
    say_aside(
        f"{len(fronts.outcomes)} fronts are in. Turn the whole pile over, as it lies, put it back into the feeder and "
        "press Enter."
    )
    wait()
    backs = scanning.scan_pages(session, book.id, device_id, wanted, show_progress, all_new=True)
    if backs.stopped is None:
        piles.interleave(session, fronts.page_ids(), backs.page_ids())
    return [fronts, backs]


def _press_enter() -> None:
    input()


def placement_of(session: Session, book: Ledger, *, before: int | None, instead: int | None) -> Placement:
    """Before or instead of a page, by its place in the book. Raises Expected book_page_unknown."""
    if before is not None:
        return Placement(before=page_at(session, book, before).id)
    return Placement(instead=page_at(session, book, instead).id) if instead is not None else AT_THE_END


def watch(asked: argparse.Namespace) -> int:
    """Bring in what arrives in a folder, until stopped."""
    watching.check_folder(asked.folder)
    seen = Seen()
    looks = 0
    with at_work(asked) as session:
        book = books.book_number(session, asked.book)
        say_aside(f"Watching {asked.folder} for book {book.number}. Ctrl+C ends it.")
        while not asked.looks or looks < asked.looks:
            if looks:
                time.sleep(asked.seconds)
            looks += 1
            found = watching.watch(session, book.id, asked.folder, seen, show_progress)
            seen = found.seen
            if found.problem is not None:
                say_aside(problem_sentence(found.problem))
            if found.outcomes:
                _say_outcomes(asked, book, found.outcomes)
    return int(Exit.FINE)


def pages(asked: argparse.Namespace) -> int:
    """The pages of a book: place, number on the paper, state, what is wrong; and which numbers are missing."""
    with at_work(asked) as session:
        book = books.book_number(session, asked.book)
        if asked.number is not None:
            place, number = asked.number
            numbering.number_pages(session, page_at(session, book, place).id, number)
        found = current_pages(session, book.id)
        missing = numbering.number_problems(found, book)
    shown = [
        {
            "page": page.position,
            "number": page.folio,
            "state": page.state.value,
            "source": page.source,
            "problems": [problem_sentence(reading.problem_of(text)) for text in page.problems],
        }
        for page in found
    ]
    if asked.json:
        say_json({"book": book.number, "pages": shown, "said": [problem_sentence(one) for one in missing]})
        return int(Exit.FINE)
    heads = ("page", "number", "state", "source")
    say(table([heads, *([str(one[head]) for head in heads] for one in shown)]))
    for page, one in zip(found, shown, strict=True):
        for text in page.problems:
            say_aside(f"{one['page']}: {problem_sentence(reading.problem_of(text))}")
    for problem in missing:
        say_aside(problem_sentence(problem))
    return int(Exit.FINE)


def _say_outcomes(asked: argparse.Namespace, book: Ledger, outcomes: tuple[Outcome, ...]) -> None:
    if asked.json:
        say_json({"book": book.number, "pictures": [outcome_json(one) for one in outcomes]})
        return
    for one in outcomes:
        if one.problems:
            say_aside(f"{one.source}: {outcome_sentences(one)}")
    new = sum(one.arrival is Arrival.IMPORTED for one in outcomes)
    say(f"Book {book.number}: {new} of {len(outcomes)} pictures brought in.")
