"""Lists of what may stand in a column: makers, models, calibres, countries… (`resources/vocabularies/*.tsv`)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from db.errors import Exit, Expected
from desktop.fields.dates import western_digits
from desktop.fields.definitions import definition
from desktop.fields.layout import Column

if TYPE_CHECKING:
    from desktop.fields.closeness import Spellings

MOST_NEAR: Final = 8
# "Model 1934", "Mod. 34", "mle 1892" and "M1934" are one way to write.
_MODEL: Final = re.compile(r"\b(?:model[loe]?|modell|modèle|modele|mod|mdl|mle)\b\.?\s*(?=\d)", re.IGNORECASE)
_POINT: Final = re.compile(r"(?<=\d)[.,٫](?=\d)")
_SIGNS: Final = str.maketrans(
    {"×": "x", "х": "x", "✕": "x", "ى": "ي", "ة": "ه", "ø": "o", "ł": "l", "đ": "d", "ı": "i"}
)


@dataclass(frozen=True, slots=True)
class VocabularyEntry:
    """A name that counts, the other ways to write it, and what the list knows of it (maker, country, calibre…)."""

    canonical: str
    aliases: tuple[str, ...] = ()
    short: tuple[
        str, ...
    ] = ()  # of the aliases, those that name nothing by themselves: "870", which others have too
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
    plain = _POINT.sub("\0", _MODEL.sub("M", text.replace("\0", "")))
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain.translate(_SIGNS))
    plain = plain.casefold()
    if not plain.isascii():
        plain = western_digits(plain.translate(_SIGNS))
    return "".join(c for c in plain if c.isalnum() or c == "\0").replace("\0", ".")


class Vocabulary:
    """One list. It never changes after it is made, and may be asked from several threads."""

    def __init__(self, name: str, entries: Iterable[VocabularyEntry]) -> None:
        self.name = name
        self.entries = tuple(entries)

    @cached_property
    def _spellings(self) -> tuple[tuple[int, str, str], ...]:
        """Each entry's number, spelling and strict key, once for those that are written alike."""
        found: list[tuple[int, str, str]] = []
        for number, entry in enumerate(self.entries):
            by_key: dict[str, str] = {}
            for spelling in (entry.canonical, *entry.aliases):
                by_key.setdefault(strict_fold(spelling), spelling)
            found += [(number, spelling, key) for key, spelling in by_key.items() if key]
        return tuple(found)

    @cached_property
    def _by_strict_key(self) -> Mapping[str, VocabularyEntry | None]:
        return self._by(lambda key: key)

    @cached_property
    def _by_key(self) -> Mapping[str, VocabularyEntry | None]:
        return self._by(lambda key: key.replace(".", ""))

    def _by(self, loosened: Callable[[str], str]) -> Mapping[str, VocabularyEntry | None]:
        """Entries by key. Canonical names win over aliases; what is still claimed twice names nobody."""
        canonical: dict[str, VocabularyEntry | None] = {}
        others: dict[str, VocabularyEntry | None] = {}
        for number, spelling, strict in self._spellings:
            entry, key = self.entries[number], loosened(strict)
            names = canonical if spelling == entry.canonical else others
            names[key] = entry if names.get(key, entry) is entry and spelling not in entry.short else None
        return others | canonical

    @cached_property
    def _by_mark(self) -> Mapping[str, tuple[VocabularyEntry, ...]]:
        found: dict[str, tuple[VocabularyEntry, ...]] = {}
        for entry in self.entries:
            for mark in entry.fact("marks").split(" | "):
                found[mark] = (*found.get(mark, ()), entry)
        return found

    @cached_property
    def _folded(self) -> Spellings:
        # Loaded here, where a word is first held against a list: it needs numpy, which the first window does not.
        from desktop.fields.closeness import Spellings

        return Spellings([key.replace(".", "") for _, _, key in self._spellings])

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

    def marked(self, text: str) -> tuple[VocabularyEntry, ...]:
        """The entries, makers, that put `text` on what they make, in the list's order."""
        return self._by_mark.get(text, ()) if text else ()

    def nearest(self, text: str, at_most: float = 2) -> tuple[tuple[str, float], ...]:
        """Spellings within `at_most` edits (look-alikes count little), best first, each with its closeness 0-1.

        Canonical names and aliases as they would be written; of each entry only the closest. Nothing that differs in
        half of its characters is near. At most MOST_NEAR.
        """
        key = fold(text)
        best: dict[int, tuple[float, int]] = {}
        for place, apart in self._folded.near(key, float(at_most)):
            number, _, other = self._spellings[place]
            # Of two as close, the one that comes first in its entry: the canonical name before its aliases.
            found = (1.0 - apart / max(len(key), len(other.replace(".", ""))), -place)
            best[number] = max(best.get(number, found), found)
        ranked = sorted(best.values(), reverse=True)[:MOST_NEAR]
        return tuple((self._spellings[-place][1], closeness) for closeness, place in ranked)


class Vocabularies:
    """All lists by name."""

    def __init__(self, lists: Iterable[Vocabulary] = ()) -> None:
        self.lists: Mapping[str, Vocabulary] = MappingProxyType({known.name: known for known in lists})
        self._of_forms: dict[tuple[str, ...], Vocabulary] = {}

    def named(self, name: str) -> Vocabulary | None:
        """The list called `name`."""
        return self.lists.get(name)

    def of(self, column: Column) -> Vocabulary | None:
        """The list that a column's values come from: the column's own, else its field's, else None.

        Each word of `column.vocabulary` is the name of a list, or else a value.
        """
        if not column.vocabulary:
            return self.lists.get(definition(column.field).vocabulary)
        named = column.vocabulary
        if len(named) == 1 and named[0] in self.lists:
            return self.lists[named[0]]
        # Asked for every cell of a page, so each of a form's own lists is made once.
        if named not in self._of_forms:
            self._of_forms[named] = Vocabulary(column.name, self._entries(named))
        return self._of_forms[named]

    def _entries(self, named: tuple[str, ...]) -> Iterator[VocabularyEntry]:
        for word in named:
            if word in self.lists:
                yield from self.lists[word].entries
            else:
                yield VocabularyEntry(word)


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

    Several other spellings are parted by ` | `; those under `short` name nothing by themselves. Lines that begin with
    # are comments. Raises Expected (vocabulary_without_heading, vocabulary_broken).
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
        facts = {fact: value for fact, value in zip(heading[2:], cells[2:], strict=False) if value}
        short = _parted(facts.pop("short", ""))
        aliases = (*_parted("".join(cells[1:2])), *short)
        entries.append(VocabularyEntry(cells[0], aliases, short, tuple(facts.items())))
    return Vocabulary(name, entries)


def _parted(cell: str) -> tuple[str, ...]:
    return tuple(spelling for spelling in map(str.strip, cell.split("|")) if spelling)
