"""What stands in ledgers: serial numbers of real shapes and of none, figures, dates, words."""

from __future__ import annotations

import string

import numpy as np

_CAPITALS = np.array(list(string.ascii_uppercase))
_SMALL = np.array(list(string.ascii_lowercase))
_DIGITS = np.array(list(string.digits))
_ALIKE = np.array(list("0O1I5S8B2Z6G7T0O1I"))
_SIGNS = np.array(list("-/.,()#- /'&:"))
_SHAPES = (
    "9999", "99999", "999999", "9999999", "99999999", "A99999", "A999999", "AA9999", "AA99999", "AA999999", "AAA999",
    "AAA9999", "AAA99999", "999999A", "9999A", "99999AA", "9999a", "999a", "9999aa", "A 9999", "AA 9999", "AA 99999",
    "A-9999", "A-99999", "AA-99999", "99-9999", "9-99999", "999-99999", "99/9999", "9/999999", "AA/9999", "AA9999A",
    "A9A9999", "9A9999", "99A99999", "AA99A999", "A9999/99", "9999-99", "19-999999", "AAA-9999-99", "No 9999",
    "No. 99999", "#9999", "#99999", "9999 A", "99 AA 9999", "AA 99 9999", "9999/AA", "(9)99999", "A(99)9999",
    "AA999A99", "9999 AA", "AAAA9999", "A 99-9999", "A.9999", "A.A.9999", "99.9999", "A99-999", "AA 999999",
    "9AA99999", "AAA 999999", "AAA999999", "9999999A", "99AA9999", "9A99A9999", "9999BB", "KB 9999", "AK-99-9999",
)  # fmt: skip


def _pick(rng: np.random.Generator, pool: np.ndarray, count: int) -> str:
    return "".join(pool[rng.integers(len(pool), size=count)].tolist())


def serial(rng: np.random.Generator) -> str:
    """A serial number: two of three follow a shape of the real world, the rest none at all."""
    if rng.random() < 0.68:
        return shaped(rng)
    pool = np.concatenate([_DIGITS, _CAPITALS]) if rng.random() < 0.85 else _ALIKE
    text = list(_pick(rng, pool, int(rng.integers(3, 13))))
    if rng.random() < 0.4:
        text[int(rng.integers(1, len(text) - 1))] = str(rng.choice(_SIGNS))
    return "".join(text).strip()


def shaped(rng: np.random.Generator) -> str:
    """A serial number that follows a shape of the real world."""
    shape = _SHAPES[int(rng.integers(len(_SHAPES)))]
    pools = {"9": _DIGITS, "A": _CAPITALS, "a": _SMALL}
    return "".join(_pick(rng, pools[c], 1) if c in pools else c for c in shape)


def digits(rng: np.random.Generator) -> str:
    """One to nine digits, short ones more often; runs of one digit oftener than chance has them."""
    count = int(
        rng.choice([1, 2, 3, 4, 5, 6, 7, 8, 9], p=[0.1, 0.14, 0.15, 0.16, 0.15, 0.12, 0.08, 0.06, 0.04])
    )
    text = list(_pick(rng, _DIGITS, count))
    if count > 2 and rng.random() < 0.2:
        place = int(rng.integers(count - 1))
        text[place + 1] = text[place]
    return "".join(text)


def number(rng: np.random.Generator) -> str:
    """Amounts, readings, fractions, ranges, numbers with their unit's sign."""
    whole = digits(rng)

    def some(most: int) -> str:
        return _pick(rng, _DIGITS, int(rng.integers(1, most)))

    forms = (
        f"{int(whole):,}",
        f"{whole[:4]}.{some(4)}",
        f"{whole[:5]},{_pick(rng, _DIGITS, 2)}",
        f"{whole[:3]}-{some(4)}",
        f"{whole[:3]}/{some(4)}",
        f"{whole[:2]}.{_pick(rng, _DIGITS, 2)}x{_pick(rng, _DIGITS, 2)}",
        f"{int(whole):,}".replace(",", " "),
        f"{int(whole):,}".replace(",", ".") + str(rng.choice(["", ".", ".-", "-"])),
        str(
            rng.choice(
                ["9mm", "7.62mm", "7.62x39", "5.56", ".303", ".38", "12 ga", ".45 ACP", "9x19", "7.92"]
            )
        ),
        whole[: int(rng.integers(1, 5))],
    )
    return forms[int(rng.integers(len(forms)))]


def date(rng: np.random.Generator) -> str:
    """A day as ledgers write it."""
    day, month, year = int(rng.integers(1, 32)), int(rng.integers(1, 13)), int(rng.integers(1880, 2026))
    name = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][month - 1]
    sign = str(rng.choice(list("./-")))
    forms = (
        f"{day}{sign}{month}{sign}{year}",
        f"{day:02d}{sign}{month:02d}{sign}{year % 100:02d}",
        f"{day} {name} {year}",
        f"{day}-{name}-{year % 100:02d}",
        str(year),
        f"{year}-{month:02d}-{day:02d}",
        f"{day}{sign}{month}{sign}{year % 100}",
        f"{day} {name}",
    )
    return forms[int(rng.integers(len(forms)))]


def capitals(rng: np.random.Generator, words: tuple[str, ...]) -> str:
    """Capital letters: a word, a make, or letters that mean nothing."""
    if rng.random() < 0.65:
        return words[int(rng.integers(len(words)))].upper()[:14]
    return _pick(rng, _CAPITALS, int(rng.integers(1, 10)))


def words_of(rng: np.random.Generator, words: tuple[str, ...]) -> str:
    """One to three words in small letters, Capitalised or as they come; sometimes a model with its figure."""
    count = int(rng.choice([1, 2, 3], p=[0.6, 0.3, 0.1]))
    text = " ".join(words[int(rng.integers(len(words)))] for _ in range(count))
    style = rng.random()
    if style < 0.35:
        text = text.title()
    elif style < 0.45:
        text = f"{text.title()} {_pick(rng, _DIGITS, int(rng.integers(1, 4)))}"
    elif style < 0.5:
        text = text.replace(" ", ". ") + "."
    return text[:26].strip()


KINDS = ("serial", "digits", "number", "date", "capitals", "words")
_SHARES = (0.43, 0.26, 0.1, 0.05, 0.11, 0.05)


def any_kind(rng: np.random.Generator) -> str:
    """A kind of text, mixed as the reader will meet them: serial numbers first."""
    return str(rng.choice(KINDS, p=_SHARES))


def text_of(kind: str, rng: np.random.Generator, words: tuple[str, ...], names: tuple[str, ...]) -> str:
    """A text of that kind; `words` are common ones, `names` those of weapons, makers and cartridges."""
    plain = {"serial": serial, "shaped": shaped, "digits": digits, "number": number, "date": date}
    if kind in plain:
        return plain[kind](rng)
    if kind == "capitals":
        return capitals(rng, words)
    return names[int(rng.integers(len(names)))] if rng.random() < 0.35 else words_of(rng, words)
