"""What Tesseract answers, read from its hOCR: words, characters with their figures, and what else each may be."""

from __future__ import annotations

import html
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

_PAGE: Final = re.compile(
    r"<div class='ocr_page' id='[^']*' title='image (?:\"|&quot;)([^\"&]+)(?:\"|&quot;)"
)
_PIECE: Final = re.compile(
    r"class='(?P<word>ocrx_word)'"
    r"|title='x_bboxes [^']*x_conf (?P<figure>[-\d.]+)'>(?P<text>[^<]*)</span>"
    r"|id='choice_[^']*' title='x_confs (?P<other_figure>[-\d.]+)'>(?P<other>[^<]*)</span>"
)
_CERTAIN: Final = 99.0


@dataclass(frozen=True, slots=True)
class Read:
    """One line as Tesseract read it: `characters` and `choices` have one entry a character of `text`."""

    text: str
    characters: tuple[float, ...]
    choices: tuple[tuple[tuple[str, float], ...], ...]


def parse(hocr: str) -> dict[str, Read]:
    """Answers by the name of the picture; a page that broke off in the middle is left out.

    Expects `hocr_char_boxes=1`, `lstm_choice_mode=2` and `lstm_rating_coefficient=1`.
    """
    pages = list(_PAGE.finditer(hocr))
    answers = {}
    for match, following in zip_longest(pages, pages[1:]):
        page = hocr[match.start() : following.start() if following else len(hocr)]
        if page.count("<div") == page.count("</div>"):
            answers[html.unescape(match[1])] = _read(page)
    return answers


def _read(page: str) -> Read:
    text: list[str] = []
    figures: list[float] = []
    others: list[dict[str, float]] = []
    for piece in _PIECE.finditer(page):
        if piece["word"]:
            if text:
                text.append(" ")
                figures.append(1.0)
                others.append({})
        elif piece["figure"] is not None:
            for character in html.unescape(piece["text"]):
                text.append(character)
                figures.append(_probability(float(piece["figure"])))
                others.append({})
        elif others and len(other := html.unescape(piece["other"])) == 1:
            others[-1].setdefault(other, float(piece["other_figure"]))
    joined = list(_choices(text, figures, others))
    return Read("".join(text), tuple(figures), tuple(joined))


def _probability(figure: float) -> float:
    """x_conf is 100 + 5 x certainty, and certainty is 7 x the natural logarithm of the network's probability.

    A character of which it is certain gets 99.04. Source: `kCertaintyScale` in Tesseract's lstm/recodebeam.cpp and
    `LTRResultIterator::Confidence`.
    """
    return min(1.0, math.exp((figure - _CERTAIN) / 35.0))


def _choices(
    text: list[str], figures: list[float], others: list[dict[str, float]]
) -> Iterator[tuple[tuple[str, float], ...]]:
    """Choices carry a rating in nats below 100, so what counts is how far each stands below the best."""
    for character, figure, other in zip(text, figures, others, strict=True):
        best = max(other.values(), default=0.0)
        likely = {sign: math.exp(value - best) for sign, value in other.items() if sign != character}
        ranked = sorted(((sign, figure * value) for sign, value in likely.items()), key=lambda pair: -pair[1])
        yield tuple((sign, value) for sign, value in ranked if value >= 1e-12)
