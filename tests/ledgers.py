"""Ledger pages for tests, drawn at once with known truth: nothing but the repository is needed."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from desktop.fields.forms import Column, LedgerForm, load_form
from workshop.draw.camera import packed
from workshop.draw.entries import Habits, fill_page
from workshop.draw.layout import Layout
from workshop.draw.look import Camera, Look, Paper, Pens
from workshop.draw.overlap import iou
from workshop.draw.page import draw_page
from workshop.draw.truth import DrawnPage, Entry, PageSpec, PageTruth, ditto, read

__all__ = [
    "RESOURCES",
    "SamplePage",
    "drawn",
    "drawn_page",
    "iou",
    "page_of",
    "sample_pages",
    "stock_form",
    "write_picture",
    "written_page",
]

RESOURCES = Path(__file__).parents[1] / "resources"

_COLUMNS = (
    Column("No.", "number_in_book", 0.05),
    Column("Serial number", "serial_number", 0.16),
    Column("Type", "weapon_type", 0.14),
    Column("Make", "make", 0.13),
    Column("Model", "model", 0.14),
    Column("Calibre", "calibre", 0.11),
    Column("Country", "country", 0.15),
    Column("Remarks", "remarks", 0.12),
    Column("Year", "year", 0.07),
    Column("Marking", "marking", 0.14),
    Column("Rack", "rack_number", 0.07),
    Column("Place", "place", 0.1),
)


def stock_form(columns: int = 8, script: str = "typed") -> LedgerForm:
    """A ruled stock register with two to twelve columns; the second holds the serial number."""
    return LedgerForm("Stock register", _COLUMNS[:columns], script=script)


def drawn_page(
    seed: int,
    *,
    skew: float = 0.0,
    dpi: float = 300.0,
    rows: int = 25,
    columns: int = 8,
    face: str = "typed",
    form: LedgerForm | None = None,
    layout: Layout | None = None,
    blank_rows: int = 0,
    habits: Habits | None = None,
    paper: Paper | None = None,
    pens: Pens | None = None,
    camera: Camera | None = None,
) -> DrawnPage:
    """An A4 page with `rows` entries and `blank_rows` ruled rows below; grey unless `camera` says otherwise.

    `face` is "typed", "handwritten" or the name of a typeface; `skew` in degrees, positive where the writing falls to
    the right.
    """
    script = "typed" if face == "typed" else "handwritten"
    form = form or stock_form(columns, script)
    rng = np.random.default_rng(seed)
    spec = PageSpec(
        form,
        fill_page(form, rows, rng, habits or Habits()),
        title="ARMOURY STOCK REGISTER",
        folio=str(seed % 200 + 1),
        ruled_rows=rows + blank_rows,
    )
    return drawn(
        spec, seed, skew=skew, dpi=dpi, face=face, layout=layout, paper=paper, pens=pens, camera=camera
    )


def drawn(
    spec: PageSpec,
    seed: int = 1,
    *,
    skew: float = 0.0,
    dpi: float = 300.0,
    face: str = "typed",
    layout: Layout | None = None,
    paper: Paper | None = None,
    pens: Pens | None = None,
    camera: Camera | None = None,
) -> DrawnPage:
    """A page whose every cell the test has written."""
    camera = replace(camera or Camera(), skew_degrees=skew) if skew or camera is None else camera
    look = Look(face, paper or Paper(), pens or Pens(), camera)
    return draw_page(spec, look, seed=seed, layout=layout or Layout(), dpi=dpi)


def page_of(
    form: LedgerForm, rows: Sequence[Sequence[str]], *, struck: Sequence[int] = (), ruled_rows: int = 0
) -> PageSpec:
    """Rows of texts as a page: a text that is one of the form's ditto marks repeats the cell above.

    `struck` counts rows from 1.
    """
    entries: list[Entry] = []
    above = ("",) * len(form.columns)
    for number, texts in enumerate(rows, start=1):
        cells = tuple(
            ditto(text, over) if text in form.ditto else read(text)
            for text, over in zip(texts, above, strict=True)
        )
        entries.append(Entry(cells, struck=number in struck))
        above = tuple(cell.text for cell in cells)
    return PageSpec(form, tuple(entries), title="ARMOURY STOCK REGISTER", folio="1", ruled_rows=ruled_rows)


def write_picture(page: DrawnPage, path: Path, *, quality: int = 90) -> Path:
    """Write the page as its suffix says (.png, .jpg, .tif, .bmp, .webp)."""
    path.write_bytes(packed(page.pixels, path.suffix, quality))
    return path


def written_page(
    folder: Path, seed: int = 1, name: str = "page.png", *, rows: int = 8, dpi: float = 200.0
) -> Path:
    """A small typed page as a file; its truth stands beside it (`PageTruth.from_json`) under the suffix .json."""
    page = drawn_page(seed, rows=rows, dpi=dpi)
    path = write_picture(page, folder / name)
    path.with_suffix(".json").write_text(page.truth.to_json(), encoding="utf-8")
    return path


@dataclass(frozen=True)
class SamplePage:
    """One picture of the bundled sample ledger."""

    path: Path
    form: LedgerForm
    truth: PageTruth


def sample_pages() -> tuple[SamplePage, ...]:
    """The bundled sample ledger, page by page, in the order of its books."""
    folder = RESOURCES / "samples"
    listed = tomllib.loads((folder / "samples.toml").read_text(encoding="utf-8"))
    found = []
    for book in listed["books"]:
        form = load_form(RESOURCES / "forms" / f"{book['form']}.toml")
        for name in book["pages"]:
            path = folder / name
            truth = PageTruth.from_json(path.with_suffix(".json").read_text(encoding="utf-8"))
            found.append(SamplePage(path, form, truth))
    return tuple(found)
