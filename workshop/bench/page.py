"""`python -m workshop.bench page`: one A4 page, 300 dpi, 40 rows of 8 columns, read by `ledgermark page`, start to end.

With `--dpi 366 --colour` it is a colour scan of 3026 x 4280 dots.

Beside it, in the same run, the way one would do it first: pytesseract called once for each of the same crops (with one
thread to a process: without that limit it is slower still). Memory is the sum over all processes of the command, each
page of memory counted once (proportional set size).
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from pytesseract import pytesseract

from desktop.fields.forms import LedgerForm, form_text, load_form
from desktop.imaging.clean import clean
from desktop.imaging.crops import cut_grid
from desktop.imaging.grid import find_grid
from desktop.paths import resources_folder
from workshop.draw.camera import packed, unpacked
from workshop.draw.entries import fill_page
from workshop.draw.page import draw_page
from workshop.draw.truth import PageSpec, Pixels

ROWS = 40
_POLL_SECONDS = 0.02
_YELLOWED = (1.0, 0.97, 0.9)


@dataclass(frozen=True, slots=True)
class Cost:
    """What something took."""

    seconds: float
    cpu_seconds: float
    peak_mb: float = 0.0


def picture_and_form(folder: Path, dpi: int = 300, *, colour: bool = False) -> tuple[Path, Path, LedgerForm]:
    """The page and its form as files."""
    form = load_form(resources_folder() / "forms" / "handwritten-stock-register.toml")
    form = replace(form, script="typed")
    spec = PageSpec(
        form, fill_page(form, ROWS, np.random.default_rng(40)), title="STOCK REGISTER", folio="40"
    )
    picture, toml = folder / "page.png", folder / "form.toml"
    pixels = draw_page(spec, seed=40, dpi=dpi).pixels
    if colour and pixels.ndim == 2:
        pixels = np.stack([(pixels * share).astype(np.uint8) for share in _YELLOWED], axis=2)
    picture.write_bytes(packed(pixels, ".png"))
    toml.write_text(form_text(form), encoding="utf-8")
    return picture, toml, form


def command_cost(picture: Path, form: Path, out: Path) -> Cost:
    """Run the command in a process of its own and watch it. Raises CalledProcessError where it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.monotonic()
    command = [
        sys.executable,
        "-m",
        "desktop.cli",
        "page",
        str(picture),
        "--form",
        str(form),
        "--json",
        str(out),
    ]
    peak = 0.0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            peak = max(peak, tree_mb(process.pid))
            time.sleep(_POLL_SECONDS)
    seconds = time.monotonic() - began
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, peak)


def tree_mb(pid: int) -> float:
    """Memory of a process and all below it, in MB; what has just ended counts nothing. Linux only, elsewhere 0."""
    return sum(_mb(each, "smaps_rollup", "Pss:") for each in _tree(pid))


def greatest_mb(pid: int) -> float:
    """The most that one process of them ever had so far, in MB, as the kernel keeps it. Linux only, elsewhere 0."""
    return max(_mb(each, "status", "VmHWM:") for each in _tree(pid))


def _tree(pid: int) -> Iterator[int]:
    yield pid
    try:
        below = (Path("/proc") / str(pid) / "task").iterdir()
        children = [int(child) for task in below for child in (task / "children").read_text().split()]
    except OSError:
        return
    for child in children:
        yield from _tree(child)


def _mb(pid: int, file: str, name: str) -> float:
    try:
        text = (Path("/proc") / str(pid) / file).read_text()
        return next(int(line.split()[1]) for line in text.splitlines() if line.startswith(name)) / 1024
    except (OSError, StopIteration):
        return 0.0


def crops_of(picture: Pixels, form: LedgerForm) -> list[Pixels]:
    """Every cell of the page, as the command cuts it."""
    page, cleaning, _ = clean(picture, form)
    rows = cut_grid(page, cleaning, find_grid(page, cleaning, form))
    return [crop.grey for row in rows for crop in row if crop.grey.size]


def one_call_a_cell(crops: list[Pixels]) -> Cost:
    """The baseline."""
    os.environ["OMP_THREAD_LIMIT"] = "1"
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.monotonic()
    for crop in crops:
        pytesseract.image_to_string(crop, config="--psm 7")
    seconds = time.monotonic() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def main(argv: list[str]) -> int:
    """Print the comparison."""
    parser = argparse.ArgumentParser(prog="python -m workshop.bench page", description=__doc__)
    parser.add_argument(
        "--times", type=int, default=3, help="how often the command is run; the quickest counts"
    )
    parser.add_argument("--dpi", type=int, default=300)
    parser.add_argument("--colour", action="store_true")
    asked = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        picture, toml, form = picture_and_form(folder, asked.dpi, colour=asked.colour)
        runs = [command_cost(picture, toml, folder / "out.json") for _ in range(asked.times)]
        best = min(runs, key=lambda run: run.seconds)
        rows = json.loads((folder / "out.json").read_text(encoding="utf-8"))[0]["rows"]
        crops = crops_of(unpacked(picture.read_bytes()), form)
    slow = one_call_a_cell(crops)
    cells = sum(len(row["cells"]) for row in rows)
    print(
        f"A4, {asked.dpi} dpi, {ROWS} rows x {len(form.columns)} columns; {len(rows)} rows, {cells} cells found"
    )
    print(f"{'':38} {'seconds':>8} {'CPU s':>8} {'MB':>6}")
    print(
        f"{'ledgermark page, start to end':38} {best.seconds:8.2f} {best.cpu_seconds:8.2f} {best.peak_mb:6.0f}"
    )
    print(
        f"{f'one pytesseract call a cell, {len(crops)} cells':38} {slow.seconds:8.2f} {slow.cpu_seconds:8.2f}"
    )
    print(
        f"{'so many times as fast':38} {slow.seconds / best.seconds:8.1f} {slow.cpu_seconds / best.cpu_seconds:8.1f}"
    )
    return 0
