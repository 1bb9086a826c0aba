"""The simple random sample that decides: the records with the smallest HMAC-SHA-256 under a seed drawn after freezing.

Anyone who has the seed and the list of the lot's records can draw it again; nobody can steer it before the seed is
known. A longer sample begins with the shorter one.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Sequence

SEED_BYTES = 32


def order_key(seed: bytes, record_id: str) -> bytes:
    """Where a record stands in the order of drawing."""
    return hmac.digest(seed, record_id.encode("ascii"), "sha256")


def in_order(seed: bytes, record_ids: Iterable[str]) -> tuple[str, ...]:
    """All records of the lot in the order of drawing. Raises ValueError where one is named twice."""
    ids = list(record_ids)
    if len(set(ids)) != len(ids):
        raise ValueError("a record is in the lot twice")
    return tuple(sorted(ids, key=lambda record_id: (order_key(seed, record_id), record_id)))


def sample(seed: bytes, record_ids: Iterable[str], size: int) -> tuple[str, ...]:
    """The first `size` of the order of drawing."""
    return in_order(seed, record_ids)[:size]


def lot_sha256(record_ids: Sequence[tuple[str, int]]) -> str:
    """What a frozen lot is known by: SHA-256 over its sorted record ids and revisions, one a line."""
    lines = "".join(f"{record_id} {revision}\n" for record_id, revision in sorted(record_ids))
    return hashlib.sha256(lines.encode("ascii")).hexdigest()
