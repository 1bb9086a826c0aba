"""One lot, from the next record to type to its decision; what the lanes are asked of it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from PySide6.QtCore import QObject, Signal

from db.errors import Expected
from desktop.operations import lot_decisions, lots, spot_checks
from desktop.operations.lot_views import LIMITS, CheckItem, Compared, Finding, LotStanding, LotState
from desktop.operations.session import Session
from desktop.operations.views import Entry, PagePicture
from desktop.ui.checks.deciding import DecideStep
from desktop.ui.checks.keying import TypeStep
from desktop.ui.seat import Seat
from desktop.ui.words import count, translate

DONE = frozenset({LotState.PASSED, LotState.RELEASED})


@dataclass(frozen=True, slots=True)
class _Next:
    """What comes next in a lot; `ended` says why nobody here can go on."""

    shown: LotStanding
    item: CheckItem | None
    place: tuple[int, int]
    ended: Expected | None


class LotRun(QObject):
    """Asks for one record after the other, and shows the decision when there is nothing left to type."""

    failed = Signal(object)
    typing_wanted = Signal()
    """A record is asked for."""
    deciding_wanted = Signal()
    """The lot's standing is shown."""
    ended = Signal()
    """Nothing can be done here now: back to the lots."""
    changed = Signal()

    def __init__(self, seat: Seat, typing: TypeStep, deciding: DecideStep, *, decides: bool) -> None:
        super().__init__()
        self.seat = seat
        self.typing = typing
        self.deciding = deciding
        self._decides = decides
        self.lot_id = ""
        self.standing: LotStanding | None = None
        self.wrong: tuple[Finding, ...] = ()
        self._pages: tuple[str, PagePicture] | None = None
        self._disagreed: Finding | None = None  # two people saw two things: the supervisor types what is true

    def choose(self, lot_id: str) -> None:
        """Go on with a lot."""
        self.lot_id = lot_id
        self.next()

    def forget(self) -> None:
        """Let go of the record that is typed."""
        self._disagreed = None
        self.typing.forget()

    def is_done(self) -> bool:
        """Whether the lot is decided for good, and nothing drawn beside it waits."""
        shown = self.standing
        return shown is not None and shown.state in DONE and shown.beside_checked == shown.beside

    def smaller(self) -> Fraction | None:
        """The next smaller share that can be claimed of a lot that passed."""
        shown = self.standing
        if shown is None or shown.state is not LotState.PASSED:
            return None
        return next((limit for limit in LIMITS if limit < shown.plan.limit), None)

    # -- type -------------------------------------------------------------------------------------------------------

    def next(self) -> None:
        """Ask for the next record, or show the decision."""
        lot_id, decides = self.lot_id, self._decides

        def work(session: Session) -> _Next:
            if decides:
                lots.draw(session, lot_id, os.urandom)
            shown = spot_checks.standing(session, lot_id)
            try:
                item = spot_checks.next_item(session, lot_id)
            except Expected as ended:  # only somebody else can go on: said beside what is known so far
                return _Next(shown, None, (0, 0), ended)
            place = spot_checks.place_of(session, item.page_id) if item is not None else (0, 0)
            return _Next(shown, item, place, None)

        self.seat.desk.ask(work, self._show_next, self.failed.emit)

    def _show_next(self, answer: _Next) -> None:
        self.standing = shown = answer.shown
        item = answer.item
        if item is None or (shown.wrong and shown.state is LotState.OPEN and self._decides):
            self._to_decision()
            if answer.ended is not None:
                self.failed.emit(answer.ended)
            return
        why = translate(
            "Checks", "What was filed and what somebody typed differ here. Type what you see: yours decides."
        )
        progress = translate("Checks", "Checked: {checked} of {target}").format(
            checked=count(shown.checked), target=count(shown.target)
        )
        self._ask_for(item, answer.place, progress, why if item.third else "")

    def _ask_for(self, item: CheckItem, place: tuple[int, int], progress: str, why: str) -> None:
        where = translate("Checks", "Book {book}, page {page}, row {row}").format(
            book=count(place[0]), page=count(place[1]), row=count(item.row_number)
        )
        self.typing_wanted.emit()
        self.typing.show_item(item, where, progress, why)
        cells = [cell.cell_id for cell in item.cells]
        if self._pages is not None and self._pages[0] == item.page_id:
            self.typing.paper.show_row(self._pages[1], cells)
            return
        page_id = item.page_id
        self.seat.view.ask(
            lambda session: (page_id, spot_checks.check_picture(session, page_id)),
            self._show_page,
            self._no_picture,
        )

    def _show_page(self, answer: tuple[str, PagePicture]) -> None:
        self._pages = answer
        item = self.typing.item
        if item is not None and item.page_id == answer[0]:
            self.typing.paper.show_row(answer[1], [cell.cell_id for cell in item.cells])

    def _no_picture(self, failure: BaseException) -> None:
        """Without its picture a record can't be checked: back to the lots, what was typed is kept."""
        self.ended.emit()
        self.failed.emit(failure)

    def enter(self) -> None:
        """Keep what was typed."""
        item, entries, lot_id = self.typing.item, self.typing.entries(), self.lot_id
        if item is None:
            return
        if self._disagreed is not None:
            self._correct_all({self._disagreed.record_id: entries})
            return
        self.seat.desk.ask(
            lambda session: spot_checks.enter(session, lot_id, item.record_id, entries),
            self._show_compared,
            self.failed.emit,
        )

    def _show_compared(self, compared: tuple[Compared, ...]) -> None:
        if all(one.same for one in compared):
            self.next()
        else:
            self.typing.show_compared(compared)
            self.changed.emit()

    # -- decide -----------------------------------------------------------------------------------------------------

    def _to_decision(self) -> None:
        lot_id = self.lot_id
        self._disagreed = None
        self.typing.forget()
        self.seat.desk.ask(
            lambda session: (spot_checks.standing(session, lot_id), lot_decisions.findings(session, lot_id)),
            self._show_standing,
            self.failed.emit,
        )

    def _show_standing(self, answer: tuple[LotStanding, tuple[Finding, ...]]) -> None:
        self.standing, self.wrong = answer
        self.deciding.show_standing(*answer)
        self.deciding_wanted.emit()

    def decide(self) -> None:
        """Decide, or go on where there is more to type."""
        lot_id, shown = self.lot_id, self.standing
        if shown is None:
            return
        further = shown.beside_checked < shown.beside and shown.state is not LotState.OPEN
        if further or (shown.checked < shown.target and shown.state is LotState.REFUSED):
            self.next()
            return
        self.seat.desk.ask(
            lambda session: lot_decisions.decide(session, lot_id),
            lambda _decision: self._to_decision(),
            self.failed.emit,
        )

    def next_named(self) -> str:
        """What `decide` would do with the lot as it stands; "" where it goes back to the lots."""
        shown = self.standing
        if shown is None or self.is_done():
            return ""
        if shown.beside_checked < shown.beside and shown.state is not LotState.OPEN:
            return translate("Checks", "Check the others")
        if shown.state is LotState.REFUSED:
            whole = shown.checked == shown.target
            return (
                translate("Checks", "Release the lot") if whole else translate("Checks", "Check all records")
            )
        if shown.wrong:
            return translate("Checks", "Refuse the lot")
        return translate("Checks", "Pass the lot")

    def correct(self) -> None:
        """What people agree on at once; of what they do not, one record after the other is asked for."""
        agreed = [one for one in self.wrong if not one.corrected and _is_agreed(one)]
        if agreed:
            self._correct_all({one.record_id: {} for one in agreed})
            return
        self._disagreed = next((one for one in self.wrong if not one.corrected), None)
        if self._disagreed is None:
            return
        found = self._disagreed
        cells = tuple(wrong.cell for wrong in found.cells)
        item = CheckItem(self.lot_id, found.record_id, found.page_id, found.row_number, cells, third=True)
        why = translate(
            "Checks",
            "Two people saw two different things here. Type what stands on the paper: that corrects the record.",
        )
        self.seat.desk.ask(
            lambda session: spot_checks.place_of(session, found.page_id),
            lambda place: self._ask_for(item, place, "", why),
            self.failed.emit,
        )

    def _correct_all(self, said: Mapping[str, Mapping[str, Entry]]) -> None:
        lot_id = self.lot_id

        def work(session: Session) -> None:
            for record_id, entries in said.items():
                lot_decisions.correct(session, lot_id, record_id, entries)

        self.seat.desk.ask(work, lambda _nothing: self._to_decision(), self.failed.emit)

    def longer(self) -> None:
        """Go on for the next smaller share that is offered."""
        shown, lot_id = self.standing, self.lot_id
        smaller = self.smaller()
        if shown is None or smaller is None:
            return
        self.seat.desk.ask(
            lambda session: lots.longer(session, lot_id, smaller),
            lambda _plan: self.next(),
            self.failed.emit,
        )


def _is_agreed(found: Finding) -> bool:
    return all(wrong.truth is not None for wrong in found.cells)
