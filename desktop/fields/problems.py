"""What is not right with a page, a form or a value, and does not stop the work: a sentence's key with its values."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """`key` names a sentence of `desktop.messages`; `values` fill its braces, in a fixed order to compare by."""

    key: str
    values: tuple[tuple[str, str], ...] = ()
