"""The armoury's signature over a manifest, and the registry's over an answer: Ed25519 (RFC 8032).

What is signed begins with its purpose, so that a signature over one kind of file is none over another. A signature
file has one form only: any byte of it changed is found, even one that would not change its meaning.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from db.errors import Expected

FORMAT: Final = "ledgermark-signature/1"
KEY_BYTES: Final = 32
_SIGNATURE_BYTES: Final = 64
_MOST_BYTES: Final = 1024


class Purpose(StrEnum):
    """What kind of file is signed."""

    MANIFEST = "manifest"
    ANSWER = "answer"
    WORK = "work"


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key: the 32 bytes of its seed, which stand in no log and no report."""

    seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.seed) != KEY_BYTES:
            raise ValueError("an Ed25519 seed has 32 bytes")

    @property
    def public(self) -> PublicKey:
        """The key that others hold to check this one's signatures."""
        return PublicKey(Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw())


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key, 32 bytes."""

    raw: bytes

    def __post_init__(self) -> None:
        if len(self.raw) != KEY_BYTES:
            raise ValueError("an Ed25519 public key has 32 bytes")

    @property
    def fingerprint(self) -> str:
        """The key's SHA-256 in groups that two people can read to each other: the first 16 bytes, 4 by 4 digits."""
        return self.over(self.raw)

    @staticmethod
    def over(data: bytes) -> str:
        """Any bytes as such groups."""
        digits = hashlib.sha256(data).hexdigest()[:32].upper()
        return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def new_signing_key(chance: bytes) -> SigningKey:
    """The key of 32 bytes of chance (`secrets.token_bytes(32)`)."""
    return SigningKey(chance)


def sign(data: bytes, purpose: Purpose, key: SigningKey) -> bytes:
    """The signature file over `data`; the same for the same data and key."""
    signature = Ed25519PrivateKey.from_private_bytes(key.seed).sign(_message(data, purpose))
    return _text(purpose, key.public, signature)


def check_signature(data: bytes, signature: bytes, purpose: Purpose, trusted: PublicKey) -> None:
    """Return when `signature` is that of the key `trusted` over `data`.

    Raises Expected("signature_broken", "signature_of_another_key", "signature_wrong").
    """
    stated_purpose, signer, raw = _parse(signature)
    if stated_purpose is not purpose:
        raise Expected("signature_wrong")
    if signer != trusted:
        raise Expected(
            "signature_of_another_key", fingerprint=signer.fingerprint, trusted=trusted.fingerprint
        )
    try:
        Ed25519PublicKey.from_public_bytes(trusted.raw).verify(raw, _message(data, purpose))
    except (InvalidSignature, ValueError) as cause:
        raise Expected("signature_wrong") from cause


def signer_of(signature: bytes) -> PublicKey:
    """The key that a signature file says it was made with; trust it only when it is the one that was enrolled."""
    return _parse(signature)[1]


def _message(data: bytes, purpose: Purpose) -> bytes:
    return f"{FORMAT}\n{purpose}\n".encode("ascii") + data


def _text(purpose: Purpose, key: PublicKey, signature: bytes) -> bytes:
    value = {
        "algorithm": "Ed25519",
        "format": FORMAT,
        "public_key": key.raw.hex(),
        "purpose": purpose.value,
        "signature": signature.hex(),
    }
    return (json.dumps(value, sort_keys=True, indent=2, ensure_ascii=True) + "\n").encode("ascii")


def _parse(data: bytes) -> tuple[Purpose, PublicKey, bytes]:
    if len(data) > _MOST_BYTES:
        raise Expected("signature_broken")
    try:
        value = json.loads(data.decode("ascii"))
        purpose = Purpose(value["purpose"])
        key = PublicKey(bytes.fromhex(value["public_key"]))
        signature = bytes.fromhex(value["signature"])
    except (ValueError, KeyError, TypeError, RecursionError) as cause:
        raise Expected("signature_broken") from cause
    if len(signature) != _SIGNATURE_BYTES or _text(purpose, key, signature) != data:
        raise Expected("signature_broken")
    return purpose, key, signature
