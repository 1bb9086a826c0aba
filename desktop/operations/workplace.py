"""Put together what this PC offers: places, clock, lists, engines and scanners."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from desktop.capture.scanners.installed import installed_scanner
from desktop.operations.reading_tools import ReadingTools
from desktop.operations.session import Workplace, system_clock
from desktop.paths import Places, places

if TYPE_CHECKING:
    from desktop.recognition.engine import Engine


def workplace(environ: Mapping[str, str]) -> Workplace:
    """The workplace of the person who is logged in; engines are started when the first page is read."""
    where = places(environ)
    tools = ReadingTools(where.resources, lambda: installed_engines(where))
    return Workplace(where, system_clock, tools, installed_scanner(environ))


def installed_engines(where: Places) -> Sequence[Engine]:
    """The readers of cells, loaded when this is called. What is missing is said when something is to be read."""
    from desktop.recognition.field_reader import MODEL, field_reader
    from desktop.recognition.tesseract import tesseract_engine

    model = where.resources / "models" / MODEL
    return (field_reader(model), tesseract_engine(where))
