"""How a page looks: its paper, its rules and pens, and how its picture was taken."""

from __future__ import annotations

from dataclasses import dataclass, field

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Paper:
    """The sheet and what time did to it; every figure from 0 (nothing) to 1 (as bad as it gets)."""

    colour: Colour = (245, 241, 230)
    age: float = 0.15  # browned edges, foxing
    stains: int = 0  # rings and blots
    show_through: float = 0.0  # the other side's writing
    holes: bool = False  # punched for a file


@dataclass(frozen=True, slots=True)
class Pens:
    """What rules and writes."""

    rule: Colour = (96, 112, 140)
    rule_mm: float = 0.22
    faint: float = 0.0  # 0: full ink, 1: no rule is left
    broken: float = 0.0  # share of the rules' length that is gone
    heading: Colour = (52, 52, 60)
    ink: Colour = (38, 40, 58)
    strike: Colour = (150, 40, 40)  # through struck entries
    size_mm: float = 0.0  # height of a capital, 0: as the row's height asks
    wear: float = 0.3  # of ribbon or pen: uneven strength
    touching: float = 0.0  # share of the cells whose writing stands on or over the rule below


@dataclass(frozen=True, slots=True)
class Camera:
    """How the picture was taken: on a scanner, or where `photograph` is true, by hand from above."""

    skew_degrees: float = 0.0  # positive where the writing falls to the right
    edge_mm: float = 0.0  # the dark beyond the sheet's edges that the scanner saw
    lid: int = 236  # grey of what lies behind the sheet
    photograph: bool = False
    tilt_degrees: tuple[float, float] = (0.0, 0.0)  # away at the top, away at the right: at most 25
    desk: Colour = (108, 82, 60)
    bound: bool = False  # the sheet lies in its book (photographs): cover, leaves below, the page before
    bend: float = 0.0  # of the paper towards the fold (spreads) or the middle: mm of rise
    light: float = 0.1  # unevenness
    shadow: float = 0.0  # of the hand and head
    blur_px: float = 0.5
    noise: float = 3.0  # grey levels
    bilevel: bool = False
    jpeg: int = 0  # quality, 0: not compressed
    grey: bool = True


@dataclass(frozen=True, slots=True)
class Look:
    """All of it, and a face for the entries: "typed", "handwritten" or a typeface's name."""

    face: str = "typed"
    paper: Paper = field(default=Paper())
    pens: Pens = field(default=Pens())
    camera: Camera = field(default=Camera())
