"""Commands on what records say of weapons: their history, what may be one weapon, whole books, readiness."""

from __future__ import annotations

import argparse

from db.errors import Exit, Expected
from desktop.cli.records import hit_json
from desktop.cli.register import at_work
from desktop.cli.words import problem_sentence, say, say_json, show_progress, table
from desktop.fields.profiles import Ask
from desktop.operations import duplicates, finding, histories, judgements, readiness, whole_books
from desktop.operations.duplicates import Duplicate
from desktop.operations.readiness import Count, Readiness


def history(asked: argparse.Namespace) -> int:
    """Say a weapon's whole history; join entries, or take one out again."""
    with at_work(asked) as session:
        for other in asked.join or ():
            histories.join(session, asked.id, other)
        if asked.apart:
            histories.take_apart(session, asked.id)
        whole = histories.history(session, asked.id, finding.confusions(session))
    entries = [{"date": one.date, **hit_json(one.hit)} for one in whole.entries]
    others = [_pair_json(one) for one in whole.others]
    if asked.json:
        say_json({"entries": entries, "others": others})
        return int(Exit.FINE)
    heads = ("date", "serial", "make", "model", "book", "page", "row", "id")
    say(table([heads, *([str(one.get(head, "")) for head in heads] for one in entries)]))
    if others:
        say("\nMay be the same weapon; look at the paper before you join them:")
        say(table([[str(one["serial"]), str(one["why"]), str(one["id"])] for one in others]))
    return int(Exit.FINE)


def pairs(asked: argparse.Namespace) -> int:
    """List what may be the same weapon: as one record, or anywhere in the register."""
    with at_work(asked) as session:
        known = finding.confusions(session)
        if asked.id:
            found = duplicates.of_record(session, asked.id, known)
        else:
            found = duplicates.of_register(session, known, show_progress)
    lines = [_pair_json(one) for one in found]
    if asked.json:
        say_json(lines)
    elif lines:
        rows = [[str(one[head]) for head in ("id_of", "of", "id", "serial", "why", "said")] for one in lines]
        say(table([("record", "serial", "other", "serial", "why", "said"), *rows]))
    else:
        say("Nothing looks like the same weapon twice.")
    return int(Exit.FINE)


def judge(asked: argparse.Namespace) -> int:
    """Say of two records what they are to each other; `open` takes that back."""
    with at_work(asked) as session:
        said = judgements.judge(session, asked.one, asked.other, asked.verdict, asked.note)
    if asked.json:
        say_json({"verdict": said.verdict, "at": said.at})
    else:
        say("That is kept. Both records stay as they are.")
    return int(Exit.FINE)


def _pair_json(one: Duplicate) -> dict[str, object]:
    return {
        **hit_json(one.other),
        "of": one.one.record.serial,
        "id_of": one.one.record.id,
        "likeness": one.pair.likeness.value,
        "cost": one.pair.cost,
        "agree": list(one.pair.agree),
        "differ": list(one.pair.differ),
        "why": problem_sentence(one.why),
        "said": one.said.verdict if one.said else "",
    }


def book(asked: argparse.Namespace) -> int:
    """List what a whole book shows that no cell does."""
    with at_work(asked) as session:
        found = whole_books.of_book(session, asked.book, asked.stated)
    lines = [
        {
            "page": one.page, "row": one.row_number, "serial": one.record.serial, "key": one.problem.key,
            "why": problem_sentence(one.problem), "id": one.record.id,
        }
        for one in found
    ]  # fmt: skip
    if asked.json:
        say_json(lines)
    elif lines:
        heads = ("page", "row", "serial", "why")
        say(table([heads, *([str(one[head]) for head in heads] for one in lines)]))
    else:
        say("Nothing in this book is out of order.")
    return int(Exit.FINE)


def ready(asked: argparse.Namespace) -> int:
    """Say how far the records are from what an instrument asks for, and what to ask next."""
    with at_work(asked) as session:
        known = readiness.profiles(session)
        if asked.id:
            of_one = readiness.of_record(session, asked.id)
            lines = [
                {**_profile_json(p.name, p.source, p.certainty), "lacks": _asks(asks)} for p, asks in of_one
            ]
            if asked.json:
                say_json(lines)
            else:
                rows = [[str(one["profile"]), ", ".join(_fields(asks)) or "complete"]
                        for one, (_, asks) in zip(lines, of_one, strict=True)]  # fmt: skip
                say(table(rows))
            return int(Exit.FINE)
        for name in asked.profile or ():
            if name not in known:
                raise Expected("profile_unknown", Exit.USAGE, name=name, known=", ".join(known))
        wanted = [known[name] for name in (asked.profile or known)]
        found = readiness.of_profiles(session, wanted, asked.book or 0, show_progress)
    if asked.json:
        say_json([_readiness_json(one) for one in found])
    else:
        for one in found:
            _say_readiness(one)
    return int(Exit.FINE)


def _say_readiness(one: Readiness) -> None:
    sure = "" if one.profile.certainty == "checked" else ", to be confirmed"
    say(f"{one.profile.name} ({one.profile.source}{sure}; no legal advice)")
    say(f"  complete: {one.whole.complete} of {one.whole.records}")
    for ledger, counted in one.books if len(one.books) > 1 else ():
        say(f"    book {ledger.number}: {counted.complete} of {counted.records}")
    for ask, count in one.missing:
        say(f"  lacking {' / '.join(ask.fields)} ({ask.where}): {count}")
    for question in one.questions:
        said = problem_sentence(readiness.question_said(question))
        say(f"  {said} Helps {question.records}; {question.complete} complete then.")


def _profile_json(name: str, source: str, certainty: str) -> dict[str, object]:
    return {"profile": name, "source": source, "certainty": certainty}


def _readiness_json(one: Readiness) -> dict[str, object]:
    profile = one.profile
    return {
        **_profile_json(profile.name, profile.source, profile.certainty),
        **_count_json(one.whole),
        "books": [{"book": ledger.number, **_count_json(count)} for ledger, count in one.books],
        "missing": [{**ask, "records": count} for ask, (_, count) in
                    zip(_asks([ask for ask, _ in one.missing]), one.missing, strict=True)],
        "questions": [
            {
                "question": problem_sentence(readiness.question_said(each)),
                "fields": list(each.fields), "records": each.records, "complete": each.complete,
            }
            for each in one.questions
        ],
    }  # fmt: skip


def _count_json(count: Count) -> dict[str, object]:
    return {"records": count.records, "complete": count.complete, "encouraged": count.encouraged}


def _asks(asks: tuple[Ask, ...] | list[Ask]) -> list[dict[str, object]]:
    return [{"fields": list(ask.fields), "where": ask.where} for ask in asks]


def _fields(asks: tuple[Ask, ...]) -> list[str]:
    return [" / ".join(ask.fields) for ask in asks]
