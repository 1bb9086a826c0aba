"""What the engines saw is kept so that it can be weighed again, and nothing of it is lost on the way."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.errors import Exit, Expected
from db.model import Alternative
from desktop.fields.forms import Column, LedgerForm
from desktop.fields.vocabularies import Vocabularies
from desktop.recognition.combine import Evidence
from desktop.recognition.engine import NOTHING_WRITTEN, Guess
from desktop.recognition.page import Seen, weigh
from desktop.recognition.sightings import from_bytes, to_bytes

RNG = np.random.default_rng(4)
SERIAL, MAKE = Column("Serial", "serial_number"), Column("Make", "make")
FORM = LedgerForm("Stock", (SERIAL, MAKE), script="handwritten")
READ = Guess(
    "4O1",
    0.7,
    (0.9, 0.8, 0.97),
    (Alternative("401", 0.2),),
    choices=((), (("0", 0.19), ("Q", 0.01)), (("7", 0.02),)),
    features=RNG.normal(size=(3, 24)).astype(np.float32),
)
SEEN = [
    Seen(
        SERIAL,
        (Evidence(0.0, 0.1), Evidence(0.99), Evidence()),
        {
            "field-reader": [READ, NOTHING_WRITTEN, Guess("", 0.0)],
            "tesseract": [Guess("401", 0.6, (0.6,) * 3), NOTHING_WRITTEN, None],
        },
    ),
    Seen(
        MAKE, (Evidence(), Evidence(0.0, 0.95), Evidence()), {"tesseract": [Guess("Colt", 0.9), None, None]}
    ),
]


def test_what_was_seen_comes_back_and_is_weighed_alike() -> None:
    back = from_bytes(to_bytes(SEEN), FORM)
    assert back == SEEN
    features = back[0].said["field-reader"][0].features  # type: ignore[union-attr]
    assert features is not None
    assert READ.features is not None
    cosine = (features * READ.features).sum(1) / np.linalg.norm(features, axis=1)
    assert np.allclose(cosine / np.linalg.norm(READ.features, axis=1), 1.0, atol=1e-3)
    for one, other in zip(SEEN, back, strict=True):
        assert weigh(one, FORM, Vocabularies()) == weigh(other, FORM, Vocabularies())
    assert to_bytes(back) == to_bytes(SEEN)


def test_a_column_that_the_form_has_no_more_is_left_out() -> None:
    shorter = LedgerForm("Stock", (MAKE,))
    assert from_bytes(to_bytes(SEEN), shorter) == SEEN[1:]


def test_a_page_without_features_or_columns_can_be_kept() -> None:
    assert from_bytes(to_bytes([]), FORM) == []
    assert from_bytes(to_bytes(SEEN[1:]), FORM) == SEEN[1:]


@pytest.mark.parametrize("cut", [0, 3, 20, -1])
def test_what_is_cut_off_is_said_to_be_broken(cut: int) -> None:
    with pytest.raises(Expected) as said:
        from_bytes(to_bytes(SEEN)[:cut], FORM)
    assert (said.value.key, said.value.exit_code) == ("memory_broken", Exit.REGISTER)


@given(st.binary(max_size=200))
def test_bytes_that_it_did_not_write_are_said_to_be_broken(data: bytes) -> None:
    with pytest.raises(Expected, match="memory_broken"):
        from_bytes(data, FORM)
