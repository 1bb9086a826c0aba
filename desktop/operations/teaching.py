"""What a book has taught its reader, from its settled cells and from what the engines saw in them.

It is derived: taken back with an undo, and kept ready only until somebody settles more. Nothing of one book ever
weighs in another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from db.model import Ledger
from db.store import memories, readings, row_states
from desktop.fields.forms import LedgerForm
from desktop.operations.books import form_of
from desktop.operations.session import Session
from desktop.recognition import sightings
from desktop.recognition.memory import NOTHING_REMEMBERED, Lesson, Memory, taught
from desktop.recognition.page import Seen, lessons
from desktop.recognition.remembering import FORMAT, from_bytes, to_bytes

PAGES: Final = 24
"""Of so many pages, those that people worked on last, the settled cells teach; 400 texts a column come from fewer."""


@dataclass(frozen=True, slots=True)
class Taught:
    """A book's memory, and what it was made of: another model, a step or a forgetting later it has to be made anew."""

    memory: Memory
    made_of: str
    step: int  # the last that counted
    ready: bool  # whether the register has it so


def taught_by(session: Session, ledger: Ledger) -> Taught:
    """What a book has taught so far. Raises Expected "memory_broken"."""
    store = session.store
    step = memories.last_step(store, ledger.id)
    after, _ = memories.forgotten(store, ledger.id)
    made_of = f"{FORMAT} {session.workplace.tools.model} {step} {after}"
    kept_of, data = memories.memory(store, ledger.id)
    if kept_of == made_of:
        return Taught(from_bytes(data), made_of, step, ready=True)
    form = form_of(ledger)
    every: list[Lesson] = []
    for page_id in memories.worked_on(store, ledger.id, PAGES):
        every += _lessons_of_page(session, page_id, form, after)
    return Taught(taught(NOTHING_REMEMBERED, every), made_of, step, ready=False)


def keep_taught(session: Session, ledger: Ledger, now: Taught) -> None:
    """Keep a book's memory ready, inside an action; what was seen on filed pages that teach no more is let go."""
    if not now.ready:
        memories.keep_memory(session.store, ledger.id, now.made_of, to_bytes(now.memory))
        memories.drop_sightings(session.store, ledger.id, PAGES)


def keep_seen(session: Session, page_id: str, seen: tuple[Seen, ...], now: Taught) -> None:
    """Keep what the engines saw on a page, inside an action, to be weighed again when the book has taught more."""
    model = session.workplace.tools.model
    memories.put_sighting(
        session.store, memories.Sighting(page_id, model, now.step, sightings.to_bytes(seen))
    )


def seen_on(session: Session, page_id: str, form: LedgerForm) -> list[Seen]:
    """What the engines saw on a page, while that is kept and the field reader's model is the same; else []."""
    kept = memories.sighting(session.store, page_id)
    if kept is None or kept.model != session.workplace.tools.model:
        return []
    return sightings.from_bytes(kept.data, form)


def _lessons_of_page(session: Session, page_id: str, form: LedgerForm, after: int) -> list[Lesson]:
    """What people settled on a page, with what the engines had seen there where that is known."""
    store = session.store
    texts = memories.settled_texts(store, page_id, after)
    if not texts:
        return []
    rows = row_states.found_rows(store, page_id)
    reshaped = row_states.reshaped(store, page_id)
    settled = {
        (cell.row_id, cell.column): texts[cell.id]
        for cell in readings.cells(store, page_id)
        if cell.id in texts
    }
    every: list[Lesson] = []
    seen = {one.column.name: one for one in seen_on(session, page_id, form)}
    for column in form.columns:
        one = seen.get(column.name)
        as_seen = [settled.pop((row, column.name), "") if one and row not in reshaped else "" for row in rows]
        every += lessons(one, as_seen) if one else []
        # What the engines saw of a row that was parted, joined or added since was of other ink: only the text teaches.
        every += [Lesson(column.name, text) for (_, name), text in settled.items() if name == column.name]
    return every
