"""From rows of `actions` to things that can be pressed: a QAction for the key, a button for the mouse."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import QEvent, QKeyCombination, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from desktop.ui.actions import (
    REPEATING,
    Command,
    Where,
    command_short,
    command_text,
    key_text,
    portable,
    with_key,
)
from desktop.ui.controls import CommandButton

Doing = Callable[[], None]
COMMAND = "command"
"""Name of the property that holds a command's id on its action and its button."""


def bind(
    widget: QWidget, where: Where, commands: Iterable[Command], doings: Mapping[str, Doing]
) -> dict[str, QAction]:
    """Give a screen's commands their doing. KeyError for a doing whose command has no row there.

    Its keys work while it is shown, wherever in the window the focus is: Qt leaves hidden widgets' shortcuts alone.
    """
    rows = {command.id: command for command in commands if command.where is where}
    actions = {}
    for name, doing in doings.items():
        command = rows[name]
        action = QAction(command_text(command), widget)
        action.setIconText(command_short(command))
        action.setProperty(COMMAND, command.id)
        action.setShortcuts([QKeySequence(key) for key in command.keys])
        action.setAutoRepeat(command.id in REPEATING)
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.triggered.connect(lambda _checked=False, doing=doing: doing())
        widget.addAction(action)
        actions[name] = action
    return actions


def button(
    action: QAction, commands: Iterable[Command], text: str = "", *, primary: bool = False
) -> CommandButton:
    """A button for a command: its words, its key on it, its long text as what a screen reader says.

    A button never takes the focus by being clicked, so that the keys of the screen go on working.
    """
    command = next(row for row in commands if row.id == action.property(COMMAND))
    made = CommandButton(with_key(text or action.iconText(), key_text(command)))
    made.setProperty(COMMAND, command.id)
    made.setAccessibleName(action.text())
    made.setToolTip(action.text())
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.setEnabled(action.isEnabled())
    made.clicked.connect(action.trigger)
    action.enabledChanged.connect(made.setEnabled)
    if primary:
        made.setProperty("role", "primary")
    return made


def on_key(widget: QWidget, key: str, doing: Doing) -> None:
    """A key of a dialog. Not `QAbstractButton.setShortcut`, which waits 100 ms to show the button pressed."""
    for pressed in (key, "Enter") if key == "Return" else (key,):
        shortcut = QShortcut(QKeySequence(pressed), widget)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(doing)


def is_key_of(event: QKeyEvent, keys: frozenset[str]) -> bool:
    """Whether the event is one of the keys given as `keys_of` gives them."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    key = Qt.Key.Key_Tab if event.key() == Qt.Key.Key_Backtab else Qt.Key(event.key())
    pressed = QKeySequence(QKeyCombination(modifiers, key))
    return pressed.toString(QKeySequence.SequenceFormat.PortableText) in keys


def keys_of(commands: Iterable[Command]) -> frozenset[str]:
    """All keys of the commands, written so that a key event can be compared with them."""
    return frozenset(portable(key) for command in commands for key in command.keys)


def leaves_to_commands(event: QEvent, keys: frozenset[str]) -> bool:
    """Whether a text field has to leave this event to a command that has the key (Ctrl+Z, Ctrl+K, …)."""
    return (
        event.type() == QEvent.Type.ShortcutOverride
        and isinstance(event, QKeyEvent)
        and is_key_of(event, keys)
    )
