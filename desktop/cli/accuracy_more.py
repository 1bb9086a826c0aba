"""Commands beside the check itself: the sample as a workbook, further draws, hands, practice rounds."""

from __future__ import annotations

import argparse
import os
import sys

from db.errors import Exit, Expected
from desktop.cli.register import at_work
from desktop.cli.words import problem_sentence, say, say_json, table
from desktop.fields.problems import Problem
from desktop.operations import informing, lots, people, practice_rounds, sample_out, spot_checks
from desktop.operations.practice_rounds import RoundResult
from desktop.operations.session import Session


def sample(asked: argparse.Namespace) -> int:
    """Write a lot's sample as a workbook."""
    with at_work(asked) as session:
        lot_id = lots.lot_called(session, asked.lot)
        written = sample_out.write_sample(session, lot_id, asked.out, problem_sentence)
    if asked.json:
        say_json({"path": str(asked.out), "records": written})
    else:
        say(f"{written} records written to {asked.out}.")
    return int(Exit.FINE)


def inform(asked: argparse.Namespace) -> int:
    """List what further records can be drawn by, or draw some."""
    with at_work(asked) as session:
        lot_id = lots.lot_called(session, asked.lot)
        found = informing.groups(session, lot_id, asked.by)
        if asked.of is None:
            told: object = [{"name": one.name, "records": one.records} for one in found]
            lines = table([("name", "records"), *((one.name, str(one.records)) for one in found)])
        else:
            group = next((one for one in found if asked.of in {one.name, one.value}), None)
            if group is None:
                raise Expected("informing_empty", Exit.REFUSED)
            made = informing.draw_more(session, lot_id, asked.by, group.value, asked.size)
            shown = spot_checks.standing(session, lot_id)
            told = {"drawn": len(made.records), "records": list(made.records)}
            lines = "\n".join(problem_sentence(one) for one in shown.words)
    if asked.json:
        say_json(told)
    else:
        say(lines)
    return int(Exit.FINE)


def hand(asked: argparse.Namespace) -> int:
    """Say whose hand wrote some pages of a book."""
    first, _, last = asked.pages.partition("-")
    try:
        between = int(first), int(last or first)
    except ValueError as odd:
        raise Expected("pages_odd", Exit.USAGE) from odd
    with at_work(asked) as session:
        count = informing.say_hand(session, asked.book, *between, asked.name)
    if asked.json:
        say_json({"pages": count})
    else:
        say(
            f"{count} pages are in the hand of {asked.name}."
            if asked.name
            else f"{count} pages are in no hand."
        )
    return int(Exit.FINE)


def practice(asked: argparse.Namespace) -> int:
    """Announce a practice round to somebody, or show or judge one's own."""
    with at_work(asked) as session:
        if asked.announce is not None:
            checker = next((one for one in people.everybody(session) if one.name == asked.announce), None)
            if checker is None:
                raise Expected("user_unknown", Exit.USAGE)
            made = practice_rounds.announce(session, checker.id, os.urandom, asked.items)
            told: dict[str, object] = {"round": made.id, "items": made.items}
            lines = f"A round of {made.items} values is announced to {checker.name}."
        else:
            told, lines = _own_round(session, asked)
    if asked.json:
        say_json(told)
    else:
        say(lines)
    return int(Exit.FINE)


def _own_round(session: Session, asked: argparse.Namespace) -> tuple[dict[str, object], str]:
    announced = practice_rounds.waiting(session)
    if announced is None:
        raise Expected("practice_none", Exit.REFUSED)
    items = practice_rounds.begin(session, announced.id)
    shown = [
        (*spot_checks.place_of(session, one.page_id), one.row_number, one.cell.column, one.shown)
        for one in items
    ]
    lines = [(f"{book}/{page}/{row}", column, value) for book, page, row, column, value in shown]
    if not asked.wrong and not asked.none_wrong:
        said = problem_sentence(Problem("practice_announced", (("items", str(len(items))),)))
        listed = [{"where": where, "column": column, "shown": value} for where, column, value in lines]
        return {"items": listed}, "\n".join((said, table([("where", "column", "shown"), *lines])))
    wrong = set(asked.wrong or ())
    known = {where for where, _, _ in lines}
    if not wrong <= known:
        print("\n".join(sorted(wrong - known)), file=sys.stderr)
        raise Expected("practice_not_whole", Exit.REFUSED)
    judged = {one.cell.cell_id: line[0] not in wrong for one, line in zip(items, lines, strict=True)}
    told = practice_rounds.finish(session, announced.id, judged)
    return _told(told)


def _told(told: RoundResult) -> tuple[dict[str, object], str]:
    one = told.result
    values = (
        ("caught", str(one.caught)), ("planted", str(one.planted)), ("alarms", str(one.false_alarms)),
        ("sound", str(one.sound)),
    )  # fmt: skip
    said = problem_sentence(Problem("practice_said", values))
    missed = [f"{each.item.shown}: {each.true}" for each in told.missed]
    content = {**{name: int(value) for name, value in values}, "missed": missed}
    return content, "\n".join((said, *missed))
