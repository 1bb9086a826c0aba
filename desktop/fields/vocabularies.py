"""Lists of what may stand in a column: makers, models, calibres, countries… (`resources/vocabularies/*.tsv`)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from db.errors import Exit, Expected
from desktop.fields.closeness import Spellings
from desktop.fields.dates import western_digits
from desktop.fields.definitions import definition
from desktop.fields.layout import Column

MOST_NEAR: Final = 8
# "Model 1934", "Mod. 34", "mle 1892" and "M1934" are one way to write.
_MODEL: Final = re.compile(r"\b(?:model[loe]?|modell|modèle|modele|mod|mdl|mle)\b\.?\s*(?=\d)", re.IGNORECASE)
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
    return strict_fold(text).replace(".", "")


def strict_fold(text: str) -> str:
    """As `fold`, but for the point or comma between two figures: 7.5 mm is not 75 mm."""
    parts = (
        unicodedata.normalize("NFKD", _MODEL.sub("M", text).translate(_SIGNS)).casefold().translate(_SIGNS)
    )
    figures = western_digits(parts)
    return "".join(
        c if c.isalnum() else "." if c in ".,٫" and _between_figures(figures, place) else ""
        for place, c in enumerate(figures)
    )


def _between_figures(text: str, place: int) -> bool:
    return text[place - 1 : place].isdecimal() and text[place + 1 : place + 2].isdecimal()


class Vocabulary:
    """One list. It never changes after it is made, and may be asked from several threads."""

    def __init__(self, name: str, entries: Iterable[VocabularyEntry]) -> None:
        self.name = name
        self.entries = tuple(entries)
        self._by_strict_key = _by_key(self.entries, strict_fold)
        self._by_key = _by_key(self.entries, fold)
        spellings = [
            (number, spelling) for number, entry in enumerate(self.entries) for spelling in _spellings(entry)
        ]
        self._spellings = tuple(spellings)
        self._folded = Spellings([fold(spelling) for _, spelling in spellings])

    def find(self, text: str) -> str | None:
        """The canonical name of what `text` names, whatever its case, accents, punctuation; None when not listed.

        A spelling that two entries share names neither.
        """
        entry = self.entry(text)
        return None if entry is None else entry.canonical

    def entry(self, text: str) -> VocabularyEntry | None:
        """As `find`, with all that the list knows of it."""
        key = strict_fold(text)
        if key in self._by_strict_key:
            return self._by_strict_key[key]
        # Readers lose points: 762x39 is 7.62×39mm as long as nothing else is.
        return self._by_key.get(fold(text))

    def knows(self, text: str) -> bool:
        """Whether `text` is a spelling of one entry or of several: "M70" is a rifle, a pistol and another rifle."""
        return strict_fold(text) in self._by_strict_key or fold(text) in self._by_key

    def nearest(self, text: str, at_most: float = 2) -> tuple[tuple[str, float], ...]:
        """Spellings within `at_most` edits (look-alikes count little), best first, each with its closeness 0-1.

        Canonical names and aliases as they would be written; of each entry only the closest. Nothing that differs in
        half of its characters is near. At most MOST_NEAR.
        """
        key = fold(text)
        best: dict[int, tuple[float, int]] = {}
        for place, apart in self._folded.near(key, float(at_most)):
            number, spelling = self._spellings[place]
            # Of two as close, the one that comes first in its entry: the canonical name before its aliases.
            found = (1.0 - apart / max(len(key), len(fold(spelling))), -place)
            best[number] = max(best.get(number, found), found)
        ranked = sorted(best.values(), reverse=True)[:MOST_NEAR]
        return tuple((self._spellings[-place][1], closeness) for closeness, place in ranked)


def _spellings(entry: VocabularyEntry) -> tuple[str, ...]:
    """Its spellings, one of those that fold alike."""
    by_key: dict[str, str] = {}
    for spelling in (entry.canonical, *entry.aliases):
        by_key.setdefault(fold(spelling), spelling)
    return tuple(spelling for key, spelling in by_key.items() if key)


def _by_key(
    entries: tuple[VocabularyEntry, ...], folded: Callable[[str], str]
) -> Mapping[str, VocabularyEntry | None]:
    """Entries by their folded names; canonical names win over aliases, and what is still claimed twice names nobody."""
    keys: dict[str, VocabularyEntry | None] = {}
    for entry in entries:
        for alias in entry.aliases:
            key = folded(alias)
            keys[key] = entry if keys.get(key, entry) is entry else None
    canonical: dict[str, VocabularyEntry | None] = {}
    for entry in entries:
        key = folded(entry.canonical)
        canonical[key] = None if key in canonical else entry
    names = keys | canonical
    names.pop("", None)
    return names


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
