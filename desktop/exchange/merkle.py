"""One hash over all rows of a batch, by which a single row can later be shown to belong to it.

The Merkle tree of RFC 6962 (2.1) and RFC 9162 (2.1.1) over the row hashes in the order of the sheet:

- no row: SHA-256 of nothing;
- a leaf: SHA-256(0x00, the 32 bytes of the row hash);
- a node: SHA-256(0x01, left, right), the left side holding the largest power of two of rows below the whole.

The two prefixes keep a node from being passed off as a row (a second preimage).
"""

from __future__ import annotations

import hashlib

LEAF = b"\x00"
NODE = b"\x01"


class RowsRoot:
    """Takes row hashes one by one; holds one hash for each power of two, never the rows."""

    def __init__(self) -> None:
        self._full: list[tuple[int, bytes]] = []  # (rows below, hash) of the full trees, the largest first
        self.count = 0

    def add(self, row_sha256: str) -> None:
        """Take the next row's hash, 64 hex digits."""
        rows, node = 1, hashlib.sha256(LEAF + bytes.fromhex(row_sha256)).digest()
        while self._full and self._full[-1][0] == rows:
            _, left = self._full.pop()
            rows, node = 2 * rows, hashlib.sha256(NODE + left + node).digest()
        self._full.append((rows, node))
        self.count += 1

    def root(self) -> str:
        """The root over what was taken so far: 64 lower-case hex digits."""
        if not self._full:
            return hashlib.sha256(b"").hexdigest()
        *larger, (_, node) = self._full
        for _, left in reversed(larger):
            node = hashlib.sha256(NODE + left + node).digest()
        return node.hex()
