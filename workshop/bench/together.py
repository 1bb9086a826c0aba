"""`python -m workshop.bench together --data FOLDER`: the field reader, Tesseract and both, on the same crops, by kind.

Writers, faces and pages are ones that neither training nor calibration saw. "+ field": with what the field knows. Then
how sure the reading of both is: calibration error, reliability table, risk by coverage, texts invented on empty crops.
"""

from __future__ import annotations

from pathlib import Path

from workshop.train.calibrate import MISSING, parser, show


def main(argv: list[str]) -> int:
    """Print the tables."""
    given = parser("python -m workshop.bench together", __doc__).parse_args(argv)
    if given.data is None or not Path(given.data).is_dir():
        print(MISSING)
        return 3
    show(Path(given.data), given.model, given.count, given.kinds)
    return 0
