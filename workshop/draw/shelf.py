"""The bundled sample ledger: which books and pages it has."""

from __future__ import annotations

from dataclasses import dataclass, replace

from workshop.draw.entries import Habits
from workshop.draw.layout import A4_LANDSCAPE, SPREAD, Layout
from workshop.draw.look import Camera, Look, Paper, Pens

_BLUE, _BLACK = (34, 46, 104), (30, 30, 36)
_HAND = Layout(top_mm=26, header_mm=12, left_mm=14, right_mm=10, bottom_mm=22)


@dataclass(frozen=True, slots=True)
class Sample:
    """One picture of the sample ledger.

    `values` are (row, field, what is written there): what chance would not write. `struck` and `counted` are rows:
    crossed out, and made entries that count magazines instead of naming a weapon. `turned`: a telephone that was held
    upright wrote the picture lying on its side, and says so (EXIF orientation 6).
    """

    stem: str
    rows: int
    look: Look
    folio: str
    layout: Layout
    habits: Habits
    spare_rows: int = 0
    dpi: float = 200.0
    quality: int = 72
    stamp: str = ""
    total: tuple[str, ...] = ()
    values: tuple[tuple[int, str, str], ...] = ()
    struck: tuple[int, ...] = ()
    counted: tuple[int, ...] = ()
    turned: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """Pages on one form, in order; running numbers go on from page to page."""

    title: str
    heading: str
    form: str  # stem of a file in resources/forms
    seed: int
    first_number: int
    pages: tuple[Sample, ...]


_NEAT = Habits(blanks=0.03, struck=0.0, quantities=0.0, remarks=0.22, run=4)

BOOKS: tuple[Book, ...] = (
    Book(
        "Central armoury, stock register", "CENTRAL ARMOURY — STOCK REGISTER", "typed-stock-register", 11, 961,
        (
            Sample(
                "typed-clean", 24,
                Look("CourierPrime", Paper(age=0.05), Pens(wear=0.15), Camera(noise=1.2, light=0.04)),
                "41", A4_LANDSCAPE, replace(_NEAT, year=1976), dpi=240, struck=(13,),
                values=((3, "serial_number", "0004512"), (9, "serial_number", "10452"), (17, "serial_number", "NIL"),
                        (17, "remarks", "no number")),
            ),
            Sample(
                "typed-skewed", 22,
                Look("CourierPrime", Paper(age=0.2, show_through=0.5), Pens(wear=0.5),
                     Camera(skew_degrees=-2.3, edge_mm=5, lid=38, noise=2)),
                "42", A4_LANDSCAPE, replace(_NEAT, year=1978, mark="do."), spare_rows=2, stamp="CHECKED 14 MAR 1979",
                values=((6, "serial_number", "10452"), (11, "serial_number", "B0881O"), (14, "remarks", "ground off")),
            ),
            Sample(
                "typed-stained", 24,
                Look("SpecialElite", Paper(age=0.55, stains=3, holes=True), Pens(wear=0.35),
                     Camera(skew_degrees=0.7, light=0.25, noise=2, lid=225)),
                "43", A4_LANDSCAPE, replace(_NEAT, year=1979), struck=(20,), counted=(24,),
            ),
            Sample(
                "typed-faint", 23,
                Look("CourierPrime", Paper(colour=(240, 238, 232), age=0.1),
                     Pens(wear=0.85, faint=0.6, broken=0.18, rule=(120, 132, 150), ink=(70, 72, 92)),
                     Camera(skew_degrees=-0.5, noise=2.5)),
                "44", A4_LANDSCAPE, replace(_NEAT, year=1981), struck=(8, 15),
                total=("", "TOTAL", "", "", "", "", "21", "", ""),
            ),
        ),
    ),
    Book(
        "Depot B, stock register by hand", "DEPOT B — ARMS REGISTER", "handwritten-stock-register", 23, 157,
        (
            Sample(
                "hand-blue", 26,
                Look("Mansalva", Paper(age=0.25), Pens(ink=_BLUE, rule=(130, 140, 170), wear=0.4),
                     Camera(skew_degrees=0.6, noise=2)),
                "7", _HAND, replace(_NEAT, year=1983), spare_rows=2,
                values=((5, "serial_number", "illegible"),), struck=(19,),
            ),
            Sample(
                "hand-cyrillic", 25,
                Look("Caveat", Paper(age=0.4, stains=1), Pens(ink=_BLACK, wear=0.5, touching=0.15),
                     Camera(skew_degrees=-1.2, edge_mm=3, lid=44, noise=2)),
                "8", replace(_HAND, row_spread=0.03),
                replace(_NEAT, year=1986, mark="idem", dittos=0.6, cyrillic=True),
                spare_rows=3, stamp="INSPECTED 1987", struck=(14,),
            ),
            Sample(
                "hand-photo", 24,
                Look("Kalam", Paper(age=0.35), Pens(ink=_BLUE, wear=0.4),
                     Camera(photograph=True, grey=False, tilt_degrees=(13, -7), skew_degrees=1.5, bend=2.5, light=0.25,
                            shadow=0.45, noise=3, blur_px=0.7, bound=True)),
                "9", _HAND, replace(_NEAT, year=1988, dates="d-b-y"), spare_rows=3, turned=True, struck=(9,),
            ),
        ),
    ),
    Book(
        "Central armoury, movement book", "MOVEMENT OF ARMS", "movement-book", 31, 2043,
        (
            Sample(
                "movement-typed", 22,
                Look("SpecialElite", Paper(age=0.3, holes=True), Pens(wear=0.4),
                     Camera(skew_degrees=1.1, noise=2, edge_mm=2)),
                "103", A4_LANDSCAPE, replace(_NEAT, year=1980), spare_rows=1, struck=(7,),
            ),
            Sample(
                "movement-photo", 20,
                Look("CourierPrime", Paper(age=0.15), Pens(wear=0.3),
                     Camera(photograph=True, grey=False, tilt_degrees=(-6, 19), skew_degrees=-2, light=0.35, shadow=0.3,
                            noise=4, blur_px=0.8, desk=(122, 124, 120))),
                "104", A4_LANDSCAPE, replace(_NEAT, year=1980, mark="do."), spare_rows=2,
            ),
        ),
    ),
    Book(
        "Police training school, two-page register", "REGISTER OF FIREARMS", "spread-stock-register", 47, 511,
        (
            Sample(
                "spread-typed", 30,
                Look("CourierPrime", Paper(age=0.25), Pens(wear=0.35), Camera(bend=4, noise=2, light=0.15, lid=60)),
                "18", replace(SPREAD, gutter_after=5), replace(_NEAT, year=1991, run=3), spare_rows=2, struck=(12,),
            ),
        ),
    ),
    Book(
        "Depot B, ammunition and parts", "AMMUNITION, MAGAZINES AND PARTS", "quantity-register", 59, 93,
        (
            Sample(
                "quantity-typed", 26,
                Look("CourierPrime", Paper(age=0.2, stains=1), Pens(wear=0.45), Camera(skew_degrees=0.9, noise=2)),
                "5", Layout(double=True), replace(_NEAT, year=1984), stamp="STOCK TAKEN 30 NOV 1984", struck=(11,),
            ),
        ),
    ),
)  # fmt: skip
"""In the order in which they stand on the shelf."""
