"""`python -m workshop.train.average OLDER NEWER --share 0.75 --model OUT.onnx`: one model between two of one line.

A run that was grown from another lies in the same valley: between the two every kind of field was read as well as by
the better of both (weights of one line averaged: Wortsman et al., Model soups, 2022). The share is chosen on the
writers that calibrate.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import torch
from torch import Tensor

from workshop.train.export import export
from workshop.train.network import FieldReader


def between(older: dict[str, Tensor], newer: dict[str, Tensor], share: float) -> dict[str, Tensor]:
    """The weights at `share` of the way from the older to the newer; counters are the newer's."""
    return {
        name: torch.lerp(older[name], new, share) if new.dtype.is_floating_point else new
        for name, new in newer.items()
    }


def main(argv: list[str]) -> int:
    """Read two checkpoints, write the model."""
    parser = argparse.ArgumentParser(prog="python -m workshop.train.average", description=__doc__)
    parser.add_argument("older", type=Path, help="checkpoint of the run that the other was grown from")
    parser.add_argument("newer", type=Path)
    parser.add_argument("--share", type=float, default=0.75, help="of the newer")
    parser.add_argument("--model", type=Path, required=True, help="the ONNX file to write")
    asked = parser.parse_args(argv)
    older, newer = (torch.load(path, weights_only=True)["mean"] for path in (asked.older, asked.newer))
    network = FieldReader().eval()
    network.load_state_dict(between(older, newer, asked.share))
    export(network, asked.model)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
