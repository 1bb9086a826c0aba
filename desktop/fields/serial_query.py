"""What a person asks for in serial numbers: a part, `?` for one character and `*` for several.

The question and the kept number may both hold characters that nobody could read: a stored `A?4512` is found by
`A14512`, and a stored `A14512` by `A?4512`. All texts here are plain search keys (`serials.search_keys`), which keep
both signs and otherwise hold letters and figures only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from desktop.fields.serials import UNREAD, search_keys

SHORTEST_RUN: Final = 3
"""An index of trigrams knows nothing shorter."""


@dataclass(frozen=True, slots=True)
class SerialQuery:
    """A question. `plain` is "" where nothing that can be looked for was typed."""

    plain: str

    @property
    def wild(self) -> bool:
        """Whether it holds `?` or `*`."""
        return any(sign in self.plain for sign in UNREAD)

    @property
    def runs(self) -> tuple[str, ...]:
        """Known characters in a row, as long as an index wants them."""
        return tuple(run for run in re.split(r"[?*]+", self.plain) if len(run) >= SHORTEST_RUN)

    @property
    def whole(self) -> str:
        """As SQLite's glob, for the whole number."""
        return self.plain

    @property
    def anywhere(self) -> str:
        """As SQLite's glob, for any part of the number."""
        return f"*{self.plain.strip('*')}*"


def serial_query(text: str) -> SerialQuery:
    """The question that a text asks. A text of nothing but `*` asks for nothing."""
    plain = re.sub(r"\*+", "*", search_keys(text).plain)
    return SerialQuery(plain if plain.strip("*") else "")


def may_hold(kept: str, query: SerialQuery) -> bool:
    """Whether a number with unread characters may hold what is asked for.

    At least half of the characters that were asked for, and two where there are two, have to be met by characters
    that were read: else `*` would be found by every question.
    """
    asked = query.plain.strip("*")
    known = sum(character not in UNREAD for character in asked)
    return _met(asked, kept) >= max(min(2, known), (known + 1) // 2)


def _met(asked: str, kept: str) -> int:
    """The most known characters of `asked` met by known ones of `kept`, over all ways to lay one into the other.

    Negative where there is none. `*` in either stands for any number of characters, of the other's signs too.
    """
    impossible = -(len(asked) + 1)

    @cache
    def lay(a: int, k: int) -> int:
        """From place `a` of what is asked and `k` of what is kept on."""
        if a == len(asked):
            return 0
        best = impossible
        if asked[a] == "*":
            best = max(best, lay(a + 1, k))
            if k < len(kept):
                best = max(best, lay(a, k + 1))
            return best
        if k == len(kept):
            return impossible
        if kept[k] == "*":
            best = max(best, lay(a, k + 1), lay(a + 1, k))
        elif "?" in (asked[a], kept[k]):
            best = max(best, lay(a + 1, k + 1))
        elif asked[a] == kept[k]:
            best = max(best, 1 + lay(a + 1, k + 1))
        return best

    return max(lay(0, start) for start in range(len(kept) + 1))


def could_hold(query: SerialQuery) -> re.Pattern[str]:
    """A quick look at numbers with `?` only, before `may_hold`: one that it does not find holds nothing of it."""
    signs = {"?": ".", "*": ".*"}
    parts = (signs.get(character, f"[{re.escape(character)}?]") for character in query.plain.strip("*"))
    return re.compile("".join(parts), re.DOTALL)
