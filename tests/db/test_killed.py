"""A program that is killed in the middle: what was kept before is whole, what was not is gone altogether."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

import pytest

from db.model import Ledger
from db.store import checks, journal, ledgers, pages, readings
from db.store.connect import Store, action, open_store
from tests.db.builders import AT, a_ledger, a_page, a_reading, a_table

ROOT = Path(__file__).resolve().parents[2]
ROWS, COLUMNS = 10, 4

WORK = """
import sys
from contextlib import closing, suppress
from pathlib import Path
from db.store.connect import open_store
from db.vault import DataKey
from tests.db.test_killed import work

_, folder, ledger_id, statements = sys.argv
with closing(open_store(Path(folder), DataKey(bytes.fromhex(sys.stdin.readline())))) as store:
    print("ready", flush=True)
    work(store, ledger_id, int(statements))
"""


def work(store: Store, ledger_id: str, statements: int) -> None:
    """Import and read pages for ever, or die before the statement of this number."""
    left = statements

    def die_in_time(*_: object) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    ledger = ledgers.ledger(store, ledger_id)
    columns = tuple(f"column {number}" for number in range(COLUMNS))
    with store.db.tracer(die_in_time):
        while True:
            page = a_page(store, ledger, str(time.monotonic_ns()))
            cells = a_table(store, page, ROWS, columns)
            with action(store):
                readings.add_readings(store, [a_reading(cell) for cell in cells])
                journal.append(store, at=AT, actor="", action="read", subject=page.id, details={})


def be_killed(store: Store, ledger_id: str, *, seconds: float = 60, statements: int = 0) -> None:
    """Let another program work until it is killed, by us or by itself."""
    with subprocess.Popen(
        [sys.executable, "-c", WORK, str(store.folder), ledger_id, str(statements)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(store.key.raw.hex() + "\n")
        process.stdin.flush()
        assert process.stdout.readline() == "ready\n"
        with suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
        process.kill()
        assert process.wait() == -signal.SIGKILL


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
@pytest.mark.parametrize("seed", range(3))
def test_a_register_that_was_killed_at_any_moment_is_whole(store: Store, seed: int) -> None:
    ledger = a_ledger(store)
    store.close()
    be_killed(store, ledger.id, seconds=random.Random(seed).uniform(0.05, 0.3))
    assert_whole(store, ledger)


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
@pytest.mark.parametrize("statements", [5, 11, 17, 23, 29, 35])
def test_a_register_that_was_killed_between_two_statements_is_whole(store: Store, statements: int) -> None:
    ledger = a_ledger(store)
    be_killed(store, ledger.id, statements=statements)
    assert_whole(store, ledger)  # also for who had it open meanwhile


def assert_whole(store: Store, ledger: Ledger) -> None:
    """Every page with its picture; its table whole or not at all, its readings as the journal says."""
    with closing(open_store(store.folder, store.key)) as again:
        pages.sweep_orphans(again)
        assert checks.check(again) == ()
        read = {entry.subject for entry in journal.entries(again, 0, 10_000)}
        for page in pages.pages(again, ledger.id):
            assert pages.picture(again, ledger.id, page.sha256)
            assert len(readings.cells(again, page.id)) in {0, ROWS * COLUMNS}
            standing = len(readings.latest_on_page(again, page.id))
            assert standing == (ROWS * COLUMNS if page.id in read else 0)
        with action(again):  # the lock of the killed is gone with it
            journal.append(again, at=AT, actor="", action="after", subject="", details={})
