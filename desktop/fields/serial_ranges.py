"""Ranges of serial numbers as books write them: "1001-1050", "AB1001 to AB1005", "0045127/31".

A range is only ever expanded where a person sees each number beside its line (design 2: ranges expand only under a
person's eye).
"""

from __future__ import annotations

import re
from typing import Final

_RANGE: Final = re.compile(
    r"^(?P<head>.*?)(?P<first>\d+)\s*(?:-|–|—|/|to|à|a|bis)\s*(?P<tail>\D*)(?P<last>\d+)$", re.IGNORECASE
)


def expand(text: str, most: int) -> tuple[str, ...]:
    """The numbers of a range, in order and with their leading zeros; () where it is none or has more than `most`.

    The last number may leave out its first figures, as in "0045127-31", and may repeat the letters before it.
    """
    found = _RANGE.match(text.strip())
    if found is None:
        return ()
    head, first, tail, last = found["head"], found["first"], found["tail"].strip(), found["last"]
    if tail and tail != head.strip():
        return ()
    if len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    if len(last) != len(first):
        return ()
    count = int(last) - int(first) + 1
    if not 2 <= count <= most:
        return ()
    return tuple(f"{head}{int(first) + at:0{len(first)}d}" for at in range(count))
