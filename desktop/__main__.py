"""The window: `python -m desktop`, or the frozen window program.

Decoding a picture happens in a child of this very program; such a child must not wait for Qt, so its flag is looked for
before anything else is imported.
"""

import sys


def main() -> int:
    """Serve as a decoding child, or show the window; the exit code."""
    from desktop.capture import child

    if sys.argv[1:2] == [child.FLAG]:
        return child.main()
    from desktop.ui.program import run

    return run(sys.argv)


if __name__ == "__main__":
    sys.exit(main())
