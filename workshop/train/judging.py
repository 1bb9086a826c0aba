"""Fields to judge a reader by: of writers, faces and pages that the training never saw."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np

from workshop.train.fields import Field, Material, empty, handwritten, typed
from workshop.train.real import RealField

COMPOSED = ("serial", "careless", "ruled", "capitals", "typed", "empty", "clear")
REAL = ("amounts", "registers", "words", "tables")


def held_out(material: Material, count: int, seed: int = 11) -> dict[str, list[Field]]:
    """`count` composed fields of each kind, and at most as many real ones within their own box, not varied."""
    makers: dict[str, Callable[[np.random.Generator], Field]] = {
        "serial": lambda rng: handwritten(material, "serial", rng, mild=True, rough=0.1),
        "careless": lambda rng: handwritten(material, "serial", rng, rough=0.3),
        "ruled": lambda rng: handwritten(material, "digits", rng, rough=1.0),
        "capitals": lambda rng: handwritten(material, "capitals", rng, mild=True, rough=0.3),
        "typed": lambda rng: typed(material, rng, "serial", mild=True),
        "empty": lambda rng: empty(material, rng),
        "clear": lambda rng: handwritten(material, "shaped", rng, mild=True, rough=0.0),
    }
    sets = {}
    for number, name in enumerate(COMPOSED):
        rng = np.random.default_rng([seed, number])
        sets[name] = [makers[name](rng) for _ in range(count)]
    for source in REAL:
        sets[source] = [as_cut(field) for field in material.real[source][:count]]
    return sets


def as_cut(field: RealField) -> Field:
    """A real field within its own box."""
    left, top, right, bottom = field.box
    return Field(field.source, field.text, field.grey[top:bottom, left:right], field.signs)


def right(field: Field, text: str) -> bool:
    """Whether the whole field is right; see `plain`."""
    return plain(field, text) == plain(field, field.text)


def plain(field: Field, text: str) -> str:
    """The text as it is compared: without spaces, and without signs where the truth leaves them out."""
    return re.sub(r"\s+" if field.signs else r"[^0-9A-Za-z]+", "", text)
