"""What a stand-in scanner does: which pictures it delivers, and how the scan then ends."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

HERE = Path(__file__).parent
SILENT_SECONDS = 4.0
"""How long a stand-in may say nothing: longer than any of them takes to start."""


@dataclass(frozen=True)
class Plan:
    """`then` is one of end, jam, open, busy, vanish, silent, crash; `pages` are files that it delivers before."""

    pages: tuple[str, ...] = ()
    then: str = "end"
    heard: str = ""  # a file to which its arguments are written, so that a test sees what was asked for


def program(stand_in: str, plan: Plan, folder: Path) -> list[str]:
    """The command that starts a stand-in with a plan."""
    path = folder / f"{stand_in} plan.json"
    path.write_text(json.dumps(asdict(plan)), encoding="utf-8")
    return [sys.executable, str(HERE / f"stand_in_{stand_in}.py"), str(path)]


def plan_in(path: str) -> Plan:
    """The plan that a stand-in was started with."""
    values = json.loads(Path(path).read_text(encoding="utf-8"))
    return Plan(tuple(values["pages"]), values["then"], values["heard"])


def note(plan: Plan, arguments: Sequence[str]) -> None:
    """Keep what was asked for."""
    if plan.heard:
        Path(plan.heard).write_text(json.dumps(list(arguments)), encoding="utf-8")
