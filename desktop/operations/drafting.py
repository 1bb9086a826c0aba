"""From the cells of a row to the record that it says."""

from __future__ import annotations

from db.model import CellState, Event, Marking, Page, Record, RecordField, SerialState
from desktop.fields.absences import serial_state
from desktop.fields.definitions import Kind, definition
from desktop.fields.forms import LedgerForm
from desktop.operations.column_defaults import NOTES
from desktop.operations.views import CellView, RowView

_EVENT_FIELDS = frozenset({"date", "event_kind", "counterpart", "document"})
_NOT_FILED = frozenset({"ignore"})


def draft(view: RowView, form: LedgerForm, page: Page) -> Record:
    """The record of a row, without id, revision and hash; what the book shares fills what the row leaves out."""
    by_field = {cell.column.field: cell for cell in view.cells if cell.column.field not in _NOT_FILED}
    serial, serial_state = _serial(by_field.get(_serial_field(form)))
    kind = _kind(form, by_field, serial)
    fields = [
        RecordField(cell.column.field, cell.text, cell.as_written, cell.cell.id, cell.reading_id)
        for cell in view.cells
        if cell.column.field not in _NOT_FILED and (cell.text or cell.as_written)
    ]
    said = {field.name for field in fields if field.text}
    fields += [
        RecordField(name, value, value, "", "")
        for name, value in _shared(form)
        if name not in said and name not in _EVENT_FIELDS
    ]
    return Record(
        id="",
        revision=0,
        kind=kind,
        ledger_id=page.ledger_id,
        page_id=page.id,
        row_id=view.row.id,
        struck=view.row.struck,
        serial=serial,
        serial_state=serial_state,
        fields=tuple(fields),
        markings=_markings(view),
        events=_events(form, by_field),
        reason=next((cell.note for cell in view.cells if _is_reason(cell)), ""),
    )


def _is_reason(cell: CellView) -> bool:
    """Whether a cell's note says why it was corrected; that it was taken from a default is where it came from."""
    return bool(cell.note) and cell.note not in NOTES.values() and cell.standing.value == "checked"


def _serial_field(form: LedgerForm) -> str:
    return next(
        (c.field for c in form.columns if definition(c.field).kind is Kind.SERIAL_NUMBER), "serial_number"
    )


def _serial(cell: CellView | None) -> tuple[str, SerialState]:
    if cell is None or cell.state is CellState.BLANK:
        return "", SerialState.NOT_RECORDED
    if cell.state is CellState.UNREADABLE:
        return "", SerialState.ILLEGIBLE
    state = serial_state(cell.text)
    return (cell.text if state is SerialState.MARKED else ""), state


def _kind(form: LedgerForm, by_field: dict[str, CellView], serial: str) -> str:
    """Weapon, movement or quantity. A count of many without a serial number is no weapon (Firearms Protocol 7).

    Nor is a row of a quantity book whose count cannot be read.
    """
    quantity = by_field.get("quantity")
    if not serial and (form.kind == "quantity" or (quantity is not None and quantity.text)):
        return "quantity"
    return "movement" if form.kind == "movement" else "weapon"


def _shared(form: LedgerForm) -> tuple[tuple[str, str], ...]:
    """What every row of the book shares."""
    constants = tuple((column.field, column.constant) for column in form.columns if column.constant)
    return (*form.defaults, *constants)


def _markings(view: RowView) -> tuple[Marking, ...]:
    return tuple(
        Marking("other", cell.text, cell_id=cell.cell.id)
        for cell in view.cells
        if cell.column.field == "marking" and cell.text
    )


def _events(form: LedgerForm, by_field: dict[str, CellView]) -> tuple[Event, ...]:
    def text(name: str) -> str:
        return by_field[name].text if name in by_field else ""

    date = by_field.get("date")
    if not any(text(name) for name in _EVENT_FIELDS) and date is None:
        return ()
    kind = text("event_kind") or ("other" if form.kind == "movement" else "received")
    written = date.as_written if date is not None else ""
    if not (text("date") or written or text("event_kind") or text("counterpart") or text("document")):
        return ()
    return (
        Event(
            kind, text("date"), written, text("counterpart"), text("document"), text("quantity"), "",
            date.cell.id if date is not None else "",
        ),
    )  # fmt: skip
