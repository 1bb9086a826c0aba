"""What a person chose for this PC, apart from any register: language, text size, contrast, which register."""

from __future__ import annotations

import contextlib
import tomllib
from dataclasses import asdict, dataclass
from pathlib import Path

LARGEST_FILE = 64_000  # bytes; a settings file is some hundred


@dataclass(frozen=True, slots=True)
class Settings:
    """Frozen; a change is a new value that is saved."""

    language: str = ""  # "" the PC's own, else a code such as "fr"
    text_size: str = "small"  # small, medium, large
    contrast: str = "calm"  # calm, high
    register: str = ""  # folder of the register opened last, "" the usual one
    user: str = ""  # who unlocked it last
    backups: str = ""  # folder of the rotating backups, "" beside the register
    idle_minutes: str = "5"  # after so long without a key the register is locked
    keys: str = ""  # commands with other keys than at first, as JSON: command to its keys


def load_settings(folder: Path) -> Settings:
    """Settings as saved; whatever is missing, damaged or unknown is as it was in the beginning."""
    path = folder / "settings.toml"
    try:
        if path.stat().st_size > LARGEST_FILE:
            return Settings()
        read = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        # A lost preference costs a click; a program that will not start for it costs a day.
        return Settings()
    known = asdict(Settings())
    return Settings(**{key: str(read[key]) for key in known if isinstance(read.get(key), str)})


def save_settings(folder: Path, settings: Settings) -> None:
    """Write the settings, whole or not at all. Raises OSError where the disk refuses."""
    folder.mkdir(parents=True, exist_ok=True)
    text = "".join(f"{key} = {_quoted(value)}\n" for key, value in asdict(settings).items())
    part = folder / "settings.toml.part"
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(folder / "settings.toml")
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def _quoted(value: str) -> str:
    """A TOML basic string."""
    escaped = "".join(
        f"\\u{ord(character):04x}" if ord(character) < 32 or character in '"\\\x7f' else character
        for character in value
    )
    return f'"{escaped}"'
