"""The characters that the field reader knows, and how a text becomes one that it can write."""

from __future__ import annotations

import unicodedata
from typing import Final

from desktop.recognition.lattice import ALPHABET

INDEX: Final = {character: place + 1 for place, character in enumerate(ALPHABET)}
"""Place of a character in the network's answer; place 0 is the blank of CTC."""

_ALIKE: Final = {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "×": "x", "º": "°", "œ": "oe"}


def spell(text: str) -> str:
    """The text in the reader's alphabet: accents off, look-alike signs made one, runs of space made one.

    What has no place in the alphabet is dropped, so a caller that cannot live with a shorter text compares lengths.
    """
    plain = "".join(_ALIKE.get(character, character) for character in text)
    bare = "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))
    return " ".join("".join(c for c in bare if c in INDEX).split())


def codes(text: str) -> list[int]:
    """Places of the text's characters; a KeyError for one outside the alphabet is a defect of the recipe."""
    return [INDEX[character] for character in text]
