"""Why a value wants an eye. Warnings only: the paper may say what breaks a rule, and then the paper is right.

The year that it is now is handed in; nothing here asks the clock.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from desktop.fields.dates import CENTURY, MONTH_FIRST, parse_date
from desktop.fields.definitions import FIELDS, Kind, definition
from desktop.fields.dittos import is_ditto
from desktop.fields.layout import Column, LedgerForm
from desktop.fields.patterns import follows
from desktop.fields.problems import Problem
from desktop.fields.row_rules import problems_of_row
from desktop.fields.scripts import hidden_characters, mixed_look_alikes
from desktop.fields.serial_rules import serial_problems, spreadsheet_problems, unlike_the_others
from desktop.fields.values import listed, year_of
from desktop.fields.vocabularies import Vocabularies

FIRST_YEAR: Final = 1850
"""Older than any weapon that an armoury's book has a serial number for (design 2)."""
_EARLY_CENTURY: Final = 2000


def value_problems(
    column: Column,
    text: str,
    as_written: str,
    form: LedgerForm,
    vocabularies: Vocabularies,
    *,
    this_year: int | None = None,
) -> tuple[Problem, ...]:
    """What is odd about one value; `text` is what counts, `as_written` what stands on the paper.

    Nothing is odd about an empty cell. Without `this_year` no year is too late.
    """
    field = definition(column.field)
    if field.name == "ignore" or not text.strip():
        return ()
    found = [*_odd_characters(text, column)]
    if field.kind is Kind.DATE:
        found += _date_problems(text, as_written, form, this_year)
    elif field.kind is Kind.YEAR:
        found += _year_problems(text, as_written, form, this_year)
    elif field.kind is Kind.SERIAL_NUMBER:
        found += [*spreadsheet_problems(text), *serial_problems(text, vocabularies)]
    else:
        found += _listed_problems(column, text, vocabularies)
        found += _figures_problems(field.kind, text)
    # What is normalised is not on the paper; the pattern speaks of the paper.
    written = as_written if as_written.strip() and not is_ditto(as_written, form) else text
    if column.pattern and not follows(column.pattern, written):
        found.append(Problem("pattern_broken", (("value", written), ("pattern", column.pattern))))
    return tuple(found)


def row_problems(values: Mapping[str, str], form: LedgerForm) -> tuple[Problem, ...]:
    """What is odd about a row's values taken together. Keys are names of the form's columns or of fields.

    What the whole book shares (constants and defaults of the form) counts where the row says nothing.
    """
    names = {column.name: column.field for column in form.columns}
    row = dict(form.defaults) | {column.field: column.constant for column in form.columns if column.constant}
    titles: dict[str, str] = {}
    for key, value in values.items():
        field = names.get(key, key)
        if field in FIELDS and value.strip() and field not in titles:
            row[field] = value
            titles[field] = key
    return tuple(problems_of_row(row, titles, form))


def compared(column: Column) -> bool:
    """Whether a value of the column is held against the column's others."""
    field = definition(column.field)
    return field.kind is Kind.SERIAL_NUMBER or field.name == "number_in_book"


def column_problems(texts: Sequence[str], column: Column) -> tuple[tuple[Problem, ...], ...]:
    """For each value of a column, top to bottom, what sets it apart from the column's others."""
    field = definition(column.field)
    if field.kind is Kind.SERIAL_NUMBER:
        return unlike_the_others(texts)
    if field.name == "number_in_book":
        return tuple(_out_of_run(texts, place) for place in range(len(texts)))
    return ((),) * len(texts)


def _odd_characters(text: str, column: Column) -> Iterator[Problem]:
    hidden = hidden_characters(text)
    if hidden:
        yield Problem("hidden_characters", (("characters", ", ".join(hidden)),))
    # A serial number is one word however it is spaced; elsewhere "ПМ (PM)" is two honest ones.
    words = [text] if definition(column.field).kind is Kind.SERIAL_NUMBER else text.split()
    mixed = "".join(dict.fromkeys("".join(map(mixed_look_alikes, words))))
    if mixed:
        yield Problem("mixed_scripts", (("value", text), ("characters", mixed)))


def _date_problems(text: str, as_written: str, form: LedgerForm, this_year: int | None) -> Iterator[Problem]:
    found = parse_date(text, form.languages)
    if found is None:
        yield Problem("no_date", (("value", text),))
        return
    written = parse_date(as_written, form.languages)
    doubts = written.doubts if written and written.iso == found.iso else found.doubts
    shown = (("value", as_written or text), ("taken", found.iso))
    # 30-99 can only be 1930-1999 in a book of this age; 00-29 may be of either century.
    if CENTURY in doubts and found.year >= _EARLY_CENTURY:
        yield Problem("date_century", shown)
    if MONTH_FIRST in doubts:
        yield Problem("date_month_first", shown)
    yield from _range_problems(found.year, this_year)


def _year_problems(text: str, as_written: str, form: LedgerForm, this_year: int | None) -> Iterator[Problem]:
    found = year_of(text, form)
    if found is None:
        yield Problem("no_year", (("value", text),))
        return
    written = year_of(as_written, form)
    if found.century_guessed or (written and written.century_guessed):
        yield Problem("year_century", (("value", as_written or text), ("taken", str(found.number))))
    yield from _range_problems(found.number, this_year)


def _range_problems(year: int, this_year: int | None) -> Iterator[Problem]:
    if year < FIRST_YEAR:
        yield Problem("year_too_early", (("year", str(year)),))
    if this_year is not None and year > this_year:
        yield Problem("year_in_future", (("year", str(year)),))


def _listed_problems(column: Column, text: str, vocabularies: Vocabularies) -> Iterator[Problem]:
    vocabulary = vocabularies.of(column)
    if vocabulary is None:
        yield from spreadsheet_problems(text)
        return
    if vocabulary.knows(text) or listed(column, text, vocabularies) is not None:
        return
    yield from spreadsheet_problems(text)
    shown = (("value", text), ("column", column.name))
    marked = ", ".join(entry.canonical for entry in vocabulary.marked(text))
    nearest = vocabulary.nearest(text)
    if marked:
        yield Problem("mark_of_maker", (("value", text), ("makers", marked)))
        return
    if nearest:
        yield Problem("not_in_list_nearest", (*shown, ("nearest", nearest[0][0])))
    else:
        yield Problem("not_in_list", shown)


def _figures_problems(kind: Kind, text: str) -> Iterator[Problem]:
    bare = "".join(text.split())
    if kind is Kind.DIGITS and not bare.isdecimal():
        yield Problem("not_a_number", (("value", text),))
    if kind is Kind.NUMBER and not (any(c.isdecimal() for c in bare) and sum(map(str.isalpha, bare)) <= 3):
        # "12a" and "12 bis" are numbers of rows that were put between.
        yield Problem("not_a_number", (("value", text),))
    if kind is Kind.CAPITALS and text != text.upper():
        yield Problem("not_capitals", (("value", text),))


def _out_of_run(texts: Sequence[str], place: int) -> tuple[Problem, ...]:
    """A running number that its two neighbours contradict."""
    before, here, after = (
        texts[at].strip() if 0 <= at < len(texts) else "" for at in (place - 1, place, place + 1)
    )
    if not (before.isdecimal() and after.isdecimal() and here) or int(after) - int(before) != 2:
        return ()
    expected = int(before) + 1
    if here.isdecimal() and int(here) == expected:
        return ()
    return (Problem("number_out_of_run", (("value", here), ("expected", str(expected)))),)
