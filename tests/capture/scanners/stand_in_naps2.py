"""A `NAPS2.Console.exe` that writes the pictures that it is given, all at the end, and says what its console says."""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3]))

from tests.capture.scanners.plans import note, plan_in

ENDS = {
    "jam": "The scanner has a paper jam.",
    "open": "The scanner's cover is open.",
    "busy": "The scanner is busy.",
    "vanish": "The selected scanner is offline.",
    "crash": "An unknown error occurred.",
}


def main(arguments: list[str]) -> int:
    """Answer as NAPS2's console does."""
    plan = plan_in(arguments[0])
    asked = arguments[1:]
    if "--listdevices" in asked:
        print("Noname frontend-tester")
        return 0
    note(plan, asked)
    out = asked[asked.index("-o") + 1]
    print("Beginning scan...")
    for number in range(1, len(plan.pages) + 1):
        print(f"Scanned page {number}.", flush=True)
    if plan.then == "silent":
        time.sleep(600)
    if plan.then in ENDS:
        print(ENDS[plan.then])
    elif not plan.pages:
        print("No pages are in the feeder.")
    pages = plan.pages[:1] if asked[asked.index("--source") + 1] == "glass" else plan.pages
    for number, page in enumerate(pages, 1):
        shutil.copyfile(page, out.replace("$(nnnn)", f"{number:04d}"))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
