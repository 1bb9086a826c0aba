"""Words that stand in the place of a serial number and say that there is none: four different absences, never "N/A".

The words are those that ledgers and trace forms use (ITI paragraph 17; the states are `db.model.SerialState`).
"""

from __future__ import annotations

import unicodedata
from typing import Final

from db.model import SerialState

_WORDS: Final = {
    SerialState.NONE_MARKED: (
        "none", "nil", "no number", "no serial", "no serial number", "unmarked", "not marked", "without number",
        "s/n", "sn", "w/n", "néant", "sans numéro", "sans n°", "sem número", "nenhum", "sin número", "ninguno",
        "hakuna", "بدون رقم", "لا يوجد",
    ),
    SerialState.OBLITERATED: (
        "obliterated", "erased", "removed", "ground off", "filed off", "defaced", "effacé", "limé", "meulé",
        "apagado", "raspado", "borrado", "limado", "imefutwa", "ممسوح", "مطموس",
    ),
    SerialState.ILLEGIBLE: ("illegible", "unreadable", "illisible", "ilegível", "ilegible", "haisomeki", "غير مقروء"),
    SerialState.NOT_RECORDED: ("not recorded", "unknown", "inconnu", "desconhecido", "desconocido", "haijulikani",
                               "غير معروف"),
}  # fmt: skip


def _folded(text: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(bare.strip(" .()[]-").split())


_STATES: Final = {_folded(word): state for state, words in _WORDS.items() for word in words}


def serial_state(text: str) -> SerialState:
    """What a serial column's text says about the weapon's number: MARKED unless it is one of the known words."""
    return _STATES.get(_folded(text), SerialState.MARKED if text.strip() else SerialState.NOT_RECORDED)
