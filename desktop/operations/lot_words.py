"""Counts and shares of spot checks as they are said."""

from __future__ import annotations

from fractions import Fraction


def number(value: int) -> str:
    """A count as people write it."""
    return f"{value:,}"


def percent(share: Fraction) -> str:
    """A share in percent without needless digits."""
    return f"{float(share * 100):.3g}"
