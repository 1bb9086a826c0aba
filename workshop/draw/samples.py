"""Writes the bundled sample ledger: each picture with its truth, and the list of books."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image

from desktop.fields.forms import LedgerForm, load_form
from workshop.draw.entries import fill_page
from workshop.draw.page import draw_page
from workshop.draw.shelf import BOOKS, Book, Sample
from workshop.draw.truth import DrawnPage, Entry, PageSpec, read

_ORIENTATION = 0x0112
_MAGAZINES = (
    ("weapon_type", "Magazine"),
    ("make", ""),
    ("country", ""),
    ("model", "FAL 20 rd"),
    ("calibre", "7.62x51"),
    ("serial_number", ""),
    ("year", ""),
    ("remarks", "qty 140"),
)


def spec_of(book: Book, form: LedgerForm, place: int) -> PageSpec:
    """What is written on the page at this place of the book."""
    sample = book.pages[place]
    first = book.first_number + sum(page.rows for page in book.pages[:place])
    rng = np.random.default_rng((book.seed, place))
    entries = fill_page(form, sample.rows, rng, replace(sample.habits, first_number=first))
    return PageSpec(
        form,
        _corrected(entries, form, sample),
        title=book.heading,
        folio=sample.folio,
        stamp=sample.stamp,
        ruled_rows=sample.rows + sample.spare_rows,
        total=sample.total,
    )


def _corrected(entries: Sequence[Entry], form: LedgerForm, sample: Sample) -> tuple[Entry, ...]:
    fields = [column.field for column in form.columns]
    changed = list(entries)
    counted = [(row, name, text) for row in sample.counted for name, text in _MAGAZINES]
    for row, name, text in (*sample.values, *counted):
        cells = list(changed[row - 1].cells)
        cells[fields.index(name)] = read(text)
        changed[row - 1] = replace(changed[row - 1], cells=tuple(cells))
    return tuple(
        replace(entry, struck=number in sample.struck, quantity=entry.quantity or number in sample.counted)
        for number, entry in enumerate(changed, start=1)
    )


def draw_sample(book: Book, form: LedgerForm, place: int) -> DrawnPage:
    """Draw the page at this place of the book."""
    sample = book.pages[place]
    seed = book.seed * 100 + place
    return draw_page(spec_of(book, form, place), sample.look, seed=seed, layout=sample.layout, dpi=sample.dpi)


def write_samples(resources: Path) -> list[Path]:
    """Write every picture with its truth, and `samples.toml`, into `resources/samples`; the files' paths."""
    folder = resources / "samples"
    folder.mkdir(exist_ok=True)
    written = []
    for book in BOOKS:
        form = load_form(resources / "forms" / f"{book.form}.toml")
        for place, sample in enumerate(book.pages):
            drawn = draw_sample(book, form, place)
            path = folder / f"{sample.stem}.jpg"
            _write(drawn, sample, path)
            path.with_suffix(".json").write_text(drawn.truth.to_json(), encoding="utf-8")
            written.append(path)
    (folder / "samples.toml").write_text(_contents(), encoding="utf-8")
    return written


def _write(drawn: DrawnPage, sample: Sample, path: Path) -> None:
    exif = Image.Exif()
    pixels = drawn.pixels
    if sample.turned:
        exif[_ORIENTATION] = 6
        pixels = np.ascontiguousarray(np.rot90(pixels))
    dpi = (sample.dpi, sample.dpi)
    Image.fromarray(pixels).save(path, quality=sample.quality, optimize=True, dpi=dpi, exif=exif)


def _contents() -> str:
    lines = [
        "# The sample ledger: its books in order, each with its form (a file of resources/forms) and its pictures.",
        "# What is written on NAME.jpg stands in NAME.json. Written by `python -m workshop.draw samples`.",
    ]
    for book in BOOKS:
        pages = ", ".join(f'"{page.stem}.jpg"' for page in book.pages)
        lines += ["", "[[books]]", f'title = "{book.title}"', f'form = "{book.form}"', f"pages = [{pages}]"]
    return "\n".join(lines) + "\n"
