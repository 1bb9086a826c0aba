"""The short form of `workshop.bench fuzz`: whatever is done to a file from outside, it is read or refused in words."""

from __future__ import annotations

import random
import shutil
import sys
import warnings
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from workshop.bench.fuzz import Bounds, fuzz
from workshop.faults.runs import scratch_folder
from workshop.fuzz.parser import Parser, outcome
from workshop.fuzz.parsers import PARSERS
from workshop.fuzz.seeds import Grounds

CORPUS = Path(__file__).with_name("corpus")
FAILED_ONCE = sorted(path for path in CORPUS.glob("*/*") if path.parent.name in PARSERS)


@pytest.fixture(scope="module")
def grounds() -> Iterator[Grounds]:
    """One armoury and one registry for all of them: a scene takes four seconds."""
    folder = scratch_folder("ledgermark-fuzz-")
    with closing(Grounds(folder)) as grounds:
        yield grounds
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def parsers(grounds: Grounds) -> dict[str, Parser]:
    return {}


@pytest.fixture
def parser(request: pytest.FixtureRequest, grounds: Grounds, parsers: dict[str, Parser]) -> Parser:
    """The parser that the test names, made once."""
    if request.param not in parsers:
        parsers[request.param] = PARSERS[request.param](grounds)
    return parsers[request.param]


@settings(
    max_examples=25, deadline=None, database=None, phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(number=st.integers(0, 2**64 - 1))
@pytest.mark.parametrize("parser", PARSERS, indirect=True)
def test_a_changed_file_is_read_or_refused_with_a_sentence(parser: Parser, number: int) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a zip with two members of one name is made on purpose
        assert outcome(parser, parser.make(random.Random(number)))


@pytest.mark.parametrize(
    ("parser", "path"), [(path.parent.name, path) for path in FAILED_ONCE], indirect=["parser"],
    ids=[f"{path.parent.name}/{path.name}" for path in FAILED_ONCE],
)  # fmt: skip
def test_what_failed_once_is_read_or_refused_now(parser: Parser, path: Path) -> None:
    assert outcome(parser, path.read_bytes())


def test_there_are_files_that_failed_once_and_each_is_some_parser_s() -> None:
    assert FAILED_ONCE
    assert {path.name for path in CORPUS.iterdir()} <= set(PARSERS)


def test_a_case_that_hangs_one_that_crashes_and_one_that_fails_are_named_and_the_next_goes_on(
    tmp_path: Path,
) -> None:
    bounds = Bounds("1", seconds=1.0, megabytes=100, failures=tmp_path)
    tally = fuzz("stand-in", range(8), bounds, (sys.executable, "-c", STAND_IN))
    assert tally.failures == [
        "stand-in 2: longer than 1 s",
        "stand-in 5: ended by -9",
        "stand-in 6: a traceback",
    ]
    assert tally.ended == {"read": 5, "longer than 1 s": 1, "ended by -9": 1, "ValueError": 1}


STAND_IN = """
import json, os, sys, time
name, first, count, *_ = sys.argv[1:]
for case in range(int(first), int(first) + int(count)):
    print(json.dumps({"case": case}), flush=True)
    if case == 2:
        time.sleep(60)
    if case == 5:
        os.kill(os.getpid(), 9)
    ended, failure = ("ValueError", "a traceback") if case == 6 else ("read", "")
    print(json.dumps({"case": case, "ended": ended, "seconds": 0.1, "peak": 1, "failure": failure}), flush=True)
"""
