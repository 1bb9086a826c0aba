"""Commands of a clerk's day: read, see what is doubtful, settle it, file."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from db.errors import Exit, Expected
from db.model import CellState, Page, PageState
from desktop.cli.pictures import outcome
from desktop.cli.places import Cells, pages_of
from desktop.cli.register import at_work
from desktop.cli.words import (
    expected_sentence,
    problem_sentence,
    say,
    say_aside,
    say_json,
    show_progress,
    table,
)
from desktop.operations import books, filing, joining, reading, review, settling
from desktop.operations.practice import practice_report
from desktop.operations.session import Session
from desktop.operations.views import CellView, Entry, Standing
from desktop.operations.weighing import WEIGHED_NEXT, weigh_next
from desktop.operations.workplace import workplace

LARGEST_ANSWERS = 50_000_000  # bytes of a file of answers; a book of 400 pages has some 10 MB


def read(asked: argparse.Namespace) -> int:
    """Read the pages that wait."""
    with at_work(asked) as session:
        book_id = books.book_number(session, asked.book).id if asked.book else ""
        if asked.failed:
            for page in pages_of(session, asked.book, None):
                reading.read_again(session, page.id)
        done = []
        for page in reading.waiting(session, book_id):
            after = reading.read_page(session, page.id, show_progress)
            done.append((_name(session, after), after))
    failed = [(name, page) for name, page in done if page.state is PageState.FAILED]
    for name, page in done:
        if not page.problems:
            continue
        say_aside(f"{name}: {' '.join(problem_sentence(reading.problem_of(text)) for text in page.problems)}")
    if asked.json:
        say_json([{"page": name, "state": page.state.value} for name, page in done])
    else:
        say(f"{len(done) - len(failed)} of {len(done)} pages read.")
    return outcome(len(failed), len(done))


def doubts(asked: argparse.Namespace) -> int:
    """List what a person has to look at."""
    with at_work(asked) as session:
        found = list(_doubts(session, pages_of(session, asked.book, asked.page)))
    if asked.json:
        say_json(found)
    elif found:
        heads = ("cell", "text", "confidence", "why")
        say(table([heads, *([str(one[head]) for head in heads] for one in found)]))
    else:
        say("Nothing is left to check.")
    return int(Exit.FINE)


def _doubts(session: Session, pages: Iterator[Page]) -> Iterator[dict[str, object]]:
    for page in pages:
        if page.state is not PageState.READ:
            continue
        shown = review.review_page(session, page.id)
        for row in shown.rows:
            for cell in row.cells:
                if cell.standing in {Standing.TO_CHECK, Standing.ASKED}:
                    yield {
                        "cell": f"{shown.ledger.number}/{page.position}/{row.row.number}/{cell.column.name}",
                        "text": cell.as_written,
                        "state": cell.state.value,
                        "confidence": round(cell.confidence, 3),
                        "why": _why(cell),
                        "alternatives": [other.text for other in cell.alternatives],
                    }


def _why(cell: CellView) -> str:
    if cell.note:
        return cell.note
    if cell.problems:
        return " ".join(problem_sentence(problem) for problem in cell.problems)
    return "" if cell.state is CellState.READ else cell.state.value


def settle(asked: argparse.Namespace) -> int:
    """Say what stands in cells."""
    answers = _answers(asked)
    refused = 0
    changed: list[CellView] = []
    with at_work(asked) as session:
        cells = Cells(session)
        for answer in answers:
            try:
                changed += _settle_one(session, cells.find(str(answer.get("cell", ""))), answer)
            except Expected as refusal:
                if len(answers) == 1:
                    raise
                say_aside(f"{answer.get('cell')}: {expected_sentence(refusal)}")
                refused += 1
    if asked.json:
        say_json(
            [{"cell": view.cell.id, "text": view.text, "standing": view.standing.value} for view in changed]
        )
    else:
        say(f"{len(answers) - refused} of {len(answers)} cells settled; {len(changed)} changed.")
    return outcome(refused, len(answers))


def _answers(asked: argparse.Namespace) -> list[dict[str, object]]:
    if asked.answers:
        return _answers_in(asked.answers)
    if not asked.cell or (
        asked.text is None
        and not (asked.accept or asked.unreadable or asked.empty or asked.ask or asked.join)
    ):
        raise Expected("settle_what", Exit.USAGE)
    one: dict[str, object] = {"cell": asked.cell, "why": asked.why}
    if asked.text is not None:
        one["text"] = asked.text
    return [
        {
            **one,
            "accept": asked.accept,
            "unreadable": asked.unreadable,
            "empty": asked.empty,
            "ask": asked.ask,
            "join": asked.join,
        }
    ]


def _answers_in(path: Path) -> list[dict[str, object]]:
    try:
        if path.stat().st_size > LARGEST_ANSWERS:
            raise Expected("answers_broken", name=path.name, reason="too large")
        read_in = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise Expected("answers_broken", name=path.name, reason=type(error).__name__) from error
    if not isinstance(read_in, list) or not all(
        isinstance(one, dict) and isinstance(one.get("cell"), str) for one in read_in
    ):
        raise Expected("answers_broken", name=path.name, reason="not a list of cells")
    return read_in


def _settle_one(session: Session, cell_id: str, answer: Mapping[str, object]) -> tuple[CellView, ...]:
    why = str(answer.get("why") or "")
    if answer.get("accept"):
        return settling.accept(session, cell_id, why)
    if answer.get("ask"):
        return settling.ask(session, cell_id, str(answer["ask"]))
    if answer.get("unreadable"):
        return settling.mark(session, cell_id, CellState.UNREADABLE, why)
    if answer.get("join"):
        return joining.join_rows(session, joining.row_of(session, cell_id))
    if answer.get("empty"):
        return settling.mark(session, cell_id, CellState.BLANK, why)
    return settling.settle(session, cell_id, Entry(str(answer.get("text", "")), note=why))


def file(asked: argparse.Namespace) -> int:
    """File pages that are settled."""
    done, refused = [], 0
    last: dict[str, str] = {}  # of each book the last page filed
    with at_work(asked) as session:
        for page in pages_of(session, asked.book, asked.page):
            if page.state is not PageState.READ and asked.page is None:
                continue
            name = _name(session, page)
            try:
                done.append((name, filing.file_page(session, page.id)))
                last[page.ledger_id] = page.id
            except Expected as refusal:
                refused += 1
                say_aside(f"{name}: {expected_sentence(refusal)}")
        for page_id in last.values():
            weigh_next(session, page_id, WEIGHED_NEXT)
    if asked.json:
        say_json(
            [
                {"page": name, "new": len(one.new), "revised": len(one.revised), "unchanged": one.unchanged}
                for name, one in done
            ]
        )
    else:
        say(f"{len(done)} pages filed, {sum(len(one.new) + len(one.revised) for _, one in done)} records.")
    if refused:
        return int(Exit.SOME_FAILED if done else Exit.REFUSED)
    return int(Exit.FINE)


def practice(asked: argparse.Namespace) -> int:
    """Read the sample ledger in the practice register, write it out, say what a clerk would check now."""
    return practice_report(workplace(os.environ), asked.out, say, show_progress)


def _name(session: Session, page: Page) -> str:
    return f"{books.numbers(session)[page.ledger_id]}/{page.position}"
