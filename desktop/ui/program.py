"""Start the window: look, language, lanes; then set-up, unlocking or practice; then the shell."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from desktop.operations.workplace import workplace
from desktop.paths import REGISTER_VARIABLE
from desktop.settings import load_settings
from desktop.ui.garbage import Collector
from desktop.ui.visit import Visit

SWITCH_S = 0.0005
"""A key waits for a lane's Python at most so long, each time that Qt calls back: with the usual 5 ms the fields of one
row could cost a tenth of a second while a page is read."""


def run(argv: Sequence[str]) -> int:
    """Show the window until it is closed; the exit code."""
    asked = _parser().parse_args(argv[1:])
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        application = QApplication([argv[0]])
    visit = begin(application, os.environ, practice=asked.practice, register=asked.register)
    before = sys.excepthook
    sys.excepthook = visit.failures.hook(before)
    collector = Collector(application)
    try:
        return application.exec()
    finally:
        collector.stop()
        sys.excepthook = before


def begin(
    application: QApplication,
    environ: Mapping[str, str],
    *,
    practice: bool = False,
    register: Path | None = None,
) -> Visit:
    """Make everything ready and show the first window."""
    sys.setswitchinterval(SWITCH_S)
    place = workplace(environ)
    settings = load_settings(place.places.config)
    named = register or (Path(environ[REGISTER_VARIABLE]) if environ.get(REGISTER_VARIABLE) else None)
    folder = named or (Path(settings.register) if settings.register else place.places.register)
    application.setApplicationName("Ledgermark")
    application.setDesktopFileName("ledgermark")
    application.setWindowIcon(QIcon(str(place.places.resources / "icons" / "ledgermark.svg")))
    visit = Visit(application, place, settings, folder)
    visit.start(practice=practice)
    return visit


def _parser() -> argparse.ArgumentParser:
    """What the window's command line understands."""
    parser = argparse.ArgumentParser(
        prog="ledgermark-window",
        description="Ledgermark's window: read, check, file and send an armoury's paper ledgers, offline.",
        epilog="example: ledgermark-window --practice",
    )
    parser.add_argument(
        "--practice", action="store_true", help="open the practice register with the sample ledger"
    )
    parser.add_argument("--register", type=Path, metavar="FOLDER", help="the folder of the register to open")
    return parser
