"""Names of the months in the program's languages, and Roman numerals."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

_NAMES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "eng": (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec",
        ),
        "fra": (
            "janvier janv jan", "février fevr fév", "mars", "avril avr", "mai", "juin", "juillet juil", "août",
            "septembre sept 7bre", "octobre oct 8bre", "novembre nov 9bre", "décembre déc xbre 10bre",
        ),
        "por": (
            "janeiro jan", "fevereiro fev", "março mar", "abril abr", "maio mai", "junho jun", "julho jul",
            "agosto ago", "setembro set", "outubro out", "novembro nov", "dezembro dez",
        ),
        "spa": (
            "enero ene", "febrero feb", "marzo mar", "abril abr", "mayo may", "junio jun", "julio jul",
            "agosto ago", "septiembre setiembre sep set", "octubre oct", "noviembre nov", "diciembre dic",
        ),
        "swa": (
            "januari jan kwanza", "februari feb pili", "machi mac tatu", "aprili apr nne", "mei tano",
            "juni jun sita", "julai jul saba", "agosti ago nane", "septemba sep tisa", "oktoba okt kumi",
            "novemba nov", "desemba des",
        ),
        # Egypt and the Gulf; the Levant and Iraq; Algeria and Tunisia; Morocco.
        "ara": (
            "يناير جانفي كانون_الثاني", "فبراير فيفري شباط", "مارس آذار", "أبريل إبريل أفريل نيسان", "مايو ماي أيار",
            "يونيو يونيه جوان حزيران", "يوليو يوليه جويلية يوليوز تموز", "أغسطس أوت غشت آب",
            "سبتمبر شتنبر أيلول", "أكتوبر تشرين_الأول", "نوفمبر نونبر تشرين_الثاني", "ديسمبر دجنبر كانون_الأول",
        ),
    }
)  # fmt: skip
_ROMAN: Final = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
LANGUAGES: Final = tuple(_NAMES)


def month_of(word: str, languages: Sequence[str] = ()) -> int | None:
    """1-12 for a month's name, its usual short form, a Roman numeral, or any beginning of a name that fits one month.

    Beginnings (of at least three letters) are tried in `languages` only; all six where none of them is known.
    """
    plain = _plain(word)
    if plain in _ROMAN:
        return _ROMAN.index(plain) + 1
    whole = _EXACT.get(plain)
    if whole is not None:
        return whole
    spoken = [language for language in languages if language in _NAMES] or LANGUAGES
    if len(plain) < 3:
        return None
    begun = {month for language in spoken for name, month in _BY_LANGUAGE[language] if name.startswith(plain)}
    return begun.pop() if len(begun) == 1 else None


def _plain(word: str) -> str:
    """Without accents, marks, points and capitals."""
    parts = unicodedata.normalize("NFKD", word).casefold()
    return "".join(c for c in parts if c.isalnum() or c == " ").strip()


_BY_LANGUAGE: Final = {
    language: tuple(
        (_plain(name.replace("_", " ")), month)
        for month, names in enumerate(months, 1)
        for name in names.split()
    )
    for language, months in _NAMES.items()
}
_EXACT: Final = {name: month for names in _BY_LANGUAGE.values() for name, month in names}
