"""Two kinds of failure: the world's is an `Expected` with a sentence's key; everything else is ours and a bug.

`db` and the middle of the program know no language. An `Expected` carries a key and its values; the door (window
or command line) turns both into a sentence with `desktop.messages`. The exit codes below are the command line's.
"""

from enum import IntEnum


class Exit(IntEnum):
    """Exit codes of the command line; documented in the README and in ``ledgermark --help``."""

    FINE = 0
    OURS = 1  # a defect of the program; a report was saved
    USAGE = 2
    SOME_FAILED = 3  # some pictures or pages could not be done; the others were
    BAD_INPUT = 4  # nothing of what was given could be used
    REGISTER = 5  # wrong passphrase, no register, a newer register, a damaged one
    MISSING_PART = 6  # Tesseract, a language or a model is not installed
    DISK = 7  # full, read-only, pulled out
    REFUSED = 8  # not allowed now: something has to be settled first, or the practice register may not do it
    STOPPED = 130  # cancelled by the person


class Expected(Exception):  # noqa: N818 - it is not an error of the program
    """The world's fault, to be said in one sentence that tells what and what next.

    `key` names the sentence in `desktop.messages.SENTENCES`; `values` fill its braces (never a record's field
    value where the sentence goes to a log).
    """

    def __init__(self, key: str, exit_code: Exit = Exit.BAD_INPUT, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.exit_code = exit_code
        self.values = values

    def __str__(self) -> str:
        """Key and values, for a developer's eye only; people see the sentence."""
        return f"{self.key} {self.values}" if self.values else self.key


class Cancelled(Expected):
    """A person stopped the work; what was done before stays."""

    def __init__(self) -> None:
        super().__init__("cancelled", Exit.STOPPED)
