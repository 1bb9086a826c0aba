"""Tesseract behind `Engine`: one process a call, a list of pictures in, hOCR out. The only home of pytesseract."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from db.errors import Cancelled, Exit, Expected
from desktop.fields.definitions import Kind
from desktop.paths import Places
from desktop.recognition.engine import NOTHING_WRITTEN, Cancel, Crop, Guess, Hint, never
from desktop.recognition.hocr import Read, parse
from desktop.recognition.trim import lines_of
from desktop.recognition.workfolder import sweep, work_folder

NAME: Final = "tesseract"
_OPTIONS: Final = (
    *("--psm", "7", "--dpi", "300"),  # 7: one line; without a resolution it guesses one for every picture
    *("-c", "hocr_char_boxes=1", "-c", "lstm_choice_mode=2", "-c", "lstm_rating_coefficient=1"),
)
_CODES: Final = frozenset(
    {Kind.SERIAL_NUMBER, Kind.NUMBER, Kind.DIGITS, Kind.YEAR, Kind.CAPITALS}
)  # need no second language
_START_SECONDS: Final = 60.0  # loading its data from the cold disk of an old PC that does other things too
_SECONDS_A_LINE: Final = 2.0  # 4 ms on the PC where it was measured
_MOST_SECONDS: Final = 600.0  # for one column, with all that was tried again
_POLL_SECONDS: Final = 0.1  # how soon a wish to stop is heard
_KEPT: Final = (
    "SYSTEMROOT",
    "TEMP",
    "TMP",
    "TESSDATA_PREFIX",
)  # what a child on Windows cannot start without


@dataclass(slots=True)
class TesseractEngine:
    """Reader named "tesseract". `read` may be called from several threads at once."""

    program: Path | None
    private: Path  # folder for the pictures of the moment
    environment: Mapping[str, str]  # the child's whole environment
    name: str = NAME
    _languages: frozenset[str] = field(default_factory=frozenset)

    def check(self, languages: Sequence[str]) -> None:
        """Raise Expected "tesseract_missing" or "tesseract_language_missing" when a part is not installed."""
        if self.program is None or not self.program.is_file():
            raise Expected("tesseract_missing", Exit.MISSING_PART)
        if not self._languages:
            listed = self._run(["--list-langs"], self.program.parent, _START_SECONDS, never)
            self._languages = frozenset(line.strip() for line in listed.out.splitlines()[1:])
        missing = [language for language in languages if language not in self._languages]
        if missing:
            raise Expected("tesseract_language_missing", Exit.MISSING_PART, language=", ".join(missing))

    def heeded(self, hint: Hint) -> Hint:
        """Languages, and whether codes or words are to be read: a process starts in 60 ms, as long as 15 cells take."""
        code = hint.kind in _CODES and hint.languages[0] != "ara"  # Arabic data read Latin figures badly
        return Hint(Kind.DIGITS if code else Kind.TEXT, hint.languages[:1] if code else hint.languages)

    def read(self, crops: Sequence[Crop], hint: Hint, cancel: Cancel = never) -> list[Guess]:
        """Read a column. Raises Expected also when the program stops on every picture ("tesseract_stopped")."""
        lines = [lines_of(crop) for crop in crops]
        pictures = {
            f"{place}-{part}.pgm": line for place, cell in enumerate(lines) for part, line in enumerate(cell)
        }
        if not pictures:
            return [NOTHING_WRITTEN] * len(crops)
        languages = self.heeded(hint).languages
        self.check(languages)
        with work_folder(self.private) as folder:
            for name, line in pictures.items():
                height, width = line.shape
                (folder / name).write_bytes(b"P5\n%d %d\n255\n" % (width, height) + line.tobytes())
            answers = self._read_all(list(pictures), folder, languages, cancel)
        return [
            _guess([answers.get(f"{place}-{part}.pgm") for part in range(len(cell))])
            if cell
            else NOTHING_WRITTEN
            for place, cell in enumerate(lines)
        ]

    def _read_all(
        self, names: list[str], folder: Path, languages: Sequence[str], cancel: Cancel
    ) -> dict[str, Read]:
        """One picture that Tesseract cannot bear ends its run, so what got no answer is asked again, by halves."""
        ends = time.monotonic() + _MOST_SECONDS
        answers: dict[str, Read] = {}
        waiting = [names]
        while waiting:
            asked = waiting.pop()
            listed = folder / "list.txt"
            listed.write_text("".join(f"{name}\n" for name in asked), "ascii")
            left = min(ends - time.monotonic(), _START_SECONDS + _SECONDS_A_LINE * len(asked))
            if left <= 0:
                break
            answers |= parse(
                self._run(
                    [listed.name, "stdout", "-l", "+".join(languages), *_OPTIONS, "hocr"],
                    folder,
                    left,
                    cancel,
                ).out
            )
            unanswered = [name for name in asked if name not in answers]
            if unanswered and len(asked) > 1:
                half = (len(unanswered) + 1) // 2
                waiting += [part for part in (unanswered[half:], unanswered[:half]) if part]
        if not answers:
            raise Expected("tesseract_stopped", Exit.MISSING_PART)
        return answers

    def _run(self, arguments: Sequence[str], folder: Path, seconds: float, cancel: Cancel) -> _Answer:
        # Loaded here, where a cell is read: it brings Pillow along, which no window has to wait for.
        from pytesseract import pytesseract

        quiet = pytesseract.subprocess_args()  # on Windows: without a console window
        quiet |= {"stdin": subprocess.DEVNULL, "env": dict(self.environment), "cwd": folder}
        ends = time.monotonic() + seconds
        with subprocess.Popen([str(self.program), *arguments], **quiet) as process:
            try:
                while True:
                    try:
                        out, complaint = process.communicate(timeout=_POLL_SECONDS)
                        break
                    except subprocess.TimeoutExpired:
                        if cancel():
                            raise Cancelled from None
                        if time.monotonic() > ends:
                            process.kill()
            finally:
                process.kill()
        return _Answer(out.decode("utf-8", "replace"), complaint.decode("utf-8", "replace"))


@dataclass(frozen=True, slots=True)
class _Answer:
    out: str
    complaint: str


def tesseract_engine(places: Places, environ: Mapping[str, str] = os.environ) -> TesseractEngine:
    """Find the program, bundled or installed, and remove what an earlier run left in the private folder.

    A program that is not there is only said when something is to be read.
    """
    sweep(places.private)
    bundled = places.resources.parent / "tesseract"
    exe = "tesseract.exe" if sys.platform == "win32" else "tesseract"
    kept = {name: environ[name] for name in _KEPT if name in environ}
    # PyInstaller points LD_LIBRARY_PATH at its own libraries, which are the wrong ones for Tesseract.
    environment = {**kept, "PATH": environ.get("PATH", os.defpath), "LC_ALL": "C", "OMP_THREAD_LIMIT": "1"}
    if (bundled / exe).is_file():
        # Its libraries lie where PyInstaller gathers all of them.
        libraries = str(places.resources.parent)
        environment |= {"TESSDATA_PREFIX": str(bundled / "tessdata"), "LD_LIBRARY_PATH": libraries}
        return TesseractEngine(bundled / exe, places.private, environment)
    found = shutil.which(exe, path=environment["PATH"])
    usual = Path(environ.get("PROGRAMFILES", "/")) / "Tesseract-OCR" / exe  # its installer leaves PATH alone
    return TesseractEngine(Path(found) if found else usual, places.private, environment)


def _guess(read: Sequence[Read | None]) -> Guess:
    """Lines of one cell joined by a space; a line without an answer makes the cell unreadable."""
    if any(line is None for line in read):
        return Guess("", 0.0)
    lines = [line for line in read if line is not None and line.text]
    if not lines:
        return Guess("", 0.0)
    text = " ".join(line.text for line in lines)
    characters: tuple[float, ...] = lines[0].characters
    choices = lines[0].choices
    for line in lines[1:]:
        characters = (*characters, 1.0, *line.characters)
        choices = (*choices, (), *line.choices)
    certain = 1.0
    for figure in characters:
        certain *= figure
    return Guess(text, certain, characters, choices=choices)
