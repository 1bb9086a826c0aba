"""The window: `python -m desktop`, or the frozen window program.

Decoding a picture and scanning with WIA happen in children of this very program; such a child must not wait for Qt, so
its flag is looked for before anything else is imported.
"""

import sys


def main() -> int:
    """Serve as a decoding or scanning child, or show the window; the exit code."""
    from desktop.capture import child

    if sys.argv[1:2] == [child.FLAG]:
        return child.main()
    from desktop.capture.scanners.wia_words import FLAG as WIA_FLAG

    if sys.argv[1:2] == [WIA_FLAG]:
        from desktop.capture.scanners import wia_child

        return wia_child.main(sys.argv[2:])
    from desktop.ui.program import run

    return run(sys.argv)


if __name__ == "__main__":
    sys.exit(main())
