"""A `scanimage` that delivers pictures that it is given: says, asks and ends as version 1.1.1 of the real one does."""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3]))

from tests.capture.scanners.plans import note, plan_in

OPTIONS = """
All options specific to device `stand-in:0':
  Scan Mode:
    --mode Lineart|Gray|Color [Gray]
        Selects the scan mode (e.g., lineart, monochrome, or color).
    --resolution 75|150|300|600dpi [75]
        Sets the resolution of the scanned image.
    --source Flatbed|ADF|ADF Duplex [Flatbed]
        Selects the scan source (such as a document-feeder).
  Geometry:
    -l 0..215.9mm (in steps of 0.1) [0]
        Top-left x position of scan area.
    -x 0..215.9mm (in steps of 0.1) [215.9]
        Width of scan-area.
    -y 0..355.6mm (in steps of 0.1) [297.2]
        Height of scan-area.
"""
ENDS = {
    "end": (7, "sane_start: Document feeder out of documents"),
    "jam": (6, "sane_start: Document feeder jammed"),
    "open": (8, "sane_start: Scanner cover is open"),
    "busy": (3, "sane_start: Device busy"),
    "vanish": (9, "sane_read: Error during device I/O"),
    "crash": (139, ""),
}


def main(arguments: list[str]) -> int:
    """Answer as scanimage does."""
    plan = plan_in(arguments[0])
    asked = arguments[1:]
    if asked[0] == "-f":
        print("stand-in:0\tNoname frontend-tester")
        return 0
    if "-A" in asked:
        print(OPTIONS)
        return 0
    note(plan, asked)
    pattern = next(one.partition("=")[2] for one in asked if one.startswith("--batch="))
    count = next((int(one.partition("=")[2]) for one in asked if one.startswith("--batch-count=")), 0)
    for number, page in enumerate(plan.pages, 1):
        if count and number > count:
            return 0
        print(f"Place document no. {number} on the scanner.\nPress <RETURN> to continue.", file=sys.stderr)
        if not sys.stdin.readline():
            return 0
        print(f"Scanning page {number}", file=sys.stderr, flush=True)
        name = pattern % number
        part = Path(name + ".part")
        part.write_bytes(Path(page).read_bytes()[:1000])  # half a page lies there for a while
        print("Progress: 12.5%\rProgress: 100.0%\r", end="", file=sys.stderr, flush=True)
        shutil.copyfile(page, part)
        part.rename(name)
        print(f"Scanned page {number}. (scanner status = 5)", file=sys.stderr, flush=True)
        print(name, flush=True)
    if count and count == len(plan.pages):
        return 0
    if plan.then == "silent":
        time.sleep(600)
    code, said = ENDS[plan.then]
    print(f"scanimage: {said}", file=sys.stderr)
    return 0 if plan.then == "end" else code  # the end of a batch is success, even of one without pages


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
