"""TOML from outside: tomllib, with the bounds that it lacks."""

from __future__ import annotations

import tomllib
from typing import Any, Final

MOST_DOTS: Final = 200
"""In one line. A key of n dotted parts costs tomllib n² of memory: 20,000 parts fit into 40 KB and take a gigabyte."""


def outside_toml(text: str) -> dict[str, Any]:
    """The table that a text describes. Raises ValueError with the reason where it is none, or nested without end."""
    # At line feeds alone, as TOML does: the other ends of lines may stand within a quoted key.
    if any(line.count(".") > MOST_DOTS for line in text.split("\n")):
        raise ValueError("nested too deeply")
    try:
        return tomllib.loads(text)
    except RecursionError as cause:
        raise ValueError("nested too deeply") from cause
