"""Commands on records: find them."""

from __future__ import annotations

import argparse
from dataclasses import fields, replace

from db.errors import Exit
from desktop.cli.register import at_work
from desktop.cli.words import problem_sentence, say, say_json, table
from desktop.operations import finding, tracing
from desktop.operations.round_trip import state_of
from desktop.operations.views import RecordHit


def search(asked: argparse.Namespace) -> int:
    """Find records by what is known of a weapon."""
    with at_work(asked) as session:
        known = finding.confusions(session)
        query = _query(asked)
        found = finding.find(session, query, asked.limit, known)
        if asked.trace:
            said = [one.name for one in fields(query) if getattr(query, one.name)]
            tracing.note_search(session, asked.trace, said, len(found))
    lines = [
        {**hit_json(one.hit), "found": one.how.value, "why": problem_sentence(one.why), "cost": one.cost}
        for one in found
    ]
    if asked.json:
        say_json(lines)
    elif lines:
        heads = ("serial", "make", "model", "calibre", "book", "page", "row", "registry", "why")
        say(table([heads, *([str(one.get(head, "")) for head in heads] for one in lines)]))
    else:
        say("Nothing found.")
    return int(Exit.FINE)


def _query(asked: argparse.Namespace) -> finding.Query:
    query = finding.parse_query(asked.text)
    given = {
        "make": asked.make,
        "model": asked.model,
        "calibre": asked.calibre,
        "weapon_type": asked.type,
        "holder": asked.holder,
        "first_day": asked.from_day,
        "last_day": asked.until_day,
    }
    return finding.checked(replace(query, **{name: text for name, text in given.items() if text}))


def hit_json(hit: RecordHit) -> dict[str, object]:
    """A record and where it stands, as every command says it."""
    return {
        "serial": hit.record.serial,
        **{name: value for name in ("make", "model", "calibre") if (value := value_of(hit, name))},
        "book": hit.ledger.number,
        "page": hit.page.folio or str(hit.page.position),
        "row": hit.row_number,
        "struck": hit.record.struck,
        "sent": hit.sent,
        "registry": problem_sentence(state_of(hit)),
        "id": hit.record.id,
    }


def value_of(hit: RecordHit, name: str) -> str:
    """A field's value, "" where there is none."""
    return next((field.text for field in hit.record.fields if field.name == name), "")
