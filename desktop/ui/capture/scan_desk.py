"""The scanner as somebody works with it: the next page, the same once more, one in between, a pile from both sides."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from db.errors import Exit, Expected
from db.model import Page
from desktop.operations.importing import AT_THE_END, Placement
from desktop.operations.scanning import Scanned, forget_undecided
from desktop.operations.views import Arrival
from desktop.ui.bringing_in import Double
from desktop.ui.capture.pile import TurnedPile
from desktop.ui.capture.scan_bar import ScanBar
from desktop.ui.capture.scanning import Scanning
from desktop.ui.seat import Seat


class ScanDesk(QObject):
    """Knows which page was scanned last and is not good enough, and how far a two-sided pile is."""

    outcomes = Signal(object)
    """What became of the pages (a tuple of `Outcome`)."""
    doubles = Signal(object)
    """Pages about which a person has to say something (a tuple of `Double`)."""
    page_in = Signal()
    """One more page is in the book, or pages stand in another order."""
    changed = Signal()
    """Something else than before can be done."""
    moved = Signal(object)
    """A `Progress`, or None at the end."""
    failed = Signal(object)

    def __init__(self, seat: Seat, window: QWidget) -> None:
        super().__init__(window)
        self._seat = seat
        self._window = window
        self._fronts: tuple[str, ...] | None = None  # of a pile whose backs are to come; () while they come
        self._undecided: tuple[Path, ...] = ()
        self.doubtful = ""
        """The page scanned last, by its id, while its picture is not good enough and nobody said that it will do."""
        self._once_more = (
            ""  # the page of which a new picture is being taken because its own is not good enough
        )
        self.bar = ScanBar(seat.key_names["find_scanners"])
        self.scanning = Scanning(seat.scan, self)
        self.bar.device_chosen.connect(self.scanning.ask)
        self.scanning.devices.connect(self.bar.show_devices)
        self.scanning.devices.connect(self._changed)
        self.scanning.capabilities.connect(self.bar.show_capabilities)
        self.scanning.capabilities.connect(self._changed)
        self.scanning.not_reached.connect(self._not_reached)
        self.scanning.page_in.connect(self.page_in)
        self.scanning.came.connect(self._came)
        self.scanning.moved.connect(self.moved)
        self.scanning.failed.connect(self._not_scanned)

    def look(self) -> None:
        """Look for scanners."""
        self.bar.looking()
        self.scanning.look()

    def can_scan(self) -> bool:
        """Whether a scanner is there and idle."""
        return self.bar.ready() and not self.scanning.busy()

    def scan(self, ledger_id: str, page: Page | None) -> None:
        """The next page or pile; or `page` once more, where it was scanned last and is not good enough."""
        if page is not None and page.id == self.doubtful:
            self.put(ledger_id, Placement(instead=page.id))
            return
        self._fronts = () if self.bar.piles() else None
        self._begin(ledger_id, AT_THE_END)

    def put(self, ledger_id: str, placement: Placement) -> None:
        """Scan a page in before another, or instead of one."""
        self._fronts = None
        self._begin(ledger_id, placement)

    def keep(self) -> None:
        """The page is good enough: the next scan is the next page."""
        self.doubtful = ""
        self.changed.emit()

    def decided(self) -> None:
        """A person has said what the doubles are: their files go, after the work that brings them in."""
        gone, self._undecided = self._undecided, ()
        if gone:
            self._seat.jobs.ask_without_session(lambda: forget_undecided(gone), lambda _nothing: None)

    def _begin(self, ledger_id: str, placement: Placement) -> None:
        if not self.can_scan():
            return
        self._ledger_id = ledger_id
        self._once_more = self.doubtful if placement.instead == self.doubtful else ""
        self.doubtful = ""
        pile = self._fronts is not None
        self.scanning.begin(ledger_id, self.bar.device_id(), self.bar.wanted(), placement, all_new=pile)
        self.changed.emit()

    def _came(self, scanned: Scanned) -> None:
        self._undecided = scanned.undecided
        once_more, self._once_more = self._once_more, ""
        if len(scanned.outcomes) == 1:
            (one,) = scanned.outcomes
            bad = one.arrival is Arrival.IMPORTED and one.problem is not None
            self.doubtful = one.page_id if bad else ""
        elif not scanned.outcomes:
            self.doubtful = once_more  # after a jam the same key still takes the same page again
        self.outcomes.emit(scanned.outcomes)
        kept = {path.name: path for path in scanned.undecided}
        found = tuple(Double(one, kept[one.source]) for one in scanned.outcomes if one.source in kept)
        if found:
            self.doubles.emit(found)
        if scanned.stopped is not None:
            self._fronts = None
            values: dict[str, object] = dict(scanned.stopped.values)
            self.failed.emit(Expected(scanned.stopped.key, Exit.BAD_INPUT, **values))
        elif self._fronts is not None:
            self._go_on_with_pile(scanned)
        self.changed.emit()

    def _go_on_with_pile(self, scanned: Scanned) -> None:
        if self._fronts:
            fronts, self._fronts = self._fronts, None
            self.scanning.interleave(fronts, scanned.page_ids())
            return
        self._fronts = scanned.page_ids()
        asks = TurnedPile(self._window, self._seat.look, len(self._fronts))
        asks.accepted.connect(lambda: self._begin(self._ledger_id, AT_THE_END))
        asks.rejected.connect(self._no_backs)
        asks.open()

    def _no_backs(self) -> None:
        self._fronts = None

    def _not_scanned(self, failure: BaseException) -> None:
        self.doubtful = self.doubtful or self._once_more
        self.changed.emit()
        self.failed.emit(failure)

    def _not_reached(self, failure: BaseException) -> None:
        self.bar.not_reached()
        self.changed.emit()
        self.failed.emit(failure)

    def _changed(self, _what: object) -> None:
        self.changed.emit()
