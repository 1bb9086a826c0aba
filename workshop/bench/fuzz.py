"""`python -m workshop.bench fuzz`: files from outside, changed at random, and every parser that reads them.

Each case is a valid file after some changes: bytes flipped, cut, doubled; members of a zip, values of JSON, lines of
TOML and tables, chunks of a PNG exchanged for odd ones; batches and answers whole and signed, with odd texts in them.
It has to be read, or refused with a sentence, within the time and the memory that are given. A parser works in a
process of its own (pictures and PDFs in a second one, the program's); one that crashes or hangs is ended, and the next
case goes on. Cases are drawn from the seed and their number; what fails is kept as a file and printed.
"""

from __future__ import annotations

import argparse
import json
import os
import select
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from workshop.fuzz.parsers import PARSERS

CASES: Final = 10_000
WORKER: Final = (sys.executable, "-m", "workshop.fuzz.worker")
SECONDS: Final = 30.0
MEGABYTES: Final = 1024
_READ: Final = ("read", "read, with problems")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What cases are drawn from, what one may take, and where those that fail are kept."""

    seed: str
    seconds: float
    megabytes: int  # beyond what a worker starts with
    failures: Path


@dataclass
class Tally:
    """What came of one parser's cases."""

    name: str
    ended: Counter[str] = field(default_factory=Counter)
    slowest: tuple[float, int] = (0.0, 0)
    peak: int = 0
    failures: list[str] = field(default_factory=list)

    @property
    def cases(self) -> int:
        """How many there were."""
        return sum(self.ended.values())


def main(argv: list[str]) -> int:
    """Go through all parsers, print a table; 1 where anything failed."""
    parser = argparse.ArgumentParser(
        prog="python -m workshop.bench fuzz",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--cases", type=int, default=CASES, help="in all, over the parsers")
    parser.add_argument("--parser", action="append", choices=list(PARSERS), help="only these")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--first", type=int, default=0, help="the number of the first case of each parser")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="a case may take")
    parser.add_argument(
        "--megabytes", type=int, default=MEGABYTES, help="a parser may take beyond what it starts with"
    )
    parser.add_argument(
        "--failures", type=Path, default=Path("out/fuzz"), help="where cases that failed are kept"
    )
    asked = parser.parse_args(argv)
    wanted = asked.parser or list(PARSERS)
    started = time.monotonic()
    bounds = Bounds(asked.seed, asked.seconds, asked.megabytes, asked.failures)
    tallies = []
    for at, name in enumerate(wanted):
        share = asked.cases // len(wanted) + (at < asked.cases % len(wanted))
        tallies.append(fuzz(name, range(asked.first, asked.first + share), bounds))
        for failure in tallies[-1].failures:
            print(f"FAILED {failure}", flush=True)
    show(tallies)
    cases, failed = sum(tally.cases for tally in tallies), sum(len(tally.failures) for tally in tallies)
    print(f"\n{cases:,} cases in {time.monotonic() - started:.0f} s, seed {asked.seed}, {failed} failed.")
    return int(failed > 0)


def fuzz(name: str, numbers: range, bounds: Bounds, command: Sequence[str] = WORKER) -> Tally:
    """All cases of one parser, with another process after each that dies; `command` starts one."""
    tally = Tally(name)
    begin = numbers.start
    while begin < numbers.stop:
        begin = _work(tally, begin, numbers.stop, bounds, command)
    return tally


def _work(tally: Tally, begin: int, end: int, bounds: Bounds, command: Sequence[str]) -> int:
    """One process, until it is through, dead or stuck; the number of the case to go on with."""
    cases = (
        tally.name,
        str(begin),
        str(end - begin),
        bounds.seed,
        str(bounds.megabytes),
        str(bounds.failures),
    )
    worker = subprocess.Popen([*command, *cases], stdout=subprocess.PIPE)
    if worker.stdout is None:
        raise RuntimeError("a pipe was asked for")
    current, pending = begin - 1, b""
    with worker.stdout as heard:
        while True:
            # Until its first case it makes seeds and starts libraries, which is no case's time.
            ready, _, _ = select.select([heard], [], [], bounds.seconds + (120 if current < begin else 0))
            piece = os.read(heard.fileno(), 65536) if ready else b""
            if not piece:
                break
            *lines, pending = (pending + piece).split(b"\n")
            for line in lines:
                current = _take(tally, json.loads(line))
    hung = not ready
    worker.kill()
    status = worker.wait()
    if hung or status:
        if current < begin:
            raise RuntimeError(f"{tally.name}: the worker did not come to its first case")
        how = f"longer than {bounds.seconds:g} s" if hung else f"ended by {status}"
        tally.ended[how] += 1
        tally.failures.append(f"{tally.name} {current}: {how}")
        return current + 1
    return end


def _take(tally: Tally, said: dict[str, object]) -> int:
    number = int(str(said["case"]))
    if "ended" in said:
        tally.ended[str(said["ended"])] += 1
        tally.slowest = max(tally.slowest, (float(str(said["seconds"])), number))
        tally.peak = max(tally.peak, int(str(said["peak"])))
        if said["failure"]:
            tally.failures.append(f"{tally.name} {number}: {said['failure']}")
    return number


def show(tallies: list[Tally]) -> None:
    """A line a parser."""
    print(
        "| Parser | cases | read | refused | with how many sentences | failed | slowest case | peak memory |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for tally in tallies:
        read = sum(tally.ended[word] for word in _READ)
        keys = [key for key in tally.ended if key not in _READ and key.islower() and "_" in key]
        refused = sum(tally.ended[key] for key in keys)
        seconds, number = tally.slowest
        cells = (
            tally.name, tally.cases, read, refused, len(keys), len(tally.failures),
            f"{seconds:.2f} s (number {number})", f"{tally.peak} MB",
        )  # fmt: skip
        print("| " + " | ".join(map(str, cells)) + " |")
