"""How long work says how far it is, and how it is stopped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from db.errors import Cancelled


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total` steps; `what` is a key of desktop.messages with `values` for its braces."""

    done: int
    total: int
    what: str
    values: tuple[tuple[str, str], ...] = ()


Report = Callable[[Progress], None]
Cancel = Callable[[], bool]


def unheard(progress: Progress) -> None:
    """A report that nobody listens to."""


def never() -> bool:
    """A cancel that never comes."""
    return False


def stop_if(cancel: Cancel) -> None:
    """Raise Cancelled when the person asked for it; called between steps that are each kept whole."""
    if cancel():
        raise Cancelled
