"""The trained network as the ONNX file that the program carries."""

from __future__ import annotations

import copy
from pathlib import Path

import torch

from desktop.recognition.normalise import HEIGHT
from workshop.train.network import FieldReader

_OPSET = 17


def export(network: FieldReader, path: Path) -> None:
    """Write input `ink` [N, 1, HEIGHT, W] and outputs `logits` [T, N, C], `features` [T, N, F]; N and W are free."""
    still = copy.deepcopy(network).cpu().float().eval()
    axes = {"ink": {0: "N", 3: "W"}, "logits": {0: "T", 1: "N"}, "features": {0: "T", 1: "N"}}
    part = path.with_suffix(".part")
    example = torch.rand(2, 1, HEIGHT, 64)
    torch.onnx.export(
        still, (example,), str(part), input_names=["ink"], output_names=["logits", "features"], dynamic_axes=axes,
        opset_version=_OPSET, dynamo=False,
    )  # fmt: skip
    part.rename(path)
