"""The bundled sample ledger is whole, and its command draws it again."""

import numpy as np
import pytest
from PIL import Image, ImageOps

from db.model import CellState
from desktop.fields.forms import load_form
from tests.ledgers import RESOURCES, SamplePage, sample_pages
from workshop.draw.samples import draw_sample
from workshop.draw.shelf import BOOKS

PAGES = sample_pages()


def test_the_sample_ledger_has_at_least_eight_pages() -> None:
    assert len(PAGES) >= 8


def test_the_sample_ledger_is_small_enough_to_ship() -> None:
    assert sum(page.path.stat().st_size for page in PAGES) <= 4_000_000


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path.stem)
def test_the_truth_of_a_sample_fits_its_picture_and_form(page: SamplePage) -> None:
    with Image.open(page.path) as picture:
        assert ImageOps.exif_transpose(picture).size == (page.truth.width, page.truth.height)
    for row in page.truth.rows:
        assert [cell.column for cell in row.cells] == [column.name for column in page.form.columns]
        for cell in row.cells:
            xs, ys = zip(*cell.quad, strict=True)
            assert min(xs) >= 0
            assert min(ys) >= 0
            assert max(xs) <= page.truth.width
            assert max(ys) <= page.truth.height


def test_the_sample_ledger_shows_what_ledgers_hold() -> None:
    rows = [row for page in PAGES for row in page.truth.rows]
    cells = [cell for row in rows for cell in row.cells]
    serials = {cell.as_written for cell in cells if cell.column == "Serial number"}
    assert any(row.struck for row in rows)
    assert any(row.quantity for row in rows)
    assert any(row.blank for row in rows)
    assert {'"', "do.", "idem"} <= {cell.as_written for cell in cells if cell.state is CellState.DITTO}
    assert any(serial.startswith("0") for serial in serials)
    assert any(serial[-1:].isalpha() and serial[:1].isdigit() for serial in serials)
    assert any("-" in serial for serial in serials)
    assert any(any("Ѐ" <= c <= "ӿ" for c in serial) for serial in serials)
    assert any(page.truth.photograph for page in PAGES)
    assert any(page.form.spread for page in PAGES)


def test_two_makes_share_a_serial_number() -> None:
    makes = {
        row.cells[2].text
        for page in PAGES
        if page.form.name == "Stock register, typed"
        for row in page.truth.rows
        if any(cell.as_written == "10452" for cell in row.cells)
    }
    assert len(makes) == 2


@pytest.mark.parametrize("place", range(len(PAGES)), ids=[page.path.stem for page in PAGES])
def test_the_command_draws_the_sample_ledger_again(place: int) -> None:
    shelf = [(book, number) for book in BOOKS for number in range(len(book.pages))]
    book, number = shelf[place]
    drawn = draw_sample(book, load_form(RESOURCES / "forms" / f"{book.form}.toml"), number)
    kept = PAGES[place]
    assert drawn.truth == kept.truth
    with Image.open(kept.path) as picture:
        upright = np.asarray(ImageOps.exif_transpose(picture))
    assert np.abs(upright.astype(int) - drawn.pixels).mean() < 6
