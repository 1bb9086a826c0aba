from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.errors import Expected
from desktop.capture.files import told
from desktop.capture.load import PAGES, Decoder, Refused, Scan, scans
from desktop.fields.problems import Problem
from desktop.messages import sentence
from tests.capture.files import bar, encoded, page, pdf

SEEDS = {
    "PNG": encoded(page(), "PNG"),
    "JPEG": encoded(page(), "JPEG"),
    "TIFF": encoded(page(), "TIFF", compression="tiff_lzw"),
    "BMP": encoded(page(), "BMP"),
    "WEBP": encoded(page(), "WEBP"),
    "PDF": pdf([bar()] * 2),
}


@pytest.fixture(scope="module")
def decoder() -> Iterator[Decoder]:
    with Decoder(replace(PAGES, seconds=20.0)) as decoder:
        yield decoder


def outcomes(path: Path, decoder: Decoder) -> list[Scan | Problem]:
    try:
        read = list(scans(path, decoder=decoder))
    except Expected as refused:
        return [told(refused)]
    return [one.problem if isinstance(one, Refused) else one for one in read]


@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    database=None,
)
@given(
    kind=st.sampled_from(sorted(SEEDS)),
    flips=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(1, 255)), max_size=12),
    early=st.booleans(),
    cut=st.floats(0.01, 1.0),
)
def test_whatever_is_done_to_a_file_it_is_read_or_refused_in_words(
    kind: str, flips: list[tuple[float, int]], early: bool, cut: float, tmp_path: Path, decoder: Decoder
) -> None:
    data = bytearray(SEEDS[kind])
    reach = 300 if early else len(data)  # half of the time only headers, where the decisions are made
    for share, change in flips:
        data[int(share * min(reach, len(data)))] ^= change
    path = tmp_path / "fuzzed"
    path.write_bytes(data[: max(1, int(len(data) * cut))])
    for one in outcomes(path, decoder):
        if isinstance(one, Scan):
            assert one.pixels.dtype == np.uint8
            assert one.pixels.shape[:2] == (one.height, one.width)
        else:
            assert sentence(one.key, dict(one.values))
