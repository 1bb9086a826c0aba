"""Words that stand in the place of a serial number and say that there is none: four different absences, never "N/A".

The words are those that ledgers and trace forms use (ITI paragraph 17; the states are `db.model.SerialState`).
"""

from __future__ import annotations

from typing import Final

from db.model import SerialState
from desktop.fields.vocabularies import fold

_WORDS: Final = {
    SerialState.NONE_MARKED: (
        "no number", "no serial", "no serial number", "unnumbered", "unmarked", "not marked", "no marks",
        "without number", "s/n", "w/n", "sans numéro", "sans n°", "non numéroté", "sem número", "sem n°", "sin número",
        "sin n°", "hakuna namba", "bila namba", "بدون رقم", "بلا رقم",
    ),
    SerialState.OBLITERATED: (
        "obliterated", "erased", "removed", "ground off", "filed off", "defaced", "oblitéré", "effacé", "limé", "meulé",
        "apagado", "raspado", "borrado", "limado", "imefutwa", "ممسوح", "مطموس",
    ),
    SerialState.ILLEGIBLE: (
        "illegible", "unreadable", "not legible", "illisible", "ilegível", "ilegible", "haisomeki", "غير مقروء",
    ),
    SerialState.NOT_RECORDED: (
        "not recorded", "unknown", "not known", "inconnu", "desconhecido", "desconocido", "haijulikani", "غير معروف",
    ),
}  # fmt: skip
# Mostly "none marked", and sometimes only that the clerk had nothing to write: taken for the first, and asked about.
_NOTHING: Final = ("none", "nil", "nill", "néant", "aucun", "nenhum", "ninguno", "hakuna", "لا يوجد")
# These say nothing at all.
_EMPTY: Final = ("n/a", "x", "xx", "xxx", "não", "?")

_STATES: Final = {fold(word): state for state, words in _WORDS.items() for word in words} | {
    fold(word): SerialState.NONE_MARKED for word in _NOTHING
}
_UNCLEAR: Final = frozenset(fold(word) for word in (*_NOTHING, *_EMPTY))


def serial_state(text: str) -> SerialState:
    """What a serial column's text says about the weapon's number: MARKED unless it is one of the known words."""
    return _STATES.get(fold(text), SerialState.MARKED if text.strip() else SerialState.NOT_RECORDED)


def is_absence(text: str) -> bool:
    """Whether `text` stands in a serial number's place and is none: a word, N/A, a stroke."""
    return fold(text) in _STATES or is_unclear(text)


def is_unclear(text: str) -> bool:
    """Whether `text` says that there is no serial number and leaves open which of the four absences it is."""
    return bool(text.strip()) and fold(text) in _UNCLEAR
