"""What the doors are shown of the registry's answers: frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from db.model import Answer, Batch
from desktop.exchange.answer import Acknowledgement, Matched
from desktop.fields.problems import Problem
from desktop.operations.views import RecordHit


class AnswerList(StrEnum):
    """The lists of an answer's preview, in the order in which they are shown."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"
    QUESTION = "question"
    ALTERED = "altered"
    UNKNOWN = "unknown"
    CONTRADICTING = "contradicting"
    LATE = "late"
    REPEATED = "repeated"
    MISSING = "missing"


TAKEN = (AnswerList.ACCEPTED, AnswerList.DUPLICATE, AnswerList.REJECTED, AnswerList.QUESTION)
"""Only what stands in these is taken."""


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One line of a list: which row, and what is said of it. Texts are the register's own where it knows the row."""

    line: int  # in the answer's file, 0 for a row that it does not answer
    serial: str
    place: str  # "3/12/4": book, page, row; "" for a row that is not known here
    said: str  # registry number, or what it is a duplicate of, or code and note
    before: str = ""  # what stood before, where it changes


@dataclass(frozen=True, slots=True)
class AnswerPreview:
    """An answer as it would be taken; nothing has changed yet."""

    name: str
    data: bytes = field(repr=False)  # opened, as it is kept
    read: Acknowledgement = field(repr=False)
    matched: Matched = field(repr=False)
    counts: tuple[tuple[AnswerList, int], ...]
    lines: tuple[tuple[AnswerList, tuple[AnswerLine, ...]], ...]  # the first of each list
    warnings: tuple[Problem, ...]  # what a person should know before taking it
    problems: tuple[Problem, ...]  # lines that say nothing usable
    signed_by: str  # fingerprint of the registry's key, "" for an answer that bears no signature
    encrypted: bool
    batches: tuple[int, ...]  # numbers of the batches that it answers

    @property
    def takes(self) -> int:
        """How many rows it would change."""
        return len(self.matched.taken)


@dataclass(frozen=True, slots=True)
class AnswerTaken:
    """What was taken."""

    counts: tuple[tuple[AnswerList, int], ...]
    signed: bool


@dataclass(frozen=True, slots=True)
class BatchStanding:
    """How far a batch is on its way there and back."""

    batch: Batch
    written: bool  # it was on a stick at least once, read back
    accepted: int
    duplicate: int
    rejected: int
    question: int

    @property
    def waiting(self) -> int:
        """Rows without an answer."""
        return self.batch.count - self.accepted - self.duplicate - self.rejected - self.question


@dataclass(frozen=True, slots=True)
class SentBack:
    """A record that the registry did not accept and that nobody has seen to yet."""

    hit: RecordHit
    answer: Answer
    batch: int
    unsigned: bool  # the answer bore no signature
