"""Lists of what may stand in a column: makers, models, calibres, countries… (`resources/vocabularies/*.tsv`)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from db.errors import Exit, Expected
from desktop.fields.closeness import LIKE_GROUPS, SIMILAR, distance, joined_pairs
from desktop.fields.dates import western_digits
from desktop.fields.definitions import definition
from desktop.fields.layout import Column

_SIGNS: Final = str.maketrans(
    {"×": "x", "х": "x", "✕": "x", "ى": "ي", "ة": "ه", "ø": "o", "ł": "l", "đ": "d", "ı": "i"}
)


@dataclass(frozen=True, slots=True)
class VocabularyEntry:
    """A name that counts, the other ways to write it, and what the list knows of it (maker, country, calibre…)."""

    canonical: str
    aliases: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()

    def fact(self, name: str) -> str:
        """One fact, "" where the list says nothing of it."""
        return dict(self.facts).get(name, "")


def fold(text: str) -> str:
    """What two spellings of one name have in common: no case, accents, punctuation or spaces; `×` is x, figures 0-9.

    "7,62 × 39 mm" and "7.62x39mm" are both "762x39mm"; "Česká zbrojovka" is "ceskazbrojovka".
    """
    parts = unicodedata.normalize("NFKD", text.translate(_SIGNS)).casefold().translate(_SIGNS)
    return western_digits("".join(c for c in parts if c.isalnum()))


class Vocabulary:
    """One list. It never changes after it is made, and may be asked from several threads."""

    def __init__(self, name: str, entries: Iterable[VocabularyEntry]) -> None:
        self.name = name
        self.entries = tuple(entries)
        self._by_key = _by_key(self.entries)
        self._index = _Index(self.entries)

    def find(self, text: str) -> str | None:
        """The canonical name of what `text` names, whatever its case, accents, punctuation; None when not listed.

        A spelling that two entries share names neither.
        """
        entry = self.entry(text)
        return None if entry is None else entry.canonical

    def entry(self, text: str) -> VocabularyEntry | None:
        """As `find`, with all that the list knows of it."""
        key = fold(text)
        return self._by_key.get(key) if key else None

    def nearest(self, text: str, at_most: float = 2) -> tuple[tuple[str, float], ...]:
        """Spellings within `at_most` edits (look-alikes count little), best first, each with its closeness 0-1.

        Canonical names and aliases as they would be written; of each entry only the closest. Nothing that differs in
        more than half of its characters is near. At most eight.
        """
        return self._index.nearest(fold(text), float(at_most))


def _by_key(entries: tuple[VocabularyEntry, ...]) -> Mapping[str, VocabularyEntry | None]:
    """Canonical names win over aliases; what is still claimed twice names nobody."""
    keys: dict[str, VocabularyEntry | None] = {}
    for entry in entries:
        for alias in entry.aliases:
            key = fold(alias)
            keys[key] = entry if keys.get(key, entry) is entry else None
    return keys | {fold(entry.canonical): entry for entry in entries}


class _Index:
    """All spellings of a list by the characters that they consist of.

    Who shares too few characters cannot be near. Characters are counted by look-alike group, one row of `counts` a
    group and one column a spelling, so that a word is held against the whole list at once and a handful is left for
    the exact distance.
    """

    def __init__(self, entries: tuple[VocabularyEntry, ...]) -> None:
        self.entry_of: list[int] = []
        self.written: list[str] = []
        self.keys: list[str] = []
        for number, entry in enumerate(entries):
            seen: set[str] = set()
            for spelling in (entry.canonical, *entry.aliases):
                key = fold(spelling)
                if key and key not in seen:
                    seen.add(key)
                    self.entry_of.append(number)
                    self.written.append(spelling)
                    self.keys.append(key)
        bags = [_bag(key) for key in self.keys]
        self.counts: NDArray[np.int8] = np.zeros((_BINS, len(bags)), np.int8)
        for place, bag in enumerate(bags):
            for bin_, count in bag.items():
                self.counts[bin_, place] = count
        self.lengths = np.array([sum(bag.values()) for bag in bags], dtype=np.int16)

    def nearest(self, key: str, at_most: float) -> tuple[tuple[str, float], ...]:
        best: dict[int, tuple[float, int]] = {}
        for place in self._candidates(key, at_most):
            other = self.keys[place]
            longest = max(len(key), len(other))
            most = min(at_most, longest / 2)
            apart = distance(key, other, most)
            if apart <= most:
                found = (1.0 - apart / longest, -place)
                number = self.entry_of[place]
                best[number] = max(best.get(number, found), found)
        ranked = sorted(best.values(), reverse=True)[:8]
        return tuple((self.written[-place], closeness) for closeness, place in ranked)

    def _candidates(self, key: str, at_most: float) -> list[int]:
        """Places of the spellings that lack few of the key's characters and have few that it lacks.

        Every edit but a look-alike's changes the counts by one at a cost of SIMILAR or more, hence the bound.
        """
        if not key:
            return []
        bag = _bag(key)
        lack = np.zeros(len(self.keys), np.int16)
        for bin_, count in bag.items():
            lack += np.maximum(count - self.counts[bin_], 0)
        surplus = lack + self.lengths - sum(bag.values())
        longest = np.maximum(self.lengths + 2, len(key))  # joined pairs make words shorter
        most = np.minimum(at_most, longest / 2) / SIMILAR
        return [int(place) for place in np.flatnonzero(np.maximum(surplus, lack) <= most)]


_BINS: Final = 48
_GROUPED: Final = {character: group[0] for group in LIKE_GROUPS for character in group}


def _bag(key: str) -> dict[int, int]:
    """How many of each look-alike group's characters a folded word has, pairs that run together made one."""
    bag: dict[int, int] = {}
    for character in joined_pairs(key[:100])[0]:
        bin_ = ord(_GROUPED.get(character, character)) % _BINS
        bag[bin_] = bag.get(bin_, 0) + 1
    return bag


class Vocabularies:
    """All lists by name."""

    def __init__(self, lists: Iterable[Vocabulary] = ()) -> None:
        self.lists: Mapping[str, Vocabulary] = MappingProxyType({known.name: known for known in lists})

    def named(self, name: str) -> Vocabulary | None:
        """The list called `name`."""
        return self.lists.get(name)

    def of(self, column: Column) -> Vocabulary | None:
        """The list that a column's values come from: the column's own, else its field's, else None.

        Each word of `column.vocabulary` is the name of a list, or else a value.
        """
        if not column.vocabulary:
            return self.lists.get(definition(column.field).vocabulary)
        if len(column.vocabulary) == 1 and column.vocabulary[0] in self.lists:
            return self.lists[column.vocabulary[0]]
        entries: list[VocabularyEntry] = []
        for word in column.vocabulary:
            known = self.lists.get(word)
            entries += known.entries if known else [VocabularyEntry(word)]
        return Vocabulary(column.name, entries)


def load_vocabularies(folder: Path) -> Vocabularies:
    """Every `*.tsv` of `folder`, named by its file. Raises Expected: vocabulary_missing, vocabulary_broken."""
    if not folder.is_dir():
        raise Expected("vocabulary_missing", Exit.MISSING_PART, name=folder.name)
    return Vocabularies(_load(path) for path in sorted(folder.glob("*.tsv")))


def _load(path: Path) -> Vocabulary:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Expected("vocabulary_unreadable", Exit.MISSING_PART, name=path.name) from error
    return parse_vocabulary(text, path.stem)


def parse_vocabulary(text: str, name: str) -> Vocabulary:
    """A list from its text: a heading (`name`, `also`, then facts), one entry a line, fields parted by tabs.

    Several other spellings are parted by ` | `; lines that begin with # are comments. Raises Expected
    (vocabulary_broken).
    """
    heading: list[str] = []
    entries: list[VocabularyEntry] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if not heading:
            if cells[:2] != ["name", "also"]:
                raise Expected("vocabulary_without_heading", Exit.MISSING_PART, name=name, line=number)
            heading = cells
            continue
        if not fold(cells[0]) or len(cells) > len(heading):
            raise Expected("vocabulary_broken", Exit.MISSING_PART, name=name, line=number, count=len(heading))
        cells += [""] * (len(heading) - len(cells))
        aliases = tuple(alias for alias in map(str.strip, cells[1].split("|")) if alias)
        facts = tuple((fact, value) for fact, value in zip(heading[2:], cells[2:], strict=True) if value)
        entries.append(VocabularyEntry(cells[0], aliases, facts))
    return Vocabulary(name, entries)
