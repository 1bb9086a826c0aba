"""The command line: the same operations as the window's, without Qt."""

from __future__ import annotations

import sys


def main() -> int:
    """The program `ledgermark`: a decoding or scanning child where it is called as one, else the command line."""
    from desktop.capture.child import FLAG

    if sys.argv[1:2] == [FLAG]:
        from desktop.capture import child

        return child.main()
    from desktop.capture.scanners.wia_words import FLAG as WIA_FLAG

    if sys.argv[1:2] == [WIA_FLAG]:
        from desktop.capture.scanners import wia_child

        return wia_child.main(sys.argv[2:])
    from desktop.cli.door import run

    return run(sys.argv[1:])
