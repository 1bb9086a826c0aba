"""What the engines saw on a page as bytes, for the register to keep: later lessons can weigh it without its picture."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from db.errors import Exit, Expected
from db.model import Alternative
from desktop.fields.forms import LedgerForm
from desktop.recognition.combine import Evidence
from desktop.recognition.engine import NOTHING_WRITTEN, Guess
from desktop.recognition.memory import Looks, unit
from desktop.recognition.reading import Seen

FORMAT: Final = "ledgermark-sighting/1"
_LARGEST: Final = 50_000_000  # bytes; a page of 320 cells has some 150,000
_FIGURES: Final = 6  # digits kept of a probability
_LENGTH: Final = struct.Struct(">I")


def to_bytes(seen: Sequence[Seen]) -> bytes:
    """The length of what was said, what was said as JSON, and the features of its characters; all packed."""
    looks: list[Looks] = []
    written = {
        "format": FORMAT,
        "columns": [
            {
                "column": one.column.name,
                "evidence": [[_short(each.blank), _short(each.ditto)] for each in one.evidence],
                "said": {
                    name: [_written(guess, looks) for guess in guesses] for name, guesses in one.said.items()
                },
            }
            for one in seen
        ],
        "width": looks[0].shape[1] if looks else 0,
    }
    said = zlib.compress(json.dumps(written, ensure_ascii=False, separators=(",", ":")).encode(), 6)
    features = b"".join(rows.tobytes() for rows in looks)
    return _LENGTH.pack(len(said)) + said + zlib.compress(features, 6)


def from_bytes(data: bytes, form: LedgerForm) -> list[Seen]:
    """What `to_bytes` wrote, for the columns that the form still has. Raises Expected "memory_broken"."""
    columns = {column.name: column for column in form.columns}
    try:
        length = _LENGTH.unpack_from(data)[0] + _LENGTH.size
        read = json.loads(_unpacked(data[_LENGTH.size : length]))
        if read["format"] != FORMAT:
            raise ValueError("another format")  # noqa: TRY301 - one sentence for all that can be wrong with it
        rows = np.frombuffer(_unpacked(data[length:]), np.int8).reshape(-1, max(1, int(read["width"])))
        left = iter(rows.astype(np.float32))
        found = [
            Seen(
                columns.get(str(one["column"])) or form.columns[0],
                tuple(Evidence(float(blank), float(ditto)) for blank, ditto in one["evidence"]),
                {
                    str(name): [_guess(guess, left) for guess in guesses]
                    for name, guesses in one["said"].items()
                },
            )
            for one in read["columns"]
        ]
        names = [str(one["column"]) for one in read["columns"]]
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, struct.error, zlib.error) as error:
        raise Expected("memory_broken", Exit.REGISTER) from error
    return [one for one, name in zip(found, names, strict=True) if name in columns]


def _written(guess: Guess | None, looks: list[Looks]) -> dict[str, object] | None:
    if guess is None:
        return None
    if guess.features is not None and guess.text:
        looks.append(unit(np.asarray(guess.features, np.float32)))
    return {
        "text": guess.text,
        "confidence": _short(guess.confidence),
        "characters": [_short(figure) for figure in guess.characters],
        "alternatives": [[other.text, _short(other.confidence)] for other in guess.alternatives],
        "choices": [[[sign, _short(figure)] for sign, figure in place] for place in guess.choices],
        "blank": guess.blank,
        "seen": guess.features is not None and bool(guess.text),
    }


def _guess(read: Mapping[str, Any] | None, left: Iterator[NDArray[np.float32]]) -> Guess | None:
    if read is None:
        return None
    text = str(read["text"])
    if read["blank"] and not text:
        return NOTHING_WRITTEN
    features = np.stack([next(left) for _ in text]) if read["seen"] else None
    return Guess(
        text,
        float(read["confidence"]),
        tuple(map(float, read["characters"])),
        tuple(Alternative(str(other), float(figure)) for other, figure in read["alternatives"]),
        bool(read["blank"]),
        tuple(tuple((str(sign), float(figure)) for sign, figure in place) for place in read["choices"]),
        features,
    )


def _short(figure: float) -> float:
    return float(f"{figure:.{_FIGURES}g}")


def _unpacked(data: bytes) -> bytes:
    """Raises ValueError for what grows beyond all measure."""
    unpacking = zlib.decompressobj()
    plain = unpacking.decompress(data, _LARGEST)
    if unpacking.unconsumed_tail or not unpacking.eof:
        raise ValueError("too large or cut off")
    return plain
