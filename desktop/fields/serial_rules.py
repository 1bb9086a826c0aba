"""What goes wrong with serial numbers, as warnings: none of them stops a clerk who sees that the paper says so.

Each rule stands beside its source. Where the source is what was seen in books and not a document, it says so; such a
rule is an estimate, and its thresholds are ours.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from desktop.fields.absences import is_absence, is_unclear
from desktop.fields.dates import western_digits
from desktop.fields.problems import Problem
from desktop.fields.serials import search_keys
from desktop.fields.vocabularies import Vocabularies

SHORT: Final = 4
"""Figures of a rack, butt or running number; where the book's others have more, one this short is doubtful."""
_FEWEST_OTHERS: Final = 6
_MOST_OTHERS: Final = 0.75  # share of the book's serials that makes something usual

_YEAR: Final = re.compile(r"1[89]\d\d|20\d\d")
"""Four figures that are a year: design 2, among what is taken for the number, after ISACS 05.30 and the guidance of
tracing centres. Years of make or acceptance stand on weapons right beside it."""
_STOCK_NUMBER: Final = re.compile(r"\d{4}-\d{2}-\d{3}-?\d{4}|(?:10|13)\d{11}|\d{2}-\d{3}-\d{4}")
"""NATO stock numbers (ACodP-1): four figures of the supply class, two of the nation, seven of the item. Weapons are of
groups 10 and 13, so that thirteen figures in a row count with these only. The last form is the item's number alone."""
_POWERS_OF_TEN: Final = re.compile(r"\d+(?:[.,]\d+)?[eE][+-]?\d+")
"""A spreadsheet reads 100E10 as 10^12 when it opens a CSV file (Ziemann, Eren and El-Osta 2016, on names of genes)."""
_FORMULA: Final = re.compile(r"[=+@]\s*\S.*|-\s*[^\s\-–—].*|[\t\r].*")
"""What begins a formula in spreadsheets (OWASP, CSV injection); dashes alone mark an empty cell and are let be."""
_DATE_LIKE: Final = re.compile(
    r"\d{1,2}[-/]\d{1,2}(?:[-/]\d{2,4})?|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[ -]?\d{1,2}",
    re.IGNORECASE,
)
"""What spreadsheets take for a day when they open a CSV file: 3-12, 1/2/84, MAR1 (Ziemann, Eren and El-Osta 2016)."""


def serial_problems(text: str, vocabularies: Vocabularies) -> Iterator[Problem]:
    """What is odd about one serial number by itself.

    `serial_says_none`: a word for "none" that leaves open whether the weapon bears no number or nobody could read it;
    design 2 has four states for that and never "N/A". `serial_without_figures`: an estimate of ours, since a word alone
    is likelier a name or a remark than a number. The others: their patterns above.
    """
    value = (("value", text),)
    if is_absence(text):
        if is_unclear(text):
            yield Problem("serial_says_none", value)
        return
    bare = western_digits(text.strip())
    if not any(c.isdecimal() for c in bare):
        yield Problem("serial_without_figures", value)
    if _YEAR.fullmatch(bare):
        yield Problem("serial_like_year", value)
    if _STOCK_NUMBER.fullmatch(bare):
        yield Problem("serial_like_stock_number", value)
    if _DATE_LIKE.fullmatch(bare):
        yield Problem("spreadsheet_date", value)
    yield from _names_something_else(text, vocabularies)


def _names_something_else(text: str, vocabularies: Vocabularies) -> Iterator[Problem]:
    """A model, calibre, maker or proof mark in the place. Bare figures are let be: 1903, 98 and 308 name models too.

    Design 2, among what is taken for a serial number (models, importers), after ISACS 05.30 and the guidance of tracing
    centres; the lists are those of `resources/vocabularies`, each with its own source.
    """
    if not any(c.isalpha() for c in text):
        return
    for name, key in (
        ("models", "serial_like_model"),
        ("calibres", "serial_like_calibre"),
        ("makers", "serial_like_maker"),
        ("proof_marks", "serial_like_proof_mark"),
    ):
        known = vocabularies.named(name)
        if known and known.find(text) is not None:
            yield Problem(key, (("value", text),))


def spreadsheet_problems(text: str) -> Iterator[Problem]:
    """What a spreadsheet would make something else of: 100E10, =1+1, +A1, -5."""
    bare = western_digits(text.strip())
    if _POWERS_OF_TEN.fullmatch(bare):
        yield Problem("spreadsheet_number", (("value", text),))
    elif _FORMULA.fullmatch(text.rstrip()):
        yield Problem("spreadsheet_formula", (("value", text),))


def serial_shape(text: str) -> str:
    """How a serial number is made: A for letters, 9 for figures, runs as one; punctuation left out. "AB-0123" is A9."""
    signs = ("9" if c.isdecimal() else "A" for c in search_keys(text).plain)
    return re.sub(r"(.)\1+", r"\1", "".join(signs))


def unlike_the_others(texts: Sequence[str]) -> tuple[tuple[Problem, ...], ...]:
    """For each serial number of a book, what sets it apart from the book's others; blanks and words are let be.

    Nothing is said before there are enough others that agree. Four figures or fewer where the others have more may be
    the rack's (design 2). A number made unlike three quarters of a book's is an estimate of ours, and so is how many
    others it takes.
    """
    counted = [place for place, text in enumerate(texts) if text.strip() and not is_absence(text)]
    figures = {place: len(search_keys(texts[place]).digits) for place in counted}
    shapes = {place: serial_shape(texts[place]) for place in counted}
    found: list[tuple[Problem, ...]] = [()] * len(texts)
    if len(counted) <= _FEWEST_OTHERS:
        return tuple(found)
    usual_shape, of_that_shape = Counter(shapes.values()).most_common(1)[0]
    longer = [count for count in figures.values() if count > SHORT]
    usual_count = Counter(longer).most_common(1)[0][0] if longer else 0
    example = next(texts[place] for place in counted if shapes[place] == usual_shape)
    for place in counted:
        others = len(counted) - 1
        value = ("value", texts[place])
        if figures[place] <= SHORT and len(longer) >= _MOST_OTHERS * others:
            found[place] = (
                Problem(
                    "serial_shorter_than_others",
                    (value, ("count", str(figures[place])), ("usual", str(usual_count))),
                ),
            )
        elif shapes[place] != usual_shape and of_that_shape >= _MOST_OTHERS * others:
            found[place] = (Problem("serial_unlike_others", (value, ("usual", example))),)
    return tuple(found)
