"""The words of the program as frozen values (PAGE XML, hOCR, ISACS 05.30; see the glossary in README.md).

Every id is a random UUID as 32 lower-case hex digits (`new_id`), since registers will be merged. Times are ISO 8601
in UTC with seconds (`2026-03-01T09:30:00Z`), text from first to last. Points are pixels on the picture as it came,
turned upright by its EXIF orientation: x to the right, y down.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from enum import StrEnum

Point = tuple[float, float]
Quad = tuple[Point, Point, Point, Point]
"""Corners of a cell: top left, top right, bottom right, bottom left, as the writing runs on the page."""


def new_id() -> str:
    """A random UUID as 32 hex digits."""
    return uuid.uuid4().hex


class CellState(StrEnum):
    """What a reader found in a cell."""

    READ = "read"
    BLANK = "blank"  # nothing written there
    DITTO = "ditto"  # `as_written` keeps the mark, `text` what it stands for ("" until resolved)
    UNREADABLE = "unreadable"  # something is written; nobody can say what


class PageState(StrEnum):
    """How far a page is. Only ever moves forward, but for FILED -> READ when a rescan brings rows."""

    IMPORTED = "imported"
    READ = "read"
    FAILED = "failed"  # `problem` says why; the picture is kept
    FILED = "filed"


class SerialState(StrEnum):
    """Four different absences, never "N/A" (ITI, trace forms)."""

    MARKED = "marked"
    NONE_MARKED = "none_marked"
    OBLITERATED = "obliterated"  # on the weapon
    ILLEGIBLE = "illegible"  # on the paper
    NOT_RECORDED = "not_recorded"


@dataclass(frozen=True, slots=True)
class User:
    """A person who may open the register."""

    id: str
    name: str
    role: str  # clerk, second_keyer, supervisor, administrator


@dataclass(frozen=True, slots=True)
class Armoury:
    """Whose register this is; a practice register may never exchange."""

    id: str
    name: str
    code: str  # short ASCII, used in batch folder names
    country: str  # ISO 3166-1 alpha-3 or ""
    practice: bool


@dataclass(frozen=True, slots=True)
class Ledger:
    """One bound book, on one form."""

    id: str
    number: int  # 1, 2, 3: "Book 3"
    title: str
    form: str  # the form's TOML text as it was when the book was begun or its form last changed


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a ledger and the picture it came from."""

    id: str
    ledger_id: str
    position: int  # 1-based order in the book
    folio: str  # page number as printed or written on the paper; "" when unknown
    source: str  # file name as it came (with "#3" for the third page of a many-page file)
    sha256: str  # of the file's bytes (with the frame number for many-page files)
    width: int  # of the upright picture, pixels
    height: int
    dpi: float
    likeness: str  # perceptual hash as hex, see desktop.imaging.likeness
    state: PageState
    cleaning: str  # JSON of desktop.imaging.Cleaning; "" until read
    problems: tuple[str, ...]  # sentence keys with values, as JSON strings "key {…}"
    replaces: str = ""  # id of the page that this picture is a newer picture of


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a page's table, top to bottom from 1."""

    id: str
    page_id: str
    number: int
    struck: bool  # a line through the whole entry: kept, marked, never filed as a weapon in store
    left_out: bool = False  # struck here by a person as no entry of the book: kept and shown, makes no record
    note: str = ""  # why it was struck or not any more, on a filed page


@dataclass(frozen=True, slots=True)
class Cell:
    """One box of the table."""

    id: str
    row_id: str
    column: str  # the column's name on the form
    quad: Quad


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another way to read the same ink."""

    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class FieldReading:
    """What one reader, engine or person, saw in a cell. Only ever added; the latest counts.

    `text` is the value that counts (a resolved ditto's source value, a normalised date); `as_written` what stands
    on the paper. `characters` are probabilities, one a character of
    `as_written`. `settled` is True when a person decided.
    """

    id: str
    cell_id: str
    reader: str  # "tesseract", "field-reader", "choice", "clerk:<user id>"
    text: str
    as_written: str
    state: CellState
    confidence: float
    at: str
    settled: bool = False
    characters: tuple[float, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    source_cell_id: str = ""  # the cell that a ditto repeats
    note: str = ""  # why, where a filed record is corrected; the question, where the supervisor is asked
    asked: bool = False  # waits for the supervisor


@dataclass(frozen=True, slots=True)
class RecordField:
    """One value of a record with its evidence."""

    name: str  # a field of desktop.fields.definitions
    text: str
    as_written: str
    cell_id: str
    reading_id: str


@dataclass(frozen=True, slots=True)
class Marking:
    """A mark on the weapon (ISACS 05.30): part, kind, text, place, method, year; "" where not known."""

    kind: str  # maker, import, proof, arsenal, state, unit, other
    text: str
    part: str = ""
    place: str = ""
    method: str = ""
    year: str = ""
    cell_id: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a weapon or lot (ITI 12, Protocol 7)."""

    kind: str  # one of `EVENT_KINDS` of desktop/operations/amending.py: received, issued, destroyed…, other
    date: str  # ISO, to its precision: 1984, 1984-03, 1984-03-09; "" when unknown
    date_as_written: str
    counterpart: str = ""
    document: str = ""
    quantity: str = ""
    note: str = ""
    cell_id: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """A row as filed: a weapon, an event on one, or a quantity. A correction is a new revision of the same id."""

    id: str
    revision: int
    kind: str  # weapon, movement, quantity
    ledger_id: str
    page_id: str
    row_id: str
    struck: bool
    serial: str  # verbatim
    serial_state: SerialState
    fields: tuple[RecordField, ...]
    markings: tuple[Marking, ...] = ()
    events: tuple[Event, ...] = ()
    filed_at: str = ""
    filed_by: str = ""  # user id
    reason: str = ""  # why this revision was made
    row_sha256: str = ""  # over the canonical values, see desktop.exchange.canonical


@dataclass(frozen=True, slots=True)
class Batch:
    """Sealed records sent together; the sealed bytes are kept, so that writing it again gives the same batch."""

    id: str
    number: int
    folder: str  # LM-<armoury code>-<number>-<date>
    sealed_at: str
    sealed_by: str
    count: int
    records: tuple[tuple[str, int], ...] = field(default=())  # (record id, revision)


@dataclass(frozen=True, slots=True)
class OwnKey:
    """A key that this armoury made for itself; its secret half never leaves the register."""

    purpose: str  # signing (Ed25519) or age (X25519)
    secret: str = field(repr=False)
    public: str
    made_at: str


@dataclass(frozen=True, slots=True)
class Registry:
    """Whom batches go to, and how they are locked on the way; "" for what is not known or not wanted."""

    name: str
    signing: str  # Ed25519 public key, 64 hex digits
    age: str  # age recipient: batches are encrypted to it
    workbook_password: str = field(repr=False)  # where a country wants a workbook with a password instead
    at: str = ""
    by: str = ""  # user id


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """An answer that was taken: the very bytes, and whose signature they bore ("" for none)."""

    id: str
    name: str
    sha256: str
    signed_by: str  # the registry's public key
    taken_at: str
    taken_by: str  # user id


@dataclass(frozen=True, slots=True)
class Answer:
    """The registry's word on one revision; the newest one counts."""

    answer_file: str
    batch_id: str
    record_id: str
    revision: int
    row_sha256: str
    reply: str  # accepted, duplicate, rejected, question
    registry_number: str
    duplicate_of: str
    code: str
    note: str
    answered_on: str


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One operation, chained: hash = SHA-256(previous hash, canonical entry)."""

    number: int
    at: str
    actor: str
    action: str
    subject: str
    details: str  # JSON; never a field's value
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Lot:
    """Filed records that are judged together, frozen: these revisions and no others."""

    id: str
    kind: str  # batch, book, week, range
    title: str  # the book's number and title, the clerk's name and week, the range; "" for the batch to be
    frozen_at: str
    frozen_by: str  # user id
    sha256: str  # over its record ids and revisions, see desktop.accuracy.draw
    fields: tuple[str, ...]  # the fields that are typed blind
    records: tuple[tuple[str, int], ...] = ()  # (record id, revision)


@dataclass(frozen=True, slots=True)
class SamplePlan:
    """So many records are checked for the claim that at most `share` is wrong; a later plan is a longer one."""

    lot_id: str
    share: str  # a fraction as text: "1/100"
    risk: str
    size: int
    at: str
    by: str


@dataclass(frozen=True, slots=True)
class Truth:
    """What a checker typed blind for a cell of a drawn record. Only ever added, one a person."""

    id: str
    lot_id: str
    record_id: str
    cell_id: str
    field: str
    text: str  # as the checker sees it on the paper
    state: CellState  # READ, BLANK or UNREADABLE
    at: str
    by: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided of a lot; a passed or released one's `id` is its certificate's."""

    id: str
    lot_id: str
    decision: str  # passed, refused, released
    size: int  # the plan's
    checked: int
    wrong: int
    at_most: int  # wrong records in the lot, as claimed
    share: str
    risk: str
    at: str
    by: str
    journal_head: str
    journal_number: int


@dataclass(frozen=True, slots=True)
class InformingDraw:
    """Further records of a lot, drawn to find errors; they never count towards its claim."""

    id: str
    lot_id: str
    kind: str  # clerk, band, page, hand
    value: str  # the clerk's user id, the band's lower end, the page's id, the hand's name
    at: str
    by: str
    records: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PracticeRound:
    """So many values are to be judged by a checker, some of them wrong on purpose; which follows from the seed."""

    id: str
    checker: str  # user id
    items: int
    seed: bytes
    at: str
    by: str  # who announced it


@dataclass(frozen=True, slots=True)
class PracticeResult:
    """What a checker made of a round. No value that was planted is kept anywhere."""

    round_id: str
    planted: int
    caught: int
    sound: int
    false_alarms: int
    at: str
