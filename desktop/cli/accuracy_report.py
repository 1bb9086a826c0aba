"""`accuracy report`: how wrong the records and the reading are, as a table or as JSON."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import asdict

from db.errors import Exit
from desktop.accuracy.errors import Errors
from desktop.accuracy.intervals import Interval
from desktop.cli.accuracy import sentences
from desktop.cli.register import at_work
from desktop.cli.words import say, say_json, table
from desktop.operations import accuracy_report, lots
from desktop.operations.accuracy_views import Report, Settled

CONFUSIONS = 10
"""So many of the commonest are printed; JSON has them all."""


def report(asked: argparse.Namespace) -> int:
    """Say how wrong the records and the reading are."""
    with at_work(asked) as session:
        found = accuracy_report.report(session, lots.lot_called(session, asked.lot) if asked.lot else "")
    if asked.json:
        say_json(_json(found))
        return int(Exit.FINE)
    say("\n".join(sentences(found.said)))
    lines = [("of", "", "wrong", "95 %", "n")]
    for name, group in _groups(found).items():
        for key, one in group.items():
            between = f"{100 * one.low:.1f}-{100 * one.high:.1f} %"
            lines.append((name, key, f"{100 * one.share:.2f} %", between, str(one.n)))
    say(table(lines))
    for what, counted in (
        ("Serial numbers filed", found.serials),
        ("as the machine read them", found.machine_serials),
    ):
        say(f"{what}: {100 * counted.character_rate:.2f} % of {counted.characters} characters wrong.")
        for (true, read), times in counted.confusions[:CONFUSIONS]:
            say(f"  {true or '(nothing)'} read as {read or '(nothing)'}: {times}")
    return int(Exit.FINE)


def _groups(found: Report) -> dict[str, Mapping[str, Interval]]:
    return {
        "field": found.fields, "record": {"identity": found.records, "identity, by pages": found.by_pages},
        "book": found.books, "hand": found.hands, "person": found.people, "filed": found.filed_over_time,
        "reader": found.machine, "machine, field": found.machine_fields, "machine, book": found.machine_books,
        "machine, hand": found.machine_hands, "confidence from": found.bands, "read": found.machine_over_time,
        **_settled(found.settled),
        "practice errors": {} if found.caught is None else {"caught": found.caught},
    }  # fmt: skip


def _settled(found: Settled | None) -> dict[str, Mapping[str, Interval]]:
    """Against what clerks settled: it flatters the machine."""
    if found is None:
        return {}
    return {
        "settled": {"all": found.every}, "settled, field": found.fields, "settled, reader": found.readers,
        "settled, book": found.books, "settled, hand": found.hands, "settled, confidence from": found.bands,
        "settled, read": found.over_time,
    }  # fmt: skip


def _json(found: Report) -> dict[str, object]:
    shares = {
        name: {key: asdict(one) for key, one in group.items()} for name, group in _groups(found).items()
    }
    work = None if found.settled is None else asdict(found.settled.work)
    return {
        **shares, "serials": _errors_json(found.serials), "machine_serials": _errors_json(found.machine_serials),
        "reliability": asdict(found.reliability), "clusters": dict(found.clusters), "work": work,
        "gains": {book: asdict(gain) for book, gain in found.gains.items()}, "keyers": asdict(found.keyers),
        "pages": [asdict(one) for one in found.pages], "said": sentences(found.said),
        "sentences": dict(zip(found.sentences, sentences(tuple(found.sentences.values())), strict=True)),
    }  # fmt: skip


def _errors_json(counted: Errors) -> dict[str, object]:
    confusions = [{"true": true, "read": read, "times": n} for (true, read), n in counted.confusions]
    return {**asdict(counted), "character_rate": counted.character_rate, "confusions": confusions}
