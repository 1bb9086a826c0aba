from __future__ import annotations

from pathlib import Path

import pytest

from db.errors import Expected
from desktop.capture.files import natural_order
from desktop.capture.load import Scan, scans, sources
from tests.capture.files import bar, encoded, page, pdf, write


def names(*paths: Path) -> list[str]:
    return [source.name for source in sources(paths)]


def test_page_2_comes_before_page_10(tmp_path: Path) -> None:
    for name in ("page 10.png", "page 2.png", "Page 1.png", "page 10a.png"):
        write(tmp_path / name, encoded(page(), "PNG"))
    assert names(tmp_path) == ["Page 1.png", "page 2.png", "page 10.png", "page 10a.png"]


def test_folders_in_a_folder_are_opened_in_order(tmp_path: Path) -> None:
    for folder in ("book 10", "book 9"):
        (tmp_path / folder).mkdir()
        for name in ("2.png", "1.png"):
            write(tmp_path / folder / name, encoded(page(), "PNG"))
    assert names(tmp_path) == ["book 9/1.png", "book 9/2.png", "book 10/1.png", "book 10/2.png"]


def test_natural_order_takes_no_other_script_for_a_number() -> None:
    assert min(["٢.png", "²", "1", "a"], key=natural_order) == "1"


def test_what_is_no_picture_by_name_or_content_is_left_out_of_a_folder(tmp_path: Path) -> None:
    write(tmp_path / "1", encoded(page(), "PNG"))
    write(tmp_path / "2.dat", pdf([bar()]))
    write(tmp_path / "truth.json", b"{}")
    write(tmp_path / "BMW list.txt", b"BMW list of vehicles, not a bitmap")
    write(tmp_path / "Thumbs.db", b"")
    write(tmp_path / ".hidden.png", encoded(page(), "PNG"))
    write(tmp_path / "3.jpg", b"this promises a page")
    assert names(tmp_path) == ["1", "2.dat", "3.jpg"]


def test_a_file_named_by_itself_is_always_given(tmp_path: Path) -> None:
    assert names(tmp_path / "gone.png", write(tmp_path / "note.txt", b"hello")) == ["gone.png", "note.txt"]


def test_a_folder_without_pictures_is_refused_in_words(tmp_path: Path) -> None:
    folder = tmp_path / "nothing here"
    folder.mkdir()
    (source,) = sources([folder])
    with pytest.raises(Expected) as refused:
        list(scans(source))
    assert refused.value.key == "folder_without_pictures"
    assert refused.value.values == {"name": "nothing here"}


def test_a_link_back_to_the_folder_does_not_go_round(tmp_path: Path) -> None:
    write(tmp_path / "1.png", encoded(page(), "PNG"))
    (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)
    assert names(tmp_path) == ["1.png"]


def test_a_folder_pulled_out_while_it_is_read_refuses_what_is_left(tmp_path: Path) -> None:
    for number in (1, 2):
        write(tmp_path / f"{number}.png", encoded(page(), "PNG"))
    first, second = sources([tmp_path])
    (scan,) = scans(first)
    assert isinstance(scan, Scan)
    second.path.unlink()
    with pytest.raises(Expected) as refused:
        list(scans(second))
    assert refused.value.key == "picture_missing"
