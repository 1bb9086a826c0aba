"""What goes wrong on the way in is said page by page; the rest goes on, nothing is lost, nothing comes in twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from db.errors import Cancelled
from db.model import Ledger, PageState
from desktop.capture.load import Refused, scans
from desktop.cli.register import outcome_json
from desktop.operations import importing, page_setup, pictures, reading, rescans
from desktop.operations.session import Session
from desktop.operations.views import Arrival
from desktop.operations.work import Progress
from tests.capture.files import encoded, pdf
from tests.engines import ScriptedEngine, guess
from tests.imaging.drawing import Sheet
from tests.imaging.drawing import draw as draw_sheet
from tests.ledgers import drawn, page_of
from tests.operations.conftest import FORM, SwappableTools

PAGES = 12
BROKEN = frozenset({2, 5, 11})  # from 0


@pytest.fixture
def book_in_a_file(tmp_path: Path) -> Path:
    """A PDF of small pages of which three are broken."""
    contents = [f"0 0 0 rg {10 + 4 * at} 20 60 30 re f".encode() for at in range(PAGES)]
    path = tmp_path / "book.pdf"
    path.write_bytes(pdf(contents, broken=BROKEN))
    return path


def after(session: Session, book: Ledger, pages: int) -> Callable[[], bool]:
    """Stop when so many pages are in."""
    return lambda: len(rescans.current_pages(session, book.id)) >= pages


def test_broken_pages_of_a_pdf_are_said_one_by_one_and_the_others_come_in_once(
    session: Session, book: Ledger, book_in_a_file: Path
) -> None:
    first = importing.import_pictures(session, book.id, [book_in_a_file], all_new=True)
    again = importing.import_pictures(session, book.id, [book_in_a_file], all_new=True)
    refused = [f"book.pdf#{number + 1}" for number in sorted(BROKEN)]
    for outcomes, good in ((first, Arrival.IMPORTED), (again, Arrival.ALREADY_IN)):
        assert [one.source for one in outcomes if one.arrival is Arrival.REFUSED] == refused
        assert sum(one.arrival is good for one in outcomes) == PAGES - len(BROKEN)
    assert [one.problem.key for one in importing.refused(first) if one.problem] == ["pdf_page_broken"] * 3
    assert len(rescans.current_pages(session, book.id)) == PAGES - len(BROKEN)


def test_the_progress_of_a_pdf_counts_its_pages(session: Session, book: Ledger, book_in_a_file: Path) -> None:
    heard: list[Progress] = []
    importing.import_pictures(session, book.id, [book_in_a_file], heard.append, all_new=True)
    named = [dict(one.values)["name"] for one in heard if one.what == "progress_importing"]
    assert named == ["book.pdf", *(f"book.pdf#{number}" for number in range(2, PAGES + 1))]


@pytest.mark.parametrize("stopped_after", [1, 4, PAGES - len(BROKEN) - 1])
def test_an_import_that_was_stopped_at_any_page_goes_on_where_it_was(
    session: Session, book: Ledger, book_in_a_file: Path, stopped_after: int
) -> None:
    with pytest.raises(Cancelled):
        importing.import_pictures(
            session, book.id, [book_in_a_file], cancel=after(session, book, stopped_after), all_new=True
        )
    assert len(rescans.current_pages(session, book.id)) == stopped_after
    went_on = importing.import_pictures(session, book.id, [book_in_a_file], all_new=True)
    arrivals = [one.arrival for one in went_on if one.arrival is not Arrival.REFUSED]
    rest = PAGES - len(BROKEN) - stopped_after
    assert arrivals == [Arrival.ALREADY_IN] * stopped_after + [Arrival.IMPORTED] * rest
    sources = [page.source for page in rescans.current_pages(session, book.id)]
    assert sources == [f"book.pdf#{at + 1}" for at in range(PAGES) if at not in BROKEN]


def test_a_folder_that_is_pulled_out_while_it_is_read_loses_nothing(
    session: Session, book: Ledger, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    for at in range(4):
        pixels = np.full((400, 300), 255, np.uint8)
        pixels[20 + 40 * at : 50 + 40 * at, 40:140] = 0
        (stick / f"{at}.png").write_bytes(encoded(pixels, "PNG"))

    def pull(progress: Progress) -> None:
        if progress.done == 2 and stick.exists():
            stick.rename(tmp_path / "pulled")

    outcomes = importing.import_pictures(session, book.id, [stick], pull, all_new=True)
    assert [one.arrival for one in outcomes] == [Arrival.IMPORTED] * 2 + [Arrival.REFUSED] * 2
    assert [one.problem.key for one in outcomes[2:] if one.problem] == ["picture_missing"] * 2
    (tmp_path / "pulled").rename(stick)
    again = importing.import_pictures(session, book.id, [stick], all_new=True)
    assert [one.arrival for one in again] == [Arrival.ALREADY_IN] * 2 + [Arrival.IMPORTED] * 2


def test_pages_that_are_none_of_the_book_are_said_one_by_one_and_those_that_are_go_on(
    session: Session, book: Ledger, tmp_path: Path
) -> None:
    form = replace(FORM, measured=True)
    page_setup.save_form(session, book.id, form)
    other = replace(
        FORM,
        columns=tuple(
            replace(column, width=width)
            for column, width in zip(FORM.columns, (0.4, 0.1, 0.1, 0.4), strict=True)
        ),
    )
    good, strange = (drawn(page_of(each, [], ruled_rows=8), dpi=120).pixels for each in (FORM, other))
    desk = np.random.default_rng(1).integers(60, 140, (900, 1200, 3)).astype(np.uint8)
    desk[200:700, 300:420] = (150, 40, 30)  # something lies on it
    letter = np.full((900, 700), 240, np.uint8)
    for line in range(60, 840, 40):
        letter[line : line + 12, 60 : 400 + 7 * line % 230 : 3] = 60
    pictures = {
        "1 good": good,
        "2 another book": strange,
        "3 two tables": np.concatenate([good, good], axis=1),
        "4 a desk": desk,
        "5 a letter": letter,
        "6 on its head": np.ascontiguousarray(np.rot90(good, 2)),
        "7 good": np.ascontiguousarray(good[:, 4:]),
    }
    for name, pixels in pictures.items():
        (tmp_path / f"{name}.png").write_bytes(encoded(pixels, "PNG"))
    outcomes = importing.import_pictures(session, book.id, [tmp_path], all_new=True)
    assert [one.arrival for one in outcomes] == [Arrival.IMPORTED] * len(pictures)
    read = {page.source[0]: reading.read_page(session, page.id) for page in reading.waiting(session, book.id)}
    assert {at for at, page in read.items() if page.state is PageState.READ} >= {"1", "7"}
    reasons = {page.source[0]: reason.key for page, reason in page_setup.unfit_pages(session, book.id)}
    assert set(reasons) >= {"2", "3", "4", "5"}
    assert reasons["2"] == "page_unlike_form"
    assert reasons["3"] == "other_columns"
    assert reasons["4"] == reasons["5"] == "no_table"


def test_a_pdf_of_five_hundred_pages_with_three_broken_ones_is_listed_whole(tmp_path: Path) -> None:
    broken = frozenset({3, 250, 499})
    contents = [f"0 0 0 rg {2 + at % 50} 20 6 3 re f".encode() for at in range(500)]
    path = tmp_path / "book.pdf"
    path.write_bytes(pdf(contents, broken=broken, media="0 0 60 60"))
    came = [(arrived.frame, isinstance(arrived, Refused)) for arrived in scans(path, keep=False)]
    assert [frame for frame, _ in came] == list(range(1, 501))
    assert {frame - 1 for frame, refused in came if refused} == broken


def test_blank_pages_come_in_each_and_are_said_to_have_no_table(
    session: Session, book: Ledger, tmp_path: Path
) -> None:
    for at in range(2):  # two sheets of one pile: no two scans are the same to the bit
        pixels = np.full((900, 700), 250, np.uint8)
        pixels[at, 0] = 249
        (tmp_path / f"blank {at}.png").write_bytes(encoded(pixels, "PNG"))
    paths = sorted(tmp_path.glob("blank *.png"))
    outcomes = importing.import_pictures(session, book.id, paths)
    assert [one.arrival for one in outcomes] == [Arrival.IMPORTED] * 2
    read = [reading.read_page(session, one.page_id) for one in outcomes]
    assert [page.state for page in read] == [PageState.FAILED] * 2


def test_everything_that_is_wrong_with_a_picture_is_said_at_once(
    session: Session, book: Ledger, tmp_path: Path
) -> None:
    sheet = np.rot90(draw_sheet(Sheet(seed=22, dpi=200)).picture, 2)
    path = tmp_path / "cut on its head.png"
    path.write_bytes(encoded(np.ascontiguousarray(sheet[:, :1300]), "PNG"))
    (outcome,) = importing.import_pictures(session, book.id, [path])
    assert [problem.key for problem in outcome.problems] == ["on_its_head", "cut_right"]
    assert outcome_json(outcome)["said"] == (
        "This page seems to stand on its head. Turn it round and take it again. If it is upright, read it from its "
        "page set-up. The table is cut off at the right edge of this picture. Take it again with the whole page on it."
    )


def test_of_a_picture_too_blurred_to_show_a_table_the_blur_is_said_first(
    session: Session, book: Ledger, tmp_path: Path
) -> None:
    sheet = cv2.GaussianBlur(draw_sheet(Sheet(seed=22, dpi=200)).picture, (0, 0), 7.0)
    path = tmp_path / "blurred.png"
    path.write_bytes(encoded(np.asarray(sheet, np.uint8), "PNG"))
    (outcome,) = importing.import_pictures(session, book.id, [path])
    failed = reading.read_page(session, outcome.page_id)
    assert [reading.problem_of(text).key for text in failed.problems] == ["blurred", "no_table"]


@pytest.mark.parametrize(("turns", "key"), [(2, "on_its_head"), (1, "on_its_side")])
def test_a_page_that_lies_the_wrong_way_is_said_to_at_once_and_is_not_read(
    session: Session, book: Ledger, tmp_path: Path, turns: int, key: str
) -> None:
    sheet = draw_sheet(Sheet(seed=21, dpi=200)).picture
    path = tmp_path / "turned.png"
    path.write_bytes(encoded(np.ascontiguousarray(np.rot90(sheet, turns)), "PNG"))
    (outcome,) = importing.import_pictures(session, book.id, [path])
    assert outcome.problem is not None
    assert outcome.problem.key == key
    for _ in range(2):  # trying again changes nothing of how it lies
        assert reading.read_page(session, outcome.page_id).state is PageState.FAILED
        assert [reason.key for _, reason in page_setup.unfit_pages(session, book.id)] == [key]
        reading.read_again(session, outcome.page_id)


@pytest.mark.parametrize(("turns", "key"), [(2, "on_its_head"), (1, "on_its_side"), (0, "")])
def test_without_a_register_too_a_page_that_lies_the_wrong_way_is_said_to(
    tools: SwappableTools, tmp_path: Path, turns: int, key: str
) -> None:
    sheet = draw_sheet(Sheet(seed=21, dpi=200)).picture
    path = tmp_path / "turned.png"
    path.write_bytes(encoded(np.ascontiguousarray(np.rot90(sheet, turns)), "PNG"))
    tools.swap.engine = ScriptedEngine(lambda crop, hint: guess("7", 0.1), "field-reader")
    (read,) = pictures.read_pictures(tools, [path], FORM)
    said = read.error.key if read.error else ""
    assert said == key if key else said not in reading.WRONG_WAY
