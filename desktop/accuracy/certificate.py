"""The certificate of a lot: everything that anyone needs to draw the sample again and to follow the claim.

JSON with the SHA-256 of its own content (sorted keys, no spaces, ASCII). The hash tells a file that was altered or cut
off by accident. Who alters it on purpose makes a new hash, and is found out by the register, or by a journal head that
is held elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from db.errors import Expected
from desktop.accuracy.attached import PDF, attached
from desktop.accuracy.draw import lot_sha256, sample
from desktop.accuracy.sampling import proved, sample_size
from desktop.fields.problems import Problem

FORMAT = "ledgermark-certificate/1"

LARGEST = 64 * 1024**2
"""Bytes: 400,000 records' ids are some 20 MB."""


def content_sha256(content: Mapping[str, object]) -> str:
    """SHA-256 over everything but `sha256` itself."""
    kept = {name: value for name, value in content.items() if name != "sha256"}
    canonical = json.dumps(kept, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def certificate_text(content: Mapping[str, object]) -> str:
    """The file of a certificate, its hash put in."""
    signed = {**content, "sha256": content_sha256(content)}
    return json.dumps(signed, sort_keys=True, indent=1, ensure_ascii=True) + "\n"


def parse_certificate(data: bytes, name: str) -> dict[str, object]:
    """The content of a certificate's file: JSON, or the PDF that carries it. Raises Expected("certificate_broken")."""
    if len(data) > LARGEST:
        raise Expected("certificate_broken", name=name)
    if data.startswith(PDF):
        data = attached(data, FORMAT.encode("ascii"), LARGEST)
    try:
        content = json.loads(data.decode("ascii"))
    except (ValueError, RecursionError) as cause:
        raise Expected("certificate_broken", name=name) from cause
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise Expected("certificate_broken", name=name)
    return content


def check_certificate(content: Mapping[str, object], name: str) -> tuple[Problem, ...]:
    """What does not hold; empty where all does. Needs no register. Raises Expected("certificate_broken")."""
    if content.get("sha256") != content_sha256(content):
        return (Problem("certificate_altered"),)
    try:
        return tuple(Problem(key) for key in _wrong(content))
    except (KeyError, TypeError, ValueError, AttributeError, ZeroDivisionError) as cause:
        raise Expected("certificate_broken", name=name) from cause


def _wrong(content: Mapping[str, object]) -> list[str]:
    lot, plan, result = _part(content, "lot"), _part(content, "plan"), _part(content, "result")
    records = [(str(record_id), int(revision)) for record_id, revision in _list(lot, "records")]
    seed = bytes.fromhex(str(content["seed"]))
    drawn = tuple(str(one) for one in _list(content, "sample"))
    verdicts = _part(result, "records")
    decision = result["decision"]
    share, risk = Fraction(str(plan["share"])), Fraction(str(plan["risk"]))
    size = int(str(plan["size"]))
    wrong = [record_id for record_id, verdict in verdicts.items() if verdict != "right"]
    found = []
    if lot["sha256"] != lot_sha256(records):
        found.append("certificate_other_lot")
    if drawn != sample(seed, (record_id for record_id, _ in records), len(drawn)):
        found.append("certificate_other_sample")
    if size < sample_size(len(records), share, risk) or len(drawn) < size:
        found.append("certificate_other_plan")
    if set(verdicts) != set(drawn) or result["wrong"] != len(wrong) or result["checked"] != len(drawn):
        found.append("certificate_other_results")
    if decision == "passed":
        holds = not wrong and result["at_most"] == proved(len(records), len(drawn), risk)
    else:
        holds = decision == "released" and len(drawn) == len(records) and result["at_most"] == 0
    return found if holds else [*found, "certificate_other_claim"]


def _list(content: Mapping[str, object], name: str) -> list[Any]:
    part = content[name]
    if not isinstance(part, list):
        raise TypeError(name)
    return part


def _part(content: Mapping[str, object], name: str) -> Mapping[str, object]:
    part = content[name]
    if not isinstance(part, dict):
        raise TypeError(name)
    return part
