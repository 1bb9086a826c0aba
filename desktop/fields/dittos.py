"""Marks for "same as above", in the many ways in which clerks and readers write them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from desktop.fields.forms import LedgerForm

_QUOTES = dict.fromkeys(map(ord, "“”„‟″〃‶＂«»"), '"') | dict.fromkeys(map(ord, "’‘‚‛′`´ʹ"), "'")
_TWICE = {"''": '"', ",,": '"', "--": "—", '""': '"', "——": "—"}


def is_ditto(text: str, form: LedgerForm) -> bool:
    """Whether `text` is one of the form's ditto marks, whatever quotes, dashes, spaces and capitals it is made of.

    A single hyphen is none: in most books it says that there is nothing to enter. A long stroke is one where the
    form lists it.
    """
    mark = _plain(text)
    return bool(mark) and mark in _marks(form.ditto)


@lru_cache(maxsize=64)
def _marks(written: tuple[str, ...]) -> frozenset[str]:
    """A form's marks, plain: asked for every cell of a page, whenever a field is saved too."""
    return frozenset(map(_plain, written))


def _plain(text: str) -> str:
    """One spelling for all drawings of a mark: `„ ”`, `''` and `"` are `"`; `- do. -`, `Do` and `d°` are `do`."""
    # Quotes go first: NFKC would make two primes of a double prime and split other marks.
    mark = unicodedata.normalize("NFKC", text.translate(_QUOTES)).casefold()
    mark = "".join(mark.split()).replace("º", "o").replace("°", "o")
    # One long stroke is a mark, one short one is none; of several dashes the length does not matter.
    mark = re.sub(r"[–−―‒─_]" if len(mark) > 1 else "[―─]", "—", mark)
    mark = re.sub("[–−‒]", "-", mark)
    for twice, once in _TWICE.items():
        while twice in mark:
            mark = mark.replace(twice, once)
    word = mark.strip("-—.:\"'")
    if word in {"do", "ditto", "dito"}:
        return "do"
    return word or mark
