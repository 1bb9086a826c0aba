"""The same parsers, guided by which lines a case reaches: for whoever has atheris, which is in none of the extras.

`pip install atheris`, then `python -m workshop.fuzz.covered NAME -max_total_time=60 [libFuzzer's other options]`. It
begins from cases that the bench would draw, stops at the first that fails, and leaves that as a file `crash-…`.
"""

from __future__ import annotations

import importlib
import random
import sys
import tempfile
from pathlib import Path

_SEEDS = 200


def main(argv: list[str]) -> int:
    """Hand the parser over to libFuzzer; it does not come back."""
    atheris = importlib.import_module("atheris")
    name, *options = argv
    # Only what is imported in here is watched, so nothing of the program may be imported before.
    with atheris.instrument_imports(include=["desktop", "db", "tomllib", "json", "zipfile", "xml"]):
        parsers = importlib.import_module("workshop.fuzz.parsers").PARSERS
        outcome = importlib.import_module("workshop.fuzz.parser").outcome
        grounds = importlib.import_module("workshop.fuzz.seeds").Grounds
    parser = parsers[name](grounds(Path(tempfile.mkdtemp(prefix="ledgermark-fuzz-"))))
    seeds = Path(tempfile.mkdtemp(prefix="ledgermark-seeds-"))
    for number in range(_SEEDS):
        (seeds / str(number)).write_bytes(parser.make(random.Random(f"1 {name} {number}")))
    atheris.Setup([sys.argv[0], *options, str(seeds)], lambda case: outcome(parser, case))
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
