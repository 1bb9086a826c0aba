"""Practice errors: which values of a round are shown wrong on purpose, and as what; all of it follows from the seed."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from typing import Final

from desktop.fields.serials import LOOK_ALIKES

SHARE_PLANTED = 0.4
"""Often enough that a round of twenty tells something, not so often that "wrong" is the safe answer."""

_OTHERS: Final = ("17", "38", "49", "06", "56", "27", "EF", "MN", "UV", "CG", "PR", "KX", "HN")
"""Pairs beside the look-alikes that hands confuse; for serials without any of those."""


def in_round(seed: bytes, ids: Iterable[str], size: int) -> tuple[str, ...]:
    """The ids that a round shows, in its order."""
    return tuple(sorted(set(ids), key=lambda one: (_drawn(seed, "shown", one), one))[:size])


def planted(seed: bytes, shown: Iterable[str]) -> frozenset[str]:
    """Those of the shown ids whose value is shown wrong: at least one of two or more."""
    ids = sorted(set(shown), key=lambda one: (_drawn(seed, "planted", one), one))
    return frozenset(ids[: max(min(1, len(ids) - 1), round(SHARE_PLANTED * len(ids)))])


def misread(seed: bytes, one: str, text: str) -> str:
    """The value of `one` with one character taken for another that looks like it; "" where none has such another."""
    ways = [
        text[:at] + other + text[at + 1 :]
        for at, character in enumerate(text)
        for pair in (*LOOK_ALIKES, *_OTHERS)
        if character in pair
        for other in pair
        if other != character
    ]
    if not ways:
        return ""
    return ways[int.from_bytes(_drawn(seed, "misread", one)[:8], "big") % len(ways)]


def _drawn(seed: bytes, what: str, one: str) -> bytes:
    return hmac.digest(seed, f"{what} {one}".encode(), "sha256")
