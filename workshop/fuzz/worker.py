"""One parser in a process of its own: it says each case before it begins it, and how it went.

`python -m workshop.fuzz.worker NAME FIRST COUNT SEED MEGABYTES FAILURES`. A case that fails is kept under FAILURES.
What it prints, a JSON value a line, is for `workshop.bench.fuzz`, which ends it where a case does not end.
"""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import sys
import tempfile
import time
import traceback
import warnings
from pathlib import Path

from workshop.faults.runs import scratch_folder
from workshop.fuzz.parser import Parser, outcome
from workshop.fuzz.parsers import PARSERS
from workshop.fuzz.seeds import Grounds

MEGABYTE = 1024 * 1024


def main(argv: list[str]) -> int:
    """Go through the cases; 0 whatever they did."""
    name, first, count, seed, megabytes, failures = argv
    warnings.simplefilter("ignore")  # a zip with two members of one name is what we are after
    folder = scratch_folder("ledgermark-fuzz-")
    tempfile.tempdir = str(folder)
    try:
        grounds = Grounds(folder)
        parser = PARSERS[name](grounds)
        bound_memory(int(megabytes))
        for number in range(int(first), int(first) + int(count)):
            say(case=number)
            one(parser, name, number, seed, Path(failures))
        grounds.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def one(parser: Parser, name: str, number: int, seed: str, failures: Path) -> None:
    """Draw a case, read it, say what came of it."""
    case = parser.make(random.Random(f"{seed} {name} {number}"))
    started = time.perf_counter()
    failure = ""
    try:
        ended = outcome(parser, case)
    except BaseException as defect:  # noqa: BLE001 - libraries in other languages have failures of their own
        ended = type(defect).__name__
        failure = "".join(traceback.format_exception(defect))
    seconds = time.perf_counter() - started
    if failure:
        failures.mkdir(parents=True, exist_ok=True)
        (failures / f"{name}-{seed}-{number}").write_bytes(case)
    say(case=number, ended=ended, seconds=seconds, peak=peak_megabytes(), failure=failure)


def peak_megabytes() -> int:
    """What this process and its children, which decode pictures, took at most."""
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii").split()
    return sum(_peak_kib(process) for process in ("self", *children)) // 1024


def _peak_kib(process: str) -> int:
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0  # it has ended meanwhile
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), 0)


def bound_memory(megabytes: int) -> None:
    """So much more than this process has now, and no more."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    most = pages * resource.getpagesize() + megabytes * MEGABYTE
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def say(**what: object) -> None:
    """One line for whoever listens."""
    print(json.dumps(what), flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
