r"""Regular expressions of forms: a small part of the language, with a bound on the work that a match can make.

A form may come from a stranger, and Python's matcher can take hours over a few characters (`(a+)+$`). So a pattern
is parsed here first: letters, figures, classes, groups, `|`, `?`, `*`, `+`, `{m,n}`, `^`, `$`, `.` and `\d \w \s`;
whatever else is refused. The number of ways in which it can match a value bounds the steps of a matcher that goes
back and tries again; more than MOST_WAYS is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST_PATTERN = 200
LONGEST_VALUE = 64
"""A longer value is never matched: it follows no pattern."""
MOST_WAYS = 300_000
"""Three free repeats over a whole value (65 ** 3) pass, four do not. The slowest that passed when it was tried,
`(a?){18}[bc]` over 63 letters, took 7 ms."""

_ESCAPES = frozenset("dwsDWS.-/()[]{}|?*+^$\\,:;'\" ")


class PatternError(ValueError):
    """The pattern is not taken; the text is a key of the reasons in `desktop.messages.fields`."""


def check_pattern(pattern: str) -> None:
    """Raise PatternError("pattern_too_long" | "pattern_not_understood" | "pattern_too_costly")."""
    if len(pattern) > LONGEST_PATTERN:
        raise PatternError("pattern_too_long")
    parser = _Parser(pattern)
    ways = parser.alternatives(depth=0)
    if parser.place != len(pattern):
        raise PatternError("pattern_not_understood")
    if ways > MOST_WAYS:
        raise PatternError("pattern_too_costly")
    try:
        re.compile(pattern)
    except re.error:
        raise PatternError("pattern_not_understood") from None


def follows(pattern: str, value: str) -> bool:
    """Whether the whole of `value` is as `pattern` says."""
    return len(value) <= LONGEST_VALUE and re.fullmatch(pattern, value) is not None


@dataclass(slots=True)
class _Parser:
    """Walks a pattern once and counts; `place` is the next character."""

    pattern: str
    place: int = 0

    def alternatives(self, depth: int) -> int:
        """`a|b|c`: the ways of all of them together."""
        if depth > 8:
            raise PatternError("pattern_too_costly")
        ways = self.sequence(depth)
        while self.next_is("|"):
            ways += self.sequence(depth)
        return ways

    def sequence(self, depth: int) -> int:
        """One thing after the other: the product of their ways."""
        ways = 1
        while self.place < len(self.pattern) and self.pattern[self.place] not in "|)":
            one = self.thing(depth)
            ways = min(ways * self.repeated(one), MOST_WAYS + 1)
        return ways

    def thing(self, depth: int) -> int:
        """A character, a class or a group; how many ways one of it has."""
        if self.next_is("("):
            if self.next_is("?") and not self.next_is(":"):
                raise PatternError("pattern_not_understood")
            ways = self.alternatives(depth + 1)
            if not self.next_is(")"):
                raise PatternError("pattern_not_understood")
            return ways
        if self.next_is("["):
            self.character_class()
            return 1
        character = self.pattern[self.place]
        if character in "?*+{":
            raise PatternError("pattern_not_understood")
        self.place += 1
        if character == "\\":
            self.escape()
        return 1

    def escape(self) -> None:
        """What follows a backslash; references to groups and boundaries are not taken."""
        if self.place >= len(self.pattern) or self.pattern[self.place] not in _ESCAPES:
            raise PatternError("pattern_not_understood")
        self.place += 1

    def character_class(self) -> None:
        """`[A-Z0-9]`, up to its bracket."""
        self.next_is("^")
        first = self.place
        while self.place < len(self.pattern):
            character = self.pattern[self.place]
            self.place += 1
            if character == "]" and self.place - 1 > first:
                return
            if character == "\\":
                self.escape()
            elif character == "[":
                raise PatternError("pattern_not_understood")
        raise PatternError("pattern_not_understood")

    def repeated(self, one: int) -> int:
        """The ways of what was just read, with the repeat that follows it."""
        least, most = self.bounds()
        if self.place < len(self.pattern) and self.pattern[self.place] in "?*+{":
            raise PatternError("pattern_not_understood")  # lazy, possessive or doubled
        if one == 1:
            return most - least + 1
        ways = 0
        for times in range(least, most + 1):
            ways += one**times
            if ways > MOST_WAYS:
                raise PatternError("pattern_too_costly")
        return ways

    def bounds(self) -> tuple[int, int]:
        """Least and most of `?`, `*`, `+`, `{m}`, `{m,}`, `{m,n}`; once where none follows."""
        if self.next_is("?"):
            return 0, 1
        if self.next_is("*"):
            return 0, LONGEST_VALUE
        if self.next_is("+"):
            return 1, LONGEST_VALUE
        if self.place >= len(self.pattern) or self.pattern[self.place] != "{":
            return 1, 1
        found = re.compile(r"\{([0-9]{1,2})(,([0-9]{0,2}))?\}").match(self.pattern, self.place)
        if found is None:
            raise PatternError("pattern_not_understood")
        self.place = found.end()
        least = int(found[1])
        most = least if found[2] is None else LONGEST_VALUE if not found[3] else int(found[3])
        if least > most or most > LONGEST_VALUE:
            raise PatternError("pattern_not_understood")
        return least, most

    def next_is(self, character: str) -> bool:
        """Step over `character` where it comes next."""
        if self.pattern.startswith(character, self.place):
            self.place += 1
            return True
        return False
