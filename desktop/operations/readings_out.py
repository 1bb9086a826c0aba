"""Write what a register's pages were read as, before and after a person looked: a workbook and JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

from db.errors import Exit, Expected
from db.model import Page, PageState
from db.store import ledgers
from desktop.exchange.rows import ReadingsCell, ReadingsPage, ReadingsRow
from desktop.exchange.workbook import write_readings_workbook
from desktop.fields.problems import Problem
from desktop.imaging.cleaning import Cleaning
from desktop.messages import sentence
from desktop.operations.books import form_of
from desktop.operations.cells import page_cells
from desktop.operations.pictures import alternative_json
from desktop.operations.reading import problem_of
from desktop.operations.rescans import all_current_pages
from desktop.operations.session import Session
from desktop.operations.views import CellView, RowView


def write_readings(session: Session, out: Path) -> tuple[Path, Path]:
    """Write `readings.xlsx` and `readings.json` of all books into the folder `out`, each whole or not at all."""
    workbook, json_file = out / "readings.xlsx", out / "readings.json"
    pages = [(page, page_cells(session, page)) for page in all_current_pages(session)]
    try:
        out.mkdir(parents=True, exist_ok=True)
        part = json_file.with_name("readings.json.part")
        part.write_text(
            json.dumps(
                [_page_json(session, page, rows) for page, rows in pages], ensure_ascii=False, indent=1
            )
            + "\n",
            encoding="utf-8",
        )
        part.replace(json_file)
    except OSError as error:
        raise Expected(
            "out_not_writable", Exit.DISK, name=str(out), reason=error.strerror or str(error)
        ) from error
    write_readings_workbook(workbook, (_readings_page(session, page, rows) for page, rows in pages))
    return workbook, json_file


def _say(problem: Problem) -> str:
    return sentence(problem.key, dict(problem.values))


def _problems(page: Page, say: Callable[[Problem], str]) -> list[str]:
    return [say(problem_of(text)) for text in page.problems]


def _readings_page(session: Session, page: Page, rows: tuple[RowView, ...]) -> ReadingsPage:
    form = form_of(ledgers.ledger(session.store, page.ledger_id))
    failed = page.state is PageState.FAILED
    return ReadingsPage(
        picture=page.source,
        page=page.position,
        form=form.name,
        columns=tuple(column.name for column in form.columns),
        rows=tuple(
            ReadingsRow(
                row.row.number,
                row.row.struck,
                tuple(
                    ReadingsCell(cell.text, cell.as_written, cell.state.value, cell.confidence)
                    for cell in row.cells
                ),
            )
            for row in rows
        ),
        problems=() if failed else tuple(_problems(page, _say)),
        error=" ".join(_problems(page, _say)) if failed else "",
    )


def _page_json(session: Session, page: Page, rows: tuple[RowView, ...]) -> dict[str, object]:
    ledger = ledgers.ledger(session.store, page.ledger_id)
    form = form_of(ledger)
    head: dict[str, object] = {
        "picture": page.source,
        "book": ledger.number,
        "page": page.position,
        "sha256": page.sha256,
    }
    if page.state is PageState.FAILED:
        return {**head, "error": " ".join(_problems(page, _say)), "rows": []}
    skew = round(Cleaning.from_json(page.cleaning).skew_degrees, 2) if page.cleaning else 0.0
    return {
        **head,
        "skew_degrees": skew,
        "form": form.name,
        "problems": _problems(page, _say),
        "columns": [{"name": column.name, "field": column.field} for column in form.columns],
        "rows": [
            {"row": row.row.number, "struck": row.row.struck, "cells": list(_cells_json(row))} for row in rows
        ],
    }


def _cells_json(row: RowView) -> Iterator[dict[str, object]]:
    for cell in row.cells:
        yield cell_json(cell)


def cell_json(cell: CellView) -> dict[str, object]:
    """A cell as `ledgermark page --json` writes it, and whether a person is still to look at it."""
    return {
        "column": cell.column.name,
        "text": cell.text,
        "as_written": cell.as_written,
        "state": cell.state.value,
        "standing": cell.standing.value,
        "confidence": round(cell.confidence, 4),
        "characters": [round(sure, 4) for sure in cell.characters],
        "alternatives": [alternative_json(other) for other in cell.alternatives],
        "quad": [[round(x, 1), round(y, 1)] for x, y in cell.cell.quad],
        "readers": dict(cell.readers),
    }
