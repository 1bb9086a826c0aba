"""A workbook behind a password, as spreadsheet programs know it (MS-OFFCRYPTO, agile); the only home of msoffcrypto.

For countries that ask for it: a password is as good as its length, and who holds it can write such a file, too. age
is the better way. What comes from outside is looked at before the library's own parser sees it.
"""

from __future__ import annotations

import io
import re
from typing import Final

import olefile
from msoffcrypto.exceptions import InvalidKeyError
from msoffcrypto.format.ooxml import OOXMLFile

from db.errors import Expected
from desktop.exchange.limits import PASSWORD

LEAST_PASSWORD: Final = 12
_OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_INFO: Final = "EncryptionInfo"
_PACKAGE: Final = "EncryptedPackage"
_SPIN: Final = re.compile(rb'spinCount="([0-9]{1,9})"')


def password_locked(workbook: bytes, password: str) -> bytes:
    """The workbook behind a password (AES-256, SHA-512); other bytes each time."""
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(workbook)).encrypt(password, out)
    return out.getvalue()


def is_password_locked(data: bytes) -> bool:
    """Whether a file looks like a workbook behind a password."""
    return data.startswith(_OLE)


def password_unlocked(data: bytes, password: str, name: str) -> bytes:
    """The workbook behind the password, its integrity checked.

    Raises Expected("workbook_password_wrong", "workbook_broken", "workbook_other_format", "workbook_too_large",
    "workbook_too_slow", "workbook_has_dtd").
    """
    _look_at(data, name)
    out = io.BytesIO()
    try:
        locked = OOXMLFile(io.BytesIO(data))
        if locked.type == "agile":
            locked.load_key(password=password, verify_password=True)
            locked.decrypt(out, verify_integrity=True)
    except InvalidKeyError as cause:
        # The package's own MAC fails with the same exception as a wrong password.
        broken = "integrity" in str(cause).lower()
        raise Expected("workbook_broken" if broken else "workbook_password_wrong", name=name) from cause
    except Exception as cause:
        # The library checks little of what it parses: whatever it stumbles over is the file's fault.
        raise Expected("workbook_broken", name=name) from cause
    if locked.type != "agile":
        raise Expected("workbook_other_format", name=name)
    return out.getvalue()


def _look_at(data: bytes, name: str) -> None:
    """Refuse what is too large, slow or strange, before the library parses it."""
    if len(data) > PASSWORD.file_bytes:
        raise Expected("workbook_too_large", name=name, most=PASSWORD.file_bytes // 1024**2)
    if not is_password_locked(data):
        raise Expected("workbook_other_format", name=name)
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            there = container.exists(_INFO) and container.exists(_PACKAGE)
            size = container.get_size(_INFO) if there else 0
            info = container.openstream(_INFO).read() if 0 < size <= PASSWORD.info_bytes else b""
    except Exception as cause:  # as above
        raise Expected("workbook_broken", name=name) from cause
    if not there:
        raise Expected("workbook_other_format", name=name)
    if not info:
        raise Expected("workbook_broken", name=name)
    # Expat would unfold what a declaration says; no spreadsheet program writes one here.
    if b"<!" in info or b"\x00<\x00!" in info:
        raise Expected("workbook_has_dtd", name=name)
    for spins in _SPIN.findall(info):
        if int(spins) > PASSWORD.spins:
            raise Expected("workbook_too_slow", name=name, seconds=PASSWORD.seconds)
