"""How far records are from what an instrument asks for, and which few questions would bring the most of them there.

A question is one that a person can answer once for many records: the country of a maker, the calibre of a model, what
a whole book shares. Which to ask first is maximum coverage, NP-hard; the greedy choice is within 1 - 1/e of the best
(Nemhauser, Wolsey and Fisher 1978).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from desktop.fields.profiles import Ask, Profile

BY_MAKE: Final = frozenset({"country"})
BY_MODEL: Final = frozenset({"calibre", "weapon_type", "country"})
BY_BOOK: Final = frozenset(
    {"make", "country", "model", "calibre", "weapon_type", "status", "holder_organisation"}
)
"""Fields that can be the same for all weapons of one make, one make and model, one book. Serial numbers never are."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a record says, as far as a profile is concerned: text by field, and which kinds of weapon it is one of."""

    values: Mapping[str, str]
    kinds: frozenset[str]  # imported, state_stock, to_civilians, moved, lot, recovered
    book: int
    book_lacks: frozenset[str] = frozenset()  # fields that the book has no column for


@dataclass(frozen=True, slots=True)
class Question:
    """Asked once, answered for many. `shared` is what those share: a make, a make and model; "" for a whole book."""

    fields: tuple[str, ...]
    shared: str
    book: int
    records: int  # that it helps
    complete: int  # of all records that are complete once this and the questions before it are answered


Group = tuple[frozenset[Ask], str, str, int, frozenset[str]]
"""What records have in common: what they lack, make, model, book, what the book has no column for."""


def lacks(profile: Profile, facts: Facts, need: str = "required") -> tuple[Ask, ...]:
    """What the profile asks of this record and it does not say. A lot of many is asked only what is asked of lots."""
    return tuple(
        ask
        for ask in profile.asks
        if ask.need == need
        and (ask.only_for in facts.kinds if ask.only_for else "lot" not in facts.kinds)
        and not any(facts.values.get(name) for name in ask.fields)
    )


def group_of(missing: Sequence[Ask], facts: Facts) -> Group:
    """The group that a record is counted in, so that a million records are a few thousand groups."""
    values = facts.values
    return (
        frozenset(missing), values.get("make", ""), values.get("model", ""), facts.book, facts.book_lacks
    )  # fmt: skip


def questions(groups: Mapping[Group, int], most: int = 10) -> tuple[Question, ...]:
    """The questions to ask, the one that helps most first; none that completes nothing in the end.

    `groups` counts records. Each step takes the question that takes the largest share off what records still lack, a
    record that lacks one thing counting fully and one that lacks two half.
    """
    left = dict(groups)
    asked: list[Question] = []
    complete = sum(count for group, count in left.items() if not group[0])
    while len(asked) < most:
        gains: Counter[tuple[Ask, str, str, int]] = Counter()
        helped: Counter[tuple[Ask, str, str, int]] = Counter()
        for group, count in left.items():
            for candidate in _candidates(group):
                gains[candidate] += round(1000 * count / len(group[0]))
                helped[candidate] += count
        if not gains:
            break
        best = max(gains, key=lambda one: (gains[one], helped[one], one[0].fields, one[1], one[2], -one[3]))
        after: Counter[Group] = Counter()
        for group, count in left.items():
            missing = group[0] - {best[0]} if best in set(_candidates(group)) else group[0]
            after[missing, *group[1:]] += count
        left = dict(after)
        complete = sum(count for group, count in left.items() if not group[0])
        shared = " ".join(part for part in best[1:3] if part)
        asked.append(Question(best[0].fields, shared, best[3], helped[best], complete))
    while asked and asked[-1].complete == (asked[-2].complete if len(asked) > 1 else _whole(groups)):
        asked.pop()
    return tuple(asked)


def _whole(groups: Mapping[Group, int]) -> int:
    return sum(count for group, count in groups.items() if not group[0])


def _candidates(group: Group) -> Iterator[tuple[Ask, str, str, int]]:
    """What could be asked once of records of this group: of its book, its make, its make and model."""
    missing, make, model, book, without = group
    if any(not _shareable(ask) for ask in missing):
        return  # it stays incomplete whatever is answered for many
    for ask in missing:
        names = set(ask.fields)
        if names & BY_BOOK and names <= without:
            yield ask, "", "", book
        if make and names & BY_MAKE:
            yield ask, make, "", 0
        elif make and model and names & BY_MODEL:
            yield ask, make, model, 0


def _shareable(ask: Ask) -> bool:
    return bool(set(ask.fields) & (BY_MAKE | BY_MODEL | BY_BOOK))
