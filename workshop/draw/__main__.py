"""`python -m workshop.draw samples`: draw the bundled sample ledger again."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from workshop.draw.samples import write_samples

_RESOURCES = Path(__file__).parents[2] / "resources"


def main(argv: list[str]) -> int:
    """Draw, and say how large the files are."""
    parser = argparse.ArgumentParser(prog="python -m workshop.draw", description=__doc__)
    parser.add_argument("what", choices=["samples"])
    parser.add_argument(
        "--resources", type=Path, default=_RESOURCES, help="folder that holds forms and samples"
    )
    asked = parser.parse_args(argv)
    total = 0
    for path in write_samples(asked.resources):
        size = path.stat().st_size
        total += size
        print(f"{path.name:24} {size / 1024:7.0f} KB")
    print(f"{'all':24} {total / 1024:7.0f} KB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
