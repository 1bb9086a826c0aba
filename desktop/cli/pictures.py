"""`page` and `recognise`: pictures in, JSON and workbook out, no register."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from db.errors import Exit, Expected
from desktop.cli.words import problem_sentence, say, say_aside, show_progress, write_json
from desktop.fields.forms import Column, LedgerForm, load_form
from desktop.operations.pictures import crop_json, page_json, read_pictures, readings_page
from desktop.operations.pictures import recognise as recognise_crops
from desktop.operations.workplace import workplace


def page(asked: argparse.Namespace) -> int:
    """Read pages by a form; a page that can't be read is an entry with its error."""
    desk = workplace(os.environ)
    form = load_form(asked.form)
    read = []
    for entry in read_pictures(desk.tools, asked.pictures, form, show_progress):
        read.append(entry)
        if entry.error is not None:
            say_aside(f"{entry.picture}: {problem_sentence(entry.error)}")
        elif entry.table is not None:
            cells = sum(len(row.cells) for row in entry.table.rows)
            say(f"{entry.picture}: {len(entry.table.rows)} rows, {cells} cells, {entry.seconds:.1f} s")
    if asked.json:
        write_json(asked.json, [page_json(entry, problem_sentence) for entry in read])
    if asked.xlsx:
        from desktop.exchange.workbook import write_readings_workbook  # openpyxl is slow to import

        write_readings_workbook(asked.xlsx, [readings_page(entry, problem_sentence) for entry in read])
    return outcome(sum(entry.error is not None for entry in read), len(read))


def recognise(asked: argparse.Namespace) -> int:
    """Read crops of cells that hold one kind of field."""
    desk = workplace(os.environ)
    form = load_form(asked.form) if asked.form else LedgerForm("", (), script="mixed")
    column = _column(form, asked.column) if asked.column else Column(asked.field, asked.field, ditto=False)
    read = recognise_crops(desk.tools, asked.crops, column, form)
    write_json(asked.json, [crop_json(entry, problem_sentence) for entry in read])
    for entry in read:
        if entry.error is not None:
            say_aside(f"{Path(entry.crop).name}: {problem_sentence(entry.error)}")
    failed = sum(entry.error is not None for entry in read)
    say(f"{len(read) - failed} of {len(read)} crops read into {asked.json}")
    return outcome(failed, len(read))


def outcome(failed: int, every: int) -> int:
    """The exit code when some of many failed."""
    if not failed:
        return int(Exit.FINE)
    return int(Exit.SOME_FAILED if failed < every else Exit.BAD_INPUT)


def _column(form: LedgerForm, name: str) -> Column:
    for column in form.columns:
        if column.name == name:
            return column
    raise Expected("column_unknown", Exit.USAGE, column=name, form=form.name)
