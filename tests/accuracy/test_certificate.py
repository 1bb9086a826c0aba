from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest

from db.errors import Expected
from desktop.accuracy.certificate import (
    FORMAT,
    certificate_text,
    check_certificate,
    content_sha256,
    parse_certificate,
)
from desktop.accuracy.draw import lot_sha256, sample
from desktop.accuracy.sampling import proved

RECORDS = [[f"{n:032x}", 1] for n in range(20)]
SEED = bytes(32)
DRAWN = list(sample(SEED, (str(one) for one, _ in RECORDS), 7))


def content(**changed: object) -> dict[str, Any]:
    made: dict[str, Any] = {
        "format": FORMAT,
        "lot": {"records": RECORDS, "sha256": lot_sha256([(str(one), 1) for one, _ in RECORDS])},
        "plan": {"share": "1/4", "risk": "1/20", "size": 7},
        "seed": SEED.hex(),
        "sample": DRAWN,
        "result": {
            "decision": "passed", "checked": 7, "wrong": 0, "at_most": proved(20, 7),
            "records": dict.fromkeys(DRAWN, "right"),
        },
        **changed,
    }  # fmt: skip
    return {**made, "sha256": content_sha256(made)}


def keys(made: dict[str, Any]) -> list[str]:
    return [one.key for one in check_certificate(made, "c.json")]


def test_a_true_certificate_holds_also_after_it_was_written_and_read() -> None:
    made = content()
    assert keys(made) == []
    assert parse_certificate(certificate_text(made).encode(), "c.json") == made


def test_an_altered_certificate_is_told() -> None:
    assert keys({**content(), "seed": "11" * 32}) == ["certificate_altered"]


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"seed": "11" * 32}, "certificate_other_sample"),
        ({"lot": {"records": RECORDS, "sha256": "0" * 64}}, "certificate_other_lot"),
        ({"plan": {"share": "1/100", "risk": "1/20", "size": 7}}, "certificate_other_plan"),
        ({"result": {**content()["result"], "at_most": 1}}, "certificate_other_claim"),
        ({"result": {**content()["result"], "wrong": 1}}, "certificate_other_results"),
        ({"result": {**content()["result"], "decision": "released"}}, "certificate_other_claim"),
    ],
)
def test_a_certificate_made_anew_is_told_by_what_does_not_follow(
    changed: dict[str, object], key: str
) -> None:
    assert key in keys(content(**changed))


@pytest.mark.parametrize("part", ["lot", "plan", "seed", "sample", "result"])
@pytest.mark.parametrize("odd", [None, 7, [], {}, "x", [["a"]]])
def test_a_part_of_another_kind_makes_it_no_certificate(part: str, odd: object) -> None:
    made = content(**{part: odd})
    told = []
    with suppress(Expected):  # said in words
        told = keys(made)
        assert told
    assert "certificate_altered" not in told
