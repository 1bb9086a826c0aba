"""How wrong the records and the reading are, from what was typed blind; each figure with its sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from desktop.accuracy.calibration import reliability
from desktop.accuracy.clusters import design_effect
from desktop.accuracy.errors import Pair, aligned, errors
from desktop.accuracy.intervals import Interval, by_pages, wilson
from desktop.accuracy.keyers import Agreement, agreement
from desktop.fields.definitions import definition
from desktop.operations.accuracy_chart_sentences import chart_sentences
from desktop.operations.accuracy_facts import Fact, Said, facts
from desktop.operations.accuracy_sentences import sentences_of
from desktop.operations.accuracy_settled import settled
from desktop.operations.accuracy_shares import band_of, shares_of
from desktop.operations.accuracy_views import Example, Gain, PageErrors, Report
from desktop.operations.periods import period_of
from desktop.operations.practice_rounds import caught_by_all
from desktop.operations.session import Session

LEAST = 30
"""No figure for a person with fewer fields."""

MOST_EXAMPLES = 24
"""Crops of one confusion: more are not looked at."""


def report(session: Session, lot_id: str = "") -> Report:
    """The report of one lot, or of all. A record that was drawn in two lots counts in the later one alone."""
    known = facts(session, lot_id)
    counted = [one for one in known if one.settled]
    drawn = [one for one in counted if one.drawn]
    wrong_records = _records(one for one in known if one.drawn)
    records = _by_record(drawn, wrong_records)
    pages = _groups(wrong_records, ((one.record_id, one.page.id) for one in records))
    hands = _groups(wrong_records, ((one.record_id, one.hand) for one in records))
    shown = [(one, one.choices[-1]) for one in counted if one.choices]
    filed_in = period_of([one.filed_at for one in records])
    read_in = period_of([said.at for _, said in shown])
    machine_serials = [(one, said) for one, said in shown if one.serial and one.true]
    found = Report(
        fields=shares_of((one.cell.field, one.wrong) for one in drawn),
        records=wilson(sum(wrong_records.values()), len(wrong_records)),
        by_pages=by_pages(pages),
        clusters={"page": design_effect(pages), "hand": design_effect(hands)},
        serials=errors((one.true, one.filed) for one in drawn if one.serial and one.true),
        machine=shares_of((said.reader, not said.right) for one in counted for said in one.machine),
        machine_fields=shares_of((one.cell.field, not said.right) for one, said in shown),
        machine_books=shares_of((str(one.book), not said.right) for one, said in shown),
        machine_hands=shares_of((one.hand, not said.right) for one, said in shown if one.hand),
        machine_serials=errors((one.true or "", said.text) for one, said in machine_serials),
        examples=_examples(machine_serials),
        people=shares_of(((one.keyer, one.wrong) for one in drawn if one.keyer), LEAST),
        books=shares_of((str(one.book), one.wrong) for one in drawn),
        hands=shares_of((one.hand, one.wrong) for one in drawn if one.hand),
        bands=shares_of((band_of(said.confidence), not said.right) for _, said in shown),
        filed_over_time=shares_of((filed_in(one.filed_at), wrong_records[one.record_id]) for one in records),
        machine_over_time=shares_of((read_in(said.at), not said.right) for _, said in shown),
        pages=_pages(counted),
        reliability=reliability([said.confidence for _, said in shown], [said.right for _, said in shown]),
        gains=_gains(counted),
        keyers=_keyers(counted),
        settled=settled(session),
        caught=caught_by_all(session),
        said=(),
    )
    sentences = sentences_of(found, LEAST)
    return replace(found, said=tuple(sentences.values()), sentences={**sentences, **chart_sentences(found)})


def _records(known: Iterable[Fact]) -> dict[str, bool]:
    """By record, whether any identity field was filed wrong; without those of which that is not known yet."""
    wrong: set[str] = set()
    waiting: set[str] = set()
    seen: dict[str, bool] = {}
    for one in known:
        seen[one.record_id] = False
        if definition(one.cell.field).identity and not one.settled:
            waiting.add(one.record_id)
        elif definition(one.cell.field).identity and one.wrong:
            wrong.add(one.record_id)
    return {
        record_id: record_id in wrong for record_id in seen if record_id in wrong or record_id not in waiting
    }


def _by_record(known: Iterable[Fact], records: Mapping[str, bool]) -> tuple[Fact, ...]:
    """One fact of each record, for what all its cells share."""
    return tuple({one.record_id: one for one in known if one.record_id in records}.values())


def _groups(records: Mapping[str, bool], names: Iterable[tuple[str, str]]) -> list[tuple[int, int]]:
    """(wrong, looked at) of each group; `names` are (record id, group)."""
    answers: dict[str, list[int]] = {}
    for record_id, name in names:
        both = answers.setdefault(name, [0, 0])
        both[0] += records[record_id]
        both[1] += 1
    return [(wrong, n) for wrong, n in answers.values()]


def _pages(counted: Iterable[Fact]) -> tuple[PageErrors, ...]:
    groups: dict[tuple[int, int, str], list[Fact]] = {}
    for one in counted:
        groups.setdefault((one.book, one.page.position, one.page.id), []).append(one)
    return tuple(
        PageErrors(
            page_id, book, position, wilson(sum(one.wrong for one in group), len(group)),
            _wrong([one.choices[-1] for one in group if one.choices]),
        )
        for (book, position, page_id), group in sorted(groups.items())
    )  # fmt: skip


def _wrong(said: Sequence[Said]) -> Interval:
    return wilson(sum(not one.right for one in said), len(said))


def _gains(counted: Iterable[Fact]) -> dict[str, Gain]:
    """By book: cells read more than once, at first and at last; and the pages in the order of reading, by halves."""
    books: dict[int, list[Fact]] = {}
    for one in counted:
        if one.choices:
            books.setdefault(one.book, []).append(one)
    answers = {}
    for book, group in sorted(books.items()):
        again = [one for one in group if len(one.choices) > 1]
        first_read: dict[str, str] = {}
        for one in group:
            first_read[one.page.id] = min(first_read.get(one.page.id, "~"), one.choices[0].at)
        order = sorted(first_read, key=lambda page_id: (first_read[page_id], page_id))
        early = set(order[: len(order) // 2])
        answers[str(book)] = Gain(
            _wrong([one.choices[0] for one in again]),
            _wrong([one.choices[-1] for one in again]),
            _wrong([one.choices[-1] for one in group if one.page.id in early]),
            _wrong([one.choices[-1] for one in group if one.page.id not in early]),
        )
    return answers


def _keyers(counted: Iterable[Fact]) -> Agreement:
    """Who keyed a field against who typed it blind first; where they differ, by what a third person saw."""
    return agreement([
        (one.filed, one.typed[0], one.true if len(one.typed) > 1 else None)
        for one in counted
        if one.keyer and one.typed
    ])  # fmt: skip


def _examples(serials: Iterable[tuple[Fact, Said]]) -> dict[Pair, tuple[Example, ...]]:
    """The cells behind each confusion."""
    answers: dict[Pair, list[Example]] = {}
    for one, said in serials:
        if one.true is None or said.text == one.true:
            continue
        for pair in {pair for pair in aligned(one.true, said.text) if pair[0] != pair[1]}:
            behind = answers.setdefault(pair, [])
            if len(behind) < MOST_EXAMPLES:
                behind.append(Example(one.page.id, one.cell.cell_id, one.true, said.text))
    return {pair: tuple(behind) for pair, behind in answers.items()}
