"""`python -m workshop.bench faults`: kills, power cuts and failing disks in the middle of everything that is saved.

Each run does one stage of a working day (import, reading, settling, filing, sealing, backup, a book given to another
PC, taken in there, migration) in a process of its own and disturbs it at a random moment; then the register has to
open, `check` has to find nothing, whatever was shown as saved has to be there, no half batch, backup or bundle may have
a final name, and no book may be worked on at two PCs. The modes:

kill: SIGKILL from outside at a random time. stop: SIGKILL at a random change of the disk. cut, torn: the same, and then
all, or a random half, of what no fsync had made durable is taken away again, as a power cut would (an LD_PRELOAD shim
writes the trace that is played back). full, read-only, failing: from a random change on the disk refuses with ENOSPC,
EROFS or EIO.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import shutil
import sys
import time
from collections import Counter
from functools import partial
from itertools import product
from pathlib import Path

from workshop.faults import runs, shim
from workshop.faults.stages import STAGES

KILLS = 300
_KILLING = ("kill", "stop", "cut", "torn")
_REFUSING = ("full", "read-only", "failing")


def main(argv: list[str]) -> int:
    """Disturb, judge, print a table; 1 where anything was lost or half done."""
    parser = argparse.ArgumentParser(
        prog="python -m workshop.bench faults", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("--kills", type=int, default=KILLS, help="kills and power cuts over all stages")
    parser.add_argument(
        "--refusals", type=int, default=0, help="runs on a failing disk; a fourth of --kills if left out"
    )
    parser.add_argument("--stage", action="append", choices=list(STAGES), help="only these stages")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="runs at once")
    asked = parser.parse_args(argv)
    if not shim.can_build():
        print("the disk's shim needs a C compiler on Linux")
        return 1
    runs.under_shim(["-m", "workshop.bench", "faults", *argv])
    wanted = tuple(asked.stage or STAGES)
    folder = runs.scratch_folder("ledgermark-faults-")
    try:
        return _disturb(wanted, asked.kills, asked.refusals or asked.kills // 4, asked, folder)
    finally:
        if not any(folder.glob("run *")):
            shutil.rmtree(folder)


def _disturb(
    wanted: tuple[str, ...], kills: int, refusals: int, asked: argparse.Namespace, folder: Path
) -> int:
    started = time.monotonic()
    templates = runs.templates(folder, wanted)
    plan = list(enumerate(_spread(wanted, _KILLING, kills) + _spread(wanted, _REFUSING, refusals)))
    one_run = partial(_one, templates, asked.seed, folder)
    results = []
    # By fork, so that the workers run under the shim and have everything loaded.
    with multiprocessing.get_context("fork").Pool(asked.workers, maxtasksperchild=None) as workers:
        for one in workers.imap_unordered(one_run, plan):
            results.append(one)
            for wrong in one.wrong:
                print(f"WRONG {one.stage}, {one.mode} at {one.at:g}: {wrong}", flush=True)
            if sys.stderr.isatty():
                print(f"\r{len(results)}/{len(plan)}", end="", file=sys.stderr)
    _print(
        sorted(results, key=lambda one: (list(STAGES).index(one.stage), runs.MODES.index(one.mode))),
        templates,
    )
    print(f"\n{len(results)} runs in {time.monotonic() - started:.0f} s, seed {asked.seed}.")
    return int(any(one.wrong for one in results))


def _one(
    templates: dict[str, runs.Template], seed: int, folder: Path, what: tuple[int, tuple[str, str]]
) -> runs.Run:
    """One run of the plan; its scratch folder stays where something is wrong."""
    number, (stage, mode) = what
    scratch = folder / f"run {number}"
    scratch.mkdir()
    return runs.run(stage, templates[stage], mode, random.Random(f"{seed} {number}"), scratch)


def _spread(stages: tuple[str, ...], modes: tuple[str, ...], count: int) -> list[tuple[str, str]]:
    """So many runs, each stage and mode as often as the others."""
    pairs = [(stage, mode) for mode, stage in product(modes, stages)]
    return [pairs[number % len(pairs)] for number in range(count)]


def _print(results: list[runs.Run], templates: dict[str, runs.Template]) -> None:
    print(
        "| Stage | changes | mode | runs | killed | done | refused | undone | shown as kept, and there | wrong |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|")
    groups = Counter((one.stage, one.mode) for one in results)
    for (stage, mode), count in groups.items():
        of = [one for one in results if (one.stage, one.mode) == (stage, mode)]
        ended = Counter(one.ended for one in of)
        cells = (
            stage, templates[stage].changes, mode, count, ended["killed"], ended["done"], ended["refused"],
            sum(one.undone for one in of), sum(one.kept for one in of), sum(bool(one.wrong) for one in of),
        )  # fmt: skip
        print("| " + " | ".join(map(str, cells)) + " |")
