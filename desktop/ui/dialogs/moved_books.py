"""Books on other PCs: where each book is worked on; one given away, taken in, taken back; the other PCs' keys."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from db.errors import Exit, Expected
from db.model_moving import Peer
from desktop.exchange.public_keys import PublicKeys
from desktop.operations import moved_books, peers, sending_books, taking_books
from desktop.operations.moved_books import BookPlace
from desktop.operations.rights import may
from desktop.operations.sending_books import SentBook
from desktop.operations.session import Session
from desktop.operations.taking_books import BundlePreview
from desktop.ui.actions import shown_key, with_key
from desktop.ui.bindings import on_key
from desktop.ui.controls import card, footer, label
from desktop.ui.dialogs.ask_line import AskLine
from desktop.ui.dialogs.buttons import close
from desktop.ui.lanes import Job
from desktop.ui.seat import Seat
from desktop.ui.words import count, isolated, sentence, translate

LAST_LETTERS = 8
"""So much of a fingerprint is typed when keys are brought in: who reads it out cannot be skipped."""

Found = tuple[tuple[BookPlace, ...], tuple[Peer, ...]]


class MovedBooks(QDialog):
    """A list of books, each with its place. What a bundle would bring is shown before anything of it is taken in."""

    told = Signal(str)
    failed = Signal(object)
    moved = Signal()
    """A book left, came or was taken back."""

    def __init__(self, seat: Seat, parent: QWidget) -> None:
        super().__init__(parent)
        self._seat = seat
        self._places: tuple[BookPlace, ...] = ()
        self._peers: tuple[Peer, ...] = ()
        self._preview: BundlePreview | None = None
        self._job: Job | None = None
        self.setWindowTitle(translate("Moving", "Books on other PCs"))
        self.resize(860, 560)
        self.list = QListWidget()
        self.list.setAccessibleName(translate("Moving", "Books, and where each is worked on"))
        self.list.setWordWrap(True)
        self.list.currentRowChanged.connect(lambda _row: self._renew())
        self.peer = QComboBox()
        self.peer.setAccessibleName(translate("Moving", "The other PC"))
        self.peer.setMinimumContentsLength(16)
        self.for_good = QCheckBox(translate("Moving", "for good: it seals the book then"))
        self.for_good.setVisible(self._may("hand_over_book"))
        self.said = label("", wraps=True)
        self.give = self._button(translate("Moving", "Give the book away…"), "F2", self._choose_where)
        self.take = self._button(translate("Moving", "Bring a bundle in…"), "F3", self._choose_bundle)
        self.take_in = self._button(translate("Moving", "Take it in"), "F4", self.take_bundle)
        self.back = self._button(translate("Moving", "Take back without it…"), "F6", self._ask_why)
        self.trust = self._button(translate("Moving", "Keys of another PC…"), "F7", self._choose_keys)
        self._lay_out()
        self._renew()

    def enter(self) -> None:
        """Look at how things stand, and show it."""
        self.look()
        self.list.setFocus()
        self.open()

    def look(self) -> None:
        """Ask where every book is."""
        self._seat.desk.ask(_found, self._show, self.failed.emit)

    def chosen(self) -> BookPlace | None:
        """The book that is chosen."""
        row = self.list.currentRow()
        return self._places[row] if 0 <= row < len(self._places) else None

    def give_to(self, folder: Path) -> None:
        """Lock the chosen book and write its bundle there."""
        place, at = self.chosen(), self.peer.currentIndex()
        if place is None or not 0 <= at < len(self._peers):
            return
        ledger_id, peer_id, for_good = place.ledger.id, self._peers[at].id, self.for_good.isChecked()
        self._start(
            lambda session, report, cancel: sending_books.send_book(
                session, ledger_id, peer_id, folder, report, cancel, for_good=for_good
            ),
            self._given,
        )

    def look_at(self, folder: Path) -> None:
        """Prove a bundle and show what it would bring."""
        self._preview = None
        self._start(
            lambda session, _report, cancel: taking_books.look_at_bundle(
                session, taking_books.bundle_in(folder), cancel
            ),
            self._show_bundle,
        )

    def take_bundle(self) -> None:
        """Take the bundle in that is shown."""
        if (preview := self._preview) is not None:
            self._start(
                lambda session, report, cancel: taking_books.take_bundle(
                    session, preview.folder, report, cancel
                ),
                self._taken,
            )

    def take_back(self, why: str) -> None:
        """Unlock the chosen book, whose bundle will not come back."""
        if (place := self.chosen()) is not None:
            ledger_id = place.ledger.id
            self._seat.desk.ask(
                lambda session: sending_books.take_back(session, ledger_id, why),
                lambda _move: self._changed(translate("Moving", "The book is worked on here again.")),
                self._refused,
            )

    def bring_keys_from(self, path: Path) -> None:
        """Have the fingerprint typed as it was read out, and a name, then trust the keys."""
        self._seat.desk.ask(lambda session: peers.read_peer_keys(session, path), self._compare, self._refused)

    def reject(self) -> None:
        """Closed: what is being written or read is stopped, whole as it is."""
        if self._job is not None:
            self._job.cancel()
        super().reject()

    def _choose_where(self) -> None:
        self._ask_folder(translate("Moving", "Where to write the work bundle"), self.give_to)

    def _choose_bundle(self) -> None:
        self._ask_folder(translate("Moving", "The stick with the work bundle"), self.look_at)

    def _choose_keys(self) -> None:
        asks = QFileDialog(self, translate("Moving", "What the other PC wrote under Exchange, Keys"))
        asks.setFileMode(QFileDialog.FileMode.ExistingFile)
        asks.setNameFilter(translate("Moving", "Keys (*.json);;All files (*)"))
        asks.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asks.fileSelected.connect(lambda name: self.bring_keys_from(Path(name)))
        asks.open()

    def _ask_folder(self, title: str, chosen: Callable[[Path], None]) -> None:
        asks = QFileDialog(self, title)
        asks.setFileMode(QFileDialog.FileMode.Directory)
        asks.setOption(QFileDialog.Option.ShowDirsOnly)
        asks.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asks.fileSelected.connect(lambda name: chosen(Path(name)))
        asks.open()

    def _ask_why(self) -> None:
        self._ask_line(
            translate("Moving", "Take a book back without its bundle"),
            translate(
                "Moving",
                "Why its bundle will not come back, in a few words. What was done at the other PC since is lost, "
                "unless the bundle comes before anything is done here.",
            ),
            translate("Moving", "Take it back"),
            self.take_back,
        )

    def _compare(self, keys: PublicKeys) -> None:
        self._ask_line(
            translate("Moving", "The keys of another PC"),
            translate(
                "Moving",
                "Go to the other PC or call it, have the fingerprint of its keys read out (Exchange, Keys), and type "
                "the last two groups.",
            ),
            translate("Moving", "Compare"),
            partial(self._name, keys),
        )

    def _name(self, keys: PublicKeys, typed: str) -> None:
        if typed.replace(" ", "").upper() != keys.fingerprint.replace(" ", "")[-LAST_LETTERS:]:
            self._refused(
                Expected(
                    "fingerprint_of_peer_differs", Exit.REFUSED, name=keys.name, fingerprint=keys.fingerprint
                )
            )
            return
        self._ask_line(
            translate("Moving", "The keys of another PC"),
            translate("Moving", "What this PC is called here, such as “Reading room”."),
            translate("Moving", "Trust it"),
            partial(self._trust, keys),
        )

    def _trust(self, keys: PublicKeys, name: str) -> None:
        self._seat.desk.ask(
            lambda session: peers.trust_peer(session, keys, name),
            lambda _peer: self._changed(translate("Moving", "Books may move between the two PCs now.")),
            self._refused,
        )

    def _ask_line(self, title: str, question: str, answer: str, doing: Callable[[str], None]) -> None:
        asks = AskLine(self, title, question, answer)
        asks.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asks.answered.connect(doing)
        asks.open()

    def _start(self, work: Callable[..., object], done: Callable[..., None]) -> None:
        self.said.setText(translate("Moving", "At work…"))

        def finished(answer: object) -> None:
            self._job = None
            done(answer)
            self._renew()

        self._job = self._seat.jobs.start(
            work, finished, self._refused, lambda progress: self.said.setText(sentence(progress))
        )
        self._renew()

    def _given(self, sent: SentBook) -> None:
        self._changed(
            translate(
                "Moving",
                "Written, read back and compared: {path}. The book is locked here until it comes back.",
            ).format(path=isolated(str(sent.path)))
        )

    def _show_bundle(self, preview: BundlePreview) -> None:
        self._preview = None if preview.taken_before else preview
        self.said.setText(bundle_text(preview))

    def _taken(self, preview: BundlePreview) -> None:
        self._preview = None
        self._changed(
            translate("Moving", "Taken in. “{title}” is book {book} here, and is worked on here now.").format(
                title=isolated(preview.title), book=count(preview.book)
            )
        )

    def _changed(self, said: str) -> None:
        self.said.setText(said)
        self.moved.emit()
        self.look()

    def _refused(self, failure: BaseException) -> None:
        """What the world refused is said here, where it was asked for; what is ours goes to whoever looks after it."""
        self._job = None
        if isinstance(failure, Expected):
            self.said.setText(sentence(failure))
        else:
            self.failed.emit(failure)
        self._renew()

    def _show(self, found: Found) -> None:
        row = max(0, self.list.currentRow())
        name = self.peer.currentText()
        self._places, self._peers = found
        self.list.clear()
        for place in self._places:
            self.list.addItem(QListWidgetItem(place_text(place)))
        self.list.setCurrentRow(min(row, len(self._places) - 1))
        self.peer.clear()
        self.peer.addItems([peer.name for peer in self._peers])
        self.peer.setCurrentIndex(max(0, self.peer.findText(name)) if self._peers else -1)
        if not self._peers and not self.said.text():
            self.said.setText(
                translate(
                    "Moving",
                    "No other PC is known here yet. Both PCs need a register with the same code. Write the keys at "
                    "each (Exchange, Keys), and bring them in at the other.",
                )
            )
        self._renew()

    def _renew(self) -> None:
        idle, place = self._job is None, self.chosen()
        self.peer.setEnabled(idle and bool(self._peers))
        self.give.setEnabled(idle and place is not None and bool(self._peers) and self._may("send_book"))
        self.take.setEnabled(idle and self._may("take_book"))
        self.take_in.setEnabled(idle and self._preview is not None and self._may("take_book"))
        self.take_in.setVisible(self._preview is not None)
        self.back.setEnabled(idle and place is not None and place.is_away and self._may("take_back_book"))
        self.trust.setEnabled(idle and self._may("know_peer"))

    def _may(self, operation: str) -> bool:
        return may(self._seat.user.role, operation) and not self._seat.armoury.practice

    def _button(self, text: str, key: str, doing: Callable[[], None]) -> QPushButton:
        made = QPushButton(with_key(text, shown_key(key)))
        made.setAccessibleName(text)
        made.setAutoDefault(False)
        made.clicked.connect(lambda _checked=False: doing())
        on_key(self, key, lambda: doing() if made.isEnabled() and made.isVisible() else None)
        return made

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(12)
        whole.addWidget(
            label(
                translate(
                    "Moving",
                    "A book is worked on at one PC at a time. It goes by a stick, whole: its pictures, readings, "
                    "records and what the journal says of it. Until it comes back, it can be looked at here and not "
                    "changed.",
                ),
                "muted",
                wraps=True,
            )
        )
        whole.addWidget(self.list, 1)
        to = QHBoxLayout()
        to.setSpacing(8)
        to.addWidget(label(translate("Moving", "Give to")))
        to.addWidget(self.peer)
        to.addWidget(self.for_good)
        to.addStretch(1)
        to.addWidget(self.give)
        whole.addLayout(to)
        frame, inside = card()
        inside.addWidget(self.said)
        inside.addWidget(self.take_in, 0, Qt.AlignmentFlag.AlignLeading)
        whole.addWidget(frame)
        whole.addLayout(footer(secondary=(self.take, self.back, self.trust)))
        whole.addLayout(close(self))


def place_text(place: BookPlace) -> str:
    """A book and where it is."""
    book = translate("Moving", "Book {number}: {title}").format(
        number=count(place.ledger.number), title=isolated(place.ledger.title)
    )
    if place.is_away and place.move is not None:
        there = translate("Moving", "at {pc} since {day}, locked here")
        return f"{book} · {there.format(pc=isolated(place.peer), day=place.move.at[:10])}"
    if not place.ours:
        there = translate("Moving", "worked on here, sealed at {pc}")
        return f"{book} · {there.format(pc=isolated(place.peer))}"
    here = translate("Moving", "worked on here")
    return f"{book} · {here}"


def bundle_text(preview: BundlePreview) -> str:
    """What a bundle would bring."""
    head = translate("Moving", "“{title}” from {pc}, given by {name} on {day}.").format(
        title=isolated(preview.title), pc=isolated(preview.sender), name=isolated(preview.header.sent_by),
        day=preview.header.sent_at[:10],
    )  # fmt: skip
    if preview.taken_before:
        again = translate("Moving", "It was taken in before; taking it again changes nothing.")
        return f"{head} {again}"
    new = translate(
        "Moving", "Signed, whole, and going on from what is here. New: pages {pages}, readings {readings}, "
        "records {records}. Nothing was taken in yet.",
    ).format(pages=count(preview.pages), readings=count(preview.readings), records=count(preview.records))  # fmt: skip
    return f"{head} {new}"


def _found(session: Session) -> Found:
    return moved_books.places(session), peers.peers(session)
