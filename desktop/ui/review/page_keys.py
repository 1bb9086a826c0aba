"""What each key of a page does through the lenses, and what some of them do in the grid of characters."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from db.model import CellState
from desktop.ui.bindings import Doing
from desktop.ui.more import Groups
from desktop.ui.review.characters import Characters
from desktop.ui.review.checking import Checking
from desktop.ui.words import translate

OF_A_FIELD = frozenset(
    {
        *("accept_back", "next_doubt", "previous_doubt", "take_above", "next_reading", "previous_reading"),
        *("unreadable", "empty", "ask", "finish_page", "change_alike", "fill_down", "join_row"),
        *("part_row", "add_row", "strike_row", "struck_on_paper", "read_again"),
        *("cell_history", "column_always", "more"),
    }
)
"""Keys that mean nothing in the grid of characters."""


def menu_groups() -> Groups:
    """What the menu of a cell offers: what is rarer than the keys of every field."""
    return (
        (
            translate("Review", "This row"),
            ("add_row", "part_row", "join_row", "strike_row", "struck_on_paper"),
        ),
        (
            translate("Review", "This cell"),
            ("peek", "read_again", "cell_history", "unreadable", "empty", "ask"),
        ),
        (translate("Review", "This column"), ("column_always", "fill_down", "change_alike")),
    )


def cell_doings(checking: Checking) -> dict[str, Doing]:
    """Keys that act on the cell under the cursor."""
    return {
        "accept": checking.accept,
        "accept_back": checking.accept_back,
        "next_field": lambda: checking.step(1),
        "previous_field": lambda: checking.step(-1),
        "row_down": lambda: checking.down(1),
        "row_up": lambda: checking.down(-1),
        "give_back": checking.give_back,
        "next_doubt": lambda: checking.doubt(backwards=False),
        "previous_doubt": lambda: checking.doubt(backwards=True),
        "take_above": checking.take_above,
        "next_reading": lambda: checking.turn(1),
        "previous_reading": lambda: checking.turn(-1),
        "unreadable": lambda: checking.mark(CellState.UNREADABLE),
        "empty": lambda: checking.mark(CellState.BLANK),
    }


def sign_doings(signs: Characters) -> dict[str, Doing]:
    """Keys that act on the character under the cursor, or on all in sight."""
    return {
        "accept": signs.confirm,
        "next_field": lambda: signs.step(1),
        "previous_field": lambda: signs.step(-1),
        "row_down": lambda: signs.line(1),
        "row_up": lambda: signs.line(-1),
        "next_page": lambda: signs.leaf(1),
        "previous_page": lambda: signs.leaf(-1),
        "give_back": signs.take_back,
    }


def either(
    lens: Mapping[str, Doing], signs: Mapping[str, Doing], by_signs: Callable[[], bool]
) -> dict[str, Doing]:
    """Each key's doing, another one while the characters are looked at."""

    def routed(name: str) -> Doing:
        return lambda: signs[name]() if by_signs() and name in signs else lens[name]()

    return {name: routed(name) for name in lens}
