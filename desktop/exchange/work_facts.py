"""A book's facts as bytes and back: one JSON line a fact, compressed, each value of the kind that its column has.

What is read comes from outside: it is unpacked up to a bound and no further, and nothing of it is believed that is
not of its column's kind. `work_check` says whether it holds together.
"""

from __future__ import annotations

import base64
import json
import math
import zlib
from binascii import Error as NoBase64
from collections.abc import Iterator
from typing import Final, NoReturn

from db.errors import Expected
from db.model_moving import FACTS, BookFacts, Fact, Kind, Value

_FIRST: Final = b'["ledgermark-book/1"]'
# A book of 8,400 rows has about 100 MB, and takes four times that once it is read.
MOST_UNPACKED: Final = 384 * 1024 * 1024
MOST_CHARACTERS: Final = 4 * 1024 * 1024  # of one value; a thumbnail has 40,000
_WHOLE: Final = 2**53
_LEVEL: Final = 6


def facts_bytes(facts: BookFacts) -> bytes:
    """The facts, compressed; the same for the same facts."""
    packer = zlib.compressobj(_LEVEL)
    return b"".join([*(packer.compress(line) for line in _lines(facts)), packer.flush()])


def parse_facts(data: bytes, name: str, most: int = MOST_UNPACKED) -> BookFacts:
    """The facts that `data` says, which unpack to at most `most` bytes.

    Raises Expected: bundle_broken, bundle_too_large.
    """
    first, *lines = _unpacked(data, name, most).split(b"\n")
    if first != _FIRST:
        raise Expected("bundle_broken", name=name)
    try:
        tables: dict[str, list[Fact]] = {table: [] for table in FACTS}
        kinds = {table: tuple(columns.values()) for table, columns in FACTS.items()}
        for line in lines:
            if line:
                table, *values = json.loads(line, parse_constant=_no_constant)
                read = (_read(kind, value) for kind, value in zip(kinds[table], values, strict=True))
                tables[table].append(tuple(read))
    except (ValueError, TypeError, KeyError, RecursionError, OverflowError, NoBase64) as cause:
        raise Expected("bundle_broken", name=name) from cause
    if len(tables["ledger"]) != 1:
        raise Expected("bundle_broken", name=name)
    return BookFacts({table: tuple(found) for table, found in tables.items()})


def _lines(facts: BookFacts) -> Iterator[bytes]:
    yield _FIRST + b"\n"
    for table in FACTS:
        for fact in facts.tables[table]:
            values = [table, *(_written(value) for value in fact)]
            yield json.dumps(values, separators=(",", ":"), allow_nan=False).encode("ascii") + b"\n"


def _unpacked(data: bytes, name: str, most: int) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        found = unpacker.decompress(data, most)
    except zlib.error as cause:
        raise Expected("bundle_broken", name=name) from cause
    if unpacker.unconsumed_tail:
        raise Expected("bundle_too_large", name=name, most=most // 1024**2)
    if not unpacker.eof or unpacker.unused_data:
        raise Expected("bundle_broken", name=name)
    return found


def _written(value: Value) -> str | float | None:
    return base64.b64encode(value).decode("ascii") if isinstance(value, bytes) else value


def _read(kind: Kind, value: object) -> Value:
    """A value of a kind. Raises ValueError, TypeError, binascii.Error."""
    if value is None and kind in {Kind.ID, Kind.MAYBE}:
        return None
    if kind in {Kind.WHOLE, Kind.MAYBE}:
        if not isinstance(value, int) or isinstance(value, bool) or not -_WHOLE < value < _WHOLE:
            raise ValueError("no whole number")
        return value
    if kind is Kind.NUMBER:
        if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
            raise ValueError("no number")
        return float(value)
    if not isinstance(value, str) or len(value) > MOST_CHARACTERS:
        raise TypeError("no text")
    if kind is Kind.BYTES:
        return base64.b64decode(value, validate=True)
    value.encode("utf-8")  # half a surrogate pair is no text that could be kept
    return value


def _no_constant(text: str) -> NoReturn:
    raise ValueError(text)
