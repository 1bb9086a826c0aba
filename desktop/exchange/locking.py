"""How a workbook is locked on its way, and what opens it at the other end."""

from __future__ import annotations

from dataclasses import dataclass, field

from db.errors import Exit, Expected
from desktop.exchange.age import age_decrypted, age_encrypted
from desktop.exchange.manifest import ENCRYPTED_WORKBOOK, PROTECTED_WORKBOOK, WORKBOOK
from desktop.exchange.password import password_locked, password_unlocked

WORKBOOKS = (WORKBOOK, ENCRYPTED_WORKBOOK, PROTECTED_WORKBOOK)
"""What the workbook of a batch may be called; one of them is there."""


@dataclass(frozen=True, slots=True)
class Lock:
    """To the registry's age key, else by a password, else not at all."""

    age: str = ""
    password: str = field(default="", repr=False)

    @property
    def file_name(self) -> str:
        """What the locked workbook is called."""
        if self.age:
            return ENCRYPTED_WORKBOOK
        return PROTECTED_WORKBOOK if self.password else WORKBOOK

    def locked(self, workbook: bytes) -> bytes:
        """The workbook as it travels."""
        if self.age:
            return age_encrypted(workbook, self.age)
        return password_locked(workbook, self.password) if self.password else workbook


@dataclass(frozen=True, slots=True)
class Opener:
    """What a receiver has to open a workbook with; "" for what they have not."""

    age_secret: str = field(default="", repr=False)
    password: str = field(default="", repr=False)

    def can(self, name: str) -> bool:
        """Whether there is something to open a file of this name with."""
        if name.endswith(".age"):
            return bool(self.age_secret)
        return name != PROTECTED_WORKBOOK or bool(self.password)

    def opened(self, name: str, data: bytes) -> bytes:
        """The workbook inside. Raises Expected: encrypted_no_key, workbook_password_missing, and as its parts do."""
        if name.endswith(".age"):
            if not self.age_secret:
                raise Expected("encrypted_no_key", Exit.REFUSED, name=name)
            return age_decrypted(data, self.age_secret, name)
        if name != PROTECTED_WORKBOOK:
            return data
        if not self.password:
            raise Expected("workbook_password_missing", Exit.REFUSED, name=name)
        return password_unlocked(data, self.password, name)


NO_LOCK = Lock()
EMPTY_HANDED = Opener()
