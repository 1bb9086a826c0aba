"""Options as real backends name them, from their documentation."""

from __future__ import annotations

import pytest

from desktop.capture.scanners.sane_options import arguments_for, capabilities_of, options_of
from desktop.capture.scanners.scanner import Colour, Paper, Size, Wanted

FUJITSU = """
    --source ADF Front|ADF Back|ADF Duplex [ADF Front]
    --mode Lineart|Halftone|Gray|Color [Lineart]
    --resolution 50..600dpi (in steps of 1) [600]
    -x 0..224.846mm (in steps of 0.0211639) [215.872]
    -y 0..863.489mm (in steps of 0.0211639) [279.364]
"""
EPSON = """
    --mode Lineart|Gray|Color [Lineart]
    --resolution 75|150|300|600|1200dpi [75]
    --source Flatbed|Automatic Document Feeder [Flatbed]
    --adf-mode Simplex|Duplex [inactive]
    -x 0..215.9mm [215.9]
    -y 0..297.18mm [297.18]
"""
BROTHER = """
    --mode Black & White|Gray[Error Diffusion]|True Gray|24bit Color[Fast]|24bit Color [24bit Color]
    --resolution 100|150|200|300|400|600|1200dpi [200]
    --source FlatBed|Automatic Document Feeder(left aligned)|Automatic Document Feeder(left aligned,Duplex) [FlatBed]
    -x 0..215.9mm (in steps of 0.0999908) [215.88]
    -y 0..355.6mm (in steps of 0.0999908) [355.567]
"""
GLASS_ONLY = """
    --mode Color|Gray|Lineart [Gray]
    --resolution 75|150|300|600dpi [75]
    -x 0..218mm [103]
    -y 0..299mm [76.21]
"""


def arguments(said: str, wanted: Wanted) -> str:
    return " ".join(arguments_for(options_of(said), wanted))


@pytest.mark.parametrize(
    ("said", "papers", "both"),
    [
        (FUJITSU, (Paper.FEEDER,), True),
        (EPSON, (Paper.GLASS, Paper.FEEDER), True),
        (BROTHER, (Paper.GLASS, Paper.FEEDER), True),
        (GLASS_ONLY, (Paper.GLASS,), False),
    ],
)
def test_places_of_the_paper_are_found_by_whatever_name(
    said: str, papers: tuple[Paper, ...], both: bool
) -> None:
    can = capabilities_of(options_of(said))
    assert (can.papers, can.both_sides) == (papers, both)
    assert can.colours == (Colour.GREY, Colour.COLOUR)
    assert 300 in can.resolutions


def test_one_side_is_never_the_back() -> None:
    assert "--source ADF Front" in arguments(FUJITSU, Wanted(Paper.FEEDER))


def test_both_sides_by_a_source_or_by_an_option_of_their_own() -> None:
    both = Wanted(Paper.FEEDER, both_sides=True)
    assert "--source ADF Duplex" in arguments(FUJITSU, both)
    assert "--source Automatic Document Feeder --adf-mode=Duplex" in arguments(EPSON, both)
    assert "Duplex)" in arguments(BROTHER, both)
    assert "--adf-mode=Simplex" in arguments(EPSON, Wanted(Paper.FEEDER))


def test_the_plain_mode_is_chosen_before_a_fast_or_dithered_one() -> None:
    assert "--mode True Gray" in arguments(BROTHER, Wanted(colour=Colour.GREY))
    assert "--mode 24bit Color --" in arguments(BROTHER, Wanted(colour=Colour.COLOUR))


def test_a_resolution_that_is_not_offered_becomes_the_next_higher_one() -> None:
    assert "--resolution 300" in arguments(EPSON, Wanted(dpi=200))
    assert "--resolution 1200" in arguments(EPSON, Wanted(dpi=2400))


def test_no_more_is_asked_for_than_the_glass_is_large() -> None:
    assert "-x 218 -y 299" in arguments(GLASS_ONLY, Wanted(size=Size.A3))
    assert "-x 210 -y 297" in arguments(GLASS_ONLY, Wanted(size=Size.A4))
    assert "-x 218 -y 299" in arguments(GLASS_ONLY, Wanted(size=Size.WHOLE))
