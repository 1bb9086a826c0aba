"""Scripts of letters, look-alikes across them, and characters that nobody sees.

Homoglyphs are the pairs of Unicode's confusables (UTS #39, `confusables.txt`) whose capital letters occur in serial
numbers: Cyrillic and Greek capitals that print as Latin ones, and З that prints as 3.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

HOMOGLYPHS: Final[Mapping[str, str]] = MappingProxyType(
    dict(zip("АВЕЅІЈКМНОРСТУХЗҮԌԚԜ", "ABESIJKMHOPCTYX3YGQW", strict=True))
    | dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹ", "ABEZHIKMNOPTYXC", strict=True))
)
"""Capital letter of another script -> the Latin capital or figure that it looks like."""

_CYRILLIC: Final = (
    "А=A Б=B В=V Г=G Д=D Е=E Ё=E Ж=ZH З=Z И=I Й=I К=K Л=L М=M Н=N О=O П=P Р=R С=S Т=T У=U Ф=F Х=KH Ц=TS Ч=CH Ш=SH "
    "Щ=SHCH Ъ=IE Ы=Y Ь= Э=E Ю=IU Я=IA І=I Ї=I Є=IE Ґ=G Ў=U Ђ=D Ј=J Љ=LJ Њ=NJ Ћ=C Џ=DZ Ѓ=G Ќ=K Ѕ=DZ"
)
_GREEK: Final = (
    "Α=A Β=V Γ=G Δ=D Ε=E Ζ=Z Η=I Θ=TH Ι=I Κ=K Λ=L Μ=M Ν=N Ξ=X Ο=O Π=P Ρ=R Σ=S Τ=T Υ=Y Φ=F Χ=CH Ψ=PS Ω=O"
)
_ARABIC: Final = (
    "ا=A أ=A إ=I آ=A ب=B ت=T ث=TH ج=J ح=H خ=KH د=D ذ=DH ر=R ز=Z س=S ش=SH ص=S ض=D ط=T ظ=Z ع=E غ=GH ف=F ق=Q ك=K "
    "ل=L م=M ن=N ه=H ة=H و=W ي=Y ى=A ء="
)
TRANSLITERATED: Final[Mapping[str, str]] = MappingProxyType(
    dict(pair.split("=") for pair in f"{_CYRILLIC} {_GREEK} {_ARABIC}".split())
)
"""Capital letter of another script -> how travel documents write it in Latin ones (ICAO Doc 9303-3, section 6; Greek by
ELOT 743). It says how a number sounds; that Cyrillic В looks like B is what HOMOGLYPHS say."""

_BY_SCRIPT: Final[Mapping[str, Mapping[str, Sequence[str]]]] = MappingProxyType(
    {
        script: {
            latin: tuple(c for c, written in letters.items() if written == latin)
            for latin in letters.values()
            if latin
        }
        for script in ("CYRILLIC", "GREEK", "ARABIC")
        for letters in ({c: t for c, t in TRANSLITERATED.items() if unicodedata.name(c).startswith(script)},)
    }
)
_LONGEST: Final = max(map(len, TRANSLITERATED.values()))

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


def transliteration(text: str) -> str:
    """A text whose letters are of another script in Latin letters, figures as 0-9; "" where nothing is to be written.

    Beside the verbatim text and never in its place: "Ш-10512" gives "SH-10512", "أ ٠١٢" gives "A 012". A letter that
    has no transliteration stays.
    """
    written = "".join(_latin(character) for character in text)
    return written if written != text else ""


def _latin(character: str) -> str:
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    return TRANSLITERATED.get(character.upper(), character)


def written_otherwise(plain: str, most: int = 64) -> tuple[str, ...]:
    """A search key's letters in other scripts: its transliteration, or what would be transliterated to it, by script.

    "Ш10512" gives "SH10512"; "SH10512" gives "Ш10512", "ش10512"… At most `most`, of each script those with the fewest
    letters first. Nothing of a key without letters or of one in which scripts are mixed.
    """
    scripts = scripts_in(plain)
    if scripts != ("Latin",):
        latin = transliteration(plain) if len(scripts) == 1 else ""
        return (latin,) if latin else ()
    found = [text for letters in _BY_SCRIPT.values() for text in _in_letters(plain, letters, most)]
    return tuple(found[:most])


def _in_letters(plain: str, letters: Mapping[str, Sequence[str]], most: int) -> list[str]:
    """What a script's letters could have been, the fewest first; [] where one has no letter in it."""
    ways: list[list[str]] = [[""]]  # for each place, what stands before it
    for end in range(1, len(plain) + 1):
        here: list[str] = [] if plain[end - 1].isalpha() else [before + plain[end - 1] for before in ways[-1]]
        for start in range(max(0, end - _LONGEST), end):
            for letter in letters.get(plain[start:end], ()):
                here += [before + letter for before in ways[start]]
        ways.append(sorted(here, key=len)[:most])
    return ways[-1]


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
