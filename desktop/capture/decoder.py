"""The parent's side of decoding: a child process that serves one file after another until one of them kills it."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from desktop.capture.limits import PAGES, Limits


class Decoder:
    """A child process that decodes; started again after a file has killed it. Not to be shared by threads."""

    def __init__(self, limits: Limits = PAGES) -> None:
        self.limits = limits

    def close(self) -> None:
        """End the child."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
