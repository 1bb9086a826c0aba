"""The smallest valid models of another program, written byte by byte (ONNX is a protocol buffer)."""

from __future__ import annotations

_FLOAT = 1


def _part(field: int, content: bytes | str | int) -> bytes:
    """One field of a message: a number, or a string or message with its length."""
    if isinstance(content, int):
        return bytes([field << 3, content])
    data = content.encode() if isinstance(content, str) else content
    assert len(data) < 1 << 14
    length = bytes([len(data)]) if len(data) < 128 else bytes([len(data) & 127 | 128, len(data) >> 7])
    return bytes([field << 3 | 2]) + length + data


def _value(name: str) -> bytes:
    """A float tensor of four dimensions of any size."""
    shape = b"".join(_part(1, _part(2, size)) for size in "nchw")
    return _part(1, name) + _part(2, _part(1, _part(1, _FLOAT) + _part(2, shape)))


def identity(takes: str, gives: str) -> bytes:
    """A model that gives back what it takes."""
    node = _part(1, takes) + _part(2, gives) + _part(4, "Identity")
    graph = _part(1, node) + _part(2, "other") + _part(11, _value(takes)) + _part(12, _value(gives))
    return _part(1, 8) + _part(7, graph) + _part(8, _part(2, 13))
