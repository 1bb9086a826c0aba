"""The command line: the same operations as the window's, without Qt."""

from __future__ import annotations

import sys


def main() -> int:
    """The program `ledgermark`: a decoding child where it is called as one, else the command line."""
    from desktop.capture.child import FLAG

    if sys.argv[1:2] == [FLAG]:
        from desktop.capture import child

        return child.main()
    from desktop.cli.door import run

    return run(sys.argv[1:])
