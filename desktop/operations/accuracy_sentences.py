"""The sentence of each figure of a report: supervisors are no statisticians."""

from __future__ import annotations

from fractions import Fraction

from desktop.accuracy.intervals import Interval
from desktop.fields.problems import Problem
from desktop.operations.accuracy_facts import CHOICE
from desktop.operations.accuracy_views import Report
from desktop.operations.lot_words import number

TELLING = 1.5
"""A design effect under this is not worth a sentence."""

FEWEST = 30
"""Fields from which on it is said whether the machine's certainty holds."""


def sentences_of(found: Report, least: int) -> dict[str, Problem]:
    """By what each is about, in the order in which they are said."""
    said = {**_of_records(found), **_of_machine(found), **_of_learning(found), **_of_people(found)}
    if not (found.records.n or found.machine):
        return {"empty": Problem("report_empty")}
    said["lean"] = Problem("report_clerks_lean")
    said["few"] = Problem("report_too_few", (("least", str(least)),))
    return said


def _of_records(found: Report) -> dict[str, Problem]:
    said: dict[str, Problem] = {}
    if found.records.n:
        said["records"] = Problem("report_records", _interval(found.records))
        said["serials"] = Problem("report_serials", _characters(found))
    page, hand = found.clusters["page"], found.clusters["hand"]
    if page >= TELLING:
        values = (("effect", f"{page:.1f}"), *_interval(found.by_pages))
        said["cluster_page"] = Problem("report_cluster_page", values)
    if hand >= TELLING:
        said["cluster_hand"] = Problem("report_cluster_hand", (("effect", f"{hand:.1f}"),))
    return said


def _of_machine(found: Report) -> dict[str, Problem]:
    said: dict[str, Problem] = {}
    if (machine := found.machine.get(CHOICE)) is not None:
        said["machine"] = Problem("report_machine", _interval(machine))
    if found.settled is not None:
        said["settled"] = Problem("report_settled", _interval(found.settled.every))
    if found.reliability.n >= FEWEST:
        one = found.reliability
        gap = (
            ("gap", points(one.expected_error)),
            ("low", points(one.error_low)),
            ("high", points(one.error_high)),
        )
        said["reliability"] = Problem("report_reliability", (*gap, ("n", number(one.n))))
    return said


def _of_learning(found: Report) -> dict[str, Problem]:
    said = {}
    for book, gain in found.gains.items():
        if gain.first.n:
            said[f"gain_{book}"] = Problem("report_gain", (
                ("book", book), ("first", share(gain.first.share)), ("again", share(gain.again.share)),
                ("n", number(gain.again.n)),
            ))  # fmt: skip
        elif gain.early.n and gain.late.n:
            said[f"gain_{book}"] = Problem("report_halves", (
                ("book", book), ("early", share(gain.early.share)), ("late", share(gain.late.share)),
                ("n", number(gain.early.n + gain.late.n)),
            ))  # fmt: skip
    return said


def _of_people(found: Report) -> dict[str, Problem]:
    said: dict[str, Problem] = {}
    if found.settled is not None and found.settled.work.rows:
        work = found.settled.work
        said["work"] = Problem("report_work", (
            ("seconds", f"{work.seconds_per_row:.0f}"), ("keys", f"{work.keys_per_row:.1f}"),
            ("n", number(work.rows)),
        ))  # fmt: skip
    if found.keyers.fields:
        said["keyers"] = Problem("report_keyers", (
            ("fields", number(found.keyers.fields)), ("differing", number(found.keyers.differing)),
            ("escaped", f"{found.keyers.escaped:.2f}"),
        ))  # fmt: skip
    if found.caught is not None:
        said["caught"] = Problem("report_caught", _interval(found.caught))
    return said


def share(value: float) -> str:
    """A share in percent."""
    return f"{100 * value:.1f}"


def points(value: float) -> str:
    """A difference of two shares, in percentage points."""
    return f"{100 * value:.1f}"


def _interval(one: Interval) -> tuple[tuple[str, str], ...]:
    wrong = round(Fraction(one.share).limit_denominator(10**6) * one.n)
    return (
        ("share", share(one.share)), ("low", share(one.low)), ("high", share(one.high)), ("n", number(one.n)),
        ("wrong", number(wrong)),
    )  # fmt: skip


def _characters(found: Report) -> tuple[tuple[str, str], ...]:
    one = found.serials
    return (
        ("rate", f"{100 * one.character_rate:.2f}"),
        ("n", number(one.characters)),
        ("fields", number(one.fields)),
    )
