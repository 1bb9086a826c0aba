"""What every screen is handed: lanes, who sits here, how things look. Nothing of it is looked up anywhere else."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from db.model import Armoury, User
from desktop.settings import Settings
from desktop.ui.actions import Command, key_names
from desktop.ui.lanes import Lane
from desktop.ui.look import Look


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a person sits: their register's lanes, and the choices of this PC."""

    desk: Lane  # saves and quick lookups
    view: Lane  # what takes longer to be shown: cleaned pages, counts
    jobs: Lane  # import, reading, sealing
    scan: Lane  # the scanner and a watched folder: they wait for no page that is being read
    armoury: Armoury
    user: User
    look: Look
    commands: tuple[Command, ...]
    settings: Settings
    resources: Path
    register: Path  # the open register's folder, to be shown

    @property
    def key_names(self) -> dict[str, str]:
        """By command the key that is set for it now, as it is shown, for sentences."""
        return key_names(self.commands)
