"""The page as it stands in the window: its cells as last heard from the register, and the way from one to the next.

Knows nothing of Qt. What a cell's standing is, operations say; here is only where the cursor goes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from desktop.operations.views import CellView, ReviewPage, Standing


class Spot(NamedTuple):
    """Where the cursor is: indexes into the page's rows and into the row's cells."""

    row: int
    column: int


class Way(StrEnum):
    """In which order the cursor goes on."""

    ROWS = "rows"  # row by row, as the page is read
    COLUMNS = "columns"  # one column down, then the next
    DOUBTS = "doubts"  # only what is doubtful, in page order


class Sheet:
    """A page under review. Cells are replaced as the register answers."""

    def __init__(self, page: ReviewPage) -> None:
        self.page = page
        self.rows: list[list[CellView]] = [list(row.cells) for row in page.rows]
        self._spots = {view.cell.id: spot for spot, view in self._all()}
        self._order = [spot for spot, _ in self._all()]
        names = list(dict.fromkeys(self.cell(spot).column.name for spot in self._order))
        down = sorted(
            self._order, key=lambda spot: (names.index(self.cell(spot).column.name), spot.row, spot.column)
        )
        self._orders = {Way.ROWS: self._order, Way.COLUMNS: down, Way.DOUBTS: self._order}
        self._at = {way: {spot: at for at, spot in enumerate(order)} for way, order in self._orders.items()}
        self._to_check = sum(view.standing is Standing.TO_CHECK for _, view in self._all())

    def __bool__(self) -> bool:
        """Whether there is any cell to stand on."""
        return bool(self._order)

    def cell(self, spot: Spot) -> CellView:
        """The cell there."""
        return self.rows[spot.row][spot.column]

    def spot_of(self, cell_id: str) -> Spot | None:
        """Where a cell is; None when it is on another page."""
        return self._spots.get(cell_id)

    def find(self, row_number: int, column: str) -> Spot | None:
        """The cell in the row of that number and the column of that name, else the row's first."""
        for spot in self._order:
            view = self.cell(spot)
            if view.row_number == row_number and column in {"", view.column.name}:
                return spot
        return self.find(row_number, "") if column else None

    def put(self, cells: Iterable[CellView]) -> tuple[Spot, ...]:
        """Show these cells from now on; where they are."""
        places = []
        for view in cells:
            spot = self._spots.get(view.cell.id)
            if spot is not None:
                before = self.rows[spot.row][spot.column]
                self._to_check += (view.standing is Standing.TO_CHECK) - (
                    before.standing is Standing.TO_CHECK
                )
                self.rows[spot.row][spot.column] = view
                places.append(spot)
        return tuple(places)

    def to_check(self) -> int:
        """How many cells still want a person."""
        return self._to_check

    def to_check_at(self, spot: Spot) -> bool:
        """Whether the cell there does."""
        return _wants_a_person(self.cell(spot))

    def to_check_in_row(self, row: int) -> int:
        """How many of one row do."""
        return sum(view.standing is Standing.TO_CHECK for view in self.rows[row])

    def first(self) -> Spot:
        """The first cell that wants a person, else the first cell. IndexError on a page without cells."""
        return self._seek(self._order, _wants_a_person) or self._order[0]

    def next_to_check(self, spot: Spot, way: Way = Way.ROWS) -> Spot | None:
        """The next cell that wants a person, round the page's end to its beginning; None when no other does."""
        return self._seek(self._after(spot, way), doubtful if way is Way.DOUBTS else _wants_a_person)

    def back_to_check(self, spot: Spot, way: Way = Way.ROWS) -> Spot | None:
        """The nearest cell before that wants or wanted a person; None when there is none."""
        return self._seek(self._before(spot, way), lambda view: view.standing is not Standing.PASSED)

    def column_of(self, spot: Spot) -> tuple[Spot, ...]:
        """All cells of the column in which a cell stands, top to bottom."""
        name = self.cell(spot).column.name
        return tuple(each for each in self._order if self.cell(each).column.name == name)

    def doubts(self) -> tuple[Spot, ...]:
        """The cells with something doubtful in them, in page order."""
        return tuple(spot for spot in self._order if doubtful(self.cell(spot)))

    def next_doubt(self, spot: Spot, *, backwards: bool = False) -> Spot | None:
        """The next (or previous) cell with something doubtful in it, round the page; None when no other has."""
        way = list(self._after(spot))
        return self._seek(reversed(way) if backwards else way, doubtful)

    def step(self, spot: Spot, by: int, way: Way = Way.ROWS) -> Spot | None:
        """The next field (1) or the previous (-1) in the order of a way; None beyond the page."""
        if way is Way.DOUBTS:
            steps = self._after(spot, way, round_=False) if by > 0 else self._before(spot, way)
            return self._seek(steps, doubtful)
        at = self._at[way][spot] + by
        return self._orders[way][at] if 0 <= at < len(self._orders[way]) else None

    def down(self, spot: Spot, by: int) -> Spot | None:
        """The same column, rows further down (or up); None beyond the page."""
        name = self.cell(spot).column.name
        row = spot.row + by
        while 0 <= row < len(self.rows):
            found = next((at for at, view in enumerate(self.rows[row]) if view.column.name == name), None)
            if found is not None:
                return Spot(row, found)
            row += 1 if by > 0 else -1
        return None

    def _all(self) -> Iterator[tuple[Spot, CellView]]:
        for row, cells in enumerate(self.rows):
            for column, view in enumerate(cells):
                yield Spot(row, column), view

    def _after(self, spot: Spot, way: Way = Way.ROWS, *, round_: bool = True) -> Iterator[Spot]:
        at = self._at[way][spot]
        yield from self._orders[way][at + 1 :]
        if round_:
            yield from self._orders[way][:at]

    def _before(self, spot: Spot, way: Way = Way.ROWS) -> Iterator[Spot]:
        yield from reversed(self._orders[way][: self._at[way][spot]])

    def _seek(self, way: Iterable[Spot], wanted: Callable[[CellView], bool]) -> Spot | None:
        return next((spot for spot in way if wanted(self.cell(spot))), None)


def doubtful(view: CellView) -> bool:
    """Whether a reader was unsure of a character or a rule speaks against the value, and nobody has decided."""
    return view.standing is Standing.TO_CHECK and bool(view.doubts or view.problems or not view.as_written)


def _wants_a_person(view: CellView) -> bool:
    return view.standing is Standing.TO_CHECK
