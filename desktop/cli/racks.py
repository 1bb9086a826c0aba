"""Commands at the racks: the check list, what was read on weapons, what is said of records beside the paper."""

from __future__ import annotations

import argparse

from db.errors import Exit, Expected
from db.model import Event, Marking, Record, SerialState
from db.model_desk import Holder
from desktop.cli.register import at_work
from desktop.cli.words import problem_sentence, say, say_json, show_progress, table
from desktop.operations import amending, quantities, rack_checks

_STATES = {"none": SerialState.NONE_MARKED, "erased": SerialState.OBLITERATED}


def listing(asked: argparse.Namespace) -> int:
    """List what somebody should look at, and print it where asked to."""
    with at_work(asked) as session:
        found = rack_checks.rack_list(session, asked.rack, crops=asked.out is not None, report=show_progress)
    if asked.out:
        from desktop.printing.rack_list import write_rack_list  # Qt comes with it

        write_rack_list(found, asked.out)
    lines = [
        {
            "code": one.code, "rack": one.rack, "serial": one.hit.record.serial, "id": one.hit.record.id,
            "book": one.hit.ledger.number, "page": one.hit.page.position, "row": one.hit.row_number,
            "why": " ".join(problem_sentence(each) for each in one.why),
        }
        for one in found.lines
    ]  # fmt: skip
    if asked.json:
        say_json(lines)
    elif lines:
        heads = ("code", "rack", "serial", "book", "page", "row", "why")
        say(table([heads, *([str(line[head]) for head in heads] for line in lines)]))
    else:
        say("No weapon has to be looked at.")
    return int(Exit.FINE)


def read(asked: argparse.Namespace) -> int:
    """Keep what was read on a weapon; it outranks the paper."""
    with at_work(asked) as session:
        record = rack_checks.record_by_code(session, asked.code)
        state = _STATES[asked.absent] if asked.absent else SerialState.MARKED
        after = amending.read_on_weapon(session, record.id, asked.number, state, asked.why)
    return _said(asked, after)


def found(asked: argparse.Namespace) -> int:
    """File a weapon that stands on a rack and in no book."""
    fields = {"weapon_type": asked.type} | {
        name: getattr(asked, name) for name in ("make", "model", "calibre", "country")
    }
    with at_work(asked) as session:
        state = _STATES[asked.absent] if asked.absent else SerialState.MARKED
        record = rack_checks.found_weapon(session, asked.rack, asked.number, state, fields)
    return _said(asked, record)


def amend(asked: argparse.Namespace) -> int:
    """Say a record's marks, events or holder, or that somebody has to look at the weapon."""
    with at_work(asked) as session:
        record_id = asked.id
        if asked.mark:
            marks = [Marking(*_parts(text, 6)) for text in asked.mark]
            after = amending.set_markings(session, record_id, marks, asked.why)
        elif asked.event:
            events = [Event(*_parts(text, 5)) for text in asked.event]
            after = amending.set_events(session, record_id, events, asked.why)
        elif asked.holder:
            after = amending.set_holder(session, record_id, Holder(*_parts(asked.holder, 3)), asked.why)
        else:
            after = amending.want_a_look(session, record_id, asked.why, wanted=not asked.no_look)
    return _said(asked, after)


def totals(asked: argparse.Namespace) -> int:
    """Say how much of each item and lot came and went, by what the books say."""
    with at_work(asked) as session:
        lines = quantities.totals(session, asked.book or 0)
    told = [
        {
            "item": one.item, "lot": one.lot, "unit": one.unit, "came": one.came, "went": one.went,
            "balance": one.balance, "rows": one.rows, "unread": one.unread,
        }
        for one in lines
    ]  # fmt: skip
    if asked.json:
        say_json(told)
    elif told:
        say(table([list(told[0]), *([str(value) for value in line.values()] for line in told)]))
    else:
        say("No quantities are filed.")
    return int(Exit.FINE)


def _parts(text: str, most: int) -> list[str]:
    """`proof;crown N;barrel` as its parts."""
    parts = [part.strip() for part in text.split(";")]
    if len(parts) > most:
        raise Expected("amendment_parts", Exit.USAGE, most=most)
    return parts + [""] * (min(3, most) - len(parts))


def _said(asked: argparse.Namespace, record: Record) -> int:
    if asked.json:
        say_json({"id": record.id, "revision": record.revision, "serial": record.serial})
    else:
        say(f"That is kept: record {record.id[:8]}, revision {record.revision}.")
    return int(Exit.FINE)
