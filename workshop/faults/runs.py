"""One run: a stage in a process of its own, killed, cut off or refused somewhere in the middle, and then judged.

The process that calls this was started under the shim and forks, so that a run costs no start of the program. It
never touches a picture itself: threads of libraries do not survive a fork.
"""

from __future__ import annotations

import errno
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from db.errors import Exit, Expected
from db.vault import DataKey
from workshop.faults import power, shim, stages
from workshop.faults.stages import STAGES, Place
from workshop.faults.verdict import wrong_with

MODES: Final = ("kill", "stop", "cut", "torn", "full", "read-only", "failing")
"""Killed at a moment; killed at a change of the disk; the same with all that was not synced lost, or some of it; the
disk full, read-only or failing from a change on."""

_ERRORS: Final[Mapping[str, int]] = {"full": errno.ENOSPC, "read-only": errno.EROFS, "failing": errno.EIO}
_TOLD: Final = 70  # the child's exit code where an operation refused in words

Work = Callable[[stages.Say], None]


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended, and what it had said."""

    status: int  # as os.waitpid says
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Template:
    """A home as it is before a stage, and how much that stage does when nothing disturbs it."""

    place: Place
    key: DataKey
    changes: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Run:
    """What came of one run."""

    stage: str
    mode: str
    at: float
    ended: str  # killed, done, refused, crashed
    undone: int  # changes that the power cut took
    kept: int  # fields and pages that had been shown as kept
    wrong: tuple[str, ...]


def templates(folder: Path, wanted: tuple[str, ...] = tuple(STAGES)) -> dict[str, Template]:
    """A home before each stage, made by going through the day once without disturbance."""
    found: dict[str, Template] = {}
    place = Place(folder / "day")
    key = _key_of(partial(stages.make, place))
    last = [name for name in STAGES if name in wanted and name != "migration"][-1:]
    for name in STAGES:
        if name == "migration":
            continue
        found[name] = _measured(name, place, key, folder)
        if [name] == last:
            break
        _must(_child(partial(STAGES[name], place, key)))
    if "migration" in wanted:
        old = Place(folder / "old")
        found["migration"] = _measured("migration", old, _key_of(partial(stages.make_old, old)), folder)
    return {name: one for name, one in found.items() if name in wanted}


def run(name: str, template: Template, mode: str, chance: random.Random, scratch: Path) -> Run:
    """Do a stage and disturb it; judge what is left. The scratch folder is removed unless something is wrong."""
    place = _copied(template.place, scratch / "home")
    trace, kept = scratch / "trace", scratch / "kept"
    at = chance.randint(1, max(1, template.changes))
    moment = chance.uniform(0, template.seconds) if mode == "kill" else 0.0

    def work(say: stages.Say) -> None:
        if mode != "kill":
            refuse = {"error": _ERRORS[mode], "refuse_from": at} if mode in _ERRORS else {"kill_at": at}
            shim.arm(place.home, trace, kept, **refuse)
        STAGES[name](place, template.key, say)

    ended = _child(work, kill_after=moment if mode == "kill" else None)
    undone = 0
    if mode in {"cut", "torn"} and os.WIFSIGNALED(ended.status):
        undone = power.cut(trace, power.all_lost if mode == "cut" else power.some_lost(chance))
    wrong = wrong_with(place, template.key, ended.said)
    how = _how(ended)
    if how == "crashed" or (how == "refused" and mode not in _ERRORS):
        wrong = (*wrong, f"ended: {how}: {' '.join(ended.said[-1:])}")
    if not wrong:
        shutil.rmtree(scratch)
    return Run(name, mode, moment or at, how, undone, len(ended.said), wrong)


def _measured(name: str, place: Place, key: DataKey, folder: Path) -> Template:
    """Keep a copy of the home as it is, and see what the stage takes."""
    kept = _copied(place, folder / f"before {name}")
    trial = _copied(place, folder / "trial")
    started = time.monotonic()

    def work(say: stages.Say) -> None:
        shim.arm(trial.home, folder / "trace", folder / "kept")
        STAGES[name](trial, key, _mute)
        say(str(shim.calls()))

    ended = _must(_child(work))
    seconds = time.monotonic() - started
    for path in (trial.home, folder / "kept"):
        shutil.rmtree(path)
    return Template(kept, key, int(ended.said[0]), seconds)


def _child(work: Work, kill_after: float | None = None) -> Ended:
    """Do `work(say)` in a fork and wait for its end."""
    ears, mouth = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ears)
        os._exit(_in_child(work, mouth))
    os.close(mouth)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    with os.fdopen(ears, "rb") as heard:
        said = heard.read().decode("utf-8", "replace")
    _, status = os.waitpid(child, 0)
    return Ended(status, tuple(line for line in said.split("\n")[:-1]))


def _in_child(work: Work, mouth: int) -> int:
    def say(line: str) -> None:
        os.write(mouth, f"{line}\n".encode())

    try:
        work(say)
    except Expected as failure:
        return _TOLD if failure.exit_code in {Exit.DISK, Exit.REGISTER} else 1
    except BaseException as defect:  # noqa: BLE001 - the child's end is its answer
        say(f"{type(defect).__name__}: {defect} {traceback.format_exc()[-900:]!r}")
        return 1
    return 0


def _how(ended: Ended) -> str:
    if os.WIFSIGNALED(ended.status):
        return "killed" if os.WTERMSIG(ended.status) == signal.SIGKILL else "crashed"
    return {0: "done", _TOLD: "refused"}.get(os.WEXITSTATUS(ended.status), "crashed")


def _must(ended: Ended) -> Ended:
    if ended.status:
        raise RuntimeError(f"a stage failed without any disturbance: {ended}")
    return ended


def _key_of(make: Callable[[], DataKey]) -> DataKey:
    """A key that was made in a fork."""
    ended = _must(_child(lambda say: say(make().raw.hex())))
    return DataKey(bytes.fromhex(ended.said[-1]))


def _copied(place: Place, target: Path) -> Place:
    shutil.copytree(place.home, target)
    return Place(target)


def _mute(_line: str) -> None:
    """Nobody listens."""


def scratch_folder(name: str) -> Path:
    """A folder for one run: in memory where the system offers that, since nothing here has to outlast anything."""
    memory = Path("/dev/shm")  # noqa: S108 - made private
    return Path(tempfile.mkdtemp(prefix=name, dir=memory if memory.is_dir() else None))


def under_shim(arguments: list[str]) -> None:
    """Start this program anew under the shim, unless it runs under it already."""
    if not shim.is_there():
        made = shim.build(scratch_folder("ledgermark-shim-"))
        os.execve(  # noqa: S606 - this program itself
            sys.executable, [sys.executable, *arguments], {**os.environ, "LD_PRELOAD": str(made)}
        )
