"""The lists beside the records found, as lines: a weapon's history, pairs, a book's findings, readiness, requests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop.fields.profiles import Ask, Profile
from desktop.operations.duplicates import Duplicate
from desktop.operations.histories import History
from desktop.operations.quantities import Total
from desktop.operations.readiness import Readiness, question_said
from desktop.operations.tracing import Request, Year
from desktop.operations.views import RecordHit
from desktop.operations.whole_books import BookFinding
from desktop.ui.records.crops import serial_cell
from desktop.ui.records.listing import Heads, Line
from desktop.ui.records.table import field_text, serial_text, where_text
from desktop.ui.words import count, isolated, sentence, translate


@dataclass(frozen=True, slots=True)
class Target:
    """Where a line leads: a row of a page, the record filed from it, the one that it is held against."""

    page_id: str = ""
    row: int = 0
    record_id: str = ""
    other_id: str = ""
    number: int = 0  # of a tracing request


@dataclass(frozen=True, slots=True)
class Shown:
    """A list, ready to be shown: one target a line."""

    title: str
    heads: Heads
    lines: tuple[Line, ...]
    targets: tuple[Target, ...]
    empty: str = ""
    """What it means that there is no line."""


def history(whole: History) -> Shown:
    """The entries in order of time; below them what may belong to the weapon and waits for an eye."""
    lines, targets = [], []
    joined = translate("Records", "joined") if len(whole.entries) > 1 else ""
    for entry in whole.entries:
        done = ", ".join(f"{event.kind} {event.counterpart}".strip() for event in entry.events)
        lines.append(_record_line(entry.hit, entry.date or "—", done, joined))
        targets.append(_target(entry.hit, whole.record_id))
    for one in whole.others:
        waits = translate("Records", "the same weapon?")
        lines.append(_record_line(one.other, _first_date(one.other), sentence(one.why), waits))
        targets.append(Target(one.other.page.id, one.other.row_number, one.other.record.id, whole.record_id))
    title = translate(
        "Records", "One weapon in order of time — entries: {entries}, may belong to it: {others}"
    )
    names = (
        translate("Records", "Date"),
        translate("Records", "Serial number"),
        translate("Records", "On paper"),
        translate("Records", "What the entry says"),
        translate("Records", "Make, model"),
        translate("Records", "Book, page, row"),
        translate("Records", "Joined"),
    )
    said = title.format(entries=count(len(whole.entries)), others=count(len(whole.others)))
    return Shown(said, Heads(names, 3, 2), tuple(lines), tuple(targets))


def pairs(found: Sequence[Duplicate]) -> Shown:
    """Pairs, the likeliest first, differing characters in brackets."""
    lines = tuple(
        Line(
            (
                marked(one.one.record.serial, one.marks[0]),
                marked(one.other.record.serial, one.marks[1]),
                sentence(one.why),
                f"{where_text(one.one)}   |   {where_text(one.other)}",
                verdict_text(one.said.verdict) if one.said else "",
            ),
            mono=(0, 1),
        )
        for one in found
    )
    targets = tuple(
        Target(one.other.page.id, one.other.row_number, one.other.record.id, one.one.record.id)
        for one in found
    )
    names = (
        translate("Records", "One"),
        translate("Records", "The other"),
        translate("Records", "Why they are here"),
        translate("Records", "Book, page, row"),
        translate("Records", "Said"),
    )
    title = translate("Records", "What may be one weapon twice: {count}").format(count=count(len(found)))
    empty = translate("Records", "No two records look like one weapon, of those that nobody has judged.")
    return Shown(title, Heads(names, 2), lines, targets, empty)


def findings(book: int, found: Sequence[BookFinding]) -> Shown:
    """What a whole book shows, in its order."""
    lines = tuple(
        Line(
            (count(one.page), count(one.row_number), serial_text(one.record), sentence(one.problem)),
            mono=(2,),
        )
        for one in found
    )
    targets = tuple(Target(one.page_id, one.row_number, one.record.id) for one in found)
    names = (
        translate("Records", "Page"),
        translate("Records", "Row"),
        translate("Records", "Serial number"),
        translate("Records", "What is odd"),
    )
    title = translate("Records", "Book {book} as a whole — findings: {count}")
    shown = title.format(book=count(book), count=count(len(found)))
    empty = translate(
        "Records", "Its numbers, dates and totals agree with one another, as far as pages are finished."
    )
    return Shown(shown, Heads(names, 3), lines, targets, empty)


def readiness(found: Iterable[Readiness]) -> Shown:
    """How far the records are from each profile, what they lack most, and what to ask next."""
    lines = []
    for one in found:
        sure = "" if one.profile.certainty == "checked" else translate("Records", " — to be confirmed")
        whole = translate("Records", "Complete: {complete} of {records}").format(
            complete=count(one.whole.complete), records=count(one.whole.records)
        )
        lines.append(Line((one.profile.name, whole, f"{one.profile.source}{sure}")))
        for ledger, counted in one.books if len(one.books) > 1 else ():
            said = translate("Records", "Complete: {complete} of {records}").format(
                complete=count(counted.complete), records=count(counted.records)
            )
            book = translate("Records", "Book {number}: {title}")
            lines.append(Line(("", said, book.format(number=count(ledger.number), title=ledger.title))))
        for ask, lacking in one.missing[:4]:
            fields = " / ".join(ask.fields).replace("_", " ")
            said = translate("Records", "Lacking {fields} ({where})").format(fields=fields, where=ask.where)
            lines.append(Line(("", count(lacking), said)))
        for question in one.questions[:6]:
            then = translate("Records", "Complete then: {count}").format(count=count(question.complete))
            lines.append(Line(("", then, sentence(question_said(question)))))
    names = (
        translate("Records", "Asked for by"),
        translate("Records", "Records"),
        translate("Records", "Source; what is lacking; what to ask. None of it is legal advice"),
    )
    title = translate("Records", "What records lack, and the questions that would complete the most of them")
    return Shown(title, Heads(names, 2), tuple(lines), tuple(Target() for _ in lines))


def lacking(record_id: str, hit: RecordHit | None, asked: Sequence[tuple[Profile, Sequence[Ask]]]) -> Shown:
    """What each profile still asks of one record; `hit` is that record, where it is known."""
    lines = []
    for profile, asks in asked:
        first = translate("Records", "Complete") if not asks else count(len(asks))
        lines.append(Line((profile.name, first, profile.source)))
        lines += [Line(("", "", f"{' / '.join(ask.fields).replace('_', ' ')} ({ask.where})")) for ask in asks]
    names = (
        translate("Records", "Asked for by"),
        translate("Records", "Lacking"),
        translate("Records", "Source; what is lacking. None of it is legal advice"),
    )
    if hit is None:
        title = translate("Records", "What this record lacks")
        target = Target(record_id=record_id)
    else:
        title = translate("Records", "What this record lacks: {serial}").format(
            serial=isolated(serial_text(hit.record))
        )
        target = Target(hit.record.page_id, hit.row_number, record_id)
    return Shown(title, Heads(names, 2), tuple(lines), tuple(target for _ in lines))


def quantities(found: Sequence[Total]) -> Shown:
    """Every item and lot: what came, what went, what should be there."""
    lines = tuple(
        Line(
            (
                one.item, one.lot, one.unit, count(one.came), count(one.went), count(one.balance), count(one.rows),
                count(one.unread) if one.unread else "",
            )
        )
        for one in found
    )  # fmt: skip
    names = (
        translate("Records", "Item"),
        translate("Records", "Lot"),
        translate("Records", "Unit"),
        translate("Records", "Came"),
        translate("Records", "Went"),
        translate("Records", "Should be there"),
        translate("Records", "Rows"),
        translate("Records", "Rows without a whole number"),
    )
    title = translate("Records", "How much of each item and lot, by the books: {count}")
    shown = title.format(count=count(len(found)))
    empty = translate(
        "Records",
        "No finished page counts items yet. They come from books whose form has a column for the quantity.",
    )
    return Shown(shown, Heads(names, 0), lines, tuple(Target() for _ in lines), empty)


def requests(found: Sequence[Request], years: Sequence[Year]) -> Shown:
    """Tracing requests, the newest first; how many were received this year and last in the title."""
    lines, targets = [], []
    for one in found:
        asked = one.request
        what = " ".join(
            part
            for part in (asked.serial, asked.make, asked.model, asked.calibre, asked.circumstances)
            if part
        )
        last = one.steps[-1] if one.steps else None
        since = f"{state_text(one.state)} {last.on_day if last else asked.received_on}"
        lines.append(
            Line((count(asked.number), asked.received_on, asked.requester, what, asked.restrictions, since))
        )
        targets.append(Target(number=asked.number))
    names = (
        translate("Records", "Number"),
        translate("Records", "Received"),
        translate("Records", "From"),
        translate("Records", "What is asked"),
        translate("Records", "Restrictions"),
        translate("Records", "State"),
    )
    by_year = "; ".join(
        translate("Records", "{year}: received {received}, answered {answered}, refused {refused}, open {open}").format(
            year=one.year, received=count(one.received), answered=count(one.answered),
            refused=count(one.refused), open=count(one.open),
        )
        for one in years[:3]
    )  # fmt: skip
    title = translate("Records", "Tracing requests")
    empty = translate("Records", "None was received yet.")
    return Shown(
        f"{title} — {by_year}" if by_year else title, Heads(names, 3), tuple(lines), tuple(targets), empty
    )


def marked(text: str, places: Sequence[int]) -> str:
    """A text with the characters at these places in brackets, so that nobody needs a colour to see them."""
    return "".join(f"[{c}]" if at in places else c for at, c in enumerate(text))


def verdict_text(verdict: str) -> str:
    """What was said of a pair."""
    return {
        "same": translate("Records", "the same"),
        "different": translate("Records", "different"),
        "reading_error": translate("Records", "a reading error"),
        "later": translate("Records", "later"),
    }.get(verdict, "")


def state_text(state: str) -> str:
    """How far a request is."""
    return {
        "received": translate("Records", "received"),
        "acknowledged": translate("Records", "acknowledged"),
        "answered": translate("Records", "answered"),
        "delayed": translate("Records", "delayed"),
        "refused": translate("Records", "refused"),
        "noted": translate("Records", "noted"),
    }[state]


def _record_line(hit: RecordHit, date: str, says: str, joined: str) -> Line:
    record = hit.record
    made = " ".join(part for part in (field_text(record, "make"), field_text(record, "model")) if part)
    texts = (date, serial_text(record), "", says, made, where_text(hit), joined)
    return Line(texts, serial_cell(record), mono=(1,))


def _target(hit: RecordHit, record_id: str) -> Target:
    other = hit.record.id if hit.record.id != record_id else ""
    return Target(hit.page.id, hit.row_number, hit.record.id, record_id if other else "")


def _first_date(hit: RecordHit) -> str:
    return next((event.date for event in hit.record.events if event.date), "—")
