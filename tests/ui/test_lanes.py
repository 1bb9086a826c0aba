"""Lanes: work in order on a thread of their own, answers in the GUI thread."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from db.errors import Cancelled
from desktop.operations.session import Session, Workplace, open_session
from desktop.operations.work import Cancel, Progress, Report, stop_if
from desktop.ui.lanes import Lane
from tests.operations.conftest import PASSPHRASE


@pytest.fixture
def lane(qapp: object) -> Iterator[Lane]:
    lane = Lane("test")
    yield lane
    lane.close()


def broken(failure: BaseException) -> None:
    """Nothing was to go wrong here."""
    raise failure


class Listener(QObject):
    """Hears answers, as a widget does."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[object] = []

    def hear(self, answer: object) -> None:
        self.heard.append(answer)


def opened(qtbot: QtBot, lane: Lane, founded: Workplace) -> None:
    made: list[Session] = []
    lane.enter(
        lambda _report, _cancel: open_session(founded, founded.places.register, PASSPHRASE),
        made.append,
        broken,
    )
    qtbot.waitUntil(lambda: bool(made))


def test_work_is_done_in_the_lanes_thread_and_answered_in_the_windows(qtbot: QtBot, lane: Lane) -> None:
    answers: list[tuple[str, str]] = []
    lane.ask_without_session(
        lambda: threading.current_thread().name,
        lambda name: answers.append((name, threading.current_thread().name)),
    )
    qtbot.waitUntil(lambda: bool(answers))
    assert answers[0][0].startswith("test")
    assert answers[0][1] == threading.main_thread().name


def test_answers_come_in_the_order_of_the_questions(qtbot: QtBot, lane: Lane) -> None:
    answers: list[int] = []
    for number in range(50):
        lane.ask_without_session(partial(int, number), answers.append)
    qtbot.waitUntil(lambda: len(answers) == 50)
    assert answers == list(range(50))
    assert lane.idle()


def test_a_failure_comes_to_whoever_asked_and_else_to_the_lane(qtbot: QtBot, lane: Lane) -> None:
    mine: list[BaseException] = []
    others: list[BaseException] = []
    lane.failed.connect(others.append)
    lane.ask_without_session(lambda: 1 // 0, lambda _answer: None, mine.append)
    lane.ask_without_session(lambda: int("no number"), lambda _answer: None)
    qtbot.waitUntil(lambda: bool(others))
    assert isinstance(mine[0], ZeroDivisionError)
    assert isinstance(others[0], ValueError)


def test_without_a_session_a_lookup_is_a_defect_that_is_told(qtbot: QtBot, lane: Lane) -> None:
    failures: list[BaseException] = []
    lane.ask(lambda session: session, lambda _answer: None, failures.append)
    qtbot.waitUntil(lambda: bool(failures))
    assert isinstance(failures[0], RuntimeError)


def test_a_session_is_made_used_and_closed_in_the_lanes_own_thread(
    qtbot: QtBot, lane: Lane, founded: Workplace
) -> None:
    opened(qtbot, lane, founded)
    names: list[str] = []
    lane.ask(lambda session: session.armoury.name, names.append, broken)
    left: list[bool] = []
    lane.leave(lambda: left.append(True))
    refused: list[BaseException] = []
    lane.ask(lambda session: session.user, lambda _answer: None, refused.append)
    qtbot.waitUntil(lambda: bool(refused))
    assert names == ["Central armoury"]
    assert left == [True]


def test_work_says_how_far_it_is_and_only_the_newest_matters(
    qtbot: QtBot, lane: Lane, founded: Workplace
) -> None:
    opened(qtbot, lane, founded)
    heard: list[Progress] = []
    done: list[str] = []

    def work(_session: Session, report: Report, _cancel: Cancel) -> str:
        for step in range(1, 1001):
            report(Progress(step, 1000, "progress_imported"))
        return "done"

    lane.start(work, done.append, broken, heard.append)
    qtbot.waitUntil(lambda: bool(done))
    assert heard[-1].done == 1000
    assert len(heard) < 1000


def test_work_can_be_stopped_between_its_steps(qtbot: QtBot, lane: Lane, founded: Workplace) -> None:
    opened(qtbot, lane, founded)
    begun = threading.Event()
    failures: list[BaseException] = []

    def work(_session: Session, _report: Report, cancel: Cancel) -> None:
        begun.set()
        while True:
            stop_if(cancel)

    job = lane.start(work, lambda _answer: None, failures.append)
    assert begun.wait(10)
    job.cancel()
    qtbot.waitUntil(lambda: bool(failures))
    assert isinstance(failures[0], Cancelled)


def test_leaving_stops_what_can_be_stopped_and_finishes_every_save(
    qtbot: QtBot, qapp: object, founded: Workplace
) -> None:
    lane = Lane("leaving")
    opened(qtbot, lane, founded)
    begun = threading.Event()
    saved: list[int] = []

    def work(_session: Session, _report: Report, cancel: Cancel) -> None:
        begun.set()
        while not cancel():
            pass

    def save(number: int, _session: Session) -> None:
        saved.append(number)

    lane.start(work, lambda _answer: None, lambda _failure: None)
    for number in range(5):
        lane.ask(partial(save, number), lambda _answer: None)
    assert begun.wait(10)
    lane.close()
    assert saved == [0, 1, 2, 3, 4]
    lane.close()  # a second time changes nothing
    assert lane.ask_without_session(lambda: saved.append(9), lambda _answer: None).cancelled()
    assert 9 not in saved


def test_an_answer_for_a_widget_that_is_gone_is_dropped(qtbot: QtBot, lane: Lane) -> None:
    gone, there = Listener(), Listener()
    may_answer = threading.Event()
    lane.ask_without_session(lambda: may_answer.wait(10), gone.hear)
    lane.ask_without_session(lambda: "later", there.hear)
    from shiboken6 import delete

    heard = gone.heard
    delete(gone)
    may_answer.set()
    qtbot.waitUntil(lambda: there.heard == ["later"])
    assert heard == []


def test_a_call_while_work_is_running_does_not_wait_for_it(qtbot: QtBot, lane: Lane) -> None:
    free = threading.Event()
    answered: list[Callable[[], None]] = []
    lane.ask_without_session(lambda: free.wait(10), lambda _answer: answered.append(free.set))
    assert not answered
    assert not lane.idle()
    free.set()
    qtbot.waitUntil(lambda: bool(answered))
