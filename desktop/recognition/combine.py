"""From what the engines said of one cell, and what the field knows, to one reading with its probability.

Bayes' rule over a handful of texts: how likely each stands in this column (`knowledge`), times how likely the engines
would have said what they said if it did (`channel`). What each engine said by itself stays in `readers`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from db.model import Alternative, CellState
from desktop.fields.dittos import is_ditto
from desktop.fields.forms import Column, LedgerForm
from desktop.fields.values import value_of
from desktop.fields.vocabularies import Vocabularies
from desktop.recognition.candidates import CODES, first_texts, neighbours, twins_of
from desktop.recognition.channel import Heard, Misread, hear
from desktop.recognition.engine import Guess
from desktop.recognition.knowledge import NOTHING_LEARNT, Knowledge, Learnt, knowledge_of
from desktop.recognition.reliability import (
    AS_IT_SAYS,
    UNWEIGHED,
    Manner,
    Reliability,
    Sign,
    Worth,
)

DOUBTED: Final = 0.9  # a character below this is marked
_WEIGHED: Final = 12  # texts whose value is worked out
_LONGEST_MARK: Final = 8  # characters of a ditto mark, specks among them
_LONGEST_WORD: Final = 5  # characters that were heard where a ditto may be written as a word
_MARKED: Final = 0.15  # share of the cells of a column with dittos that hold such a word
_STROKES_OF_D: Final = ("cl", "dl", "al")  # a d whose stem stands off its bowl
_IN_STROKES: Final = 0.1  # share of those that are read so
_PRIOR_CELLS: Final = 5  # cells of the column that outweigh that share
_SURE_OF_MARK: Final = 0.5
_SLIPPED: Final = 0.004  # share of wrong ones among words of the list on which all engines agree
_CLEAR: Final = 6.0  # nats between the best and the next, where looking further finds nothing
_NO_WRITING: Final = 0.02  # share of inked cells that hold a stain, a stroke or a stamp
_SHOWN: Final = 5  # alternatives,
_LEAST_SHOWN: Final = 0.001  # and how likely one is at least
_LATIN: Final = frozenset(
    map(chr, (*range(0x250), *range(0x2000, 0x2200)))
)  # letters and signs of Latin type
_STROKES: Final = frozenset("1lI/|'\"!4")
_SURE_OF_INK: Final = (
    0.9  # a reading this sure, of two characters or more, outweighs "nothing is written there"
)
_ALONE: Final = 0.45
"""What only the second reader sees is a question, never an answer: of 1,000 crops without writing Tesseract is sure of
a text on 27, and the field reader, which has learnt what paper without writing looks like, on none."""
NEVER_MISREAD: Final[Mapping[str, Misread]] = {}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the picture alone says of a cell, as probabilities, before anything is read."""

    blank: float = 0.0  # nothing is written there
    ditto: float = 0.0  # a mark for "same as above"


@dataclass(frozen=True, slots=True)
class CellReading:
    """One cell, read. `characters` has one probability a character of `as_written`; `doubts` are positions in it.

    `text` is the value that counts; it is "" for a ditto (whoever knows the rows puts the value in), a blank and an
    unreadable cell. `readers` is what each engine said by itself.
    """

    text: str
    as_written: str
    state: CellState
    confidence: float
    characters: tuple[float, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    readers: Mapping[str, str] = field(default_factory=dict)
    doubts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """One cell with all that does not hang on the other cells of its column: worked out once, asked twice.

    `fits` remembers how well each text that was tried agrees with what was heard.
    """

    guesses: Mapping[str, Guess]
    evidence: Evidence
    heard: tuple[Heard, ...]
    manner: Manner | None = None
    own: float = 0.0  # the leading reader's confidence in its text
    worth: Worth | None = None
    fits: dict[str, float] = field(default_factory=dict)

    @property
    def readers(self) -> dict[str, str]:
        """What each engine said by itself."""
        return {name: guess.text for name, guess in self.guesses.items()}

    def fit(self, text: str) -> float:
        """Log likelihood of all that was heard if `text` stands on the paper."""
        if (fit := self.fits.get(text)) is None:
            fit = self.fits[text] = sum(one.fit(text) for one in self.heard)
        return fit


def combine(
    guesses: Mapping[str, Guess],
    column: Column,
    form: LedgerForm,
    vocabularies: Vocabularies,
    evidence: Evidence = Evidence(),
    reliability: Reliability = UNWEIGHED,
) -> CellReading:
    """Choose the reading of one cell by itself. `guesses` by the engine's name; none where no engine was asked."""
    known = knowledge_of(column, form, vocabularies)
    return decide(asked(guesses, known, evidence, reliability), known, vocabularies)


def asked(
    guesses: Mapping[str, Guess],
    known: Knowledge,
    evidence: Evidence,
    reliability: Reliability = UNWEIGHED,
    misread: Mapping[str, Misread] = NEVER_MISREAD,
) -> Asked:
    """Put what the engines said of a cell together with how each errs; `misread` by the engine's name."""
    kind, script = known.kind.value, known.form.script
    manner = reliability.manner(guesses)
    if manner is not None and any(not set(guess.text) <= _LATIN for guess in guesses.values()):
        manner = None  # measured where both readers know the letters
    spoken = {name: guess for name, guess in guesses.items() if guess.text}
    channels = {name: reliability.channel(name, kind, script, manner) for name in spoken}
    if not any(channel.weight for channel in channels.values()):
        channels = dict.fromkeys(spoken, AS_IT_SAYS)
    heard = tuple(
        hear(guess, channels[name], misread.get(name, {}))
        for name, guess in spoken.items()
        if channels[name].weight
    )
    if manner is None:
        return Asked(guesses, evidence, heard)
    leads = spoken.get(reliability.engines[0]) or next(iter(spoken.values()))
    # Measured on words as they come; where a list knows what may stand there, Bayes' rule itself is the better judge.
    worth = None if known.vocabulary is not None else reliability.worth(kind, script)
    return Asked(guesses, evidence, heard, manner, leads.confidence, worth)


def decide(
    cell: Asked, known: Knowledge, vocabularies: Vocabularies, learnt: Learnt = NOTHING_LEARNT
) -> CellReading:
    """Choose the reading of one cell of a column of which more is known."""
    guesses, evidence = cell.guesses, cell.evidence
    surest = max((g.confidence for g in guesses.values() if len(g.text) > 1), default=0.0)
    if evidence.blank >= 0.5 and surest < _SURE_OF_INK:
        return CellReading("", "", CellState.BLANK, evidence.blank, readers=cell.readers)
    if guesses and all(guess.blank for guess in guesses.values()):
        return CellReading("", "", CellState.BLANK, 0.5 + evidence.blank / 2, readers=cell.readers)
    mark = _ditto(guesses, known, evidence)
    if mark:
        return _repeats(*mark, cell)
    if not cell.heard:
        return CellReading("", "", CellState.UNREADABLE, 0.0, readers=cell.readers)
    words = spelled_marks(cell, known, learnt)
    ranked = _weighed(cell, known, learnt, words)
    if ranked[0][0] in words:
        likely = min(1.0, sum(share for text, share in ranked if text in words))
        if likely >= _SURE_OF_MARK:
            return _repeats(ranked[0][0], likely, cell)
    return _reading(
        [one for one in ranked if one[0] not in words] if words else ranked, cell, known, vocabularies
    )


def _repeats(mark: str, likely: float, cell: Asked) -> CellReading:
    return CellReading(
        "", mark, CellState.DITTO, likely, (likely,) * len(mark), readers=cell.readers,
        doubts=tuple(range(len(mark))) if likely < DOUBTED else (),
    )  # fmt: skip


def spelled_marks(cell: Asked, known: Knowledge, learnt: Learnt) -> dict[str, float]:
    """Scores of the ditto marks that are words, where the column has such and something short was heard."""
    if not known.column.ditto or not any(0 < len(one.text) <= _LONGEST_WORD for one in cell.heard):
        return {}
    stems = {mark.rstrip(".").casefold() for mark in known.form.ditto if any(map(str.isalpha, mark))}
    words = {word for stem in stems for word in (stem, f"{stem}.", stem.capitalize())}
    before = _MARKED * _PRIOR_CELLS / len(words) if words else 0.0
    every = learnt.written + _PRIOR_CELLS
    return {
        word: math.log((learnt.marks.get(word, 0.0) + before) / every) + _as_drawn(word, cell, known)
        for word in words
    }


def _as_drawn(word: str, cell: Asked, known: Knowledge) -> float:
    """How likely what was heard is if the mark `word` stands there, its d in one piece or as two strokes."""
    likely = known.chance(word) + cell.fit(word)
    if "d" in word:
        apart = [word.replace("d", strokes) for strokes in _STROKES_OF_D]
        likely = max(
            likely, math.log(_IN_STROKES) + max(known.chance(other) + cell.fit(other) for other in apart)
        )
    return likely


def _ditto(guesses: Mapping[str, Guess], known: Knowledge, evidence: Evidence) -> tuple[str, float] | None:
    """The mark as it is written and how likely it is one."""
    if not known.column.ditto:
        return None
    read = [guess for guess in guesses.values() if guess.text]
    marks = [(mark, guess.confidence) for guess in read if (mark := _mark(guess.text, known.form))]
    # Two short strokes are read as 11, ll or 1/ by who expects figures.
    strokes = sum(0 < len(guess.text) <= 3 and set(guess.text) <= _STROKES for guess in read)
    if marks:
        best = max(marks, key=lambda pair: pair[1])
        share = min(1.0, (len(marks) + strokes) / len(read))
        likely = max(evidence.ditto, best[1] * share)
        return (best[0], likely) if likely >= 0.5 else None
    if evidence.ditto < 0.5 or any(len(guess.text) > 3 and guess.confidence > _SURE_OF_INK for guess in read):
        return None
    return '"', evidence.ditto


@lru_cache(maxsize=4096)
def _mark(text: str, form: LedgerForm) -> str:
    """The ditto mark that `text` is, without specks that were read behind it; "" when it is none."""
    if len(text) > _LONGEST_MARK:
        return ""
    alone = text if any(map(str.isalnum, text[1:])) else (text.split(maxsplit=1) or [""])[0]
    for mark in (text, text.rstrip(" ,;|"), alone):
        if mark and is_ditto(mark, form):
            return mark
    return ""


def _weighed(
    cell: Asked, known: Knowledge, learnt: Learnt, marks: Mapping[str, float]
) -> list[tuple[str, float]]:
    """Texts with their probabilities, best first; `marks` are ditto marks with their scores."""
    heard = cell.heard
    agreed = heard[0].text
    if any(one.text != agreed for one in heard) or (len(heard) == 1 and not heard[0].sure):
        agreed = ""
    if agreed and known.expects(agreed, learnt):
        # Nine cells in ten of a typed page: there is nothing to weigh but twins.
        twins = twins_of(agreed) if known.kind in CODES else ()
        scores = {text: known.lean(text, learnt) + cell.fit(text) for text in (agreed, *twins)}
        if len(scores) == 1:
            return [(agreed, 1 - _SLIPPED)]
    else:
        scores = tried(cell, known, learnt)
        scores.update(marks)
    ranked = sorted(scores.items(), key=lambda pair: -pair[1])
    best = ranked[0][1]
    # Whatever nobody thought of: slips for no reason that can be seen, and ink that is no writing, in which an engine
    # sees any character as soon as another.
    unthought = min(math.exp(one.otherwise) for one in heard) * 70 * len(ranked[0][0])
    no_writing = math.log(_NO_WRITING) + known.chance(ranked[0][0])
    no_writing -= sum(one.weight * len(one.text) * math.log(70) for one in heard)
    total = (
        sum(math.exp(score - best) for _, score in ranked)
        + unthought
        + math.exp(min(no_writing - best, 50.0))
    )
    return [(text, math.exp(score - best) / total) for text, score in ranked]


def tried(cell: Asked, known: Knowledge, learnt: Learnt) -> dict[str, float]:
    """Scores of all texts worth trying: what was said and what is near it."""
    heard = cell.heard
    scores = {
        text: known.lean(text, learnt) + cell.fit(text)
        for text in first_texts(list(cell.guesses.values()), heard, known, learnt)
        if text
    }
    for most in (3, 2):  # twice, so that two characters may change together
        ranked = sorted(scores.items(), key=lambda pair: -pair[1])
        if most == 2 and (len(ranked) == 1 or ranked[0][1] - ranked[1][1] > _CLEAR):
            break
        for text, _ in ranked[:most]:
            changed = [one.changed(text) for one in heard]
            for place, sign in neighbours(text, heard, known):
                other = text[:place] + sign + text[place + 1 :]
                if other not in cell.fits:
                    cell.fits[other] = sum(fit(place, sign) for fit in changed)
                if other and other not in scores:
                    scores[other] = known.lean(other, learnt) + cell.fits[other]
    return scores


def _reading(
    texts: Sequence[tuple[str, float]], cell: Asked, known: Knowledge, vocabularies: Vocabularies
) -> CellReading:
    """Ways to write one value count together: 7,62x39 and 7.62 x 39 are the same calibre."""
    values: dict[str, float] = {}
    written: dict[str, str] = {}
    for text, likely in texts[:_WEIGHED]:
        value = value_of(known.column, text, known.form, vocabularies)
        values[value] = values.get(value, 0.0) + likely
        written.setdefault(value, text)
    ranked = sorted(values.items(), key=lambda pair: -pair[1])
    value, confidence = ranked[0]
    confidence = min(1.0, confidence)
    as_written = written[value]
    characters = _characters(as_written, texts)
    if cell.worth is not None and cell.manner is not None:
        others = ranked[1][1] if len(ranked) > 1 else 0.0
        worth = cell.worth.probability(Sign(confidence, others, cell.own, len(as_written), cell.manner))
        if cell.manner is Manner.SECOND:
            worth = min(worth, _ALONE)
        # Characters and alternatives share in what the whole proved to be worth.
        power = min(max(_power(confidence, worth), 0.2), 20.0)
        characters = tuple(likely**power for likely in characters)
        rest = (1 - worth) / max(1 - confidence, 1e-9)
        ranked = [ranked[0], *((other, min(likely * rest, 1 - worth)) for other, likely in ranked[1:])]
        confidence = worth
    return CellReading(
        value,
        as_written,
        CellState.READ,
        confidence,
        characters,
        _alternatives(as_written, ranked[1:], written, cell.readers),
        cell.readers,
        tuple(place for place, likely in enumerate(characters) if likely < DOUBTED),
    )


def _power(said: float, worth: float) -> float:
    """The power that makes a probability of `said` one of `worth`."""
    said, worth = (min(max(value, 1e-6), 1 - 1e-6) for value in (said, worth))
    return math.log(worth) / math.log(said)


def _alternatives(
    chosen: str, others: Sequence[tuple[str, float]], written: Mapping[str, str], readers: Mapping[str, str]
) -> tuple[Alternative, ...]:
    """What else it may be, best first; what an engine read is among it, however unlikely."""
    read = set(readers.values()) - {"", chosen}
    near = [Alternative(written[value], min(1.0, likely)) for value, likely in others]
    shown = [other for other in near if other.confidence >= _LEAST_SHOWN or other.text in read][:_SHOWN]
    missed = sorted(read - {other.text for other in shown})
    return (*shown, *(Alternative(text, 0.0) for text in missed))


def _characters(text: str, texts: Sequence[tuple[str, float]]) -> tuple[float, ...]:
    """For each character the share of all texts that agree on it; ends that are the same agree."""
    agreed = [0.0] * len(text)
    for other, likely in texts:
        if len(other) == len(text):
            same = [a == b for a, b in zip(text, other, strict=True)]
        else:
            head, tail = _same_start(text, other), _same_start(text[::-1], other[::-1])
            same = [place < head or place >= len(text) - tail for place in range(len(text))]
        for place, agrees in enumerate(same):
            agreed[place] += likely if agrees else 0.0
    return tuple(min(1.0, share) for share in agreed)


def _same_start(text: str, other: str) -> int:
    count = 0
    for a, b in zip(text, other, strict=False):
        if a != b:
            break
        count += 1
    return count
