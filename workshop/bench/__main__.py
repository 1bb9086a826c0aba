"""`python -m workshop.bench NAME …`: run the bench that the module of that name holds, by its `main(argv)`."""

from __future__ import annotations

import importlib
import pkgutil
import sys

import workshop.bench


def benches() -> list[str]:
    """The names of all benches: the modules of this folder."""
    return sorted(
        module.name
        for module in pkgutil.iter_modules(workshop.bench.__path__)
        if not module.name.startswith("_")
    )


def main(argv: list[str]) -> int:
    """Hand the rest of the command line to the bench that its first word names."""
    if not argv or argv[0] not in benches():
        print("usage: python -m workshop.bench NAME …\nbenches:", ", ".join(benches()))
        return 0 if argv[:1] in ([], ["-h"], ["--help"]) else 2
    bench = importlib.import_module(f"workshop.bench.{argv[0]}")
    code: int = bench.main(argv[1:])
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
