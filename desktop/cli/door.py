"""The door: arguments in, an exit code out, and every failure either a sentence or a saved report."""

from __future__ import annotations

import os
import sys

from db.errors import Exit, Expected
from desktop.cli.parser import build_parser
from desktop.cli.words import expected_sentence, say_aside
from desktop.log import save_report
from desktop.operations.session import system_clock
from desktop.paths import places


def run(argv: list[str]) -> int:
    """Do what the arguments say."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    asked = build_parser(argv).parse_args(argv)
    try:
        return int(asked.do(asked))
    except Expected as failure:
        say_aside(expected_sentence(failure))
        return int(failure.exit_code)
    except KeyboardInterrupt:
        say_aside(expected_sentence(Expected("cancelled")))
        return int(Exit.STOPPED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whoever read our answer has heard enough
        return int(Exit.FINE)
    except Exception as defect:  # noqa: BLE001 - ours: a report for those who mend it, a sentence for the person
        report = save_report(places(os.environ).reports, defect, system_clock())
        key = "our_fault" if report else "our_fault_unsaved"
        say_aside(expected_sentence(Expected(key, Exit.OURS, report=str(report))))
        return int(Exit.OURS)
