"""Which columns a registry's workbook has, in which order and under which headings: `resources/registry/*.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class WorkbookColumn:
    """One column of a sheet. `value` names what stands in it (see `resources/registry/README.md`)."""

    heading: str
    value: str
    width: float = 14.0  # characters
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class RegistryColumns:
    """The sheets of one registry's workbook."""

    name: str
    records: tuple[WorkbookColumn, ...]
    events: tuple[WorkbookColumn, ...]
    markings: tuple[WorkbookColumn, ...]
    answer: tuple[WorkbookColumn, ...]


def parse_columns(text: str, name: str) -> RegistryColumns:
    """The columns that a TOML text describes. Raises Expected("columns_file_broken") with the reason."""
    raise NotImplementedError


def load_columns(path: Path) -> RegistryColumns:
    """The columns file at `path`. Raises Expected as `parse_columns`, and where it cannot be read."""
    raise NotImplementedError
