"""`python -m workshop.bench book [--pages N] [--read M] [--minutes T]`: a book of N colour pages, brought in and read.

The pages are drawn at run time: a few are composed, and every page is one of them with another shift and other noise,
so that no two files are the same. `ledgermark import` and `ledgermark read` are stopped in the middle, as Ctrl+C does,
and run again: every page has to be there once. Memory is the sum over all processes of a command, each page of memory
counted once (proportional set size, looked at ten times a second), its peak beside that of the same commands on a book
of one page; and the most that one process of them ever had, as the kernel kept it (VmHWM). Linux only.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from desktop.fields.forms import form_text, load_form
from desktop.paths import HOME_VARIABLE, PASSPHRASE_VARIABLE, REGISTER_VARIABLE, resources_folder
from workshop.bench.page import greatest_mb, tree_mb
from workshop.draw.camera import packed
from workshop.draw.entries import fill_page
from workshop.draw.page import draw_page
from workshop.draw.truth import PageSpec, Pixels

COMPOSED = 4
ROWS = 25
_POLL_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Watched:
    """What a command took; `early` and `late` are its peaks in the first and last quarter of its time."""

    seconds: float
    peak: float
    greatest: float  # process: VmHWM
    early: float
    late: float


def main(argv: list[str]) -> int:
    """Print the table; 1 where a page is missing or there twice."""
    parser = argparse.ArgumentParser(prog="python -m workshop.bench book", description=__doc__)
    parser.add_argument("--pages", type=int, default=40, help="pages of the book")
    parser.add_argument("--read", type=int, default=0, help="read only so many of them; 0: all")
    parser.add_argument("--minutes", type=float, default=0, help="stop reading after so many; 0: never")
    asked = parser.parse_args(argv)
    # A shell that starts this in the background has interrupts ignored, and the commands would inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        composed, form = _compose(folder)
        print(
            f"{asked.pages} colour pages, A4 at 300 dpi, {ROWS} rows x {len(load_form(form).columns)} columns"
        )
        heads = ("peak MB", "greatest process", "first quarter", "last quarter", "seconds")
        print(f"{'':44} " + " ".join(f"{head:>{max(8, len(head))}}" for head in heads), flush=True)
        one = _Register(folder / "one", form)
        _line("import, one page", one.bring(_written(folder / "single", composed, 1)))
        _line("read, one page", one.read())
        book = _Register(folder / "book", form)
        pictures = _written(folder / "pictures", composed, asked.pages)
        wanted = min(asked.read or asked.pages, asked.pages)
        stopped = book.bring(pictures, stop=lambda: book.count() >= asked.pages // 2)
        _line(f"import, stopped after {book.count()} pages", stopped)
        went_on = book.bring(pictures)
        in_after = book.count()
        _line(f"import once more: {in_after} pages are in", went_on)
        ends = time.monotonic() + (asked.minutes * 60 or math.inf)

        def enough(pages: int) -> bool:
            return time.monotonic() >= ends or book.count("read", "failed") >= pages

        stopped = book.read(stop=lambda: enough(max(1, wanted // 2)))
        read_before = book.count("read", "failed")
        _line(f"read, stopped after {read_before} pages", stopped)
        whole = wanted == asked.pages and not asked.minutes
        read = book.read(stop=None if whole else lambda: enough(wanted))
        read_after = book.count("read", "failed")
        _line(f"read, went on: {read_after} pages are read", read)
        return 0 if in_after == asked.pages and (read_after >= wanted or asked.minutes) else 1


def _line(name: str, took: Watched) -> None:
    figures = (
        f"{took.peak:8.0f} {took.greatest:16.0f} {took.early:13.0f} {took.late:12.0f} {took.seconds:8.1f}"
    )
    print(f"{name:44} {figures}", flush=True)


def _compose(folder: Path) -> tuple[list[Pixels], Path]:
    """A few pages in colour, and their form as a file."""
    form = replace(load_form(resources_folder() / "forms" / "typed-stock-register.toml"), script="typed")
    path = folder / "form.toml"
    path.write_text(form_text(form), encoding="utf-8")
    made = []
    for seed in range(COMPOSED):
        rng = np.random.default_rng(seed)
        spec = PageSpec(form, fill_page(form, ROWS, rng), title="STOCK REGISTER", folio=str(seed + 1))
        pixels = draw_page(spec, seed=seed, dpi=300).pixels
        made.append(pixels if pixels.ndim == 3 else np.repeat(pixels[..., None], 3, axis=2))
    return made, path


def _written(folder: Path, composed: list[Pixels], count: int) -> Path:
    """So many picture files; drawing and noise are this process's and not measured."""
    folder.mkdir()
    for number in range(1, count + 1):
        rng = np.random.default_rng(number)
        page = np.roll(composed[number % len(composed)], rng.integers(0, 12, 2), axis=(0, 1))
        noise = rng.integers(-4, 5, page.shape[:2], dtype=np.int16)[..., None]
        noisy = np.clip(page.astype(np.int16) + noise, 0, 255).astype(np.uint8)
        (folder / f"{number:04d}.jpg").write_bytes(packed(noisy, ".jpg"))
    return folder


class _Register:
    """A register with one book, used by commands as a person would."""

    def __init__(self, folder: Path, form: Path) -> None:
        folder.mkdir()
        self._form = form
        self._environment = {
            **os.environ,
            HOME_VARIABLE: str(folder),
            REGISTER_VARIABLE: str(folder / "register"),
            PASSPHRASE_VARIABLE: "four words that differ",
        }
        self._answer("init", "--armoury", "Bench", "--code", "BE1", "--user", "A. Njoroge")
        self._begun = False

    def bring(self, pictures: Path, stop: Callable[[], bool] | None = None) -> Watched:
        """`ledgermark import`, stopped when `stop` says so."""
        book = ("--book", "1") if self._begun else ("--new-book", "Bench", "--form", str(self._form))
        self._begun = True
        return self._watch(("import", str(pictures), *book, "--all-new"), stop)

    def read(self, stop: Callable[[], bool] | None = None) -> Watched:
        """`ledgermark read`."""
        return self._watch(("read", "--book", "1"), stop)

    def count(self, *states: str) -> int:
        """How many pages the book has, in these states or in any."""
        told = subprocess.run(
            [sys.executable, "-m", "desktop.cli", "pages", "--book", "1", "--json"],
            env=self._environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if told.returncode:
            return 0  # the book is not there yet
        return sum(not states or page["state"] in states for page in json.loads(told.stdout)["pages"])

    def _answer(self, *words: str) -> None:
        subprocess.run(
            [sys.executable, "-m", "desktop.cli", *words], env=self._environment, check=True, stdout=subprocess.DEVNULL
        )  # fmt: skip

    def _watch(self, words: tuple[str, ...], stop: Callable[[], bool] | None) -> Watched:
        """Run a command and look at its memory. Raises CalledProcessError where it fails without being stopped."""
        began = time.monotonic()
        seen: list[tuple[float, float]] = []
        asked = began
        stopped = False
        greatest = 0.0
        command = [sys.executable, "-m", "desktop.cli", *words]
        with subprocess.Popen(command, env=self._environment, stdout=subprocess.DEVNULL) as process:
            while process.poll() is None:
                seen.append((time.monotonic() - began, tree_mb(process.pid)))
                greatest = max(greatest, greatest_mb(process.pid))
                if stop is not None and not stopped and time.monotonic() - asked > 5:
                    asked = time.monotonic()
                    if stop():
                        process.send_signal(signal.SIGINT)
                        stopped = True
                time.sleep(_POLL_SECONDS)
        if process.returncode and not stopped:
            raise subprocess.CalledProcessError(process.returncode, command)
        seconds = time.monotonic() - began
        return Watched(
            seconds,
            max((mb for _, mb in seen), default=0),
            greatest,
            max((mb for at, mb in seen if at <= seconds / 4), default=0),
            max((mb for at, mb in seen if at >= seconds * 3 / 4), default=0),
        )
