"""Encryption to somebody's public key by the age format (age-encryption.org/v1, X25519); the only home of pyrage.

age says nothing of who wrote a file: whoever has the public key can encrypt to it. The signature does that.
"""

from __future__ import annotations

from typing import Final

import pyrage

from db.errors import Expected
from desktop.exchange.limits import FOLDER

_HEADER: Final = b"age-encryption.org/v1\n"
_LONGEST_KEY: Final = 200  # a recipient has 62 characters


def new_age_key() -> tuple[str, str]:
    """A new key: its secret half (`AGE-SECRET-KEY-1…`) and its public one (`age1…`), from the system's chance."""
    key = pyrage.x25519.Identity.generate()
    return str(key), str(key.to_public())


def is_age_recipient(text: str) -> bool:
    """Whether something can be encrypted to `text`."""
    if len(text) > _LONGEST_KEY or not text.isascii():
        return False
    try:
        pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        return False
    return True


def age_encrypted(data: bytes, recipient: str) -> bytes:
    """`data` for the holder of the secret half of `recipient` alone; other bytes each time."""
    encrypted: bytes = pyrage.encrypt(data, [pyrage.x25519.Recipient.from_str(recipient)])
    return encrypted


def age_decrypted(data: bytes, secret: str, name: str) -> bytes:
    """What was encrypted to the key whose secret half is `secret`; `name` is the file's, for the sentence.

    Any byte changed is found by the format's own MAC. Raises Expected("encrypted_broken", "encrypted_to_another").
    """
    if not data.startswith(_HEADER) or len(data) > FOLDER.file_bytes:
        raise Expected("encrypted_broken", name=name)
    try:
        decrypted: bytes = pyrage.decrypt(data, [pyrage.x25519.Identity.from_str(secret)])
    except pyrage.DecryptError as cause:
        another = "No matching keys" in str(cause)
        raise Expected("encrypted_to_another" if another else "encrypted_broken", name=name) from cause
    return decrypted
