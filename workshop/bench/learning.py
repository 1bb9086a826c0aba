"""`python -m workshop.bench learning --data FOLDER`: errors with 100 settled fields of a hand, and with none.

Digit strings are composed of one writer's pen strokes, each in a manner and on paper of its own. A writer's characters
are halved, digit by digit: one half writes the settled fields, the other the tested ones, so no single character
stands in both. `--kind serials` mixes in the capitals of which the writer left two or more: of each few are settled
then, of some none, and it must do no harm. What is measured is what the program does: each field
is read without and with what the settled ones have taught. Writers of "validation" chose nothing; those of
"calibration" chose the vote's figures; those of "training" taught the network, so it errs less on them than on others.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from desktop.fields.forms import Column, LedgerForm
from desktop.fields.vocabularies import Vocabularies
from desktop.recognition.combine import Evidence
from desktop.recognition.engine import Engine, never
from desktop.recognition.field_reader import field_reader
from desktop.recognition.memory import NOTHING_REMEMBERED, Memory
from desktop.recognition.page import ColumnCrops, read_columns, teach
from desktop.recognition.tesseract import TesseractEngine
from workshop.bench.reader import distance
from workshop.train.fields import Field, Material, in_one_hand
from workshop.train.hands import Hand, load_hands

_DIGITS = "0123456789"
_CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_COLUMNS = {"digits": Column("Number", "digits"), "serials": Column("Serial", "serial_number")}
_DRAWS = 2000


@dataclass(frozen=True, slots=True)
class Result:
    """One writer: for each tested field its errors without and with a memory, and its length."""

    name: str
    fewest: int  # characters that the writer left of the digit with the fewest
    before: tuple[int, ...]  # edits from what was read to what was written
    after: tuple[int, ...]
    lengths: tuple[int, ...]


def halves(hand: Hand, rng: np.random.Generator) -> tuple[Hand, Hand]:
    """The hand twice, no character in both; of an odd number the first has one more."""
    first, second = {}, {}
    for sign in _DIGITS + _CAPITALS:
        glyphs = hand.glyphs.get(sign, ())
        if len(glyphs) < 2:
            continue
        places = rng.permutation(len(glyphs))
        middle = (len(glyphs) + 1) // 2
        first[sign] = tuple(glyphs[place] for place in places[:middle])
        second[sign] = tuple(glyphs[place] for place in places[middle:])
    return Hand(hand.name, first), Hand(hand.name, second)


def fields_of(hand: Hand, kind: str, material: Material, count: int, rng: np.random.Generator) -> list[Field]:
    """Strings of three to eight signs in one hand, of no pattern."""
    signs = [sign for sign in hand.glyphs if kind == "serials" or sign in _DIGITS]
    texts = ["".join(rng.choice(signs, int(rng.integers(3, 9)))) for _ in range(count)]
    return [in_one_hand(text, hand, material, rng) for text in texts]


def _strangers(others: Sequence[Hand]) -> Material:
    """Whoever writes in the cells around; of what fields are made of otherwise nothing is wanted."""
    return Material(tuple(others), Hand("", {}), (), [], (), (), {}, [])


def form_of(kind: str) -> LedgerForm:
    """A handwritten form of one column."""
    return LedgerForm("Numbers", (_COLUMNS[kind],), script="handwritten")


def part_of(fields: Sequence[Field], kind: str) -> ColumnCrops:
    """Fields as a column; nothing is known of them but the picture."""
    return ColumnCrops(_COLUMNS[kind], tuple(field.crop for field in fields), (Evidence(),) * len(fields))


def errors(fields: Sequence[Field], kind: str, engines: Sequence[Engine], memory: Memory) -> tuple[int, ...]:
    """Edits from what each field is read as to what stands there; the strings have no pattern to be learnt."""
    (read,) = read_columns(
        [part_of(fields, kind)], engines, form_of(kind), Vocabularies(), lambda _done, _total: None, never,
        apart=True, memory=memory,
    )  # fmt: skip
    return tuple(distance(cell.as_written, field.text) for cell, field in zip(read, fields, strict=True))


def measure(
    hand: Hand, kind: str, material: Material, engines: Sequence[Engine], counts: tuple[int, int]
) -> Result:
    """One writer."""
    rng = np.random.default_rng([7, *hand.name.encode()])
    first, second = halves(hand, rng)
    settled, tested = (
        fields_of(half, kind, material, count, rng)
        for half, count in zip((first, second), counts, strict=True)
    )
    texts = [field.text for field in settled]
    memory = teach(NOTHING_REMEMBERED, [part_of(settled, kind)], [texts], engines, form_of(kind), never)
    fewest = min(len(hand.glyphs[digit]) for digit in _DIGITS)
    before, after = (errors(tested, kind, engines, known) for known in (NOTHING_REMEMBERED, memory))
    return Result(hand.name, fewest, before, after, tuple(len(field.text) for field in tested))


def fewer(results: Sequence[Result], *, characters: bool) -> tuple[float, float, float]:
    """Share of errors that the memory spares, with its 95 % interval: writers drawn anew, and fields of each."""
    rng = np.random.default_rng(5)
    tables = [np.array((one.before, one.after)) for one in results]
    if not characters:
        tables = [np.minimum(table, 1) for table in tables]

    def spared(chosen: Sequence[np.ndarray]) -> float:
        before, after = np.sum([table.sum(axis=1) for table in chosen], axis=0)
        return float(1 - after / before) if before else 0.0

    draws = []
    for _ in range(_DRAWS):
        drawn = [tables[place] for place in rng.integers(len(tables), size=len(tables))]
        draws.append(spared([table[:, rng.integers(table.shape[1], size=table.shape[1])] for table in drawn]))
    low, high = np.percentile(draws, (2.5, 97.5))
    return spared(tables), float(low), float(high)


def _line(one: Result) -> str:
    count = len(one.before)
    wrong, left = (sum(edits > 0 for edits in side) for side in (one.before, one.after))
    return (
        f"  {one.name:20} {one.fewest:5} {count:6}   {wrong:4} -> {left:4}   "
        f"{sum(one.before):5} -> {sum(one.after):5}   of {sum(one.lengths)}"
    )


def _sum(title: str, results: Sequence[Result]) -> str:
    fields = sum(len(one.before) for one in results)
    signs = sum(sum(one.lengths) for one in results)
    parts = []
    for characters, name, every in ((False, "fields", fields), (True, "characters", signs)):
        share, low, high = fewer(results, characters=characters)
        most = None if characters else 1
        before = sum(int(np.clip(one.before, 0, most).sum()) for one in results)
        after = sum(int(np.clip(one.after, 0, most).sum()) for one in results)
        parts.append(
            f"{name}: {before} -> {after} wrong of {every}, {100 * share:.1f} % fewer "
            f"[{100 * low:.1f} to {100 * high:.1f}]"
        )
    return f"{title}, {len(results)} writers\n  " + "\n  ".join(parts)


def _engines(model: Path, only: str) -> tuple[Engine, ...]:
    reader = field_reader(model)
    reader.check()
    program = shutil.which("tesseract")
    if only or program is None:
        return (reader,)
    environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "OMP_THREAD_LIMIT": "1"}
    return reader, TesseractEngine(Path(program), Path(tempfile.mkdtemp(prefix="bench-")), environment)


def main(argv: list[str]) -> int:
    """Print each writer, then the sums."""
    parser = argparse.ArgumentParser(prog="python -m workshop.bench learning", description=__doc__)
    parser.add_argument("--data", type=Path, default=os.environ.get("LEDGERMARK_DATA"))
    parser.add_argument("--model", type=Path, default=Path("resources/models/field-reader.onnx"))
    parser.add_argument("--settled", type=int, default=100, help="fields of each hand")
    parser.add_argument("--tested", type=int, default=100, help="fields of each hand")
    parser.add_argument("--kind", choices=tuple(_COLUMNS), default="digits")
    parser.add_argument("--roles", nargs="*", default=["validation", "calibration", "training"])
    parser.add_argument("--least", type=int, help="of each digit; default 40, where no writer has them 2")
    parser.add_argument("--only", choices=("field-reader",), default="", help="leave Tesseract out")
    given = parser.parse_args(argv)
    if given.data is None or not Path(given.data).is_dir():
        print("The pages to measure with are missing: name their folder with --data or in LEDGERMARK_DATA.")
        return 3
    engines = _engines(given.model, given.only)
    print(f"fields settled of each hand: {given.settled}; read by {', '.join(one.name for one in engines)}")
    for role in given.roles:
        every = load_hands(Path(given.data), role)
        fewest = {hand.name: min(len(hand.glyphs.get(digit, ())) for digit in _DIGITS) for hand in every}
        least = given.least or (40 if max(fewest.values()) >= 40 else 2)
        print(f"\n{role}: writers with at least {least} of each digit")
        print("  writer             fewest fields  fields wrong    characters wrong")
        results = []
        for hand in every:
            if fewest[hand.name] >= least:
                others = _strangers([other for other in every if other is not hand])
                results.append(measure(hand, given.kind, others, engines, (given.settled, given.tested)))
                print(_line(results[-1]), flush=True)
        print(_sum(role, results))
    return 0
