"""Lots and their states by name."""

from __future__ import annotations

from db.model import Lot
from desktop.operations.lot_views import LotState
from desktop.ui.words import isolated, translate


def lot_name(lot: Lot) -> str:
    """A lot by what it is made of."""
    names = {
        "batch": translate("Checks", "Filed and not yet sent"),
        "book": translate("Checks", "Book {title}"),
        "week": translate("Checks", "Week of {title}"),
        "range": translate("Checks", "Filed {title}"),
    }
    return names.get(lot.kind, "").format(title=isolated(lot.title))


def state_name(state: LotState | None) -> str:
    """How far a lot is."""
    if state is None:
        return translate("Checks", "not drawn yet")
    return {
        LotState.OPEN: translate("Checks", "being checked"),
        LotState.PASSED: translate("Checks", "passed"),
        LotState.REFUSED: translate("Checks", "refused: all records are to be checked"),
        LotState.RELEASED: translate("Checks", "checked whole, corrected and released"),
    }[state]
