"""`python -m workshop.train --data FOLDER --minutes 90 --out FOLDER`: train the reader, or go on."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import replace
from pathlib import Path

import torch

from workshop.train.fit import Run, train


def main(argv: list[str]) -> int:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(prog="python -m workshop.train", description=__doc__)
    parser.add_argument("--data", type=Path, default=os.environ.get("LEDGERMARK_DATA"))
    parser.add_argument("--minutes", type=float, default=90.0, help="of training, over all parts of a run")
    parser.add_argument("--out", type=Path, default=Path("out/train"), help="checkpoint, shards, log")
    parser.add_argument("--model", type=Path, help="the ONNX file (default: in the --out folder)")
    parser.add_argument("--grown-from", type=Path, help="checkpoint of an older run to begin with")
    parser.add_argument("--peak", type=float, default=2e-3, help="highest learning rate")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--learners", type=int, default=0, help="processes; default: one a core, one beside a GPU"
    )
    given = parser.parse_args(argv)
    if given.data is None or not Path(given.data).is_dir():
        print("The pages to train on are missing: name their folder with --data or in LEDGERMARK_DATA.")
        return 3
    device = "cuda" if torch.cuda.is_available() else "cpu"
    learners = given.learners or (1 if device == "cuda" else max(1, os.cpu_count() or 1))
    torch.set_num_threads(1)
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[name] = (
            "1"  # for the processes beside this one: threads that wait for each other cost most of a busy core
        )
    model = given.model or given.out / "field-reader.onnx"
    run = Run(Path(given.data), given.out, model, given.minutes, given.seed, device, learners)
    train(replace(run, grown_from=given.grown_from, peak=given.peak))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
