"""What two readers and both together make of fields whose truth is known, in words and figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from desktop.fields.forms import Column, LedgerForm
from desktop.fields.vocabularies import Vocabularies
from desktop.recognition.combine import CellReading, Evidence, asked, decide
from desktop.recognition.knowledge import knowledge_of
from desktop.recognition.reliability import MIXED, Reliability
from workshop.bench._shares import interval
from workshop.train.rising import BINS, error, error_interval
from workshop.train.weighing import READERS, SCRIPTS, Case, read_both

_COVERAGE = (0.5, 0.8, 0.95)
_INVENTED = 0.5  # a text this sure on a crop without writing is one that was made up
Floats = NDArray[np.float64]


Read = Mapping[str, tuple[Sequence[Case], Sequence[CellReading]]]
"""By script: the cases and what both readers together made of them."""


def read(kind: str, cases: Sequence[Case], vocabularies: Vocabularies, measured: Reliability) -> Read:
    """Read them as in a mixed book, and those of each script as in a book of that script."""
    found = {}
    for script in SCRIPTS:
        own = [case for case in cases if script in {MIXED, case.script}]
        if own:
            found[script] = (own, read_both(own, kind, script, vocabularies, measured))
    return found


def together(kind: str, both: Read, vocabularies: Vocabularies) -> list[str]:
    """Lines of the table: each reader by itself, with what the field knows, and both; the same crops.

    The last figures say how many fields both together get right that the better reader got wrong, and the reverse.
    """
    lines = []
    known = knowledge_of(Column("A", kind), LedgerForm("", (), script=MIXED), vocabularies)
    for script, (own, readings) in both.items():
        good = {
            name: np.array([case.right(case.guesses[name].text) for case in own], np.float64)
            for name in READERS
        }
        for name in READERS:
            alone = [
                decide(asked({name: case.guesses[name]}, known, Evidence()), known, vocabularies)
                for case in own
            ]
            good[f"{name} + field"] = _right(own, [reading.as_written for reading in alone])
        good["both"] = _right(own, [reading.as_written for reading in readings])
        better = max(READERS, key=lambda name: float(good[name].mean()))
        won = int(((good["both"] == 1) & (good[better] == 0)).sum())
        lost = int(((good["both"] == 0) & (good[better] == 1)).sum())
        shares = "  ".join(f"{_share(good[name]):>19}" for name in good)
        lines.append(f"{kind:14} {script:12} {len(own):5}  {shares}   +{won} −{lost}")
    return lines


HEADING = f"{'kind':14} {'script':12} {'n':>5}  " + "  ".join(
    f"{name:>19}"
    for name in (
        "field reader", "Tesseract", "field reader + field", "Tesseract + field", "both", "both won, lost",
    )
)  # fmt: skip


def _right(cases: Sequence[Case], texts: Sequence[str]) -> Floats:
    return np.array([case.right(text) for case, text in zip(cases, texts, strict=True)], np.float64)


def _share(good: Floats) -> str:
    low, high = interval(int(good.sum()), len(good))
    return f"{100 * good.mean():5.1f} [{100 * low:4.1f}–{100 * high:4.1f}]"


def certainty(kind: str, both: Read) -> list[str]:
    """Lines: calibration error of the field reader alone and of both, a reliability table, risk at three coverages."""
    lead = READERS[0]
    spoken = [case for case in both[MIXED][0] if case.guesses[lead].text]
    said = np.array([case.guesses[lead].confidence for case in spoken])
    lines = [
        f"\n{kind}: field reader alone, {_error(said, _right(spoken, [c.guesses[lead].text for c in spoken]))}"
    ]
    for script, (own, readings) in both.items():
        pairs = [
            (reading.confidence, case.right(reading.as_written))
            for case, reading in zip(own, readings, strict=True)
            if reading.as_written
        ]
        worth, good = np.array([p for p, _ in pairs]), np.array([g for _, g in pairs], np.float64)
        lines.append(f"{kind}: both, {script}, {_error(worth, good)}")
        if script == MIXED:
            lines += _table(worth, good)
        lines.append(_risk(worth, good))
    return lines


def _error(worth: Floats, good: Floats) -> str:
    low, high = error_interval(worth, good)
    return f"calibration error {error(worth, good):.4f} [{low:.4f}–{high:.4f}], n = {len(good)}"


def _table(worth: Floats, good: Floats) -> list[str]:
    bins = np.minimum((worth * BINS).astype(int), BINS - 1)
    return [
        f"  {b / BINS:.1f}–{(b + 1) / BINS:.1f}  said {worth[bins == b].mean():.3f}"
        f"  right {good[bins == b].mean():.3f}  n = {(bins == b).sum()}"
        for b in range(BINS)
        if bool((bins == b).any())
    ]


def _risk(worth: Floats, good: Floats) -> str:
    order = np.argsort(-worth, kind="stable")
    parts = []
    for share in _COVERAGE:
        count = max(1, round(share * len(good)))
        wrong = int(count - good[order[:count]].sum())
        low, high = interval(wrong, count)
        parts.append(
            f"{share:.0%} pass at {worth[order[count - 1]]:.3f}: {100 * wrong / count:.2f} % wrong "
            f"[{100 * low:.1f}–{100 * high:.1f}]"
        )
    return "  " + "   ".join(parts)


def invented(cases: Sequence[Case], vocabularies: Vocabularies, measured: Reliability) -> str:
    """How many crops without writing got a text that is believed, by kind of field."""
    counts = {
        kind: sum(
            bool(reading.text) and reading.confidence > _INVENTED
            for reading in read_both(cases, kind, MIXED, vocabularies, measured)
        )
        for kind in ("serial_number", "digits", "text")
    }
    said = ", ".join(f"{count} as {kind}" for kind, count in counts.items())
    return f"\ncrops without writing, n = {len(cases)}: a text above {_INVENTED} got {said}"
