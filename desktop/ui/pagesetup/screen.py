"""Page set-up: the grid that was found over a page, put right once, tried on others, saved for the book."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from db.errors import Cancelled
from db.model import Ledger, Page, PageState
from desktop.fields.forms import LedgerForm
from desktop.operations import page_setup
from desktop.operations.page_setup import Saved, SetUp, Trial
from desktop.ui.actions import Where
from desktop.ui.bindings import button
from desktop.ui.controls import footer, label
from desktop.ui.lanes import Job
from desktop.ui.pagesetup.canvas import Canvas
from desktop.ui.pagesetup.columns_side import ColumnsSide
from desktop.ui.pagesetup.draft import Chosen, Draft, Run, State
from desktop.ui.pagesetup.form_files import FormFiles
from desktop.ui.pagesetup.form_side import FormSide
from desktop.ui.pagesetup.tries import Tries
from desktop.ui.review.picture import as_image
from desktop.ui.screen import Screen
from desktop.ui.seat import Seat
from desktop.ui.words import count, sentence, translate


class PageSetupScreen(Screen):
    """One page, its lines, and what the form says."""

    where = Where.SETUP

    saved = Signal()
    """A book has another form: pages may wait to be read with it."""
    done = Signal()
    """Back to the pages."""
    moved = Signal(object)
    """A `Progress` of trying or reading, or None."""

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(seat, parent)
        self._draft: Draft | None = None
        self._ledger: Ledger | None = None
        self._page: Page | None = None
        self._asked = ""  # the page that is on its way
        self._job: Job | None = None
        self.files = FormFiles(seat, self)
        self.can(
            {
                "setup_save": self._save,
                "setup_try": self._try,
                "setup_next": lambda: self._choose_next(1),
                "setup_previous": lambda: self._choose_next(-1),
                "setup_turn": self._turn,
                "setup_add": lambda: self._change(Draft.add),
                "setup_remove": lambda: self._change(Draft.remove),
                "setup_undo": self._undo,
                "setup_read": self._read_so,
                "setup_unfit": self._next_unfit,
                "setup_sheet": self.files.ask_sheet,
                "setup_bring": self.files.ask_form,
                "setup_export": self._export,
                "setup_back": self.done.emit,
            }
        )
        self.canvas = Canvas(seat.look, seat.key_names)
        self.columns = ColumnsSide()
        self.form_side = FormSide()
        self.tries = Tries(seat.look, seat.key_names["setup_try"])
        self.wrong = label("", "problem", wraps=True)
        self._empty = label("", "empty", wraps=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._scroll = QScrollArea()
        self._scroll.setWidget(self.canvas)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.viewport().installEventFilter(self)
        self._stack = QStackedWidget()
        self.tabs = QTabWidget()
        self._lay_out()
        self._wire()
        self._say_empty()
        self._enable()

    # -- what is shown ----------------------------------------------------------------------------------------------

    def show_page(self, page_id: str) -> None:
        """Set up a page of a book; what was changed before and not saved is let go."""
        self._asked = page_id
        self._stack.setCurrentWidget(self._empty)
        self._empty.setText(translate("PageSetup", "The page is being looked at…"))
        self.seat.view.ask(
            lambda session: page_setup.set_up_page(session, page_id), self._found, self._failed
        )

    def page_id(self) -> str:
        """The page that is shown, "" for none."""
        return self._page.id if self._page else ""

    def draft(self) -> Draft:
        """What is being changed. RuntimeError where nothing is shown."""
        if self._draft is None:
            raise RuntimeError("no page is being set up")
        return self._draft

    def enter(self) -> None:
        """The lines have the arrows."""
        self._title()
        self.canvas.setFocus()

    def stop(self) -> None:
        """Stop trying or reading."""
        if self._job is not None:
            self._job.cancel()

    def help_lines(self) -> tuple[str, ...]:
        """What F1 says beside the keys."""
        return (
            translate(
                "PageSetup",
                "The arrows move the chosen line, with Shift further; {setup_turn} turns from the lines down to those "
                "across. Lines can be dragged too.",
            ).format(**self.seat.key_names),
            translate(
                "PageSetup",
                "Where columns lie is saved with the form: a page of the book on which they lie otherwise is not read, "
                "and is said to be. Lines across are this page's own.",
            ),
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The page fills the view from side to side."""
        if event.type() == QEvent.Type.Resize:
            self.canvas.fit_width(self._scroll.viewport().width())
        return super().eventFilter(watched, event)

    def _found(self, found: SetUp) -> None:
        if found.page is not None and found.page.id != self._asked:
            return  # another page was asked for meanwhile
        if found.page is not None:
            self._page, self._ledger = found.page, found.ledger
        self._draft = Draft(State(found.form, found.mesh))
        self.wrong.setVisible(found.problem is not None)
        if found.problem is not None:
            self.wrong.setText(sentence(found.problem))
        self.tries.show_trials(None)
        self._stack.setCurrentWidget(self._scroll)
        self.canvas.show_page(as_image(found.grey), found.grey.shape[1] / found.scale, self._draft)
        self.canvas.fit_width(self._scroll.viewport().width())
        self._title()
        self._show()
        top = float(found.mesh.points[0, :, 1].min()) * self.canvas.scale()
        self._scroll.verticalScrollBar().setValue(round(top) - 40)  # the names stand above the table
        self.tabs.setCurrentIndex(0)
        self.canvas.setFocus()

    def _title(self) -> None:
        if self._page is None or self._ledger is None:
            self.titled.emit(translate("PageSetup", "Page set-up"))
            return
        self.titled.emit(
            translate("PageSetup", "Page set-up: Book {book}, page {page}").format(
                book=count(self._ledger.number), page=count(self._page.position)
            )
        )

    def _say_empty(self) -> None:
        self._stack.setCurrentWidget(self._empty)
        said = translate("PageSetup", "Choose a page in Capture and press {set_up_page} there to set it up.")
        self._empty.setText(said.format(**self.seat.key_names))
        self.wrong.hide()

    def _show(self) -> None:
        """The draft everywhere."""
        draft = self._draft
        if draft is None:
            return
        self.columns.show_form(draft.now.form, draft.column())
        self.form_side.show_form(draft.now.form, draft.now.mesh)
        self.canvas.update()
        if draft.chosen.run is Run.ACROSS:  # a line down is seen wherever the page is scrolled to
            where = self.canvas.place_of_chosen().center()
            self._scroll.ensureVisible(round(where.x()), round(where.y()), 0, 60)
        self._enable()

    def _enable(self) -> None:
        there = self._draft is not None
        idle = self._job is None
        book = there and self._ledger is not None
        may_read = self._page is not None and self._page.state in {PageState.IMPORTED, PageState.FAILED}
        self.enable(
            setup_save=book and idle,
            setup_try=book and idle,
            setup_read=book and idle and may_read,
            setup_unfit=book,
            setup_sheet=book,
            setup_bring=there,
            setup_export=there,
            setup_undo=self._draft is not None and bool(self._draft.before),
            **dict.fromkeys(
                ("setup_next", "setup_previous", "setup_turn", "setup_add", "setup_remove"), there
            ),
        )
        self.tabs.setEnabled(there)

    # -- changes ----------------------------------------------------------------------------------------------------

    def _change(self, how: object) -> None:
        if self._draft is not None and callable(how):
            how(self._draft)
            self._show()

    def _choose_next(self, step: int) -> None:
        self._change(lambda draft: draft.choose_next(step))
        self.canvas.setFocus()

    def _turn(self) -> None:
        self._change(Draft.turn)
        self.canvas.setFocus()

    def _undo(self) -> None:
        self._change(Draft.take_back)

    def _moved(self, line: Chosen, by_px: float, begins: bool) -> None:  # noqa: FBT001 - a signal takes no names
        self._change(lambda draft: draft.move(line, by_px, begins=begins))

    def _column_chosen(self, at: int) -> None:
        self._change(lambda draft: draft.choose(Chosen(Run.DOWN, at)))

    # -- saving, trying, reading ------------------------------------------------------------------------------------

    def _save(self) -> None:
        if self._draft is None or self._ledger is None:
            return
        ledger_id, form = self._ledger.id, self._draft.form()
        self.seat.desk.ask(
            lambda session: page_setup.save_form(session, ledger_id, form), self._saved, self._failed
        )

    def _saved(self, saved: Saved) -> None:
        self._ledger = saved.ledger
        self.told.emit(
            translate(
                "PageSetup", "The form of Book {book} is saved. Pages that wait to be read with it: {pages}"
            ).format(book=count(saved.ledger.number), pages=count(saved.waiting))
        )
        self.saved.emit()

    def _try(self) -> None:
        if self._draft is None or self._ledger is None:
            return
        ledger_id, form, own = self._ledger.id, self._draft.form(), self.page_id()
        self._begin(
            self.seat.view.start(
                lambda session, report, cancel: page_setup.try_form(
                    session, ledger_id, form, apart_from=own, report=report, cancel=cancel
                ),
                self._tried,
                self._failed,
                self.moved.emit,
            )
        )

    def _tried(self, trials: tuple[Trial, ...]) -> None:
        self._end()
        self.tries.show_trials(trials)
        self.tabs.setCurrentWidget(self.tries)

    def _read_so(self) -> None:
        """Save the form, then read this one page by the lines as they are."""
        if self._draft is None or self._ledger is None or self._page is None:
            return
        ledger_id, form, mesh, page_id = (
            self._ledger.id,
            self._draft.form(),
            self._draft.now.mesh,
            self._page.id,
        )

        def kept(saved: Saved) -> None:
            self._ledger = saved.ledger
            self._begin(
                self.seat.jobs.start(
                    lambda session, report, cancel: page_setup.read_as_set_up(
                        session, page_id, mesh, report, cancel
                    ),
                    self._was_read,
                    self._failed,
                    self.moved.emit,
                )
            )

        self.seat.desk.ask(lambda session: page_setup.save_form(session, ledger_id, form), kept, self._failed)

    def _was_read(self, page: Page) -> None:
        self._end()
        self._page = page
        self._enable()
        self.told.emit(
            translate("PageSetup", "Page {page} was read by these lines.").format(page=count(page.position))
        )
        self.saved.emit()

    def _next_unfit(self) -> None:
        """The page of the short list that comes after this one; the first after the last."""
        if self._ledger is None:
            return
        ledger_id = self._ledger.id
        self.seat.desk.ask(
            lambda session: page_setup.unfit_pages(session, ledger_id), self._go_to_unfit, self._failed
        )

    def _go_to_unfit(self, found: tuple[tuple[Page, object], ...]) -> None:
        others = [page for page, _ in found if page.id != self.page_id()]
        if not others:
            self.told.emit(translate("PageSetup", "Every other page that was read fits the form."))
            return
        here = self._page.position if self._page else 0
        self.show_page(next((page.id for page in others if page.position > here), others[0].id))

    # -- files ------------------------------------------------------------------------------------------------------

    def _sheet_found(self, found: SetUp) -> None:
        self._asked = ""
        self._page = None
        self._found(found)

    def _brought(self, form: LedgerForm) -> None:
        self._change(lambda draft: draft.take_over(form))

    def _export(self) -> None:
        self.files.export(self.draft().form())

    # -- the work in the background ---------------------------------------------------------------------------------

    def _begin(self, job: Job) -> None:
        self._job = job
        self._enable()

    def _end(self) -> None:
        self._job = None
        self.moved.emit(None)
        self._enable()

    def _failed(self, failure: BaseException) -> None:
        self._end()
        if self._draft is None:
            self._say_empty()
        if not isinstance(failure, Cancelled):
            self.failed.emit(failure)

    def _wire(self) -> None:
        self.files.sheet.connect(self._sheet_found)
        self.files.brought.connect(self._brought)
        self.files.told.connect(self.told)
        self.files.failed.connect(self._failed)
        self.canvas.chosen.connect(lambda line: self._change(lambda draft: draft.choose(line)))
        self.canvas.moved.connect(self._moved)
        self.canvas.column_chosen.connect(self._column_chosen)
        self.columns.chosen.connect(self._column_chosen)
        self.columns.named.connect(lambda at, column: self._change(lambda draft: draft.name(at, column)))
        self.form_side.changed.connect(lambda form: self._change(lambda draft: draft.settle(form)))
        self.form_side.headed.connect(lambda bands: self._change(lambda draft: draft.head(bands)))

    def _lay_out(self) -> None:
        rows = self.seat.commands
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 12, 20, 12)
        whole.setSpacing(8)
        whole.addWidget(self.wrong)
        middle = QHBoxLayout()
        middle.setSpacing(12)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._scroll)
        middle.addWidget(self._stack, 5)
        self.tabs.addTab(self.columns, translate("PageSetup", "Columns"))
        self.tabs.addTab(self.form_side, translate("PageSetup", "Form"))
        self.tabs.addTab(self.tries, translate("PageSetup", "Other pages"))
        self.tabs.setUsesScrollButtons(True)
        middle.addWidget(self.tabs, 3)
        whole.addLayout(middle, 1)
        names = ("setup_back", "setup_try", "setup_add", "setup_remove", "setup_read")
        whole.addLayout(
            footer(
                secondary=tuple(button(self.action(name), rows) for name in names),
                primary=button(self.action("setup_save"), rows, primary=True),
            )
        )
