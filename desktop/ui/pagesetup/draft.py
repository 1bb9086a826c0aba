"""What is being changed in Page set-up: a form and its lines on one page, every step kept."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from desktop.fields.forms import Column, LedgerForm
from desktop.imaging import mesh as net
from desktop.imaging.mesh import Mesh
from desktop.operations import page_setup


class Run(StrEnum):
    """Which way a line runs."""

    DOWN = "down"
    ACROSS = "across"


@dataclass(frozen=True, slots=True)
class Chosen:
    """One line of the net: the first of its kind is 0."""

    run: Run = Run.DOWN
    at: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """A form and the net of its lines, which have as many columns."""

    form: LedgerForm
    mesh: Mesh


@dataclass(slots=True)
class Draft:
    """The state that is shown, those before it, and the line that is chosen."""

    now: State
    before: list[State] = field(default_factory=list)
    chosen: Chosen = Chosen()

    def _goes_on(self, form: LedgerForm | None = None, mesh: Mesh | None = None) -> None:
        self.before.append(self.now)
        self.now = State(form or self.now.form, mesh or self.now.mesh)

    def take_back(self) -> bool:
        """The state before the last change; False where there was none."""
        if not self.before:
            return False
        self.now = self.before.pop()
        self.choose(self.chosen)
        return True

    def lines(self) -> int:
        """How many lines run as the chosen one does."""
        mesh = self.now.mesh
        return (mesh.columns if self.chosen.run is Run.DOWN else mesh.bands) + 1

    def choose(self, chosen: Chosen) -> None:
        """Choose a line; one that is not there any more is the last."""
        self.chosen = chosen
        self.chosen = Chosen(chosen.run, min(max(chosen.at, 0), self.lines() - 1))

    def choose_next(self, step: int) -> None:
        """The next line that runs the same way, round and round."""
        self.chosen = Chosen(self.chosen.run, (self.chosen.at + step) % self.lines())

    def turn(self) -> None:
        """Choose among the lines that run the other way."""
        self.choose(Chosen(Run.ACROSS if self.chosen.run is Run.DOWN else Run.DOWN, 0))

    def column(self) -> int:
        """The column of the chosen line: the one after it, or the last."""
        return min(self.chosen.at, self.now.mesh.columns - 1) if self.chosen.run is Run.DOWN else 0

    def move(self, chosen: Chosen, by_px: float, *, begins: bool = True) -> None:
        """Move a line by pixels of the page; a drag is one step however often it is told."""
        mesh = self.now.mesh
        moved = (
            net.side_moved(mesh, chosen.at, by_px)
            if chosen.run is Run.DOWN
            else net.line_moved(mesh, chosen.at, by_px)
        )
        if begins:
            self._goes_on(mesh=moved)
        else:
            self.now = State(self.now.form, moved)

    def add(self) -> None:
        """A line after the chosen one, half-way to the next; the form gets its column."""
        mesh, form = self.now.mesh, self.now.form
        if self.chosen.run is Run.DOWN:
            at = self.column()
            self._goes_on(page_setup.with_column_added(form, at + 1), net.side_added(mesh, at))
            self.choose(Chosen(Run.DOWN, at + 1))
        else:
            band = min(self.chosen.at, mesh.bands - 1)
            self._goes_on(mesh=net.line_added(mesh, band))
            self.choose(Chosen(Run.ACROSS, band + 1))

    def remove(self) -> None:
        """Take the chosen line away; the form loses the column after it, or the last one."""
        mesh, form = self.now.mesh, self.now.form
        if self.chosen.run is Run.DOWN:
            if mesh.columns > 1:
                form = page_setup.with_column_removed(form, self.column())
                self._goes_on(form, net.side_removed(mesh, self.chosen.at))
        else:
            self._goes_on(mesh=net.line_removed(mesh, self.chosen.at))
        self.choose(self.chosen)

    def name(self, at: int, column: Column) -> None:
        """Say what a column is."""
        if column != self.now.form.columns[at]:
            self._goes_on(page_setup.with_column(self.now.form, at, column))

    def settle(self, form: LedgerForm) -> None:
        """Other settings of the form."""
        if form != self.now.form:
            self._goes_on(form)

    def head(self, bands: int) -> None:
        """So many bands are heading, on this page and on the form."""
        self._goes_on(
            replace(self.now.form, header_rows=bands) if self.now.form.rows == "ruled" else None,
            net.headed(self.now.mesh, bands),
        )

    def take_over(self, form: LedgerForm) -> None:
        """The names and settings of a form from elsewhere, for the columns that lie on this page."""
        wide = self.now.mesh.columns
        columns = (*form.columns[:wide], *self.now.form.columns[len(form.columns) :])
        self._goes_on(replace(form, columns=_unlike(columns)))

    def form(self) -> LedgerForm:
        """The form with its columns as wide as they lie here."""
        return page_setup.form_on(self.now.form, self.now.mesh)


def _unlike(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """No two columns of a form are called the same."""
    taken: set[str] = set()
    answer = []
    for column in columns:
        name, number = column.name, 2
        while name in taken:
            name, number = f"{column.name} {number}", number + 1
        taken.add(name)
        answer.append(replace(column, name=name))
    return tuple(answer)
