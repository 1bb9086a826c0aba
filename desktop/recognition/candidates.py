"""Texts that may stand on the paper, given what the engines said and what the column knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from desktop.fields.definitions import Kind
from desktop.recognition.channel import TWINS, Heard, alike
from desktop.recognition.dating import mended
from desktop.recognition.engine import Guess
from desktop.recognition.knowledge import Knowledge, Learnt
from desktop.recognition.shapes import shape_of

CODES: Final = frozenset({Kind.SERIAL_NUMBER, Kind.NUMBER, Kind.DIGITS, Kind.YEAR, Kind.DATE, Kind.CAPITALS})
_FAR: Final = 7.0  # nats below the best character of a place; what is less likely is not tried
_CLASSES: Final = {"D": str.isdecimal, "L": str.isupper, "l": str.islower}


def first_texts(
    guesses: Iterable[Guess], heard: Sequence[Heard], known: Knowledge, learnt: Learnt
) -> list[str]:
    """What the engines said, mended to the column's alphabet, shapes and lists; each once."""
    said = [
        text for guess in guesses for text in (guess.text, *(a.text for a in guess.alternatives[:5])) if text
    ]
    texts = dict.fromkeys(said)
    texts |= dict.fromkeys(filter(None, [_vote(heard)]))
    if known.kind in CODES:
        for text in list(texts):
            texts |= dict.fromkeys(_mended(text, known, learnt))
    elif said and not all(text in known.spellings for text in said):
        for text in dict.fromkeys(said):
            texts |= dict.fromkeys(_named(text, known, learnt))
    if learnt.due:
        texts[learnt.due] = None
    texts |= dict.fromkeys(learnt.run.texts)
    return list(texts)


def neighbours(text: str, heard: Sequence[Heard], known: Knowledge) -> Iterator[tuple[int, str]]:
    """Places of `text` with another character that an engine thinks possible there or that looks alike."""
    for place, sign in enumerate(text):
        others: set[str] = set(alike(sign)) if known.kind in CODES else set()
        for one in heard:
            if len(one.text) == len(text):
                likely = one.places[place]
                best = max(likely.values())
                others |= {other for other, value in likely.items() if value > best - _FAR}
        for other in sorted(others - {sign}):  # in one order, so that a page reads the same every time
            if not known.alphabet or other in known.alphabet or sign not in known.alphabet:
                yield place, other


def twins_of(text: str) -> Iterator[str]:
    """`text` with one character changed for its twin: a 0 for an O."""
    for place, sign in enumerate(text):
        if sign.isalnum():
            for other in TWINS.get(sign, ""):
                yield text[:place] + other + text[place + 1 :]


def _vote(heard: Sequence[Heard]) -> str:
    """Character by character what engines that agree on the length think likeliest together."""
    if len({len(one.text) for one in heard}) != 1:
        return ""
    text = []
    for place in range(len(heard[0].text)):
        signs = {sign for one in heard for sign in one.places[place]}
        text.append(
            max(signs, key=lambda s: sum(o.weight * o.places[place].get(s, o.otherwise) for o in heard))
        )
    return "".join(text)


def _mended(text: str, known: Knowledge, learnt: Learnt) -> Iterator[str]:
    if known.alphabet:
        inside = "".join(_like(sign, known.alphabet) for sign in text)
        yield inside
        yield inside.replace(" ", "")
        yield inside.strip(" -.,/'")
    if known.kind is Kind.SERIAL_NUMBER:
        for shape in learnt.shapes.usual(len(text)):
            yield _shaped(text, shape)
    if known.kind is Kind.DATE:
        figures = "".join(_like(sign, _FIGURES) if sign.isalpha() else sign for sign in text)
        yield figures
        for one in dict.fromkeys((text, figures)):
            yield from mended(one, learnt.dates, known.form.languages)


_FIGURES: Final = frozenset("0123456789")


def _like(sign: str, allowed: frozenset[str]) -> str:
    """`sign`, or what looks like it and is allowed."""
    if sign in allowed:
        return sign
    if sign.upper() in allowed:
        return sign.upper()
    drawn = _DRAWN.get(sign, sign)
    return next(
        (c for c in (*drawn, *sorted(alike(sign)), *sorted(alike(sign.upper()))) if c in allowed), sign
    )


_DRAWN: Final[Mapping[str, str]] = {
    **dict.fromkeys("—–_~−=", "-"),
    **dict.fromkeys("|!]}[{lI", "1I"),
    **dict.fromkeys("$§", "S5"),
    **dict.fromkeys("()oO°@", "0O"),
    **dict.fromkeys("‘’`´", "'"),
    **dict.fromkeys("€", "C6"),
    **dict.fromkeys(",;:·•*", "."),
    "?": "7",
    "\\": "/",
    "&": "8",
    "«": "4",
}


def _shaped(text: str, shape: str) -> str:
    """`text` with each character of another class than the shape's replaced by one that looks alike and is of it."""
    mended = []
    for sign, wanted, has in zip(text, shape, shape_of(text), strict=True):
        is_wanted = _CLASSES.get(wanted)
        if wanted == has or is_wanted is None:
            mended.append(sign)
        else:
            near = sorted({*alike(sign), *alike(sign.upper()), sign.swapcase(), *_DRAWN.get(sign, "")})
            mended.append(next((c for c in near if is_wanted(c)), sign))
    return "".join(mended)


def _named(text: str, known: Knowledge, learnt: Learnt) -> Iterator[str]:
    """Names of the column's list and values of its other cells that are near, written in the case of the paper."""
    if known.vocabulary is not None and text not in known.spellings:
        for name, _ in known.vocabulary.nearest(text, at_most=max(2.0, 0.4 * len(text))):
            yield _in_case(name, text)
    letters = Counter(text)
    for word in learnt.words:
        if abs(len(word) - len(text)) <= 3 and (Counter(word) & letters).total() >= 0.6 * len(text):
            yield word


def _in_case(name: str, text: str) -> str:
    if "×" not in text:
        name = name.replace("×", "x")  # no typewriter has the sign
    if text.isupper():
        return name.upper()
    return name.lower() if text.islower() else name
