"""Who may do what: one table of operations and roles, asked by the operations and not by the widgets.

A name is what the journal calls it where the journal tells of it. What stands in no row may be done by whoever can
unlock the register: looking, searching, letting the machine read pages, typing blind what others keyed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from db.errors import Exit, Expected
from desktop.operations.session import Session

ROLES: Final = ("clerk", "second_keyer", "supervisor", "administrator")

_ANYONE: Final = frozenset(ROLES)
_BOOKS: Final = frozenset(
    {"clerk", "supervisor", "administrator"}
)  # a second keyer types, and brings nothing in
_ANSWERS: Final = frozenset({"supervisor", "administrator"})  # whoever answers for the result
_KEYS: Final = frozenset({"administrator"})  # whoever answers for who gets in

MAY: Final[Mapping[str, frozenset[str]]] = {
    "begin_book": _BOOKS,
    "change_form": _BOOKS,
    "import": _BOOKS,
    "settle": _ANYONE,
    "undo": _ANYONE,
    "file": _BOOKS,
    "second_entry": _ANYONE,
    "plan_second_entry": _ANSWERS,
    "answer_question": _ANSWERS,
    "state_of_book": _BOOKS,
    "amend": _BOOKS,
    "decide_lot": _ANSWERS,
    "seal": _ANSWERS,
    "enrol_registry": _KEYS,
    "take_answer": _BOOKS,
    "take_unsigned_answer": _ANSWERS,
    "put_answer_aside": _ANSWERS,
    "answer_back": _ANSWERS,
    "know_peer": _KEYS,
    "send_book": _BOOKS,
    "hand_over_book": _ANSWERS,
    "take_book": _BOOKS,
    "take_back_book": _ANSWERS,
    "check_register": _ANYONE,
    "back_up": _ANYONE,
    "copy_away": _ANSWERS,
    "judge": _BOOKS,
    "receive_trace": _BOOKS,
    "answer_trace": _ANSWERS,
    "print_book": _ANSWERS,
    "print_figures": _ANSWERS,
    "write_archive": _ANSWERS,
    "see_journal": _ANSWERS,
    "restore": _ANSWERS,
    "change_passphrase": _ANYONE,
    "add_person": _KEYS,
    "retire_person": _KEYS,
    "change_role": _KEYS,
    "set_passphrase": _KEYS,
    "new_recovery_code": _KEYS,
}
"""Operation to the roles that may do it."""


def may(role: str, operation: str) -> bool:
    """Whether people of a role may do it. KeyError for an operation that has no row."""
    return role in MAY[operation]


def require(session: Session, operation: str) -> None:
    """Raise Expected("not_allowed", Exit.REFUSED) where the session's person may not do it."""
    if not may(session.user.role, operation):
        raise Expected("not_allowed", Exit.REFUSED, name=session.user.name, roles=_roles(MAY[operation]))


def _roles(roles: frozenset[str]) -> str:
    """The roles in words, as they are written everywhere."""
    return ", ".join(role.replace("_", " ") for role in ROLES if role in roles)
