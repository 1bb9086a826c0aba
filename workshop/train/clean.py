"""`python -m workshop.train.clean --data FOLDER`: which labels of the pen strokes not to trust.

One to four in a hundred are wrong or hold two characters, and a serial of eight characters has such a one every
seventh time. A small network learns from one half of the writers and judges the other half; what it contradicts with
confidence is written to `doubted.txt` (places in glyphs.npz), which `hands` leaves out for every role alike.
Look-alikes are never contradictions: a 0 called O says nothing about the label.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional

from workshop.train.doubted import DOUBTED

_SIDE = 28
_EPOCHS = 4
_BATCH = 128
_SURE = 0.9  # of something else
_UNLIKELY = 0.01  # what the label and its look-alikes get together
_ALIKE = (
    "0OoQD", "1IlJ|i/'!j,t", "5Ss", "2Zz", "6bG", "9gqa", "8B&", "UVuvY", "4H", "7T", "Cc(", "Kk", "Mm", "Nn", "Pp",
    "Ww", "Xx", "Ff", "Ee", "Ll", ".,'", "-_~", "Rr", "Aa", "hn", "Yy", "4Yy", ")J",
)  # fmt: skip

Pictures = NDArray[np.uint8]


def pictures(arrays: dict[str, NDArray[np.generic]]) -> Pictures:
    """Every character N x 28 x 28, its longest side filling the picture but for a margin."""
    starts, points = arrays["stroke_point"].astype(int), np.asarray(arrays["points"], np.float32)
    first = arrays["glyph_stroke"].astype(int)
    drawn = np.zeros((len(first) - 1, _SIDE, _SIDE), np.uint8)
    for place in range(len(first) - 1):
        every = points[starts[first[place]] : starts[first[place + 1]]]
        if not len(every):
            continue
        low, high = every.min(0), every.max(0)
        scale = (_SIDE - 6) / max(float((high - low).max()), 1.0)
        middle = (low + high) / 2
        lines = [
            np.round(
                ((points[starts[s] : starts[s + 1]] - middle) * scale * (1, -1) + _SIDE / 2) * 16
            ).astype(np.int32)
            for s in range(first[place], first[place + 1])
        ]
        cv2.polylines(
            drawn[place], lines, isClosed=False, color=255, thickness=2, lineType=cv2.LINE_AA, shift=4
        )
    return drawn


def _network(classes: int) -> nn.Module:
    def step(inputs: int, outputs: int) -> list[nn.Module]:
        return [nn.Conv2d(inputs, outputs, 3, padding=1), nn.BatchNorm2d(outputs), nn.ReLU(), nn.MaxPool2d(2)]

    return nn.Sequential(
        *step(1, 24), *step(24, 48), *step(48, 96), nn.Flatten(), nn.Dropout(0.2), nn.Linear(96 * 9, classes)
    )


def _learn(drawn: torch.Tensor, labels: torch.Tensor, classes: int, seed: int) -> nn.Module:
    torch.manual_seed(seed)
    network = _network(classes)
    steps = _EPOCHS * len(labels) // _BATCH
    steer = torch.optim.AdamW(network.parameters(), lr=3e-3)
    plan = torch.optim.lr_scheduler.OneCycleLR(steer, 3e-3, total_steps=steps + 1)
    for _ in range(steps):
        chosen = torch.randint(len(labels), (_BATCH,))
        answer = network(drawn[chosen][:, None].float() / 255)
        loss = functional.cross_entropy(answer, labels[chosen], label_smoothing=0.02)
        steer.zero_grad()
        loss.backward()
        steer.step()
        plan.step()
    return network.eval()


def contradicted(drawn: Pictures, label: NDArray[np.str_], writer: NDArray[np.int64]) -> NDArray[np.int64]:
    """Places of the characters whose label the half of the writers that never met theirs contradicts."""
    names = sorted(set(label.tolist()))
    index = {name: place for place, name in enumerate(names)}
    labels = torch.tensor([index[name] for name in label.tolist()])
    alike = np.eye(len(names), dtype=np.float32)
    for group in _ALIKE:
        inside = [index[c] for c in group if c in index]
        for one in inside:
            alike[one, inside] = 1
    tensor = torch.from_numpy(drawn)
    found: list[int] = []
    for half in (0, 1):
        learn = np.flatnonzero(writer % 2 != half)
        judge = np.flatnonzero(writer % 2 == half)
        network = _learn(tensor[learn], labels[learn], len(names), half)
        with torch.inference_mode():
            chances = np.concatenate(
                [
                    network(tensor[part][:, None].float() / 255).softmax(1).numpy()
                    for part in np.array_split(judge, 200)
                ]
            )
        told = labels.numpy()[judge]
        own = (chances * alike[told]).sum(1)
        found += judge[(own < _UNLIKELY) & (chances.max(1) > _SURE)].tolist()
        right = np.mean(chances.argmax(1) == told)
        print(f"half {half}: {len(judge)} characters, {right:.1%} as labelled", flush=True)
    return np.array(sorted(found))


def main(argv: list[str]) -> int:
    """Judge every character and write the list."""
    parser = argparse.ArgumentParser(prog="python -m workshop.train.clean", description=__doc__)
    parser.add_argument("--data", type=Path, default=os.environ.get("LEDGERMARK_DATA"))
    parser.add_argument("--out", type=Path, default=DOUBTED)
    given = parser.parse_args(argv)
    if given.data is None or not Path(given.data).is_dir():
        print("The pages to train on are missing: name their folder with --data or in LEDGERMARK_DATA.")
        return 3
    with np.load(Path(given.data) / "handwriting" / "glyphs.npz") as archive:
        arrays = {name: archive[name] for name in archive.files}
    places = contradicted(pictures(arrays), arrays["label"].astype(str), arrays["writer"].astype(np.int64))
    given.out.write_text("\n".join(map(str, places)) + "\n", encoding="ascii")
    print(f"{len(places)} of {len(arrays['label'])} labels doubted")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
