"""Keys that a person gave to commands: kept in the settings as JSON, checked whenever they are read or changed.

What cannot be (a command that is no more, a key that is typed with, one key for two things on a screen) is left out:
a damaged file costs a key, not the program.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from PySide6.QtGui import QKeySequence

from desktop.ui.actions import COMMANDS, Command, Where, clashes, commands, forbidden_keys, portable

Keys = dict[str, tuple[str, ...]]
"""Command to keys, for those that are not as they were."""

EDITING: Final = frozenset(
    (
        *("Backspace", "Del", "Left", "Right", "Home", "End", "Ctrl+C", "Ctrl+V", "Ctrl+X", "Ctrl+A"),
        *("Ctrl+Left", "Ctrl+Right", "Ctrl+Backspace", "Print", "Alt+F4", "Meta"),
    )
)
"""What every text field needs, or the desktop."""


def own_keys(text: str) -> Keys:
    """The keys that settings hold."""
    try:
        found = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return {}
    known = {command.id: command for command in COMMANDS}
    kept: Keys = {}
    for name, keys in found.items() if isinstance(found, dict) else ():
        if name not in known or not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
            continue
        if keys and all(is_possible(known[name], key) for key in keys):
            kept[name] = tuple(keys)
    while found_twice := clashes(commands(kept)):
        _, one, other = found_twice[0]
        kept.pop(one if one in kept else other)
    return kept


def written(keys: Mapping[str, tuple[str, ...]]) -> str:
    """As settings hold them."""
    return json.dumps({name: list(chosen) for name, chosen in sorted(keys.items())}) if keys else ""


def is_possible(command: Command, key: str) -> bool:
    """Whether a key may be a command's: no letter where text can be typed, nothing that a text field needs, no F10."""
    if not portable(key) or QKeySequence(key).count() != 1:
        return False
    bare = portable(key).removeprefix("Shift+")
    if bare in EDITING or portable(key) in EDITING:
        return False
    tried = Command(command.id, (key,), command.text, command.short, command.where)
    return not forbidden_keys([tried])


def taken_by(keys: Keys, command: Command, key: str) -> tuple[Command, ...]:
    """The commands that have a key on the screens where `command` works."""
    return tuple(
        row
        for row in commands(keys)
        if row.id != command.id
        and portable(key) in {portable(own) for own in row.keys}
        and (row.where is command.where or Where.EVERYWHERE in {row.where, command.where})
    )


def given(keys: Keys, command: Command, key: str) -> Keys:
    """With `key` for a command; whoever had it there gets what the command had."""
    rows = {row.id: row for row in commands(keys)}
    changed = {**keys, command.id: _both(key)}
    for other in taken_by(keys, command, key):
        changed[other.id] = rows[command.id].keys
    return _without_own(changed)


def taken_back(keys: Keys, command_id: str) -> Keys:
    """With a command's key as it was; another that has that key meanwhile is as it was, too."""
    changed = {name: chosen for name, chosen in keys.items() if name != command_id}
    while found_twice := clashes(commands(changed)):
        _, one, other = found_twice[0]
        changed.pop(one if one in changed else other)
    return changed


def _both(key: str) -> tuple[str, ...]:
    """Enter has two keys."""
    name = portable(key).replace("Enter", "Return")
    return (name, name.replace("Return", "Enter")) if name.endswith("Return") else (name,)


def _without_own(keys: Keys) -> Keys:
    """Without those that are as they were."""
    first = {command.id: tuple(map(portable, command.keys)) for command in COMMANDS}
    return {name: chosen for name, chosen in keys.items() if tuple(map(portable, chosen)) != first[name]}
