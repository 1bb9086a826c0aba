"""Scripts of letters, look-alikes across them, and characters that nobody sees.

Homoglyphs are the pairs of Unicode's confusables (UTS #39, `confusables.txt`) whose capital letters occur in serial
numbers: Cyrillic and Greek capitals that print as Latin ones, and З that prints as 3.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

HOMOGLYPHS: Final[Mapping[str, str]] = MappingProxyType(
    dict(zip("АВЕЅІЈКМНОРСТУХЗҮԌԚԜ", "ABESIJKMHOPCTYX3YGQW", strict=True))
    | dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹ", "ABEZHIKMNOPTYXC", strict=True))
)
"""Capital letter of another script -> the Latin capital or figure that it looks like."""

_LOOKS_FOREIGN: Final = frozenset(HOMOGLYPHS) | frozenset(c.lower() for c in HOMOGLYPHS if c != "З")
_LATIN_TWINS: Final = frozenset(HOMOGLYPHS.values()) | frozenset(c.lower() for c in HOMOGLYPHS.values())


def script_of(character: str) -> str:
    """`Latin`, `Cyrillic`, `Arabic`… of a letter, "" for figures, signs and spaces."""
    if not character.isalpha():
        return ""
    # The standard library has no script property; the first word of a letter's name is its script.
    word = unicodedata.name(character, "").split(" ", 1)[0]
    if word in {"FULLWIDTH", "MODIFIER", "FEMININE", "MASCULINE", "MICRO", "SUPERSCRIPT"}:
        return "Latin"
    return word.capitalize() if word else "Unknown"


def scripts_in(text: str) -> tuple[str, ...]:
    """The scripts of the letters of `text`, in the order in which they first occur."""
    return tuple(dict.fromkeys(script for script in map(script_of, text) if script))


def mixed_look_alikes(text: str) -> str:
    """Characters of `text` that another script's letter in it could be mistaken for; "" when nothing is mixed.

    "АК 12A" with Cyrillic А and К gives "АК": they print like Latin letters, and a search would miss one or other.
    """
    scripts = scripts_in(text)
    if len(scripts) < 2:
        return ""
    foreign = "".join(dict.fromkeys(c for c in text if c in _LOOKS_FOREIGN))
    if "Latin" in scripts:
        return foreign
    return foreign if len({script_of(c) for c in foreign}) > 1 else ""


def hidden_characters(text: str) -> tuple[str, ...]:
    """Code points (`U+200F`) of `text` that print nothing or turn the direction of writing: Cf, Cc, Co, Cn, Cs."""
    hidden = (c for c in text if unicodedata.category(c) in {"Cf", "Cc", "Co", "Cn", "Cs"})
    return tuple(dict.fromkeys(f"U+{ord(c):04X}" for c in hidden))
