"""What was measured of the readers, as a file beside the model."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from desktop.recognition.calibration import rising_points
from desktop.recognition.channel import Channel
from desktop.recognition.measured_file import load_measured
from desktop.recognition.reliability import UNWEIGHED, Manner, Reliability, Worth

FORMAT: Final = "ledgermark-reliability/1"
NAME: Final = "reliability.json"


def reliability_text(measured: Reliability) -> str:
    """JSON that `load_reliability` reads back equal."""
    written: dict[str, Any] = {
        "format": FORMAT,
        "engines": list(measured.engines),
        "model": measured.model,
        "channels": [
            {"kind": kind, "script": script, "manner": manner}
            | {"readers": {name: asdict(channel) for name, channel in readers.items()}}
            for (kind, script, manner), readers in sorted(measured.channels.items())
        ],
        "worths": [
            {"kind": kind, "script": script, "weights": dict(worth.weights)}
            | {"log_odds": [x for x, _ in worth.points], "probability": [y for _, y in worth.points]}
            for (kind, script), worth in sorted(measured.worths.items())
        ],
    }
    return json.dumps(written, indent=1) + "\n"


def load_reliability(path: Path) -> Reliability:
    """Read what was measured; nothing where the file is not there. Raises Expected "model_broken"."""
    return load_measured(path, FORMAT, _reliability, UNWEIGHED)


def _reliability(read: dict[str, Any]) -> Reliability:
    channels = {
        (str(one["kind"]), str(one["script"]), Manner(one["manner"]).value): {
            str(name): _channel(shares) for name, shares in one["readers"].items()
        }
        for one in read["channels"]
    }
    worths = {
        (str(one["kind"]), str(one["script"])): Worth(
            {str(name): float(weight) for name, weight in one["weights"].items()},
            rising_points(one["log_odds"], one["probability"]),
        )
        for one in read["worths"]
    }
    return Reliability(tuple(map(str, read["engines"])), str(read["model"]), channels, worths)


def _channel(shares: Mapping[str, float]) -> Channel:
    """Raises ValueError where a share is none."""
    channel = Channel(**{name: float(value) for name, value in shares.items()})
    likely = (channel.slip, channel.speck, channel.space, channel.twins)
    if not (all(0 < share < 1 for share in likely) and channel.softness > 0 and 0 <= channel.weight <= 1):
        raise ValueError("no share")
    return channel
