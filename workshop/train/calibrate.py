"""`python -m workshop.train.calibrate --data FOLDER`: what the readers' figures are worth, alone and together.

Fitted on writers and pages kept for that alone (role "calibration"): `calibration.json`, what the field reader's own
figures are worth, and `reliability.json`, how far it and Tesseract are to be believed beside each other and what the
reading of both is worth. Then measured on others still ("validation"). Run it whenever the model changes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from desktop.fields.vocabularies import Vocabularies, load_vocabularies
from desktop.recognition import reliability_file
from desktop.recognition.calibration import FORMAT, Calibration, load_calibration, rising_points
from desktop.recognition.reliability import MIXED, Reliability
from desktop.recognition.reliability_file import load_reliability, reliability_text
from workshop.train.cases import SAME_AS, TEXTS, cases_of
from workshop.train.rising import rising
from workshop.train.telling import HEADING, certainty, invented, read, together
from workshop.train.weighing import LEAST, READERS, SCRIPTS, Case, calibrated, channels, worth

_KNOTS = 40
_AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Fit:
    """What was fitted for one kind of field, and the figures that it was fitted on."""

    kind: str
    points: tuple[list[float], list[float]]
    figures: tuple[list[float], list[float]]
    measured: Reliability


def fit(kind: str, cases: Sequence[Case], vocabularies: Vocabularies) -> Fit:
    """Everything for one kind; `cases` with the field reader's figures as the network gives them."""
    lead = READERS[0]
    spoken = [case for case in cases if case.guesses[lead].text and case.truth.text]
    raw = np.array([case.guesses[lead].confidence for case in spoken])
    good = np.array([case.right(case.guesses[lead].text) for case in spoken], np.float64)
    points = rising(raw, good, _KNOTS)
    calibration = Calibration(lead, {kind: rising_points(*points)})
    known = [with_figures(case, calibration, kind) for case in cases]
    measured = Reliability(READERS, channels=channels(kind, known, vocabularies))
    of_script = {script: [c for c in known if script in {MIXED, c.script}] for script in SCRIPTS}
    worths = {
        (kind, script): worth(kind, script, own, vocabularies, measured)
        for script, own in of_script.items()
        if len(own) >= LEAST
    }
    return Fit(kind, points, (raw.tolist(), good.tolist()), replace(measured, worths=worths))


def with_figures(case: Case, calibration: Calibration, kind: str) -> Case:
    """The case with the field reader's figures calibrated."""
    lead = READERS[0]
    return replace(case, guesses={**case.guesses, lead: calibrated(case.guesses[lead], calibration, kind)})


def write(model: Path, fits: Sequence[Fit]) -> None:
    """Write both files beside the model."""
    kinds = {one.kind: _curve(one.points) for one in fits}
    raw = np.concatenate([one.figures[0] for one in fits])
    good = np.concatenate([one.figures[1] for one in fits])
    kinds[""] = _curve(rising(raw, good, _KNOTS))
    errs = {key: channel for one in fits for key, channel in one.measured.channels.items()}
    worths = {key: value for one in fits for key, value in one.measured.worths.items()}
    for kind, like in SAME_AS.items():
        if like in kinds:
            kinds[kind] = kinds[like]
        errs |= {
            (kind, script, manner): errs[of, script, manner] for of, script, manner in errs if of == like
        }
        worths |= {(kind, script): worths[of, script] for of, script in worths if of == like}
    written = {"format": FORMAT, "engine": READERS[0], "kinds": kinds}
    model.with_name("calibration.json").write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")
    whose = hashlib.sha256(model.read_bytes()).hexdigest()
    text = reliability_text(Reliability(READERS, whose, errs, worths))
    model.with_name(reliability_file.NAME).write_text(text, encoding="utf-8")


def _curve(points: tuple[list[float], list[float]]) -> Mapping[str, list[float]]:
    return {"raw": points[0], "probability": points[1]}


def _fitted(kind: str, *, data: Path, model: Path, count: int) -> Fit:
    return fit(kind, cases_of(data, model, "calibration", kind, count), _lists())


def _lists() -> Vocabularies:
    return load_vocabularies(Path("resources/vocabularies"))


def told(kind: str, *, data: Path, model: Path, count: int) -> tuple[list[str], list[str]]:
    """Lines of the table and of certainty for one kind, on writers and pages that nothing was fitted on."""
    calibration = load_calibration(model.with_name("calibration.json"))
    measured = load_reliability(model.with_name(reliability_file.NAME))
    lists = _lists()
    if not kind:
        blank = cases_of(data, model, "validation", "serial_number", count, blank=True)
        return [], [invented([with_figures(c, calibration, "serial_number") for c in blank], lists, measured)]
    raw = cases_of(data, model, "validation", kind, count)
    cases = [with_figures(case, calibration, kind) for case in raw]
    both = read(kind, cases, lists, measured)
    return together(kind, both, lists), certainty(kind, both)


def show(data: Path, model: Path, count: int, kinds: Sequence[str]) -> None:
    """Print both tables: which reader gets how many right, and how sure the reading of both is."""
    with ProcessPoolExecutor(_AT_ONCE, get_context("spawn")) as pool:
        parts = list(pool.map(partial(told, data=data, model=model, count=count), [*kinds, ""]))
    print(HEADING, *(line for table, _ in parts for line in table), sep="\n")
    print(*(line for _, lines in parts for line in lines), sep="\n")


def parser(prog: str, about: str | None) -> argparse.ArgumentParser:
    """What this and `workshop.bench together` are asked."""
    asks = argparse.ArgumentParser(prog=prog, description=about)
    asks.add_argument("--data", type=Path, default=os.environ.get("LEDGERMARK_DATA"))
    asks.add_argument("--model", type=Path, default=Path("resources/models/field-reader.onnx"))
    asks.add_argument(
        "--count", type=int, default=3000, help="composed fields of a kind, measured; 2/3 as many fit"
    )
    asks.add_argument("--kinds", nargs="*", choices=tuple(TEXTS), default=list(TEXTS))
    return asks


MISSING = "The pages to measure with are missing: name their folder with --data or in LEDGERMARK_DATA."


def main(argv: list[str]) -> int:
    """Fit, write both files beside the model, print the tables."""
    given = parser("python -m workshop.train.calibrate", __doc__).parse_args(argv)
    if given.data is None or not Path(given.data).is_dir():
        print(MISSING)
        return 3
    with ProcessPoolExecutor(_AT_ONCE, get_context("spawn")) as pool:
        count = max(1, given.count * 2 // 3)
        work = partial(_fitted, data=Path(given.data), model=given.model, count=count)
        fits = list(pool.map(work, given.kinds))
    write(given.model, fits)
    show(Path(given.data), given.model, given.count, given.kinds)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
