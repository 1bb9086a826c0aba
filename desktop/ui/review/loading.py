"""Pages on their way to the screen: what stands on them at once, their pictures as soon as they are cleaned again.

Cleaning a picture takes the better part of a second, so the cells come first and the picture has a lane of its own. The
next page's picture is prepared while this one is checked. Three pictures are kept, 8 MB each for an A4 page at 300 dpi.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from db.errors import Expected
from db.model import Ledger, Page, PageState
from desktop.operations.leafing import book_of_page
from desktop.operations.review import cell_boxes, page_picture, review_page
from desktop.operations.session import Session
from desktop.operations.views import PagePicture, ReviewPage
from desktop.ui.lanes import Lane
from desktop.ui.review.picture import StripPicture, fitted

KEPT = 3
Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Arrived:
    """A page with its neighbours in the book; `review` is None for one that was not read, or could not be."""

    page_id: str
    ledger: Ledger
    review: ReviewPage | None
    pages: tuple[Page, ...]
    boxes: Mapping[str, Box]  # where its cells lie now, by their ids

    @property
    def page(self) -> Page:
        """The page itself."""
        return next(page for page in self.pages if page.id == self.page_id)

    def neighbour(self, by: int) -> Page | None:
        """The page after (1) or before (-1) in the book."""
        at = next(at for at, page in enumerate(self.pages) if page.id == self.page_id) + by
        return self.pages[at] if 0 <= at < len(self.pages) else None


@dataclass(frozen=True, slots=True)
class Fit:
    """The view that a picture is scaled for."""

    width: int  # points
    zoom: float
    ratio: float  # pixels a point


class Loading(QObject):
    """Asks for pages and keeps the last few pictures."""

    arrived = Signal(object)
    """An `Arrived`."""
    pictured = Signal(str, object)
    """A page's id and its `StripPicture`."""
    failed = Signal(object)

    def __init__(self, desk: Lane, view: Lane, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._view = view
        self._pictures: OrderedDict[str, PagePicture] = OrderedDict()
        self._boxes: dict[str, Mapping[str, Box]] = {}
        self._asked: set[str] = set()
        self._fits: dict[str, Fit] = {}

    def page(self, page_id: str) -> None:
        """Bring a page."""
        self._desk.ask(lambda session: _arrive(session, page_id), self._arrive, self.failed.emit)

    def strip(self, page_id: str, fit: Fit) -> None:
        """Bring a page's picture for a view."""
        self._fits[page_id] = fit
        if page_id in self._asked:
            return  # its picture is on the way, and will be fitted to this view
        known = self._pictures.get(page_id)
        if known is None:
            self._asked.add(page_id)

        def work(session: Session) -> tuple[PagePicture, StripPicture]:
            picture = known or page_picture(session, page_id)
            return picture, fitted(picture, fit.width, fit.zoom, fit.ratio)

        def done(made: tuple[PagePicture, StripPicture]) -> None:
            self._asked.discard(page_id)
            if page_id not in self._fits:
                return  # the register was locked meanwhile
            stale = made[0].boxes.keys() != self._boxes.get(page_id, made[0].boxes).keys()
            self._keep(page_id, made[0])
            if not stale:
                self.pictured.emit(page_id, made[1])
            if stale or self._fits[page_id] != fit:
                self.strip(page_id, self._fits[page_id])

        def not_done(failure: BaseException) -> None:
            self._asked.discard(page_id)
            self.failed.emit(failure)

        self._view.ask(work, done, not_done)

    def prepare(self, page: Page | None) -> None:
        """Clean a page's picture that will be wanted next."""
        if page is None or page.state not in {PageState.READ, PageState.FILED}:
            return
        if page.id in self._pictures or page.id in self._asked:
            return
        self._asked.add(page.id)

        def done(picture: PagePicture) -> None:
            self._asked.discard(page.id)
            self._keep(page.id, picture)
            if page.id in self._fits:
                self.strip(page.id, self._fits[page.id])

        def not_done(failure: BaseException) -> None:
            # It will be asked for again, and said, when somebody looks at the page.
            self._asked.discard(page.id)
            if not isinstance(failure, Expected):
                self.failed.emit(failure)

        self._view.ask(lambda session: page_picture(session, page.id), done, not_done)

    def picture(self, page_id: str) -> PagePicture | None:
        """A page's picture, if it is here."""
        return self._pictures.get(page_id)

    def forget(self) -> None:
        """Let all pictures go: the register is going to be locked."""
        self._pictures.clear()
        self._boxes.clear()
        self._fits.clear()

    def _arrive(self, arrived: Arrived) -> None:
        """Rows may have been added, parted or joined since the page's picture was cut: they lie elsewhere on it."""
        self._boxes[arrived.page_id] = arrived.boxes
        known = self._pictures.get(arrived.page_id)
        if known is not None:
            self._keep(arrived.page_id, known)
        self.arrived.emit(arrived)

    def _keep(self, page_id: str, picture: PagePicture) -> None:
        self._pictures[page_id] = PagePicture(picture.grey, self._boxes.get(page_id, picture.boxes))
        self._pictures.move_to_end(page_id)
        while len(self._pictures) > KEPT:
            gone, _ = self._pictures.popitem(last=False)
            self._boxes.pop(gone, None)


def _arrive(session: Session, page_id: str) -> Arrived:
    """The page as it is now and the pages of its book."""
    book = book_of_page(session, page_id)
    try:
        review = review_page(session, page_id)
    except Expected as why:
        if why.key != "page_not_read":
            raise
        review = None
    return Arrived(page_id, book.ledger, review, book.pages, cell_boxes(session, page_id))
