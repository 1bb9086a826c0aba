"""The registry's answer as values, and what it means for the rows that were sent.

Rows are matched by batch id, record id, revision and row hash, never by serial number or by their order. Matching
changes nothing: it says what would be taken, so that a person sees it first. Taking it and matching the same answer
again finds nothing new, so an answer may come twice, in parts, late, and out of order.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from desktop.fields.problems import Problem


class Reply(StrEnum):
    """What the registry says of a row."""

    ACCEPTED = "accepted"  # with the registry's number
    DUPLICATE = "duplicate"  # of a record that the registry has
    REJECTED = "rejected"  # with a code or in words
    QUESTION = "question"  # in words


@dataclass(frozen=True, slots=True)
class RowKey:
    """Which row of which batch."""

    batch_id: str
    record_id: str
    revision: int


@dataclass(frozen=True, slots=True)
class SentRow:
    """A row as it was sealed."""

    key: RowKey
    row_sha256: str


@dataclass(frozen=True, slots=True)
class RowAnswer:
    """The registry's word on one row; where it stood in the file is no part of it."""

    key: RowKey
    row_sha256: str
    reply: Reply
    registry_number: str = ""
    duplicate_of: str = ""
    code: str = ""
    note: str = ""
    answered_on: str = ""  # ISO date, "" when the registry gave none or another form of one
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """An answer file as it was read; `problems` are lines that say nothing usable, or less than they should."""

    name: str
    sha256: str
    answers: tuple[RowAnswer, ...]
    problems: tuple[Problem, ...]
    header: tuple[tuple[str, str], ...] = ()  # what its sheet Batch says: the batch, and its journal's head


@dataclass(frozen=True, slots=True)
class Matched:
    """What an answer means; only `new` and `changed` would be taken."""

    new: tuple[RowAnswer, ...]
    changed: tuple[tuple[RowAnswer, RowAnswer], ...]  # before, now
    repeated: tuple[RowAnswer, ...]  # known already
    late: tuple[tuple[RowAnswer, RowAnswer], ...]  # known one, older one that comes after it
    unknown: tuple[RowAnswer, ...]  # for a row that was never sent from here
    altered: tuple[RowAnswer, ...]  # for a row that is not as it was sent
    contradicting: tuple[RowAnswer, ...]  # two answers of this file to one row
    missing: tuple[SentRow, ...]  # rows of these batches that still have none

    @property
    def taken(self) -> tuple[RowAnswer, ...]:
        """The answers that count once a person agrees."""
        return (*self.new, *(now for _, now in self.changed))


def match(
    answers: Iterable[RowAnswer],
    sent: Iterable[SentRow],
    earlier: Iterable[RowAnswer],
    superseded: Iterable[RowAnswer] = (),
) -> Matched:
    """What `answers` mean for the rows `sent`, of which `earlier` were answered before (one answer a row).

    What stands among the `superseded` was said once and taken back since: shown again without a later date it is an
    old letter, whoever shows it.
    """
    gone = set(superseded)
    rows = {row.key: row for row in sent}
    known = {answer.key: answer for answer in earlier}
    by_row: dict[RowKey, list[RowAnswer]] = {}
    unknown, altered = [], []
    for answer in answers:
        row = rows.get(answer.key)
        if row is None:
            unknown.append(answer)
        elif row.row_sha256 != answer.row_sha256:
            altered.append(answer)
        else:
            by_row.setdefault(answer.key, []).append(answer)
    agreeing = {key: said[0] for key, said in by_row.items() if all(one == said[0] for one in said)}
    contradicting = [answer for key, said in by_row.items() if key not in agreeing for answer in said]
    new, changed, repeated, late = [], [], [], []
    for answer in agreeing.values():
        before = known.get(answer.key)
        if before is None:
            new.append(answer)
        elif before == answer:
            repeated.append(answer)
        elif answer in gone or (answer.answered_on and answer.answered_on < before.answered_on):
            late.append((before, answer))
        else:
            changed.append((before, answer))
    batches = {answer.key.batch_id for answer in altered} | {key.batch_id for key in by_row}
    answered = agreeing.keys() | known.keys()
    missing = [row for row in rows.values() if row.key.batch_id in batches and row.key not in answered]
    return Matched(
        new=tuple(new),
        changed=tuple(changed),
        repeated=tuple(repeated),
        late=tuple(late),
        unknown=tuple(unknown),
        altered=tuple(altered),
        contradicting=tuple(contradicting),
        missing=tuple(missing),
    )
