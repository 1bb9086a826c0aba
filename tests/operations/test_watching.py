"""A watched folder: whole pictures only, nothing twice, nothing moved."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from db.errors import Cancelled, Expected
from db.model import Ledger
from desktop.capture.watch import Seen
from desktop.operations import importing, rescans, watching
from desktop.operations.session import Session
from desktop.operations.views import Arrival
from tests.operations.conftest import Draw
from tests.operations.test_scanning import OTHERS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "from the phone"
    made.mkdir()
    return made


def test_a_picture_comes_in_when_it_has_stopped_growing(
    session: Session, book: Ledger, folder: Path, draw: Draw
) -> None:
    whole = draw("page.png").read_bytes()
    (folder / "1.png").write_bytes(whole[: len(whole) // 2])
    first = watching.watch(session, book.id, folder, Seen())
    (folder / "1.png").write_bytes(whole)
    second = watching.watch(session, book.id, folder, first.seen)
    assert (first.outcomes, second.outcomes) == ((), ())
    third = watching.watch(session, book.id, folder, second.seen)
    assert [one.arrival for one in third.outcomes] == [Arrival.IMPORTED]
    assert third.paths == (folder / "1.png",)
    fourth = watching.watch(session, book.id, folder, third.seen)
    assert fourth.outcomes == ()
    assert (folder / "1.png").read_bytes() == whole


def test_nothing_comes_in_twice_by_whatever_name_or_on_another_day(
    session: Session, book: Ledger, folder: Path, draw: Draw
) -> None:
    picture = draw("page.png")
    importing.import_pictures(session, book.id, [picture])
    for name in ("1.png", "copy of 1.png"):
        shutil.copy(picture, folder / name)
    seen = Seen()
    for _ in range(4):
        looked = watching.watch(session, book.id, folder, seen)
        seen = looked.seen
        assert looked.outcomes == ()
    assert len(rescans.current_pages(session, book.id)) == 1


def test_what_is_no_picture_or_half_written_is_left_alone(
    session: Session, book: Ledger, folder: Path, draw: Draw
) -> None:
    whole = draw("page.png").read_bytes()
    (folder / "1.png.part").write_bytes(whole)
    (folder / ".hidden.png").write_bytes(whole)
    (folder / "notes.txt").write_text("nothing")
    (folder / "empty.png").write_bytes(b"")
    seen = Seen()
    for _ in range(3):
        looked = watching.watch(session, book.id, folder, seen)
        seen = looked.seen
        assert looked.outcomes == ()


def test_a_broken_picture_is_said_once_and_tried_again_when_it_changes(
    session: Session, book: Ledger, folder: Path, draw: Draw
) -> None:
    whole = draw("page.png").read_bytes()
    (folder / "1.png").write_bytes(whole[:2000])
    seen = watching.watch(session, book.id, folder, Seen()).seen
    refused = watching.watch(session, book.id, folder, seen)
    assert [one.arrival for one in refused.outcomes] == [Arrival.REFUSED]
    silent = watching.watch(session, book.id, folder, refused.seen)
    assert silent.outcomes == ()
    (folder / "1.png").write_bytes(whole)
    again = watching.watch(session, book.id, folder, silent.seen)
    whole_now = watching.watch(session, book.id, folder, again.seen)
    assert [one.arrival for one in whole_now.outcomes] == [Arrival.IMPORTED]


def test_a_folder_that_vanishes_is_said_once_and_is_looked_for_until_it_is_back(
    session: Session, book: Ledger, folder: Path, draw: Draw
) -> None:
    shutil.copy(draw("page.png"), folder / "1.png")
    seen = watching.watch(session, book.id, folder, Seen()).seen
    folder.rename(folder.with_name("pulled out"))
    gone = watching.watch(session, book.id, folder, seen)
    still = watching.watch(session, book.id, folder, gone.seen)
    folder.with_name("pulled out").rename(folder)
    back = watching.watch(session, book.id, folder, still.seen)
    assert [one.problem.key if one.problem else "" for one in (gone, still, back)] == [
        "watched_folder_gone",
        "",
        "watched_folder_back",
    ]
    last = watching.watch(session, book.id, folder, back.seen)
    assert [one.arrival for one in last.outcomes] == [Arrival.IMPORTED]


def test_a_second_photograph_of_a_page_is_put_to_the_person(
    session: Session, book: Ledger, folder: Path, draw: Draw
) -> None:
    importing.import_pictures(session, book.id, [draw("page.png")])
    shutil.copy(draw("again.png", seed=7), folder / "2.png")
    seen = watching.watch(session, book.id, folder, Seen()).seen
    looked = watching.watch(session, book.id, folder, seen)
    assert [one.arrival for one in looked.outcomes] == [Arrival.LOOKS_LIKE]
    assert looked.paths == (folder / "2.png",)


def test_a_stop_between_two_pictures_loses_none(
    session: Session, book: Ledger, folder: Path, draw: Draw
) -> None:
    for at in range(2):
        shutil.copy(draw(f"{at}.png", OTHERS[at], seed=at + 1), folder / f"{at}.png")
    seen = watching.watch(session, book.id, folder, Seen()).seen

    def one_is_in() -> bool:
        return len(rescans.current_pages(session, book.id)) == 1

    with pytest.raises(Cancelled):
        watching.watch(session, book.id, folder, seen, cancel=one_is_in)
    looked = watching.watch(session, book.id, folder, seen)
    assert [one.arrival for one in looked.outcomes] == [Arrival.IMPORTED]
    assert len(rescans.current_pages(session, book.id)) == 2


def test_a_folder_that_is_none_is_refused_before_it_is_watched(tmp_path: Path) -> None:
    watching.check_folder(tmp_path)
    with pytest.raises(Expected) as refused:
        watching.check_folder(tmp_path / "none")
    assert refused.value.key == "watched_folder_missing"
