"""A form is settled on one page of a book, tried on others, saved, and taken to another PC as a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from db.errors import Expected
from db.model import Ledger, Page, PageState
from desktop.fields.forms import Column, LedgerForm, load_form
from desktop.imaging import mesh as net
from desktop.operations import books, importing, page_setup, reading
from desktop.operations.session import Session
from tests.capture.files import encoded
from tests.ledgers import drawn, page_of, write_picture
from tests.operations.conftest import FORM

ROWS = tuple((str(at), f"00451{at:02}", "Mauser", "1941") for at in range(1, 7))


@pytest.fixture
def pictures(tmp_path: Path) -> Callable[[str, LedgerForm], Path]:
    """Draws a page on a form as a file."""

    def draw(name: str, form: LedgerForm = FORM) -> Path:
        wide = len(form.columns)
        rows = [tuple((row * 3)[:wide]) for row in ROWS]
        made = drawn(page_of(form, rows, ruled_rows=8), seed=len(name), dpi=120)
        return write_picture(made, tmp_path / f"{name}.png")

    return draw


def brought(session: Session, book: Ledger, *paths: Path) -> tuple[str, ...]:
    outcomes = importing.import_pictures(session, book.id, paths, all_new=True)
    return tuple(outcome.page_id for outcome in outcomes)


OTHER = LedgerForm(
    "Another book",
    tuple(Column(name, "text", width) for name, width in (("A", 0.4), ("B", 0.1), ("C", 0.1), ("D", 0.4))),
)
SHARES = (0.12, 0.25, 0.3, 0.16, 0.17)
FIVE = replace(
    FORM,
    columns=tuple(
        replace(column, width=share)
        for column, share in zip((*FORM.columns, Column("Place", "place")), SHARES, strict=True)
    ),
)


@pytest.fixture
def confirmed(session: Session, book: Ledger) -> Ledger:
    """A book whose form was confirmed on a page."""
    return page_setup.save_form(session, book.id, replace(FORM, measured=True)).ledger


def test_the_grid_that_the_books_form_finds_is_shown_with_the_form(
    session: Session, book: Ledger, pictures: Callable[..., Path]
) -> None:
    (page_id,) = brought(session, book, pictures("one"))
    found = page_setup.set_up_page(session, page_id)
    assert (found.mesh.columns, found.mesh.header, found.problem) == (4, 1, None)
    assert found.form == books.form_of(book)
    assert max(found.grey.shape) <= page_setup.SHOWN
    assert found.page is not None
    assert found.ledger == book


def test_a_page_that_does_not_fit_shows_its_own_columns_and_the_reason(
    session: Session, confirmed: Ledger, pictures: Callable[..., Path]
) -> None:
    (page_id,) = brought(session, confirmed, pictures("five", FIVE))
    found = page_setup.set_up_page(session, page_id)
    assert found.problem is not None
    assert found.problem.key == "other_columns"
    assert [column.name for column in found.form.columns] == ["No.", "Serial number", "Make", "Year", "1"]
    assert found.mesh.columns == 5


def test_a_page_with_nothing_on_it_offers_lines_to_be_moved(
    session: Session, book: Ledger, tmp_path: Path
) -> None:
    import numpy as np

    empty = tmp_path / "empty.png"
    empty.write_bytes(encoded(np.full((600, 400), 240, np.uint8), "PNG"))
    (page_id,) = brought(session, book, empty)
    found = page_setup.set_up_page(session, page_id)
    assert found.problem is not None
    assert (found.mesh.columns, found.mesh.bands) == (2, 1)
    assert len(found.form.columns) == 2


def test_a_form_is_begun_from_a_blank_printed_sheet_and_nothing_of_it_is_kept(
    session: Session, book: Ledger, tmp_path: Path
) -> None:
    blank = write_picture(drawn(page_of(FORM, [], ruled_rows=8), dpi=120), tmp_path / "our sheet.png")
    found = page_setup.set_up_sheet(blank)
    form = page_setup.form_on(found.form, found.mesh)
    assert form.name == "our sheet"
    assert [round(column.width, 2) for column in form.columns] == [0.15, 0.3, 0.35, 0.2]
    assert form.measured
    assert found.page is None
    assert reading.waiting(session, book.id) == ()


def test_a_confirmed_form_is_tried_on_other_pages_and_what_does_not_fit_says_why(
    session: Session, book: Ledger, pictures: Callable[..., Path]
) -> None:
    ids = brought(
        session, book, *(pictures(name) for name in ("one", "two.", "three")), pictures("other", OTHER)
    )
    found = page_setup.set_up_page(session, ids[0])
    form = page_setup.form_on(found.form, found.mesh)
    heard: list[str] = []
    trials = page_setup.try_form(
        session, book.id, form, apart_from=ids[0], report=lambda progress: heard.append(progress.what)
    )
    assert [trial.page.id for trial in trials] == list(ids[1:])
    assert [trial.fits for trial in trials] == [True, True, False]
    assert [trial.rows for trial in trials] == [8, 8, 0]
    assert trials[2].problems[0].key == "page_unlike_form"
    assert all(max(trial.grey.shape) <= page_setup.SMALL for trial in trials)
    assert heard == ["progress_trying"] * 3 + ["progress_tried"]
    spread = page_setup.try_form(session, book.id, form, most=2)
    assert [trial.page.id for trial in spread] == [ids[0], ids[3]]


def test_pages_that_did_not_fit_are_a_short_list_and_wait_once_the_form_is_saved(
    session: Session, confirmed: Ledger, pictures: Callable[..., Path]
) -> None:
    book = confirmed
    (page_id,) = brought(session, book, pictures("five", FIVE))
    assert reading.read_page(session, page_id).state is PageState.FAILED
    ((page, reason),) = page_setup.unfit_pages(session, book.id)
    assert (page.id, reason.key) == (page_id, "other_columns")
    found = page_setup.set_up_page(session, page_id)
    named = page_setup.with_column(found.form, 4, Column("Place", "place"))
    saved = page_setup.save_form(session, book.id, page_setup.form_on(named, found.mesh))
    assert saved.waiting == 1
    assert page_setup.unfit_pages(session, book.id) == ()
    assert [page.id for page in reading.waiting(session, book.id)] == [page_id]
    assert books.form_of(saved.ledger).columns[4].field == "place"


def test_a_column_under_which_something_was_read_keeps_its_name(
    session: Session, bring: Callable[..., Page], book: Ledger
) -> None:
    read = bring()
    form = books.form_of(book)
    renamed = page_setup.with_column(form, 0, replace(form.columns[0], name="Number"))
    with pytest.raises(Expected) as said:
        page_setup.save_form(session, book.id, renamed)
    assert (said.value.key, said.value.values["columns"]) == ("form_columns_in_use", form.columns[0].name)
    other = page_setup.with_column(form, 0, replace(form.columns[0], field="ignore"))
    assert books.form_of(page_setup.save_form(session, book.id, other).ledger).columns[0].field == "ignore"
    assert read.state is PageState.READ


def test_a_page_is_read_by_the_very_lines_that_a_person_drew(
    session: Session, book: Ledger, pictures: Callable[..., Path]
) -> None:
    from db.store import readings

    (page_id,) = brought(session, book, pictures("one"))
    found = page_setup.set_up_page(session, page_id)
    joined = net.line_removed(found.mesh, found.mesh.header + 1)
    with pytest.raises(Expected) as said:
        page_setup.read_as_set_up(session, page_id, net.side_removed(joined, 1))
    assert said.value.key == "mesh_other_columns"
    page = page_setup.read_as_set_up(session, page_id, joined)
    assert page.state is PageState.READ
    assert len(readings.rows(session.store, page_id)) == 7
    with pytest.raises(Expected) as again:
        page_setup.read_as_set_up(session, page_id, joined)
    assert again.value.key == "page_read_already"


def test_a_form_goes_to_another_pc_as_a_file_and_comes_back_equal(session: Session, tmp_path: Path) -> None:
    form = replace(FORM, measured=True, languages=("fra",), ditto=("do",), defaults=(("country", "Belgium"),))
    path = tmp_path / "form.toml"
    page_setup.export_form(form, path)
    assert load_form(path) == form
    with pytest.raises(Expected) as said:
        page_setup.export_form(form, tmp_path / "nowhere" / "form.toml")
    assert said.value.key == "out_not_writable"


def test_forms_of_the_registers_books_are_offered_beside_the_bundled_ones(
    session: Session, book: Ledger
) -> None:
    own = replace(FORM, name="Ours", measured=True)
    books.new_book(session, "Volume 2", own)
    titles = [title for title, _ in books.known_forms(session)]
    assert titles[: len(books.forms(session))] == [title for title, _ in books.forms(session)]
    assert titles[-2:] == ["Volume 2", book.title]


def test_columns_are_added_and_removed_and_the_anchor_follows_its_column() -> None:
    form = replace(FORM, anchor="No.")
    assert [c.name for c in page_setup.with_column_added(form, 1).columns] == [
        "No.",
        "1",
        "Serial number",
        "Make",
        "Year",
    ]
    assert len(page_setup.with_column_removed(form, 1).columns) == 3
    assert page_setup.with_column(form, 0, Column("Nr", "number_in_book")).anchor == "Nr"
