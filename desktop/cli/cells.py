"""Single cells and rows: read again, their history, what a column always is; add, part, join and strike rows."""

from __future__ import annotations

import argparse

from db.errors import Exit
from desktop.cli.places import Cells
from desktop.cli.register import at_work
from desktop.cli.words import say, say_json, table
from desktop.operations import cell_history, column_defaults, joining, rereading, saying_always, shaping
from desktop.operations.session import Session


def row(asked: argparse.Namespace) -> int:
    """Make a row what it is on the paper."""
    with at_work(asked) as session:
        row_id = Cells(session).row(asked.row)
        number = _shaped(session, row_id, asked)
    if asked.json:
        say_json({"row": number})
    else:
        say(f"Done; the page is shown at row {number}.")
    return int(Exit.FINE)


def _shaped(session: Session, row_id: str, asked: argparse.Namespace) -> int:
    """The number of the row that it was done to, or that was added."""
    if asked.add:
        return shaping.add_row(session, row_id).row
    if asked.part:
        return shaping.part_row(session, row_id).row
    if asked.join:
        joining.join_rows(session, row_id)
        return int(asked.row.rpartition("/")[2])
    return shaping.strike_row(session, row_id, asked.why, on_paper=asked.struck_on_paper).row


def reread(asked: argparse.Namespace) -> int:
    """Read a cell again."""
    with at_work(asked) as session:
        said = rereading.read_cell_again(session, Cells(session).find(asked.cell))
    if asked.json:
        say_json({"read": said.read, "same": said.same, "kept": said.kept, "stands": said.cell.as_written})
    elif said.same:
        say(f"It reads as before: {said.read or 'nothing is written there'}")
    else:
        became = "kept" if said.kept else f"not kept: a person decided, and {said.cell.as_written} stands"
        say(f"It reads {said.read or 'as empty'}; {became}.")
    return int(Exit.FINE)


def cell(asked: argparse.Namespace) -> int:
    """Say everything that was ever said of a cell."""
    with at_work(asked) as session:
        lines = cell_history.cell_history(session, Cells(session).find(asked.cell))
    if asked.json:
        say_json(
            [
                {
                    "at": line.at, "who": line.who, "did": line.did.value, "state": line.state.value,
                    "as_written": line.as_written, "text": line.text, "why": line.why, "revision": line.revision,
                    "step": line.step,
                }
                for line in lines
            ]
        )  # fmt: skip
    else:
        heads = ("at", "who", "did", "state", "as written", "value", "why")
        rows = (
            (line.at, line.who, _did(line), line.state.value, line.as_written, line.text, line.why)
            for line in lines
        )
        say(table([heads, *rows]))
    return int(Exit.FINE)


def always(asked: argparse.Namespace) -> int:
    """Say, or show, what the column of a cell always is."""
    with at_work(asked) as session:
        cell_id = Cells(session).find(asked.cell)
        if asked.text is None and not asked.nothing:
            said = saying_always.sayable(session, cell_id)
        else:
            scope = column_defaults.PAGE if asked.page else column_defaults.BOOK
            said = saying_always.say_always(session, cell_id, scope, asked.text or "")
    if asked.json:
        say_json({"column": said.column, "page": said.page, "book": said.book})
    else:
        say(f"{said.column}, in empty cells: {said.text or 'nothing is proposed'}")
        say(f"On this page: {said.page or '-'}; in this book: {said.book or '-'}")
    return int(Exit.FINE)


def _did(line: cell_history.HistoryLine) -> str:
    """What happened, as one word or two: "row added", or "undo: row added"."""
    did = line.did.value.replace("_", " ")
    return did if line.step == "do" else f"{line.step}: {did}"
