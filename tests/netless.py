"""Runs a program that can open no internet socket, nor can anything that it starts.

`python tests/netless.py PROGRAM …`: a seccomp filter of this process, inherited by all its children, answers
`socket(AF_INET…)` and `socket(AF_INET6…)` with "permission denied". Linux on x86-64 and 64-bit ARM.
"""

from __future__ import annotations

import ctypes
import os
import platform
import socket  # noqa: TID251 - only its numbers, to forbid them
import struct
import sys

_NUMBERS = {
    "x86_64": (0xC000003E, 41),
    "aarch64": (0xC00000B7, 198),
}  # audit architecture, number of socket()
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 1  # SECCOMP_RET_ALLOW; SECCOMP_RET_ERRNO with EPERM
_LOAD, _IF_EQUAL, _RETURN = 0x20, 0x15, 0x06
_NUMBER_AT, _ARCHITECTURE_AT, _FIRST_ARGUMENT_AT = 0, 4, 16


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_char_p))


def forbid_internet() -> None:
    """Put the filter on this process. Raises OSError where the kernel does not offer it."""
    architecture, number = _NUMBERS[platform.machine()]
    steps = (
        (_LOAD, 0, 0, _ARCHITECTURE_AT),
        (_IF_EQUAL, 0, 6, architecture),
        (_LOAD, 0, 0, _NUMBER_AT),
        (_IF_EQUAL, 0, 4, number),
        (_LOAD, 0, 0, _FIRST_ARGUMENT_AT),
        (_IF_EQUAL, 1, 0, int(socket.AF_INET)),
        (_IF_EQUAL, 0, 1, int(socket.AF_INET6)),
        (_RETURN, 0, 0, _REFUSE),
        (_RETURN, 0, 0, _ALLOW),
    )
    packed = b"".join(struct.pack("HBBI", *step) for step in steps)
    program = _Program(len(steps), packed)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(38, 1, 0, 0, 0) or libc.prctl(22, 2, ctypes.byref(program), 0, 0):  # NO_NEW_PRIVS, SECCOMP
        raise OSError(ctypes.get_errno(), "no seccomp filter here")


if __name__ == "__main__":
    forbid_internet()
    try:
        socket.socket(socket.AF_INET)
    except PermissionError:
        os.execvp(sys.argv[1], sys.argv[1:])  # noqa: S606 - the program that the caller names
    sys.exit("the filter does not work")
