"""The recovery code that is printed once for the safe: 30 characters in six groups, hard to misread or mistype.

Of the look-alikes (0 O Q D · 1 I L · 5 S · 8 B · 2 Z · 6 G · 7 T · U V) none or one of each group is printed, and any
other of that group is taken for it when it is typed. The 23 characters left are a prime number, so that a check
character over weights that are never 0 and differ between neighbours notices every single slip and every swap
of two neighbours. 29 characters at random are 131 bits.
"""

from __future__ import annotations

import secrets
from typing import Final

from db.errors import Exit, Expected

ALPHABET: Final = "23456789ACEFHJKMNPRVWXY"
LENGTH: Final = 30  # with the check character, which stands last
GROUP: Final = 5
_TAKEN_FOR: Final = str.maketrans("ZSGTBU", "25678V")
_ROOT: Final = 5  # its powers modulo 23 run through every number but 0


def new_code() -> str:
    """A fresh code from the system's random source, in groups joined by hyphens."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return grouped(letters + check_character(letters))


def grouped(code: str) -> str:
    """The code as it is printed: `ABCDE-FGHJK-…`."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def check_character(letters: str) -> str:
    """The character that makes the weighted sum of all a multiple of 23."""
    return ALPHABET[-_weighted(letters) % len(ALPHABET)]


def read_code(typed: str) -> str:
    """The code's 30 characters out of what a person typed, whatever the case, spaces and hyphens.

    Raises Expected("recovery_code_mistyped") when it cannot be one: nothing was tried then.
    """
    letters = "".join(letter for letter in typed.upper() if not letter.isspace() and letter not in "-–—_.")
    letters = letters.translate(_TAKEN_FOR)
    whole = len(letters) == LENGTH and all(letter in ALPHABET for letter in letters)
    if not whole or check_character(letters[:-1]) != letters[-1]:
        raise Expected("recovery_code_mistyped", Exit.REGISTER)
    return letters


def _weighted(letters: str) -> int:
    """The check character's weight is 1; the one before it 5, then 25 and so on, modulo 23."""
    total = 0
    for letter in letters:
        total = (total + ALPHABET.index(letter)) * _ROOT
    return total % len(ALPHABET)
