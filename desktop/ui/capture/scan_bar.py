"""Which scanner, and how: a row of lists that say only what the scanner can do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from desktop.capture.scanners.scanner import Capabilities, Colour, Device, Paper, Size, Wanted
from desktop.ui.controls import Elided
from desktop.ui.words import count, translate

ONE_SIDE, BOTH_SIDES, TURNED_PILE = "one", "both", "pile"
USUAL = 300


class ScanBar(QWidget):
    """What is wanted of the scanner; "" for a device while none is known."""

    device_chosen = Signal(str)
    """A scanner's id: what can it do?"""

    def __init__(self, look_again: str) -> None:
        super().__init__()
        self._look_again = look_again  # the key, as it is shown
        self._devices: tuple[Device, ...] = ()
        self.device = _box(translate("Capture", "Scanner"), self)
        self.paper = _box(translate("Capture", "Paper"), self)
        self.sides = _box(translate("Capture", "Sides"), self)
        self.extent = _box(translate("Capture", "Size"), self)
        self.colour = _box(translate("Capture", "Colour"), self)
        self.dpi = _box(translate("Capture", "Dots per inch"), self)
        self._none = Elided()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for box in self._boxes():
            row.addWidget(box, 2 if box is self.device else 1)
        row.addWidget(self._none, 1)
        self.device.activated.connect(lambda _index: self.device_chosen.emit(self.device_id()))
        self.paper.currentIndexChanged.connect(lambda _index: self._paper_changed())
        self._can: Capabilities | None = None
        self.looking()

    def looking(self) -> None:
        """Scanners are being looked for."""
        self._say(translate("Capture", "Looking for a scanner…"))

    def show_devices(self, devices: Sequence[Device]) -> None:
        """The scanners that there are; the first is asked what it can do."""
        self._devices = tuple(devices)
        self.device.clear()
        for device in self._devices:
            self.device.addItem(device.name, device.id)
        if self._devices:
            self.device_chosen.emit(self.device_id())
        else:
            self._say(
                translate(
                    "Capture",
                    "No scanner was found; {find_scanners} looks again. Pictures come from files or a watched folder.",
                ).format(find_scanners=self._look_again)
            )

    def show_capabilities(self, can: Capabilities) -> None:
        """What the chosen scanner can do."""
        self._can = can
        papers = {
            Paper.GLASS: translate("Capture", "From the glass"),
            Paper.FEEDER: translate("Capture", "From the feeder"),
        }
        colours = {Colour.COLOUR: translate("Capture", "Colour"), Colour.GREY: translate("Capture", "Grey")}
        _fill(self.paper, [(papers[paper], paper.value) for paper in can.papers])
        _fill(self.colour, [(colours[one], one.value) for one in Colour if one in can.colours][::-1])
        _fill(
            self.dpi,
            [(translate("Capture", "{dpi} dpi").format(dpi=count(dpi)), dpi) for dpi in can.resolutions],
        )
        usual = [dpi for dpi in can.resolutions if dpi >= USUAL]
        self.dpi.setCurrentIndex(self.dpi.findData(min(usual)) if usual else self.dpi.count() - 1)
        self._none.hide()
        self._paper_changed()
        for box in self._boxes():
            box.setVisible(box.count() > 0 and (box is not self.sides or self._feeds()))

    def not_reached(self) -> None:
        """The chosen scanner does not answer."""
        said = translate("Capture", "The scanner does not answer. Switch it on; {find_scanners} looks again.")
        self._say(said.format(find_scanners=self._look_again))

    def device_id(self) -> str:
        """The chosen scanner; "" without one that said what it can do."""
        return str(self.device.currentData() or "") if self._can is not None else self._first()

    def ready(self) -> bool:
        """Whether a scan can begin."""
        return self._can is not None and bool(self._devices)

    def piles(self) -> bool:
        """Whether a two-sided pile is to go through one side at a time."""
        return bool(
            self.sides.currentData() == TURNED_PILE and self.paper.currentData() == Paper.FEEDER.value
        )

    def wanted(self) -> Wanted:
        """What is chosen."""
        paper = Paper(self.paper.currentData() or Paper.GLASS.value)
        return Wanted(
            paper,
            paper is Paper.FEEDER and self.sides.currentData() == BOTH_SIDES,
            int(self.dpi.currentData() or USUAL),
            Colour(self.colour.currentData() or Colour.COLOUR.value),
            Size(self.extent.currentData() or Size.WHOLE.value),
        )

    def _first(self) -> str:
        return self._devices[self.device.currentIndex()].id if self.device.currentIndex() >= 0 else ""

    def _feeds(self) -> bool:
        return bool(self.paper.currentData() == Paper.FEEDER.value)

    def _boxes(self) -> tuple[QComboBox, ...]:
        return self.device, self.paper, self.sides, self.extent, self.colour, self.dpi

    def _say(self, text: str) -> None:
        self._can = None
        for box in self._boxes():
            box.hide()
        self._none.setText(text)
        self._none.show()

    def _paper_changed(self) -> None:
        if self._can is None:
            return
        feeds = self._feeds()
        sides = [(translate("Capture", "One side"), ONE_SIDE)]
        if self._can.both_sides:
            sides.append((translate("Capture", "Both sides"), BOTH_SIDES))
        sides.append((translate("Capture", "Both sides, pile turned by hand"), TURNED_PILE))
        _fill(self.sides, sides)
        self.sides.setVisible(feeds)
        whole = (translate("Capture", "The whole glass"), Size.WHOLE.value)
        papers = [
            ("A4", Size.A4.value),
            ("A3", Size.A3.value),
            ("Letter", Size.LETTER.value),
            ("Legal", Size.LEGAL.value),
        ]
        _fill(self.extent, papers if feeds else [whole, *papers])


def _box(name: str, parent: QWidget) -> QComboBox:
    made = QComboBox(parent)
    made.setAccessibleName(name)
    made.setToolTip(name)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(6)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return made


def _fill(box: QComboBox, rows: Sequence[tuple[str, object]]) -> None:
    """Other rows; what was chosen stays chosen where it is still among them."""
    chosen = box.currentData()
    with QSignalBlocker(box):
        box.clear()
        for text, data in rows:
            box.addItem(text, data)
        box.setCurrentIndex(max(0, box.findData(chosen)))
