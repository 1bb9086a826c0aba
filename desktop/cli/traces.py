"""Commands on tracing requests: received, acknowledged, answered, delayed or refused, noted, counted."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from db.errors import Exit
from desktop.cli.register import at_work
from desktop.cli.words import say, say_json, table
from desktop.operations import tracing
from desktop.operations.tracing import Asked, Request


def receive(asked: argparse.Namespace) -> int:
    """Keep a request."""
    names = Asked.__slots__
    with at_work(asked) as session:
        got = tracing.receive(session, Asked(**{name: getattr(asked, name) for name in names}))
    if asked.json:
        say_json(_json(got))
    else:
        say(f"Request {got.request.number} is kept. Search for it with --trace {got.request.number}.")
    return int(Exit.FINE)


def step(asked: argparse.Namespace) -> int:
    """Say what was done about a request."""
    with at_work(asked) as session:
        now = tracing.do(
            session, asked.number, asked.kind, text=asked.note, ground=asked.ground or "", on_day=asked.on,
            entries=asked.record or (),
        )  # fmt: skip
    if asked.json:
        say_json(_json(now))
    else:
        say(f"Request {asked.number} is {now.state} now.")
    return int(Exit.FINE)


def listing(asked: argparse.Namespace) -> int:
    """List the requests, or count them by year."""
    with at_work(asked) as session:
        years = tracing.years(session) if asked.years else ()
        found = tracing.requests(session)
    if asked.years:
        counts = [asdict(one) for one in years]
        if asked.json:
            say_json(counts)
        else:
            heads = ("year", "received", "acknowledged", "answered", "found", "delayed", "refused", "open")
            say(table([heads, *([str(one[head]) for head in heads] for one in counts)]))
    elif asked.json:
        say_json([_json(one) for one in found])
    elif found:
        rows = [
            (
                str(one.request.number),
                one.request.received_on,
                one.request.requester,
                one.request.serial,
                one.state,
            )
            for one in found
        ]
        say(table([("number", "received", "from", "serial", "state"), *rows]))
    else:
        say("No request was received yet.")
    return int(Exit.FINE)


def _json(one: Request) -> dict[str, object]:
    return {**asdict(one.request), "state": one.state, "steps": [asdict(step) for step in one.steps]}
