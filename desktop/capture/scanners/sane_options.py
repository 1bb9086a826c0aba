"""What `scanimage -A` says of a scanner's options, and the options that say what is wanted.

Backends name the same things differently: `Flatbed` or `FB`, `ADF Front` or `Automatic Document Feeder(left aligned)`,
`Gray` or `True Gray`, both sides by a source, by `--adf-mode` or by `--duplex`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from desktop.capture.scanners.scanner import (
    USUAL_DPI,
    Capabilities,
    Colour,
    Paper,
    Wanted,
    area_mm,
    nearest_dpi,
)

_OPTION: Final = re.compile(r"^\s+(--?[A-Za-z][\w-]*)(?:\[=\((?P<switch>[^)]*)\)\]| (?P<value>.*))?$")
_RANGE: Final = re.compile(r"^(-?[\d.]+)\.\.(-?[\d.]+)(dpi|mm|pel)?")
_FEEDER: Final = re.compile(r"adf|feeder|automatic", re.IGNORECASE)
_BOTH: Final = re.compile(r"duplex|both", re.IGNORECASE)
_BACK: Final = re.compile(r"\bback\b|rear", re.IGNORECASE)
_GLASS: Final = re.compile(r"flatbed|glass|platen|^fb$", re.IGNORECASE)
_GREY: Final = re.compile(r"gr[ae]y", re.IGNORECASE)
_COLOUR: Final = re.compile(r"colou?r", re.IGNORECASE)
_POOR: Final = re.compile(r"fast|diffusion|halftone|lineart", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Option:
    """One option: its choices, or the range that its value lies in."""

    name: str
    choices: tuple[str, ...]
    least: float = 0.0
    most: float = 0.0


def options_of(said: str) -> dict[str, Option]:
    """The options by their names. What is not understood is left out."""
    found = {}
    for line in said.splitlines():
        match = _OPTION.match(line.rpartition(" [")[0] or line)  # without the value that it has now
        if match is None:
            continue
        name, text = match[1], match["switch"] or match["value"] or ""
        span = _RANGE.match(text)
        if span is not None:
            found[name] = Option(name, (), float(span[1]), float(span[2]))
        else:
            found[name] = Option(name, tuple(choice.strip() for choice in text.split("|") if choice.strip()))
    return found


def capabilities_of(options: Mapping[str, Option]) -> Capabilities:
    """What the options offer."""
    papers = tuple(paper for paper in Paper if source_for(options, Wanted(paper)) is not None)
    width, height = options.get("-x"), options.get("-y")
    colours = tuple(colour for colour in Colour if _mode(options, colour))
    return Capabilities(
        papers or (Paper.GLASS,),
        Paper.FEEDER in papers and bool(_both_sides(options)),
        colours or (Colour.GREY,),
        resolutions_of(options),
        (width.most, height.most) if width and height else (0.0, 0.0),
    )


def arguments_for(options: Mapping[str, Option], wanted: Wanted) -> list[str]:
    """Scanimage's arguments for what is wanted, as near as the scanner can. The source first: others hang on it."""
    arguments = []
    source = source_for(options, wanted)
    if source:
        arguments += ["--source", source]
    if wanted.both_sides and not _BOTH.search(source or ""):
        arguments += _both_sides(options)
    elif "--adf-mode" in options and wanted.paper is Paper.FEEDER:
        arguments += [
            f"--adf-mode={choice}" for choice in options["--adf-mode"].choices if choice == "Simplex"
        ]
    mode = _mode(options, wanted.colour) or _mode(options, Colour.GREY) or _mode(options, Colour.COLOUR)
    if mode:
        arguments += ["--mode", mode]
    if "--depth" in options and "8" in options["--depth"].choices:
        arguments += ["--depth", "8"]
    if "--resolution" in options:
        arguments += ["--resolution", str(nearest_dpi(wanted.dpi, resolutions_of(options)))]
    width, height = area_mm(wanted.size, capabilities_of(options).largest_mm)
    if "-x" in options and "-y" in options and width and height:
        arguments += ["-x", f"{width:g}", "-y", f"{height:g}"]
    return arguments


def source_for(options: Mapping[str, Option], wanted: Wanted) -> str | None:
    """The source to name: "" where the scanner has but one and does not name it, None where it has no such place."""
    choices = options["--source"].choices if "--source" in options else ()
    if not choices:
        return "" if wanted.paper is Paper.GLASS else None
    if wanted.paper is Paper.GLASS:
        return next((choice for choice in choices if _GLASS.search(choice)), None)
    feeders = [c for c in choices if (_FEEDER.search(c) or _BOTH.search(c)) and not _BACK.search(c)]
    feeders.sort(key=lambda choice: bool(_BOTH.search(choice)) is not wanted.both_sides)
    return feeders[0] if feeders else None


def resolutions_of(options: Mapping[str, Option]) -> tuple[int, ...]:
    """Dots per inch that can be asked for."""
    option = options.get("--resolution")
    if option is None:
        return ()
    if option.most:
        return tuple(dpi for dpi in USUAL_DPI if option.least <= dpi <= option.most) or (int(option.most),)
    numbers = (re.match(r"\d+", choice) for choice in option.choices)
    return tuple(sorted({int(number[0]) for number in numbers if number}))


def _both_sides(options: Mapping[str, Option]) -> list[str]:
    """The arguments that scan both sides; [] where it cannot."""
    for choice in options["--source"].choices if "--source" in options else ():
        if _BOTH.search(choice):
            return ["--source", choice]
    for name in ("--adf-mode", "--ScanMode", "--duplex-mode"):
        for choice in options[name].choices if name in options else ():
            if _BOTH.search(choice):
                return [f"{name}={choice}"]
    return ["--duplex=yes"] if "--duplex" in options else []


def _mode(options: Mapping[str, Option], colour: Colour) -> str:
    word = _GREY if colour is Colour.GREY else _COLOUR
    choices = options["--mode"].choices if "--mode" in options else ()
    fitting = [choice for choice in choices if word.search(choice)]
    fitting.sort(key=lambda choice: (bool(_POOR.search(choice)), len(choice)))
    return fitting[0] if fitting else ""
