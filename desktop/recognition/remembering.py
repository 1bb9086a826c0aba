"""A memory as bytes, for the register to keep, and back."""

from __future__ import annotations

import base64
import json
from typing import Final

import numpy as np

from db.errors import Exit, Expected
from desktop.recognition.memory import Memory

FORMAT: Final = "ledgermark-memory/1"
_LARGEST: Final = 20_000_000  # bytes; sixty looks of each of seventy characters and a thousand texts are 1 MB


def to_bytes(memory: Memory) -> bytes:
    """The memory as JSON: it can be looked at, and the same memory gives the same bytes."""
    written = {
        "format": FORMAT,
        "settled": {column: list(texts) for column, texts in sorted(memory.settled.items())},
        "confusions": [[*key, count] for key, count in sorted(memory.confusions.items())],
        "characters": memory.characters,
        "looks": base64.b64encode(memory.looks.tobytes()).decode("ascii"),
    }
    return json.dumps(written, ensure_ascii=False, sort_keys=True).encode()


def from_bytes(data: bytes) -> Memory:
    """The memory that `to_bytes` wrote. Raises Expected "memory_broken"."""
    try:
        if len(data) > _LARGEST:
            raise ValueError("too large")  # noqa: TRY301 - one sentence for all that can be wrong with it
        read = json.loads(data)
        if read["format"] != FORMAT:
            raise ValueError("another format")  # noqa: TRY301 - as above
        characters = str(read["characters"])
        looks = np.frombuffer(base64.b64decode(read["looks"], validate=True), np.int8)
        return Memory(
            {str(column): tuple(map(str, texts)) for column, texts in read["settled"].items()},
            {(str(e), str(r), str(t)): int(count) for e, r, t, count in read["confusions"]},
            characters,
            looks.reshape(len(characters), -1) if characters else np.zeros((0, 0), np.int8),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Expected("memory_broken", Exit.REGISTER) from error
