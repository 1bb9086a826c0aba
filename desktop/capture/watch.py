"""A watched folder, a phone's or a network scanner's: which of its pictures have stopped growing since the last look.

Nothing is moved, renamed or deleted there. A file has stopped growing when two looks in a row see the same size and the
same time of change; how far the looks lie apart is the caller's (two seconds is longer than any copy pauses).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from desktop.capture.files import Source, pictures_in

HALF_THERE: Final = frozenset(
    {".part", ".partial", ".tmp", ".temp", ".crdownload", ".filepart", ".download", ".!ut"}
)
"""Names that programs give to what they are still writing."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What tells a file from the same file later."""

    size: int
    changed_ns: int


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of a folder so far; a new one has seen nothing."""

    sights: Mapping[Path, Sight] = field(default_factory=dict)  # at the last look
    taken: Mapping[Path, Sight] = field(
        default_factory=dict
    )  # as they were when they were brought in, or refused
    there: bool = True  # the folder itself, at the last look


def look(folder: Path, before: Seen) -> tuple[Seen, tuple[Source, ...]]:
    """Look into the folder: what is seen now, and the pictures that have stopped growing and were not taken yet."""
    try:
        next(folder.iterdir(), None)
    except OSError:
        return Seen({}, before.taken, there=False), ()
    sights: dict[Path, Sight] = {}
    ripe = []
    for source in pictures_in(folder):
        sight = _sight(source.path)
        if sight is None or source.path.suffix.casefold() in HALF_THERE:
            continue
        sights[source.path] = sight
        if before.sights.get(source.path) == sight and before.taken.get(source.path) != sight:
            ripe.append(source)
    return Seen(sights, before.taken, there=True), tuple(ripe)


def take(seen: Seen, source: Source) -> Seen:
    """The same, with this picture taken: it comes again only when it changes."""
    sight = seen.sights.get(source.path)
    return Seen(seen.sights, {**seen.taken, source.path: sight} if sight else seen.taken, seen.there)


def _sight(path: Path) -> Sight | None:
    try:
        status = path.stat()
    except OSError:
        return None  # gone between the listing and this
    return Sight(status.st_size, status.st_mtime_ns) if path.is_file() and status.st_size else None
