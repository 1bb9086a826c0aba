"""The program's own reader of serials, figures and capitals: a small network. The only home of onnxruntime."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from db.errors import Cancelled, Exit, Expected
from db.model import Alternative
from desktop.recognition.calibration import UNMEASURED, Calibration, load_calibration
from desktop.recognition.engine import NOTHING_WRITTEN, Cancel, Crop, Guess, Hint, never
from desktop.recognition.lattice import (
    ALPHABET,
    Decoded,
    Probabilities,
    Ranked,
    align,
    decided,
    rank,
    softmax,
)
from desktop.recognition.normalise import HEIGHT, prepare
from desktop.recognition.reliability import Reliability
from desktop.recognition.reliability_file import NAME as RELIABILITY
from desktop.recognition.reliability_file import load_reliability
from desktop.recognition.second_look import DOUBTFUL, variants, weigh
from desktop.recognition.trim import MOST_LINES, count_lines

NAME: Final = "field-reader"
MODEL: Final = "field-reader.onnx"
_PADDING: Final = 8  # empty columns behind the widest strip of a call, whose width is a multiple of it
_BATCH_COLUMNS: Final = 8_000  # of one batch: 32 strips of usual width
# Shown to the network at once: about 10 MB at work; more are no quicker for being together.
_CALL_COLUMNS: Final = 2_000
_A_CALL: Final = 40  # columns that are read in the time that one more call takes
_LARGE: Final = 120_000  # pixels; in a larger crop the written lines are counted
_SHOWN: Final = 5

Array = NDArray[np.float32]
Places = tuple[tuple[float, float], ...]
"""For each character of a text the columns of the crop that are its own."""
Answer = tuple[Probabilities, Array | None]
"""Probabilities T x C of one strip, and the features behind them (T x F) where the model gives them."""


class Session(Protocol):
    """What is needed of `onnxruntime.InferenceSession`."""

    def run(self, output_names: Sequence[str] | None, input_feed: dict[str, Array]) -> Sequence[Array]:
        """Outputs by name, in the order asked for."""
        ...


@dataclass(slots=True)
class FieldReader:
    """Reader named "field-reader". The model is loaded once, when it is first needed; threads may share it."""

    model: Path
    session: Session | None = None
    outputs: tuple[str, ...] = ("logits",)
    calibration: Calibration = UNMEASURED
    name: str = NAME
    _reliability: Reliability | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def check(self) -> None:
        """Load the model if it is not yet. Raises Expected "model_missing", "model_broken"."""
        with self._lock:
            if self.session is None:
                self.calibration = load_calibration(self.model.with_name("calibration.json"))
                self.session, self.outputs = _open(self.model)

    def load(self) -> None:
        """The model and what was measured of it. Raises Expected "model_missing", "model_broken"."""
        self.check()
        self.reliability()

    def reliability(self) -> Reliability:
        """What was measured of this reader beside Tesseract. Raises Expected "model_broken"."""
        with self._lock:
            if self._reliability is None:
                self._reliability = load_reliability(self.model.with_name(RELIABILITY))
            return self._reliability

    def heeded(self, hint: Hint) -> Hint:
        """The whole hint: figures are worth something else for each kind, and the alphabet leans the search."""
        return replace(hint, languages=(), script="")

    def read(self, crops: Sequence[Crop], hint: Hint, cancel: Cancel = never) -> list[Guess]:
        """Read crops in batches of like width. Raises Expected as `check` does."""
        self.check()
        inks: dict[int, Array] = {}
        guesses = [NOTHING_WRITTEN] * len(crops)
        for place, crop in enumerate(crops):
            strip = prepare(crop)
            if strip.bands > MOST_LINES or (crop.size > _LARGE and count_lines(crop) > MOST_LINES):
                guesses[place] = Guess("", 0.0)
            elif strip.ink is not None:
                inks[place] = strip.ink
        for batch in _batches({place: ink.shape[1] for place, ink in inks.items()}):
            if cancel():
                raise Cancelled
            strips = [inks[place] for place in batch]
            answers = self._run(strips)
            decoded = decided(self._ranked(strips, [lattice for lattice, _ in answers], hint.alphabet))
            for place, one, (_, features) in zip(batch, decoded, answers, strict=True):
                guesses[place] = self._guess(one, features, hint.kind)
        return guesses

    def places(self, crops: Sequence[Crop], texts: Sequence[str], cancel: Cancel = never) -> list[Places]:
        """Where each character of a text stands in its crop (columns, from and to), by the likeliest alignment.

        The text need not be what the network would read. () where it cannot be laid along the crop: it has characters
        of another alphabet, or more of them than the writing has room for. Raises Expected as `check` does.
        """
        self.check()
        strips = {
            place: strip
            for place, (crop, text) in enumerate(zip(crops, texts, strict=True))
            if text and set(text) <= set(ALPHABET) and (strip := prepare(crop)).ink is not None
        }
        inks = {place: strip.ink for place, strip in strips.items() if strip.ink is not None}
        found: list[Places] = [()] * len(crops)
        for batch in _batches({place: ink.shape[1] for place, ink in inks.items()}):
            if cancel():
                raise Cancelled
            for place, (lattice, _) in zip(batch, self._run([inks[at] for at in batch]), strict=True):
                strip, text = strips[place], texts[place]
                if len(lattice) < 2 * len(text) + 1:
                    continue
                wide = inks[place].shape[1]
                # The lattice goes on over the empty columns behind the strip.
                step = (strip.right - strip.left) / wide * (wide + _PADDING) / len(lattice)
                _, spans = align(lattice, text)
                found[place] = tuple(
                    (strip.left + start * step, strip.left + stop * step) for start, stop in spans
                )
        return found

    def _ranked(
        self, strips: Sequence[Array], lattices: Sequence[Probabilities], alphabet: str
    ) -> list[tuple[Probabilities, Ranked]]:
        """Each lattice with its texts; where the first is in doubt, what three looks make of it together."""
        ranked = [rank(lattice, alphabet) for lattice in lattices]
        doubtful = [at for at, ((text, likely), *_) in enumerate(ranked) if text and likely < DOUBTFUL]
        seen = iter(self._run([look for at in doubtful for look in variants(strips[at])]))
        looks = [[lattices[at], next(seen)[0], next(seen)[0]] for at in doubtful]
        for at, settled in zip(doubtful, weigh(looks, alphabet), strict=True):
            ranked[at] = settled
        return list(zip(lattices, ranked, strict=True))

    def _run(self, inks: Sequence[Array]) -> list[Answer]:
        """The network's answer to each strip, without what belongs to the padding."""
        answers: dict[int, Answer] = {}
        for call in _calls([ink.shape[1] for ink in inks]):
            answers |= zip(call, self._call([inks[place] for place in call]), strict=True)
        return [answers[place] for place in range(len(inks))]

    def _call(self, inks: Sequence[Array]) -> list[Answer]:
        width = _padded(max(ink.shape[1] for ink in inks))
        batch = np.zeros((len(inks), 1, HEIGHT, width), np.float32)
        for place, ink in enumerate(inks):
            batch[place, 0, :, : ink.shape[1]] = ink
        if self.session is None:
            raise Expected("model_missing", Exit.MISSING_PART, file=self.model.name)
        outputs = self.session.run(self.outputs, {"ink": batch})
        lattices = softmax(np.asarray(outputs[0], np.float32))
        features = outputs[1] if len(outputs) > 1 else None
        ends = [-(-len(lattices) * (ink.shape[1] + _PADDING) // width) for ink in inks]
        return [
            (lattices[:end, place], None if features is None else features[:end, place])
            for place, end in enumerate(ends)
        ]

    def _guess(self, decoded: Decoded, features: Array | None, kind: str) -> Guess:
        """The network's characters raised to the power that makes the whole as sure as such figures proved to be."""
        if not decoded.text:
            return Guess("", 0.0)
        worth = self.calibration.probability(decoded.confidence, kind)
        power = _power(float(np.prod(decoded.characters)), worth)
        return Guess(
            decoded.text,
            worth,
            tuple(figure**power for figure in decoded.characters),
            tuple(
                Alternative(text, min(likely, 1 - worth)) for text, likely in decoded.alternatives[:_SHOWN]
            ),
            choices=decoded.choices,
            features=None if features is None else features[list(decoded.steps)],
        )


def field_reader(model: Path) -> FieldReader:
    """The reader with its model, usually `resources/models/field-reader.onnx`, and `calibration.json` beside it."""
    return FieldReader(model)


def _power(raw: float, worth: float) -> float:
    raw, worth = (min(max(value, 1e-6), 1 - 1e-6) for value in (raw, worth))
    return float(np.clip(np.log(worth) / np.log(raw), 0.2, 20.0))


def _batches(widths: dict[int, int]) -> Iterator[list[int]]:
    """Places by rising width, so many at a time that a wish to stop is soon heard."""
    batch: list[int] = []
    for place in sorted(widths, key=lambda p: widths[p]):
        if batch and (len(batch) + 1) * widths[place] > _BATCH_COLUMNS:
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch


def _calls(widths: Sequence[int]) -> Iterator[list[int]]:
    """Places by rising width, parted where padding all for a wider one would cost more than a call of its own.

    A column costs the network about the same in a call of one strip and of thirty. What stands beside a strip moves
    its confidence a little: 99 crops in 100 by less than 4e-6 (n = 630), and no text changed.
    """
    call: list[int] = []
    high = 0
    for place in sorted(range(len(widths)), key=lambda p: widths[p]):
        wide = _padded(widths[place])
        if call and (len(call) * (wide - high) > _A_CALL or (len(call) + 1) * wide > _CALL_COLUMNS):
            yield call
            call = []
        call.append(place)
        high = wide
    if call:
        yield call


def _padded(width: int) -> int:
    return -(-width // _PADDING) * _PADDING + _PADDING


def _open(model: Path) -> tuple[Session, tuple[str, ...]]:
    """Load and try the model: one that answers in another alphabet belongs to another program."""
    if not model.is_file():
        raise Expected("model_missing", Exit.MISSING_PART, file=model.name)
    # It would make an identity of this PC in the person's home and tell its maker what is run; read when it is loaded.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    # Loaded here, where a page is read: a seventh of a second that no window and no other command has to wait for.
    import onnxruntime
    from onnxruntime.capi import onnxruntime_pybind11_state as failures

    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # columns are read side by side (`page`)
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # keeps what the widest batch took
    options.log_severity_level = 4  # the failure is said below, in words
    try:
        session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        names = [output.name for output in session.get_outputs()]
        wanted = [*(name for name in ("logits", "log_probs") if name in names)][:1]
        outputs = (*wanted, *(name for name in ("features",) if name in names))
        if not wanted or [one.name for one in session.get_inputs()] != ["ink"]:
            raise Expected("model_broken", Exit.MISSING_PART, file=model.name)
        answer = session.run(outputs, {"ink": np.zeros((1, 1, HEIGHT, 4 * _PADDING), np.float32)})[0]
    except (
        *(failures.Fail, failures.InvalidArgument, failures.InvalidGraph, failures.InvalidProtobuf),
        *(failures.NoSuchFile, failures.NotImplemented, failures.RuntimeException, failures.EPFail),
    ) as error:
        raise Expected("model_broken", Exit.MISSING_PART, file=model.name) from error
    if answer.ndim != 3 or answer.shape[1:] != (1, len(ALPHABET) + 1):
        raise Expected("model_broken", Exit.MISSING_PART, file=model.name)
    return session, outputs
