"""The register as an open archive, for handing over on closure: everything in one folder that explains itself.

It is written as a stream from one moment of the register: a page's entries and one picture are in memory at a time.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from db.errors import Exit, Expected
from db.model import JournalEntry, Ledger, Page
from db.store import connect, ledgers, pages, whole
from db.store.snapshot import snapshot
from desktop.capture.kinds import HEAD_BYTES, kind_of
from desktop.exchange.open_archive import READ_ME, Archive, Table, archive, read_me
from desktop.exchange.open_archive_check import Checked, check_archive
from desktop.operations.journalling import tell_journal
from desktop.operations.rights import require
from desktop.operations.session import Session, refuse_in_practice
from desktop.operations.work import Cancel, Progress, Report, never, stop_if, unheard

_BY_PAGE = ("records", "fields", "markings", "events")
_AS_THEY_STAND = (
    "said", "same_weapon", "trace_requests", "trace_steps", "batches", "sent", "answers", "people", "journal",
)  # fmt: skip
_Columns = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Archived:
    """An archive that was written and read back."""

    folder: Path
    books: int
    pages: int
    pictures: int
    lost: int  # pictures that are not on this PC
    entries: int
    revisions: int
    files: int
    size: int  # bytes
    list_sha256: str
    journal_number: int  # of the entry that keeps the list's SHA-256


def write_archive(
    session: Session, target: Path, report: Report = unheard, cancel: Cancel = never
) -> Archived:
    """Write the whole register into a folder of its own under `target`, in plain text; read back before it is named.

    The journal tells of it before anything is written, and of the list's SHA-256 after. Nothing is left where it is
    stopped or fails. Raises Expected: not_allowed, practice_never_leaves, archive_taken, archive_unfaithful, the
    target's (Exit.DISK); Cancelled.
    """
    require(session, "write_archive")
    refuse_in_practice(session)
    store = session.store
    with connect.action(store):
        begun = tell_journal(session, "write_archive", "")
    final = target / _folder_name(session.armoury.code, begun.at)
    with archive(final) as out:
        with snapshot(store):
            writing = _Writing(session, out, begun, report, cancel)
            writing.tables()
            writing.describe()

        def read_back(done: int, total: int) -> None:
            stop_if(cancel)
            report(Progress(done, total, "progress_hand_over_proof"))

        written = out.finish(read_back)
    with connect.action(store):
        line = tell_journal(
            session, "archive_written", "", list_sha256=written.list_sha256, entries=writing.entries,
            files=written.files,
        )  # fmt: skip
    return Archived(
        written.folder, writing.books, writing.pages, writing.pictures, writing.lost, writing.entries,
        writing.revisions, written.files, written.size, written.list_sha256, line.number,
    )  # fmt: skip


def verify_archive(folder: Path, report: Report = unheard, cancel: Cancel = never) -> Checked:
    """Hold an archive against its own list; no register is needed. Raises what `check_archive` does, Cancelled."""

    def heard(done: int, total: int) -> None:
        stop_if(cancel)
        report(Progress(done, total, "progress_hand_over_proof"))

    return check_archive(folder, heard)


class _Writing:
    """An archive on its way to the disk, with what was counted."""

    def __init__(
        self, session: Session, out: Archive, begun: JournalEntry, report: Report, cancel: Cancel
    ) -> None:
        self._session = session
        self._store = session.store
        self._out = out
        self._begun = begun
        self._report = report
        self._cancel = cancel
        self._words = _description(session.workplace.places.resources / "archive" / "description.toml")
        self._columns = {
            name: tuple(column for column, _ in columns) for name, _, columns in self._words.files
        }
        self._shelf = ledgers.ledgers(self._store)
        self._total = whole.count(self._store, [ledger.id for ledger in self._shelf])
        self.books = self.pages = self.pictures = self.lost = self.entries = self.revisions = 0

    def tables(self) -> None:
        """Everything but the description."""
        with ExitStack() as stack:
            open_tables = {
                name: stack.enter_context(self._out.table(name, self._columns[f"{name}.csv"]))
                for name in ("books", "pages", *_BY_PAGE)
            }
            for ledger in self._shelf:
                self._book(ledger, open_tables)
        for name in _AS_THEY_STAND:
            with self._out.table(name, self._columns[f"{name}.csv"]) as table:
                for line in whole.lines(self._store, name):
                    table.add(line)
        if self.entries != self._total:
            raise RuntimeError(f"{self._total} entries are kept and {self.entries} were written")

    def describe(self) -> None:
        """READ-ME.txt."""
        armoury = self._session.armoury
        made = self._words.made.format(
            armoury=armoury.name, code=armoury.code, at=self._begun.at, by=self._session.user.name,
            books=self.books, pages=self.pages, pictures=self.pictures, lost=self.lost, entries=self.entries,
            revisions=self.revisions, journal=self._begun.number, head=self._begun.hash,
        )  # fmt: skip
        intro = self._words.intro.replace("{made}", made.strip())
        self._out.put(READ_ME, [read_me(self._words.title, intro, self._words.files)])

    def _book(self, ledger: Ledger, tables: Mapping[str, Table]) -> None:
        form = f"forms/{ledger.number:04d}.toml"
        self._out.put(form, [ledger.form.encode("utf-8")])
        tables["books"].add((ledger.number, ledger.title, form, ledger.id))
        self.books += 1
        for page in pages.pages(self._store, ledger.id):
            stop_if(self._cancel)
            self._report(Progress(self.entries, self._total, "progress_hand_over"))
            picture = self._picture(ledger, page)
            tables["pages"].add(
                (ledger.number, page.position, page.folio, picture, page.source, page.width, page.height,
                 f"{page.dpi:g}", page.replaces, page.id)
            )  # fmt: skip
            self.pages += 1
            self._entries(ledger, page, picture, tables)

    def _entries(self, ledger: Ledger, page: Page, picture: str, tables: Mapping[str, Table]) -> None:
        found = {name: whole.lines_of_page(self._store, name, page.id) for name in _BY_PAGE}
        values: dict[tuple[object, object], dict[str, object]] = {}
        for line in found["fields"]:
            values.setdefault((line[0], line[1]), {}).setdefault(str(line[2]), line[3])
            tables["fields"].add(line)
        for name in ("markings", "events"):
            for line in found[name]:
                tables[name].add(line)
        repeated = self._columns["records.csv"][11:-4]
        for id_, number, latest, row, kind, struck, serial, state, at, by, why, sha256 in found["records"]:
            own = values.get((id_, number), {})
            tables["records"].add(
                (id_, number, bool(latest), ledger.number, page.position, row, picture, kind, bool(struck), serial,
                 state, *(own.get(name) for name in repeated), at, by, why, sha256)
            )  # fmt: skip
            self.entries += bool(latest)
            self.revisions += 1

    def _picture(self, ledger: Ledger, page: Page) -> str:
        """The picture's file in the archive; "" where it is not on this PC, which the description counts."""
        try:
            data = pages.picture(self._store, ledger.id, page.sha256)
        except Expected as failure:
            if failure.exit_code is not Exit.REGISTER:
                raise
            self.lost += 1
            return ""
        kind = kind_of(data[:HEAD_BYTES])
        suffix = "bin" if kind is None else {"JPEG": "jpg"}.get(kind.value, kind.value.lower())
        name = f"pictures/{ledger.number:04d}/{page.position:04d}-{page.id[:8]}.{suffix}"
        self._out.put(name, [data])
        self.pictures += 1
        return name


@dataclass(frozen=True, slots=True)
class _Words:
    title: str
    intro: str
    made: str
    files: tuple[tuple[str, str, _Columns], ...]


def _description(path: Path) -> _Words:
    """The words of an archive; they ship with the program."""
    value = tomllib.loads(path.read_text(encoding="utf-8"))
    files = tuple(
        (one["name"], one["says"], tuple((column, says) for column, says in one["columns"]))
        for one in value["files"]
    )
    return _Words(value["title"], value["intro"], value["made"], files)


def _folder_name(code: str, at: str) -> str:
    """`LM-<armoury>-register-<date>-<time>`: ASCII that every stick keeps as it is."""
    plain = unicodedata.normalize("NFKD", code).encode("ascii", "ignore").decode("ascii")
    short = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:20].rstrip("-") or "ARMOURY"
    return f"LM-{short}-register-{at[:10]}-{at[11:13]}{at[14:16]}{at[17:19]}"
