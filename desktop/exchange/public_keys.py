"""The file by which an armoury and its registry learn each other's public keys: `LM-<name>.keys.json`.

Nothing in it is secret, and nothing in it proves whose it is: the two sides read the fingerprint to each other.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Final

from db.errors import Expected
from desktop.exchange.age import is_age_recipient
from desktop.exchange.signature import PublicKey

FORMAT: Final = "ledgermark-public-keys/1"
MOST_BYTES: Final = 16 * 1024
SIDES: Final = ("armoury", "registry")
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """Whose keys they are (`side` is armoury or registry), and the keys: Ed25519 in hex, age's recipient."""

    side: str
    id: str
    name: str
    code: str
    signing: str
    age: str

    @property
    def fingerprint(self) -> str:
        """What two people read to each other: over both keys, so that neither can be exchanged."""
        return PublicKey.over(f"{self.signing} {self.age}".encode("ascii"))


def public_keys_text(keys: PublicKeys) -> bytes:
    """The file; the same for the same keys."""
    value = {"format": FORMAT, **asdict(keys)}
    return (json.dumps(value, sort_keys=True, indent=2, ensure_ascii=True) + "\n").encode("ascii")


def parse_public_keys(data: bytes, side: str, name: str) -> PublicKeys:
    """The keys of a `side` in the file `name`. Raises Expected("public_keys_broken", "public_keys_of_other_side")."""
    if len(data) > MOST_BYTES:
        raise Expected("public_keys_broken", name=name)
    try:
        value = json.loads(data.decode("ascii"))
        stated = value.pop("format")
        keys = PublicKeys(**value)
        PublicKey(bytes.fromhex(keys.signing))
        "".join(asdict(keys).values()).encode()  # half a surrogate pair is no text
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as cause:
        raise Expected("public_keys_broken", name=name) from cause
    texts = all(isinstance(text, str) and len(text) <= _LONGEST for text in asdict(keys).values())
    if not (stated == FORMAT and texts and is_age_recipient(keys.age) and keys.side in SIDES and keys.id):
        raise Expected("public_keys_broken", name=name)
    if keys.side != side:
        raise Expected("public_keys_of_other_side", name=name, wanted=side)
    return keys
