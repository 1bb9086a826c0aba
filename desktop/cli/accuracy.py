"""Commands of spot checks: plan, draw, type blind, decide."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from fractions import Fraction

from db.errors import Exit, Expected
from db.model import CellState, Lot
from desktop.accuracy.sampling import Plan
from desktop.cli.register import at_work
from desktop.cli.words import problem_sentence, say, say_json
from desktop.fields.problems import Problem
from desktop.operations import books, lot_decisions, lots, people, spot_checks
from desktop.operations.lot_views import Compared, LotChoice, LotStanding
from desktop.operations.session import Session
from desktop.operations.views import Entry


def plan(asked: argparse.Namespace) -> int:
    """Say what checking a lot would take."""
    with at_work(asked) as session:
        found = lots.plan_lot(session, _choice(asked, session), *_claim(asked))
    if asked.json:
        said = sentences(found.words)
        others = [_plan_json(one) for one in found.others]
        say_json({**_plan_json(found.plan), "title": found.title, "said": said, "others": others})
    else:
        say("\n".join(sentences(found.words)))
    return int(Exit.FINE)


def draw(asked: argparse.Namespace) -> int:
    """Freeze a lot and draw its sample, show a lot that was drawn, or go on with a longer plan."""
    with at_work(asked) as session:
        if asked.lot is None:
            fields = lots.EVERYTHING if asked.all_fields else lots.IDENTITY
            lot = lots.freeze(session, _choice(asked, session), *_claim(asked), fields)
            lot_id = lot.id
        else:
            lot_id = lots.lot_called(session, asked.lot)
            if asked.longer:
                lots.longer(session, lot_id, _claim(asked)[0])
        drawn = lots.draw(session, lot_id, os.urandom)
        shown = spot_checks.standing(session, lot_id)
    sample = list(drawn.order[: shown.target])
    if asked.json:
        say_json(
            {**_standing_json(shown), "seed": drawn.seed.hex(), "sha256": drawn.lot.sha256, "sample": sample}
        )
    else:
        say(
            f"Lot {lot_id[:8]}: {len(drawn.order)} records frozen, {len(sample)} drawn. Seed {drawn.seed.hex()}."
        )
    return int(Exit.FINE)


def enter(asked: argparse.Namespace) -> int:
    """Show the next record to check, or keep what stands in its cells; only then is said what differs."""
    with at_work(asked) as session:
        lot_id = lots.lot_called(session, asked.lot)
        item = spot_checks.next_item(session, lot_id)
        compared: tuple[Compared, ...] = ()
        if item is not None and asked.values:
            said = _entries(asked.values)
            wanted = {cell.column: cell.cell_id for cell in item.cells}
            if set(said) != set(wanted):
                raise Expected("cells_missing", Exit.REFUSED)
            entries = {wanted[column]: entry for column, entry in said.items()}
            compared = spot_checks.enter(session, lot_id, item.record_id, entries)
        shown = spot_checks.standing(session, lot_id)
        where = ""
        if item is not None:
            where = _where(session, item.page_id, item.row_number)
    if asked.json:
        cells = [cell.column for cell in item.cells] if item else []
        told = [_compared_json(one) for one in compared]
        say_json({**_standing_json(shown), "next": where, "cells": cells, "compared": told})
    elif compared:
        say("\n".join(_compared_line(one) for one in compared))
    elif item is not None:
        say(f"{where}: " + ", ".join(cell.column for cell in item.cells))
    else:
        say("\n".join(sentences(shown.words)))
    return int(Exit.FINE)


def decide(asked: argparse.Namespace) -> int:
    """Decide on a lot; correct the wrong records of a refused one with --correct."""
    with at_work(asked) as session:
        lot_id = lots.lot_called(session, asked.lot)
        if asked.correct:
            for found in lot_decisions.findings(session, lot_id):
                if not found.corrected:
                    lot_decisions.correct(session, lot_id, found.record_id)
        else:
            lot_decisions.decide(session, lot_id)
        shown = spot_checks.standing(session, lot_id)
    if asked.json:
        say_json(_standing_json(shown))
    else:
        say("\n".join(sentences(shown.words)))
    return int(Exit.FINE)


def _choice(asked: argparse.Namespace, session: Session) -> LotChoice:
    if asked.book is not None:
        return LotChoice("book", ledger_id=books.book_number(session, asked.book).id)
    if asked.week is not None:
        name, start = asked.week
        user = next((one for one in people.everybody(session) if one.name == name), None)
        if user is None:
            raise Expected("user_unknown", Exit.USAGE)
        return LotChoice("week", user_id=user.id, start=start)
    if asked.days is not None:
        return LotChoice("range", start=asked.days[0], end=asked.days[1])
    return LotChoice("batch")


def _claim(asked: argparse.Namespace) -> tuple[Fraction, Fraction]:
    try:
        limit, risk = Fraction(asked.limit) / 100, 1 - Fraction(asked.sure) / 100
    except (ValueError, ZeroDivisionError) as odd:
        raise Expected("claim_odd", Exit.USAGE) from odd
    if not (0 <= limit < 1 and 0 < risk < 1):
        raise Expected("claim_odd", Exit.USAGE)
    return limit, risk


def _entries(values: Sequence[str]) -> dict[str, Entry]:
    """`Column=text`; `Column=` is empty, `Column?` can't be read."""
    entries = {}
    for value in values:
        column, equals, text = value.partition("=")
        if equals:
            entries[column] = Entry(text)
        elif value.endswith("?"):
            entries[value[:-1]] = Entry("", CellState.UNREADABLE)
        else:
            raise Expected("cells_missing", Exit.USAGE)
    return entries


def _where(session: Session, page_id: str, row: int) -> str:
    book, page = spot_checks.place_of(session, page_id)
    return f"{book}/{page}/{row}"


def _compared_line(one: Compared) -> str:
    if one.same:
        return f"{one.cell.column}: the same."
    marks = " ".join(
        f"[{typed or ' '}|{filed or ' '}]" if typed != filed else typed for typed, filed in one.characters
    )
    return f"{one.cell.column}: {one.typed or one.typed_state.value} typed, {one.filed or '(nothing)'} filed. {marks}"


def _compared_json(one: Compared) -> dict[str, object]:
    return {
        "column": one.cell.column, "same": one.same, "typed": one.typed, "filed": one.filed,
        "characters": [list(pair) for pair in one.characters],
    }  # fmt: skip


def _plan_json(one: Plan) -> dict[str, object]:
    return {"records": one.lot, "limit": str(one.limit), "risk": str(one.risk), "size": one.size}


def _standing_json(shown: LotStanding) -> dict[str, object]:
    lot: Lot = shown.lot
    return {
        "lot": lot.id, "kind": lot.kind, "title": lot.title, "state": shown.state.value, "records": shown.plan.lot,
        "to_check": shown.target, "checked": shown.checked, "wrong": shown.wrong,
        "waiting_for_third": shown.waiting_for_third, "changed": shown.changed, "said": sentences(shown.words),
    }  # fmt: skip


def sentences(problems: Sequence[Problem]) -> list[str]:
    """Problems as they are said."""
    return [problem_sentence(one) for one in problems]
