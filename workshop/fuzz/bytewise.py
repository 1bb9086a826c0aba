"""Changes of bytes that know nothing of a format: what a bad stick, or a stranger without patience, makes of a file."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from typing import Final

_NUMBER: Final = re.compile(rb"\d{1,12}")
_ODD_NUMBERS: Final = (
    b"0", b"-1", b"1", b"255", b"65535", b"2147483647", b"4294967296", b"9223372036854775808", b"99999999999999999999",
    b"1e999", b"0.0000001", b"9" * 5000,
)  # fmt: skip
_ODD_BYTES: Final = (0x00, 0x01, 0x7F, 0x80, 0xFE, 0xFF)
_MOST_BYTES: Final = 4 * 1024 * 1024  # no change makes a file longer than that

Change = Callable[[bytearray, random.Random, Sequence[bytes]], None]


def changed(data: bytes, chance: random.Random, words: Sequence[bytes] = (b"",)) -> bytes:
    """The data after one to six changes; `words` are pieces of the format, put in anywhere."""
    out = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 6))):
        chance.choice(_CHANGES)(out, chance, words)
        if not out:
            out += bytes([chance.randrange(256)])
    return bytes(out[:_MOST_BYTES])


def _place(data: bytearray, chance: random.Random) -> int:
    """Any place, but half of the time among the first bytes, where formats decide."""
    reach = min(len(data), 256) if chance.random() < 0.5 else len(data)
    return chance.randrange(max(1, reach))


def _span(data: bytearray, chance: random.Random) -> tuple[int, int]:
    begin = _place(data, chance)
    return begin, min(len(data), begin + chance.choice((1, 2, 4, 16, 64, 1024)))


def _flip(data: bytearray, chance: random.Random, _words: Sequence[bytes]) -> None:
    data[_place(data, chance)] ^= 1 << chance.randrange(8)


def _odd_byte(data: bytearray, chance: random.Random, _words: Sequence[bytes]) -> None:
    data[_place(data, chance)] = chance.choice((*_ODD_BYTES, chance.randrange(256)))


def _odd_word(data: bytearray, chance: random.Random, _words: Sequence[bytes]) -> None:
    """A number of two or four bytes at its largest, as lengths and offsets are written."""
    at, size = _place(data, chance), chance.choice((2, 4, 8))
    value = chance.choice((0, 1, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, len(data)))
    data[at : at + size] = (value % 2 ** (8 * size)).to_bytes(size, chance.choice(("little", "big")))


def _cut(data: bytearray, chance: random.Random, _words: Sequence[bytes]) -> None:
    del data[chance.randrange(len(data)) :]


def _remove(data: bytearray, chance: random.Random, _words: Sequence[bytes]) -> None:
    begin, end = _span(data, chance)
    del data[begin:end]


def _double(data: bytearray, chance: random.Random, _words: Sequence[bytes]) -> None:
    begin, end = _span(data, chance)
    data[begin:begin] = data[begin:end] * chance.choice((1, 1, 2, 50, 3000))


def _zeros(data: bytearray, chance: random.Random, _words: Sequence[bytes]) -> None:
    begin, end = _span(data, chance)
    data[begin:end] = bytes(end - begin)


def _swap(data: bytearray, chance: random.Random, _words: Sequence[bytes]) -> None:
    begin, end = _span(data, chance)
    at = _place(data, chance)
    piece = data[begin:end]
    data[at : at + len(piece)] = piece


def _put_in(data: bytearray, chance: random.Random, words: Sequence[bytes]) -> None:
    at = _place(data, chance)
    word = chance.choice(words)
    data[at : at + chance.choice((0, 0, len(word)))] = word


def _other_number(data: bytearray, chance: random.Random, _words: Sequence[bytes]) -> None:
    """A number that is written in figures becomes an odd one."""
    found = list(_NUMBER.finditer(data))
    if found:
        one = chance.choice(found)
        data[one.start() : one.end()] = chance.choice(_ODD_NUMBERS)


_CHANGES: Final[tuple[Change, ...]] = (
    _flip, _flip, _odd_byte, _odd_word, _cut, _remove, _double, _zeros, _swap, _put_in, _put_in, _other_number,
)  # fmt: skip
