"""How likely a text is as words of a ledger that are on no list: names, remarks, codes."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from itertools import pairwise
from typing import Final

_LETTER: Final = math.log(1 / 14)  # nats a letter of names and remarks, after its neighbours (about 3.8 bits)
_FIGURE: Final = math.log(1 / 12)
_SPACE: Final = math.log(1 / 7)
_COMMON: Final = math.log(1 / 40)  # . , - / and the like
_RARE: Final = math.log(1 / 2000)  # what hardly any cell holds, and what specks are read as
_SHORT: Final = (0.0, -4.5, -3.0, -1.2)  # nats for a text of 1, 2, 3 characters
_CROOKED: Final = -2.0  # a small letter before a capital or beside a figure within a word
_MEASURE: Final = re.compile(
    r"(?<=\d)(?:x(?=\d)|mm|cm|th|st|nd|rd|er|ème|[a-c]$)"
)  # a small letter is usual there
_SUNK: Final = re.compile(r"(?<=[A-Z]{2})[a-z]")  # a small letter behind two capitals: PISTOl, SMith
_LOOSE: Final = re.compile(r"\s|(?<=[^\W\d])-(?=\w)|(?<=\d)-(?=[^\W\d])")
_COMMA: Final = re.compile(r"(?<=\d),(?=\d)")
_KEPT: Final = 8192  # texts: a page's cells try some hundred each, most of them twice and many the same
_SIGNS: Final = frozenset(".,-/'()&:;\"°º#+ª№×")


@lru_cache(maxsize=_KEPT)
def log_probability(text: str, words: frozenset[str] = frozenset()) -> float:
    """Natural logarithm; longer texts are less likely, strange signs much less. `words` are known to occur."""
    log = _SHORT[len(text)] if len(text) < len(_SHORT) else 0.0
    known = -math.log(len(words) + 1)
    for word in text.split():
        spelt = sum(map(_of_sign, word)) + _crooked(word)
        log += max(spelt, known) if len(word) > 2 and word in words else spelt
    return log + _SPACE * text.count(" ")


def _of_sign(sign: str) -> float:
    if sign.isalpha():
        return _LETTER
    if sign.isdecimal():
        return _FIGURE
    return _COMMON if sign in _SIGNS else _RARE


@lru_cache(maxsize=_KEPT)
def plainness(text: str) -> float:
    """1 for a text without strange signs and capitals in odd places, less for each that it has."""
    strange = sum(not (sign.isalnum() or sign == " " or sign in _SIGNS) for sign in text)
    return 0.03**strange * math.exp(sum(_crooked(word) for word in text.split()))


@lru_cache(maxsize=_KEPT)
def loosely(text: str) -> str:
    """What people write one name as: without regard to capitals, spaces, inner hyphens, a last dot, decimal commas."""
    return _LOOSE.sub("", _COMMA.sub(".", text.casefold()).rstrip("."))


@lru_cache(maxsize=_KEPT)
def masked(text: str) -> str:
    """`text` with each figure as #: "Type 56" and "Type 64" are both "Type ##"."""
    return "".join("#" if sign.isdecimal() else sign for sign in text)


def _crooked(word: str) -> float:
    """Words like "iB", "Al5", "tS57" or "PISTOl" are seldom written and often misread."""
    turns = sum(
        (a.islower() and (b.isupper() or b.isdecimal())) or (a.isdecimal() and b.islower())
        for a, b in pairwise(_MEASURE.sub("", word))
    )
    turns += len(word) > 3 and len(_SUNK.findall(word))
    # "Al" is a name or a misread A1; "Type" begins with a capital and goes on.
    stub = len(word) == 2 and word[0].isupper() and word[1] in "lIioO"
    return _CROOKED * (turns + stub)
