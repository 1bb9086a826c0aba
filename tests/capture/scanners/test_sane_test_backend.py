"""SANE's own `scanimage` with SANE's `test` backend: a scanner made of software, with a feeder of ten sheets."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from db.errors import Cancelled, Expected
from desktop.capture.scanners.sane import SaneScanner
from desktop.capture.scanners.scanner import Colour, Paper, Size, Wanted

pytestmark = pytest.mark.skipif(
    shutil.which("scanimage") is None,
    reason="scanimage is not installed here (Debian and Ubuntu: apt install sane-utils)",
)
FEEDER = Wanted(Paper.FEEDER, dpi=75, colour=Colour.GREY)


def never() -> bool:
    return False


@pytest.fixture
def configured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A configuration of SANE with the test backend alone; lines written to `test.conf` there set it."""
    folder = tmp_path / "sane"
    folder.mkdir()
    (folder / "dll.conf").write_text("test\n")
    set_to(folder)
    monkeypatch.setenv("SANE_CONFIG_DIR", str(folder))
    return folder


def set_to(folder: Path, *lines: str) -> None:
    (folder / "test.conf").write_text("\n".join(("number_of_devices 1", *lines)) + "\n")


def scan(
    out: Path, wanted: Wanted = FEEDER, scanner: SaneScanner | None = None
) -> tuple[list[Path], list[tuple[int, float]], str]:
    """The pages, what was heard of their progress, and the key that the scan ended with."""
    pages: list[Path] = []
    heard: list[tuple[int, float]] = []
    way = scanner or SaneScanner()
    try:
        pages.extend(way.scan("test:0", wanted, out, lambda page, share: heard.append((page, share)), never))
    except Expected as ended:
        return sorted(out.glob("page-*.png")), heard, ended.key
    return pages, heard, ""


@pytest.mark.usefixtures("configured")
def test_the_test_scanner_is_listed_and_says_what_it_can_do() -> None:
    (device,) = SaneScanner().devices(never)
    assert (device.id, device.name) == ("test:0", "Noname frontend-tester")
    can = SaneScanner().capabilities("test:0", never)
    assert can.papers == (Paper.GLASS, Paper.FEEDER)
    assert (can.both_sides, can.largest_mm) == (False, (200.0, 200.0))
    assert can.resolutions == (150, 200, 300, 400, 600)


@pytest.mark.usefixtures("configured")
def test_a_feeder_of_ten_gives_ten_pages_and_then_ends_in_peace(tmp_path: Path) -> None:
    pages, heard, ended = scan(tmp_path)
    assert [page.name for page in pages] == [f"page-{number:04d}.png" for number in range(1, 11)]
    assert ended == ""
    assert {page for page, _ in heard} >= set(range(1, 11))
    assert all(0 <= share <= 1 for _, share in heard)


@pytest.mark.usefixtures("configured")
def test_the_glass_gives_the_whole_glass_in_the_resolution_that_was_asked_for(tmp_path: Path) -> None:
    from PIL import Image

    pages, _, ended = scan(tmp_path, Wanted(Paper.GLASS, dpi=150, colour=Colour.COLOUR, size=Size.WHOLE))
    assert (len(pages), ended) == (1, "")
    with Image.open(pages[0]) as picture:
        assert picture.mode == "RGB"
        assert [abs(side - 200 / 25.4 * 150) < 2 for side in picture.size] == [True, True]
        assert round(picture.info["dpi"][0]) == 150


@pytest.mark.parametrize(
    ("status", "key"),
    [
        ("SANE_STATUS_JAMMED", "scanner_jammed"),
        ("SANE_STATUS_COVER_OPEN", "scanner_open"),
        ("SANE_STATUS_DEVICE_BUSY", "scanner_busy"),
        ("SANE_STATUS_NO_DOCS", "scanner_empty"),
        ("SANE_STATUS_IO_ERROR", "scanner_vanished"),
        ("SANE_STATUS_ACCESS_DENIED", "scanner_forbidden"),
    ],
)
def test_each_status_of_the_scanner_is_a_sentence_of_its_own(
    configured: Path, tmp_path: Path, status: str, key: str
) -> None:
    set_to(configured, f'read-status-code "{status}"')
    pages, _, ended = scan(tmp_path)
    assert (pages, ended) == ([], key)
    assert not list(tmp_path.glob("page-*.png"))


@pytest.mark.usefixtures("configured")
def test_a_scanner_that_is_not_there_has_vanished(tmp_path: Path) -> None:
    with pytest.raises(Expected) as refused:
        list(SaneScanner().scan("test:7", FEEDER, tmp_path, lambda *_: None, never))
    assert refused.value.key == "scanner_vanished"


def test_a_slow_scanner_is_waited_for_as_long_as_it_moves(configured: Path, tmp_path: Path) -> None:
    set_to(
        configured, "read-delay true", "read-delay-duration 200000", "read-limit true", "read-limit-size 8000"
    )
    # 60 000 bytes in pieces of 8000, each after 0.2 s: longer in all than the silence that is allowed.
    slow = SaneScanner(silent_seconds=1.0)
    pages, heard, ended = scan(tmp_path, Wanted(Paper.GLASS, dpi=75, colour=Colour.GREY), slow)
    assert (len(pages), ended) == (1, "")
    assert len(heard) > 3


def test_a_slow_scanner_can_be_stopped_in_the_middle_of_a_page(configured: Path, tmp_path: Path) -> None:
    set_to(
        configured, "read-delay true", "read-delay-duration 200000", "read-limit true", "read-limit-size 100"
    )
    moved: list[float] = []
    with pytest.raises(Cancelled):
        list(
            SaneScanner().scan(
                "test:0", FEEDER, tmp_path, lambda _page, share: moved.append(share), lambda: len(moved) > 3
            )
        )
    assert not list(tmp_path.glob("page-*.png"))
