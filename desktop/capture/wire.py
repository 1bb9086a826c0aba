"""How parent and child speak: a length, a JSON header, then blobs whose lengths the header tells.

Both pipes are private to the two processes, so no picture touches a disk on its way.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from typing import Protocol

HEADER_LIMIT = 1 << 16
_LENGTH = struct.Struct(">I")


class Readable(Protocol):
    """The half of a binary pipe that is read from."""

    def readinto(self, buffer: memoryview, /) -> int | None:
        """Fill some of `buffer`; 0 at the end."""


class Writable(Protocol):
    """The half of a binary pipe that is written to."""

    def write(self, buffer: bytes | memoryview, /) -> int | None:
        """Write some of `buffer` and say how many bytes."""


class WireBrokenError(Exception):
    """The other side is gone, or does not speak as agreed."""


def send(pipe: Writable, header: Mapping[str, object], *blobs: bytes | memoryview) -> None:
    """Write a header and the blobs that it announces. Raises OSError where the other side is gone."""
    text = json.dumps(header).encode("ascii")
    _write_all(pipe, _LENGTH.pack(len(text)) + text)
    for blob in blobs:
        _write_all(pipe, blob)


def receive(pipe: Readable) -> dict[str, object]:
    """Read a header. Raises WireBrokenError at the end of the pipe or where it is no header."""
    (length,) = _LENGTH.unpack(receive_bytes(pipe, _LENGTH.size))
    if length > HEADER_LIMIT:
        raise WireBrokenError
    try:
        header = json.loads(receive_bytes(pipe, length))
    except ValueError as error:
        raise WireBrokenError from error
    if not isinstance(header, dict):
        raise WireBrokenError
    return header


def receive_bytes(pipe: Readable, length: int) -> bytes:
    """Read exactly `length` bytes."""
    blob = bytearray(length)
    receive_into(pipe, memoryview(blob))
    return bytes(blob)


def receive_into(pipe: Readable, buffer: memoryview) -> None:
    """Fill `buffer` (flat bytes) from the pipe. Raises WireBrokenError where the pipe ends before."""
    done = 0
    while done < len(buffer):
        count = pipe.readinto(buffer[done:])
        if not count:
            raise WireBrokenError
        done += count


def _write_all(pipe: Writable, blob: bytes | memoryview) -> None:
    rest = memoryview(blob).cast("B") if len(blob) else memoryview(b"")
    while len(rest):
        rest = rest[pipe.write(rest) or 0 :]
