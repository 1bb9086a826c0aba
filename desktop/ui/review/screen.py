"""Review: the page that is checked, from its arrival to its finish."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from db.errors import Expected
from db.model import Page, PageState
from desktop.operations import settling
from desktop.operations.drafts import Draft
from desktop.operations.review import with_their_rows
from desktop.operations.views import CellView, FiledPage, StepTaken
from desktop.ui.actions import Where, working_in
from desktop.ui.bindings import Doing, button, is_key_of, keys_of
from desktop.ui.more import MoreMenu
from desktop.ui.review import page_words
from desktop.ui.review.characters import Characters
from desktop.ui.review.checking import Checking
from desktop.ui.review.column_always import ColumnAlways
from desktop.ui.review.finishing import Finishing
from desktop.ui.review.foot import Foot
from desktop.ui.review.lens import Lens
from desktop.ui.review.lenses import Lenses
from desktop.ui.review.loading import Arrived, Fit, Loading
from desktop.ui.review.page_keys import OF_A_FIELD, cell_doings, either, menu_groups, sign_doings
from desktop.ui.review.peek import Peek
from desktop.ui.review.peeking import Peeking
from desktop.ui.review.picture import StripPicture
from desktop.ui.review.questions import Questions
from desktop.ui.review.resting import Resting
from desktop.ui.review.saving import Said, Saving, wants_reason
from desktop.ui.review.saying_many import SayingMany
from desktop.ui.review.shaping_rows import ShapingRows
from desktop.ui.review.sheet import Sheet
from desktop.ui.review.standing_by import StandingBy
from desktop.ui.screen import Screen
from desktop.ui.seat import Seat
from desktop.ui.words import translate


class ReviewScreen(Screen):
    """One page under review, through one of the lenses."""

    where = Where.REVIEW

    page_filed = Signal()
    """A page's rows are records now."""
    awaited = Signal(str)
    """Somebody looks at this page, and it is not read yet."""

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(seat, parent)
        keys = keys_of(working_in(Where.REVIEW, seat.commands))
        self._peek_keys = keys_of(row for row in seat.commands if row.id == "peek")
        self.lenses = Lenses(seat.look, keys)
        self.characters = Characters(seat.look, keys, seat.key_names, seat.desk, seat.view)
        self.saving = Saving(seat.desk, self)
        self.checking = Checking(self.lenses.lens, self.saving, seat.desk, self)
        self._by_signs = False
        self._finishing = Finishing(seat.desk, self)
        self._many = SayingMany(self, seat.look, seat.desk, seat.view, self.checking)
        self._rows = ShapingRows(self, seat.desk, seat.view, self.checking)
        self._always = ColumnAlways(self, seat.desk, self.checking)
        self._loading = Loading(seat.desk, seat.view, self)
        self._arrived: Arrived | None = None
        self._wanted: tuple[str, int, str] = ("", 0, "")
        self._zoom = 1.0
        self._draft: Draft | None = None
        self.peek = Peek(seat.look, self)
        self._peeking = Peeking(self.peek, self._loading, seat.view, self)
        self._questions = Questions(self)
        self.standing_by = StandingBy()
        self._stack = QStackedWidget()
        self._more = MoreMenu(self, menu_groups)
        self._resting = Resting(seat.desk, self.checking, self)
        self.can(self._doings())
        more = button(self.action("more"), seat.commands)
        self._foot = Foot(more, button(self.action("finish_page"), seat.commands, primary=True))
        self._lay_out()
        self._wire()
        self._show_nothing()

    # -- pages ------------------------------------------------------------------------------------------------------

    def show_page(self, page_id: str, row: int = 0, column: str = "") -> None:
        """Show a page; the cursor goes to the row and column, else to the first cell to check."""
        self.checking.leave_field()
        self._wanted = (page_id, row, column)
        self._loading.page(page_id)

    def page_read(self, page: Page) -> None:
        """A page was read in the background: show it if it is the one that is waited for, or if there is none yet."""
        waited_for = (
            self._arrived is not None and self._arrived.page_id == page.id and self.checking.sheet is None
        )
        if waited_for or (not self._wanted[0] and page.state is PageState.READ):
            self.show_page(page.id)

    @property
    def lens(self) -> Lens:
        """The lens that is looked through."""
        return self.lenses.lens

    def look_through(self, lens: Lens) -> None:
        """Show the page through another lens; the cursor stays where it is."""
        back, self._by_signs = self._by_signs, False
        if lens is not self.lens:
            self.lenses.show_lens(lens)
            self.checking.use(lens)
        if back and self.checking.sheet is not None:
            view = self.checking.view()
            self.show_page(self.page_id(), view.row_number, view.column.name)  # cells may be different now
        self._ask_picture()
        self.enter()

    def look_at_characters(self) -> None:
        """Show what the characters of the page, the book or all that waits were read as."""
        if self.checking.sheet is None or self._by_signs:
            return
        self.checking.leave_field()
        self._peeking.close()
        self._by_signs = True
        self._stack.setCurrentWidget(self.characters)
        self.characters.begin(self.page_id())
        self.enter()
        self._renew()

    def page_id(self) -> str:
        """The page that is shown; "" for none."""
        return self._arrived.page_id if self._arrived else ""

    def enter(self) -> None:
        """Shown: the cursor is where it was."""
        if self._by_signs:
            self.characters.grid.setFocus()
        elif self.checking.sheet is not None:
            self.lens.editor().setFocus()
        else:
            self.setFocus()

    def leave(self) -> None:
        """Something else is shown: what is typed is saved, the place kept."""
        self._peeking.close()
        self.checking.leave_field()
        self._resting.keep_now()

    def put_aside(self) -> Draft | None:
        """What is half typed, which nobody has said yet: the field gets its value back, and the text is handed over."""
        return self.checking.put_aside(self.page_id())

    def take_up(self, draft: Draft) -> None:
        """Go on where somebody was half through a field when the register was locked."""
        self._draft = draft
        self.show_page(draft.page_id, draft.row, draft.column)

    def forget(self) -> None:
        """The register is going to be locked: nothing of it stays on the screen."""
        self.leave()
        self._loading.forget()
        self.characters.forget()
        self._show_nothing()

    def zoom(self, step: int) -> None:
        """Make the picture larger (1), smaller (-1), or as wide as the view (0)."""
        self._zoom = min(max(self._zoom * 1.25**step, 0.5), 4.0) if step else 1.0
        self._ask_picture()

    def help_lines(self) -> tuple[str, ...]:
        """What F1 says beside the keys."""
        return page_words.help_lines(self.seat.key_names)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """The key of the surroundings, let go after it was held, closes the view that it opened."""
        if is_key_of(event, self._peek_keys) and not event.isAutoRepeat():
            self.peek.let_go()
        super().keyReleaseEvent(event)

    # -- what comes home --------------------------------------------------------------------------------------------

    def _show_page(self, arrived: Arrived) -> None:
        page_id, row, column = self._wanted
        if arrived.page_id != page_id:
            return  # somebody has gone on to another page meanwhile
        self._arrived = arrived
        self._peeking.close()
        sheet = Sheet(arrived.review) if arrived.review is not None else None
        if sheet:
            self._stack.setCurrentWidget(self.characters if self._by_signs else self.lenses)
            self.checking.begin(sheet, (sheet.find(row, column) if row else None) or sheet.first())
            self._ask_picture()
            if self._draft is not None and self._draft.page_id == page_id:
                self.lens.editor().setText(self._draft.text)
                self._draft = None
        else:
            self.checking.end()
            self._by_signs = False
            self.standing_by.say(*page_words.why_not(arrived.page, self.seat.key_names))
            self._stack.setCurrentWidget(self.standing_by)
            if arrived.page.state is PageState.IMPORTED:
                self.awaited.emit(arrived.page_id)
        if self.isVisible():
            self.enter()
        self.titled.emit(page_words.title(arrived))
        self._renew()

    def _show_nothing(self) -> None:
        self.checking.end()
        self._by_signs = False
        self._arrived = None
        self._wanted = ("", 0, "")
        self.standing_by.say(*page_words.nothing_open())
        self._stack.setCurrentWidget(self.standing_by)
        self.titled.emit(translate("Review", "Review"))
        self._renew()

    def _show_picture(self, page_id: str, picture: StripPicture) -> None:
        if self._arrived is not None and self._arrived.page_id == page_id and self.checking.sheet is not None:
            self.lens.show_picture(picture)
            self._loading.prepare(self._arrived.neighbour(1))

    def _ask_picture(self) -> None:
        if self.checking.sheet is not None and self._arrived is not None:
            fit = Fit(self.lens.view_width(), self._zoom, self.devicePixelRatioF())
            self._loading.strip(self._arrived.page_id, fit)

    def _answered(self, cells: tuple[CellView, ...]) -> None:
        self.checking.put(cells)
        self._renew()

    def _not_saved(self, said: Said, failure: BaseException) -> None:  # noqa: ARG002 - what the signal hands out
        if wants_reason(failure):
            self._questions.reason()
        else:
            self.failed.emit(failure)
        self._renew()

    def _moved(self) -> None:
        self._resting.moved(self.page_id())
        self._peeking.close()
        self._renew()

    def _renew(self) -> None:
        """Words and keys as things stand now."""
        sheet, unsaved = self.checking.sheet, len(self.saving.unsaved)
        self._foot.show_state(self._arrived, sheet, unsaved, busy=self.saving.busy())
        names = [
            name
            for name in self._doings()
            if name not in {"next_page", "previous_page", "go_to", "save_again"}
        ]
        works = {name: sheet is not None and not (self._by_signs and name in OF_A_FIELD) for name in names}
        near = {by: self._arrived is not None and self._arrived.neighbour(by) is not None for by in (1, -1)}
        self.enable(
            **{**works, "glyph_scope": self._by_signs},
            next_page=near[1] or self._by_signs,
            previous_page=near[-1] or self._by_signs,
            go_to=self._arrived is not None,
            save_again=unsaved > 0,
        )

    # -- keys of the page -------------------------------------------------------------------------------------------

    def _finish(self) -> None:
        """File the page; what still wants an eye is gone to instead."""
        if self._arrived is None:
            return
        self.checking.leave_field()
        self._finishing.finish(self._arrived.page_id)

    def _finished(self, filed: FiledPage) -> None:
        self.told.emit(page_words.finished(filed))
        self.page_filed.emit()
        if self._arrived is not None:
            self.show_page((self._arrived.neighbour(1) or self._arrived.page).id)

    def _not_finished(self, failure: BaseException) -> None:
        self.failed.emit(failure)
        if isinstance(failure, Expected) and self.checking.sheet is not None:
            self.checking.go(self.checking.sheet.next_to_check(self.checking.spot))

    def _turn_page(self, by: int) -> None:
        following = self._arrived.neighbour(by) if self._arrived else None
        if following is not None:
            self.show_page(following.id)

    def _step_taken(self, step: StepTaken | None) -> None:
        if step is None or not (step.cells or step.row):
            self.told.emit(translate("Review", "There is nothing to take back."))
            return
        if step.row:
            self.show_page(step.page_id, step.row, self.checking.column())
            return
        first = step.cells[0]
        if step.page_id != self.page_id():
            self.show_page(step.page_id, first.row_number, first.column.name)
            return
        self.checking.put(step.cells)
        rows = partial(with_their_rows, cells=step.cells)
        self.seat.desk.ask(rows, self._answered, self.failed.emit)
        if self._by_signs:
            self.characters.begin(self.page_id())
        elif self.checking.sheet is not None:
            self.checking.go(self.checking.sheet.spot_of(first.cell.id))

    def _undo(self) -> None:
        if not self._by_signs and self.lens.editor().changed():
            self.checking.give_back()
        else:
            self.seat.desk.ask(settling.undo, self._step_taken, self.failed.emit)

    def _redo(self) -> None:
        self.seat.desk.ask(settling.redo, self._step_taken, self.failed.emit)

    def _nothing_left(self) -> None:
        if self.checking.sheet is not None and not self.checking.sheet.to_check():
            self.told.emit(page_words.nothing_left(self.seat.key_names))

    def _reason_given(self, reason: str) -> None:
        """Say it with what was refused for want of it and with what follows; without one nothing changes."""
        self.checking.reason = reason
        if reason:
            self.saving.again(reason)
        elif self._arrived is not None:
            view = self.checking.view()
            self.saving.drop()
            self.show_page(self._arrived.page_id, view.row_number, view.column.name)

    def _go_to(self) -> None:
        if self._arrived is not None:
            self._questions.where_to(self._arrived.pages, self._arrived.page.position)

    def _show_surroundings(self) -> None:
        if not self._by_signs:
            self._peeking.turn(self.page_id(), self.checking.view().cell.id)
            return
        glyph = self.characters.current()
        if glyph is not None:
            self._peeking.turn(glyph.page_id, glyph.cell_id, lambda: self.characters.saw(glyph))

    # -- construction -----------------------------------------------------------------------------------------------

    def _doings(self) -> dict[str, Doing]:
        lens = {
            **cell_doings(self.checking),
            "undo": self._undo,
            "redo": self._redo,
            "finish_page": self._finish,
            "next_page": lambda: self._turn_page(1),
            "previous_page": lambda: self._turn_page(-1),
            "peek": self._show_surroundings,
            "ask": lambda: self._questions.supervisor(self.checking.view()),
            "lens_row": lambda: self.look_through(self.lenses.row),
            "lens_column": lambda: self.look_through(self.lenses.column),
            "lens_characters": self.look_at_characters,
            "lens_doubts": lambda: self.look_through(self.lenses.doubts),
            "glyph_scope": self.characters.widen,
            "change_alike": self._many.alike,
            "fill_down": self._many.below,
            "column_always": self._always.ask,
            **self._rows.doings(),
            "go_to": self._go_to,
            "more": self._more.show_menu,
            "save_again": lambda: self.saving.again(self.checking.reason),
        }
        return either(lens, sign_doings(self.characters), lambda: self._by_signs)

    def _wire(self) -> None:
        self._finishing.finished.connect(self._finished)
        self._finishing.refused.connect(self._not_finished)
        self._many.kept.connect(self._step_taken)
        self._rows.shaped.connect(self._step_taken)
        for source in (self.characters, self._many, self._always, self._rows):
            source.told.connect(self.told)
        self._loading.arrived.connect(self._show_page)
        self._loading.pictured.connect(self._show_picture)
        self.saving.answered.connect(self._answered)
        self.saving.refused.connect(self._not_saved)
        self.lenses.spot_clicked.connect(self.checking.go)
        self.lenses.resized.connect(self._ask_picture)
        self._questions.asked.connect(self.checking.ask)
        self._questions.reasoned.connect(self._reason_given)
        self._questions.chosen.connect(self.show_page)
        self.checking.moved.connect(self._moved)
        self.checking.nothing_left.connect(self._nothing_left)
        shown = (self._loading, self.checking, self.characters, self._peeking)
        for failing in (*shown, self._many, self._always, self._rows, self._resting):
            failing.failed.connect(self.failed)

    def _lay_out(self) -> None:
        for shown in (self.lenses, self.characters, self.standing_by):
            self._stack.addWidget(shown)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._stack, 1)
        whole.addWidget(self._foot)
