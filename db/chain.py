"""How an entry of a journal is hashed: here, and by whoever is shown a part of the chain."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict

from db.model import JournalEntry


def entry_hash(entry: JournalEntry) -> str:
    """SHA-256 over the previous hash and the entry as canonical JSON (UTF-8, keys sorted, no spaces), as hex."""
    told = {name: value for name, value in asdict(entry).items() if name not in {"previous", "hash"}}
    canonical = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(entry.previous.encode() + canonical.encode()).hexdigest()
