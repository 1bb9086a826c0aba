"""The one hash over all rows is the Merkle tree of RFC 6962."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from desktop.exchange.merkle import RowsRoot

hashes = st.integers(0, 2**256 - 1).map(lambda number: f"{number:064x}")


def tree(rows: Sequence[bytes]) -> bytes:
    """RFC 6962, 2.1, as it is written there."""
    if not rows:
        return hashlib.sha256(b"").digest()
    if len(rows) == 1:
        return hashlib.sha256(b"\x00" + rows[0]).digest()
    split = 1
    while 2 * split < len(rows):
        split *= 2
    return hashlib.sha256(b"\x01" + tree(rows[:split]) + tree(rows[split:])).digest()


def root(rows: Sequence[str]) -> str:
    taken = RowsRoot()
    for row in rows:
        taken.add(row)
    assert taken.count == len(rows)
    return taken.root()


@given(st.lists(hashes, max_size=40))
def test_the_root_is_that_of_the_rfc(rows: list[str]) -> None:
    assert root(rows) == tree([bytes.fromhex(row) for row in rows]).hex()


def test_no_row_at_all_has_a_root_too() -> None:
    assert root([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_a_node_cannot_pass_for_a_row() -> None:
    left, right = "11" * 32, "22" * 32
    leaves = [hashlib.sha256(b"\x00" + bytes.fromhex(row)).digest() for row in (left, right)]
    node = hashlib.sha256(b"".join(leaves)).hexdigest()
    assert root([left, right]) != root([node])


@given(st.lists(hashes, min_size=2, max_size=12, unique=True), st.data())
def test_the_order_counts(rows: list[str], data: st.DataObject) -> None:
    other = data.draw(st.permutations(rows))
    assert (root(rows) == root(other)) == (rows == other)
