"""Which fields an instrument asks for: `resources/profiles/*.toml`, which a country can change."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from db.errors import Exit, Expected
from desktop.fields.definitions import FIELDS

_MOST_BYTES: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that is asked for: one of `fields` is enough; `only_for` names the weapons meant, "" all."""

    fields: tuple[str, ...]
    need: str  # required or encouraged
    where: str  # article or paragraph
    only_for: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """One instrument. `certainty` is "checked" or "to_confirm"; none of them is legal advice."""

    name: str
    source: str
    certainty: str
    asks: tuple[Ask, ...]


def load_profile(path: Path) -> Profile:
    """The profile at `path`. Raises Expected("profile_unusable")."""
    try:
        with path.open("rb") as file:
            text = file.read(_MOST_BYTES + 1)
        if len(text) > _MOST_BYTES:
            raise Expected("profile_unusable", Exit.BAD_INPUT, name=path.name)
        value = tomllib.loads(text.decode("utf-8"))
        asks = tuple(
            Ask(tuple(ask["fields"]), ask["need"], ask["where"], ask.get("only_for", ""))
            for ask in value["asks"]
        )
        profile = Profile(value["name"], value["source"], value["certainty"], asks)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as cause:
        raise Expected("profile_unusable", Exit.BAD_INPUT, name=path.name) from cause
    if any(name not in FIELDS for ask in profile.asks for name in ask.fields):
        raise Expected("profile_unusable", Exit.BAD_INPUT, name=path.name)
    return profile


def lacking(profile: Profile, values: Mapping[str, str]) -> tuple[Ask, ...]:
    """What the profile requires of every weapon and `values` (text by field) do not hold.

    What is asked of some weapons only is left out: a ledger's row does not say which they are.
    """
    return tuple(
        ask
        for ask in profile.asks
        if ask.need == "required" and not ask.only_for and not any(values.get(name) for name in ask.fields)
    )
