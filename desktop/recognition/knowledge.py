"""What a column knows of its values before one is read: alphabet, pattern, list, and what its other cells hold."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from desktop.fields.dates import parse_date
from desktop.fields.definitions import Kind, alphabet_of, definition
from desktop.fields.forms import Column, LedgerForm
from desktop.fields.patterns import follows
from desktop.fields.values import year_of
from desktop.fields.vocabularies import Vocabularies, Vocabulary
from desktop.recognition import wording
from desktop.recognition.dating import NO_DATES, Dating
from desktop.recognition.sequence import NOTHING_DUE, Due
from desktop.recognition.shapes import Shapes

_CHANCE: Final[Mapping[Kind, float]] = {
    Kind.SERIAL_NUMBER: math.log(15),
    Kind.DIGITS: math.log(10),
    Kind.YEAR: math.log(10),
    Kind.DATE: math.log(11),
    Kind.NUMBER: math.log(14),
    Kind.TEXT: math.log(14),
}
_WORDY: Final = frozenset({Kind.TEXT, Kind.CALIBRE})
_FOREIGN: Final = -7.0  # nats for a character that this kind of field does not use
_SELDOM: Final = frozenset(
    "#(),:'&abcdefghijklmnopqrstuvwxyz"
)  # in serials beside what they usually consist of
_BROKEN_PATTERN: Final = -4.0
_UNLISTED: Final = 0.1  # share of names that no list holds,
_SELDOM_UNLISTED: Final = 0.02  # and of values where the list is nearly whole
_OPEN_LISTS: Final = frozenset({"make", "model", "item", "marking"})
_ANOTHER_SPELLING: Final = 0.3  # other capitals, spaces, hyphens than the list has,
_ODD_SPELLING: Final = 0.006  # and signs where nobody would put them
_ANOTHER_FIGURE: Final = 0.1  # a Type 64 where the list has a Type 69
_LISTED: Final = 0.6  # share of a column's values that come from its list,
_REPEATED: Final = 0.3  # that repeat another value of the column
_PRIOR_WORDS: Final = 3.0  # how many rows it takes until repeats count half
_EXPECTED: Final = 0.9  # running numbers run
_EARLIEST, _LATEST = 1850, 2039  # no clock is asked, so that a page reads the same whenever it is read


@dataclass(frozen=True, slots=True)
class Learnt:
    """What the column's other cells say: shapes of serials, values that repeat, dates, the number that is due here.

    `run` is what the serials above and below make due; `marks` counts the ditto marks that are words, `written` the
    cells in which something stands.
    """

    shapes: Shapes = field(default_factory=Shapes)
    words: Mapping[str, float] = field(default_factory=dict)
    dates: Dating = NO_DATES
    due: str = ""
    run: Due = NOTHING_DUE
    marks: Mapping[str, float] = field(default_factory=dict)
    written: int = 0


NOTHING_LEARNT: Final = Learnt()


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Prior of one column. Made once for the column; what it learns on the way is handed in with each cell."""

    column: Column
    form: LedgerForm
    kind: Kind
    alphabet: frozenset[str]
    vocabulary: Vocabulary | None
    spellings: frozenset[str]  # of the list, as they would be written
    loose: frozenset[str]  # the same without what people vary
    masks: frozenset[str]  # the same with figures as #
    words: frozenset[str]  # that they consist of

    def chance(self, text: str) -> float:
        """Nats that characters of this kind of field tell; dots and spaces of words tell nothing."""
        words = self.kind in _WORDY
        count = sum(map(str.isalnum, text)) if words else len(text)
        return count * _CHANCE.get(self.kind, _CHANCE[Kind.TEXT])

    def expects(self, text: str, learnt: Learnt) -> bool:
        """Whether nothing that is known of the column speaks against `text`."""
        if learnt.due not in {"", text} or (self.column.pattern and not follows(self.column.pattern, text)):
            return False
        if self.kind in _WORDY:
            return text in self.spellings
        if self.kind is Kind.DATE:
            return parse_date(text, self.form.languages) is not None
        return set(text) <= self.alphabet

    def lean(self, text: str, learnt: Learnt) -> float:
        """Natural logarithm of how much likelier `text` stands in a cell of this column than characters by chance.

        By chance, for an engine's figures already are of texts as they come, long and short.
        """
        log = learnt.run.weighed(text, self._of_kind(text, learnt))
        if self.column.pattern and not follows(self.column.pattern, text):
            log += _BROKEN_PATTERN
        if learnt.due:
            due = math.log(_EXPECTED) if text == learnt.due else -math.inf
            log = max(log + math.log(1 - _EXPECTED), due)
        return log + self.chance(text)

    def _of_kind(self, text: str, learnt: Learnt) -> float:
        if self.kind is Kind.SERIAL_NUMBER:
            return learnt.shapes.log_probability(text) + self._foreign(text)
        if self.kind is Kind.YEAR:
            return _year(text, self.form) + self._foreign(text)
        if self.kind is Kind.DATE:
            return learnt.dates.log_probability(text, self.form.languages)
        if self.alphabet:
            return self._foreign(text) - self.chance(text)
        return self._words(text, learnt)

    def _foreign(self, text: str) -> float:
        # Other scripts are nobody's mistake: a reader of Latin writing never says them by chance.
        if not self.alphabet:
            return 0.0
        return _FOREIGN * sum(c not in self.alphabet and c.isascii() for c in text)

    def _words(self, text: str, learnt: Learnt) -> float:
        unlisted = (
            _UNLISTED if self.column.field in _OPEN_LISTS or self.vocabulary is None else _SELDOM_UNLISTED
        )
        likely = unlisted * math.exp(max(-300.0, wording.log_probability(text, self.words)))
        # Figures tell one value of a column or a list from the next: they have to be seen, not supposed.
        mask = wording.masked(text)
        figures = 0.1 ** mask.count("#")
        again = learnt.words.get(text, 0.0)
        if again:
            rows = sum(learnt.words.values())
            likely += _REPEATED * figures * wording.plainness(text) * again / (rows + _PRIOR_WORDS)
        if self.vocabulary is not None and self.spellings:
            share = _LISTED / len(self.spellings)
            if text in self.spellings:
                likely += share
            elif wording.loosely(text) in self.loose:
                likely += share * _ANOTHER_SPELLING * wording.plainness(text)
            elif self.vocabulary.find(text) is not None:
                likely += share * _ODD_SPELLING * wording.plainness(text)
            elif mask in self.masks:
                likely += share * _ANOTHER_FIGURE
        return math.log(likely)


def knowledge_of(column: Column, form: LedgerForm, vocabularies: Vocabularies) -> Knowledge:
    """What is known of `column` from its form and the lists."""
    kind = definition(column.field).kind
    vocabulary = vocabularies.of(column)
    spellings = (
        frozenset(
            written
            for entry in vocabulary.entries
            for name in (entry.canonical, *entry.aliases)
            for plain in (name, name.replace("×", "x"))  # no typewriter has the sign
            for written in (
                plain,
                plain[:1].upper() + plain[1:],
            )  # lists have "rifle", a cell begins like a sentence
        )
        if vocabulary
        else frozenset()
    )
    loose = frozenset(map(wording.loosely, spellings))
    masks = frozenset(mask for name in spellings if "#" in (mask := wording.masked(name)))
    alphabet = frozenset(alphabet_of(kind)) | (_SELDOM if kind is Kind.SERIAL_NUMBER else frozenset())
    words = frozenset(word for name in spellings for word in name.split())
    return Knowledge(column, form, kind, alphabet, vocabulary, spellings, loose, masks, words)


@lru_cache(maxsize=4096)
def _year(text: str, form: LedgerForm) -> float:
    year = year_of(text, form)
    if year is None:
        return -8.0 + len(text) * math.log(1 / 10)
    if not _EARLIEST <= year.number <= _LATEST:
        return -6.0 + math.log(1 / 1000)
    return math.log(0.95 / 200 if len(text) == 4 and text.isdecimal() else 0.02 / 200)
