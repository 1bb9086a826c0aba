"""What every way to a scanner keeps to: SANE's program, WIA's objects and NAPS2's console, each with its stand-in."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from db.errors import Cancelled, Exit, Expected
from desktop.capture.scanners.installed import TwoWays, installed_scanner
from desktop.capture.scanners.naps2 import Naps2Scanner
from desktop.capture.scanners.sane import SaneScanner
from desktop.capture.scanners.scanner import Colour, NoScanner, Paper, Scanner, Size, Wanted
from desktop.capture.scanners.wia import WiaScanner
from tests.capture.scanners.plans import SILENT_SECONDS, Plan, program

Made = Callable[[Plan], Scanner]
FEEDER = Wanted(Paper.FEEDER)


def never() -> bool:
    return False


def unheard(page: int, share: float) -> None:
    """Nobody looks on."""


@pytest.fixture(params=["sane", "wia", "naps2"])
def made(request: pytest.FixtureRequest, tmp_path: Path) -> Made:
    ways = {"sane": SaneScanner, "wia": WiaScanner, "naps2": Naps2Scanner}

    def make(plan: Plan) -> Scanner:
        scanner: Scanner = ways[request.param](program(request.param, plan, tmp_path), SILENT_SECONDS)
        return scanner

    return make


@pytest.fixture
def pile(tmp_path: Path) -> tuple[str, ...]:
    """Ten pictures; what is in them matters to nobody here."""
    folder = tmp_path / "pile"
    folder.mkdir()
    for number in range(1, 11):
        (folder / f"{number}.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes([number]) * 2000)
    return tuple(str(folder / f"{number}.png") for number in range(1, 11))


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "scanned é"
    folder.mkdir()
    return folder


def delivered(
    scanner: Scanner, out: Path, wanted: Wanted = FEEDER, take: bool = True
) -> tuple[list[bytes], str]:
    """The pages that came, and the key that the scan ended with; "" for the end of the paper."""
    (device,) = scanner.devices(never)
    came = []
    try:
        for path in scanner.scan(device.id, wanted, out, unheard, never):
            came.append(path.read_bytes())
            if take:
                path.unlink()
    except Expected as ended:
        return came, ended.key
    return came, ""


def test_a_scanner_is_listed_by_its_name(made: Made) -> None:
    (device,) = made(Plan()).devices(never)
    assert device.name.startswith("Noname frontend-tester")


def test_a_scanner_says_what_it_can_do(made: Made) -> None:
    scanner = made(Plan())
    (device,) = scanner.devices(never)
    can = scanner.capabilities(device.id, never)
    assert can.papers == (Paper.GLASS, Paper.FEEDER)
    assert can.both_sides
    assert can.colours == (Colour.GREY, Colour.COLOUR)
    assert 300 in can.resolutions


def test_the_end_of_the_paper_is_no_error(made: Made, pile: tuple[str, ...], out: Path) -> None:
    came, ended = delivered(made(Plan(pile)), out)
    assert came == [Path(page).read_bytes() for page in pile]
    assert ended == ""


def test_an_empty_feeder_is_said_to_be_empty(made: Made, out: Path) -> None:
    assert delivered(made(Plan()), out) == ([], "scanner_empty")


@pytest.mark.parametrize(
    ("then", "key"),
    [
        ("jam", "scanner_jammed"),
        ("open", "scanner_open"),
        ("busy", "scanner_busy"),
        ("vanish", "scanner_vanished"),
        ("crash", "scanner_failed"),
    ],
)
def test_what_stops_a_scanner_is_said_after_the_pages_that_came_before(
    made: Made, pile: tuple[str, ...], out: Path, then: str, key: str
) -> None:
    came, ended = delivered(made(Plan(pile[:4], then)), out)
    assert came == [Path(page).read_bytes() for page in pile[:4]] or (
        key == "scanner_failed" and len(came) == 4
    )
    assert ended == key or (then == "crash" and ended == "")


def test_a_scanner_that_says_nothing_is_given_up(made: Made, pile: tuple[str, ...], out: Path) -> None:
    _, ended = delivered(made(Plan(pile[:2], "silent")), out)
    assert ended == "scanner_silent"


def test_the_glass_gives_one_page(made: Made, pile: tuple[str, ...], out: Path) -> None:
    came, ended = delivered(made(Plan(pile)), out, Wanted(Paper.GLASS))
    assert came == [Path(pile[0]).read_bytes()]
    assert ended == ""


def test_a_person_stops_a_scanner_that_hangs(made: Made, pile: tuple[str, ...], out: Path) -> None:
    scanner = made(Plan(pile[:1], "silent"))
    (device,) = scanner.devices(never)
    asked = 0

    def cancel() -> bool:
        nonlocal asked
        asked += 1
        return asked > 20

    with pytest.raises(Cancelled):
        list(scanner.scan(device.id, FEEDER, out, unheard, cancel))


def test_both_sides_resolution_colour_and_size_reach_the_scanner(
    made: Made, pile: tuple[str, ...], out: Path, tmp_path: Path
) -> None:
    heard = tmp_path / "asked.json"
    wanted = Wanted(Paper.FEEDER, both_sides=True, dpi=300, colour=Colour.GREY, size=Size.A4)
    delivered(made(Plan(pile[:2], heard=str(heard))), out, wanted)
    asked = json.loads(heard.read_text(encoding="utf-8"))
    words = " ".join(asked).lower()
    assert "duplex" in words or '"both_sides": true' in words
    assert "300" in words
    assert "gray" in words or "grey" in words
    assert "a4" in words or "-x 210 -y 297" in words


@pytest.mark.parametrize("made", ["sane", "wia"], indirect=True)
def test_at_most_two_pages_lie_about_that_nobody_took_yet(
    made: Made, pile: tuple[str, ...], out: Path
) -> None:
    scanner = made(Plan(pile))
    (device,) = scanner.devices(never)
    most = 0
    for path in scanner.scan(device.id, FEEDER, out, unheard, never):
        most = max(most, len(list(out.glob("*.png"))))
        path.unlink()
    assert 1 <= most <= 2


def test_a_program_that_is_not_installed_is_named() -> None:
    with pytest.raises(Expected) as refused:
        SaneScanner(["no-such-scanimage"]).devices(never)
    assert refused.value.key == "scanner_program_missing"
    assert refused.value.exit_code is Exit.MISSING_PART
    assert refused.value.values["name"] == "no-such-scanimage"


def test_a_pc_without_any_says_so() -> None:
    scanner = installed_scanner({"PATH": ""}, "linux")
    assert isinstance(scanner, NoScanner)
    assert scanner.devices(never) == ()
    with pytest.raises(Expected) as refused:
        scanner.capabilities("any", never)
    assert refused.value.key == "scanner_none"


def test_windows_has_wia_and_beside_it_an_installed_naps2(tmp_path: Path) -> None:
    assert isinstance(installed_scanner({"PATH": ""}, "win32"), WiaScanner)
    console = tmp_path / "NAPS2" / "NAPS2.Console.exe"
    console.parent.mkdir()
    console.write_bytes(b"MZ")
    assert isinstance(installed_scanner({"PATH": "", "PROGRAMFILES": str(tmp_path)}, "win32"), TwoWays)


def test_of_two_ways_each_scanner_is_asked_by_its_own(
    pile: tuple[str, ...], out: Path, tmp_path: Path
) -> None:
    first = WiaScanner(program("wia", Plan(pile[:3]), tmp_path), SILENT_SECONDS)
    second = Naps2Scanner(program("naps2", Plan(pile[5:7]), tmp_path), SILENT_SECONDS)
    both = TwoWays(first, second)
    wia, twain = both.devices(never)
    assert twain.id.startswith("twain:")
    assert len(list(both.scan(wia.id, FEEDER, out, unheard, never))) == 3
    other = tmp_path / "other"
    other.mkdir()
    assert len(list(both.scan(twain.id, FEEDER, other, unheard, never))) == 2


def test_a_way_that_is_missing_leaves_the_scanners_of_the_other(tmp_path: Path) -> None:
    both = TwoWays(SaneScanner(["no-such-program"]), Naps2Scanner(program("naps2", Plan(), tmp_path)))
    assert len(both.devices(never)) == 1
