"""What pages are read with: lists and engines, loaded when first wanted."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.fields.vocabularies import Vocabularies, load_vocabularies

if TYPE_CHECKING:  # what engines are made of is loaded with them
    from desktop.recognition.engine import Engine


class ReadingTools:
    """The lists and the engines of this PC. `make_engines` is called once, when the first page is read."""

    def __init__(self, resources: Path, make_engines: Callable[[], Sequence[Engine]]) -> None:
        self._resources = resources
        self._make_engines = make_engines

    @cached_property
    def vocabularies(self) -> Vocabularies:
        """The lists of makes, models, calibres and countries."""
        return load_vocabularies(self._resources / "vocabularies")

    @cached_property
    def engines(self) -> tuple[Engine, ...]:
        """The readers of cells. Raises Expected where one is not installed."""
        return tuple(self._make_engines())

    def load(self) -> None:
        """All of it, so that the first page need not wait. Raises Expected where a part is missing or broken."""
        from desktop.recognition.engine import Loaded

        for engine in self.engines:
            if isinstance(engine, Loaded):
                engine.load()
        self.vocabularies  # noqa: B018 - loaded when it is looked at

    @cached_property
    def model(self) -> str:
        """SHA-256 of the field reader's model: what another one saw means nothing to it. "" where there is none."""
        from desktop.recognition.field_reader import MODEL

        path = self._resources / "models" / MODEL
        return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
