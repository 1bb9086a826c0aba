"""Read pictures without a register: whole pages (`ledgermark page`) and crops of cells (`ledgermark recognise`)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from db.errors import Cancelled, Exit, Expected
from db.model import Alternative, CellState
from desktop.capture.files import told
from desktop.capture.load import CROPS, PAGES, Decoder, Refused, scans, sources
from desktop.exchange.rows import ReadingsCell, ReadingsPage, ReadingsRow
from desktop.fields.forms import Column, LedgerForm
from desktop.fields.problems import Problem
from desktop.imaging.cleaning import Picture
from desktop.imaging.loose import loose_crop
from desktop.imaging.quality import quality
from desktop.operations.pipeline import ReadTable, read_picture
from desktop.operations.reading import WRONG_WAY
from desktop.operations.reading_tools import ReadingTools
from desktop.operations.work import Cancel, Progress, Report, never, unheard
from desktop.recognition.combine import CellReading, Evidence
from desktop.recognition.page import ColumnCrops, read_columns

_LIKELY: Final = 0.5
# Of cells with writing 1 to 11 in a hundred were less sure on four upright pages, 52 to 93 on the same turned round.
_MUCH: Final = 0.3


@dataclass(frozen=True, slots=True)
class PictureRead:
    """One picture of a page as it was read; `table` is None and `error` says why where it could not be."""

    picture: str
    page: int  # 1-based place in its file
    sha256: str
    seconds: float
    form: LedgerForm
    table: ReadTable | None
    error: Problem | None = None


@dataclass(frozen=True, slots=True)
class CropRead:
    """One crop as it was read; `reading` is None and `error` says why where it could not be."""

    crop: str
    reading: CellReading | None
    error: Problem | None = None


def read_pictures(
    tools: ReadingTools,
    paths: Sequence[Path],
    form: LedgerForm,
    report: Report = unheard,
    cancel: Cancel = never,
) -> Iterator[PictureRead]:
    """The pages of files and folders, read one after another; one that cannot be read is an entry with its error.

    Raises Cancelled, and Expected where a part of the program is missing.
    """
    files = tuple(sources(paths))
    with Decoder(PAGES) as decoder, ThreadPoolExecutor(1, "loading") as beside:
        decoder.warm()
        loaded = beside.submit(tools.load)  # while the decoder works there is a core for it
        for done, source in enumerate(files):
            report(Progress(done, len(files), "progress_pictures", (("name", source.name),)))
            began = time.monotonic()
            try:
                for arrived in scans(source, cancel=cancel, decoder=decoder, keep=False):
                    if isinstance(arrived, Refused):
                        yield PictureRead(arrived.source, arrived.frame, "", 0.0, form, None, arrived.problem)
                    else:
                        loaded.result()  # says what is missing
                        entry = PictureRead(arrived.source, arrived.frame, arrived.sha256, 0.0, form, None)
                        yield _read(entry, arrived.pixels, tools, cancel, began)
                    began = time.monotonic()
            except Cancelled:
                raise
            except Expected as refusal:
                if refusal.exit_code is Exit.MISSING_PART:
                    raise
                yield PictureRead(source.name, 1, "", 0.0, form, None, told(refusal))


def _read(
    entry: PictureRead, pixels: Picture, tools: ReadingTools, cancel: Cancel, began: float
) -> PictureRead:
    table, error = None, None
    try:
        table = read_picture(pixels, entry.form, tools, _unheard, cancel)
    except Cancelled:
        raise
    except Expected as refusal:
        if refusal.exit_code is Exit.MISSING_PART:
            raise
        error = told(refusal)
    # How a page lies takes half a second to see, and pages that read well lie well.
    if (table is None or _nonsense(table)) and (lies := _lies(pixels)):
        table, error = None, lies
    return replace(entry, table=table, error=error, seconds=time.monotonic() - began)


def _nonsense(table: ReadTable) -> bool:
    """Whether much of what was read is more likely wrong than right."""
    read = [
        cell.reading.confidence
        for row in table.rows
        for cell in row.cells
        if cell.reading.state is CellState.READ
    ]
    return sum(confidence < _LIKELY for confidence in read) > _MUCH * len(read)


def _lies(pixels: Picture) -> Problem | None:
    """That the page lies on its side or head, if it does."""
    return next((problem for problem in quality(pixels) if problem.key in WRONG_WAY), None)


def _unheard(done: int, total: int) -> None:
    """Cells are not counted where whole pictures are."""


def recognise(
    tools: ReadingTools,
    paths: Sequence[Path],
    column: Column,
    form: LedgerForm,
    cancel: Cancel = never,
) -> tuple[CropRead, ...]:
    """Crops of cells of one kind of field, read as one column, in the order of the files.

    What the crops are from is not known, so none of them says anything about another.
    """
    entries: list[CropRead] = []
    pixels = []
    places = []
    with Decoder(CROPS) as decoder:
        for source in sources(paths):
            try:
                arrived = next(iter(scans(source, cancel=cancel, decoder=decoder)))
            except Cancelled:
                raise
            except Expected as refusal:
                if refusal.exit_code is Exit.MISSING_PART:
                    raise
                entries.append(CropRead(str(source.path), None, told(refusal)))
                continue
            if isinstance(arrived, Refused):
                entries.append(CropRead(str(source.path), None, arrived.problem))
                continue
            places.append(len(entries))
            entries.append(CropRead(str(source.path), None))
            pixels.append(arrived.pixels)
    crops = tuple(loose_crop(picture) for picture in pixels)
    evidence = tuple(Evidence(crop.blank, crop.ditto) for crop in crops)
    part = ColumnCrops(column, tuple(crop.grey for crop in crops), evidence)
    (answers,) = read_columns([part], tools.engines, form, tools.vocabularies, _unheard, cancel, apart=True)
    for place, answer in zip(places, answers, strict=True):
        entries[place] = replace(entries[place], reading=answer)
    return tuple(entries)


def readings_page(entry: PictureRead, sentence: Callable[[Problem], str]) -> ReadingsPage:
    """A picture as the readings workbook has it; `sentence` says problems in the person's language."""
    table = entry.table
    return ReadingsPage(
        picture=entry.picture,
        page=entry.page,
        form=entry.form.name,
        columns=tuple(column.name for column in entry.form.columns),
        rows=tuple(
            ReadingsRow(
                row.number,
                row.struck,
                tuple(
                    ReadingsCell(
                        cell.text, cell.reading.as_written, cell.reading.state.value, cell.reading.confidence
                    )
                    for cell in row.cells
                ),
            )
            for row in (table.rows if table else ())
        ),
        problems=tuple(sentence(problem) for problem in (table.problems if table else ())),
        error=sentence(entry.error) if entry.error else "",
    )


def page_json(entry: PictureRead, sentence: Callable[[Problem], str]) -> dict[str, object]:
    """A picture as `ledgermark page --json` writes it."""
    head: dict[str, object] = {"picture": entry.picture, "page": entry.page, "sha256": entry.sha256}
    if entry.table is None:
        return {**head, "error": sentence(entry.error) if entry.error else "", "rows": []}
    return {
        **head,
        "seconds": round(entry.seconds, 3),
        "skew_degrees": round(entry.table.cleaning.skew_degrees, 2),
        "form": entry.form.name,
        "problems": [sentence(problem) for problem in entry.table.problems],
        "columns": [{"name": column.name, "field": column.field} for column in entry.form.columns],
        "rows": [
            {
                "row": row.number,
                "struck": row.struck,
                "cells": [
                    {
                        "column": cell.column.name,
                        "text": cell.text,
                        **reading_json(cell.reading, own_text=False),
                        "quad": [[round(x, 1), round(y, 1)] for x, y in cell.quad],
                    }
                    for cell in row.cells
                ],
            }
            for row in entry.table.rows
        ],
    }


def crop_json(entry: CropRead, sentence: Callable[[Problem], str]) -> dict[str, object]:
    """A crop as `ledgermark recognise --json` writes it."""
    if entry.reading is None:
        return {"crop": entry.crop, "error": sentence(entry.error) if entry.error else ""}
    return {"crop": entry.crop, **reading_json(entry.reading, own_text=True)}


def reading_json(reading: CellReading, *, own_text: bool) -> dict[str, object]:
    """What was read, as both commands write it."""
    return {
        **({"text": reading.text} if own_text else {}),
        "as_written": reading.as_written,
        "state": reading.state.value,
        "confidence": round(reading.confidence, 4),
        "characters": [round(sure, 4) for sure in reading.characters],
        "alternatives": [alternative_json(other) for other in reading.alternatives],
        "readers": dict(reading.readers),
    }


def alternative_json(other: Alternative) -> dict[str, object]:
    """One other way to read the ink."""
    return {"text": other.text, "confidence": round(other.confidence, 4)}
