#!/usr/bin/env python3
"""Set up, run, check and build Ledgermark with one command; needs nothing but Python 3.11 or newer.

python3 start.py          set up what is missing, then open the practice ledger (or read it, without a screen)
python3 start.py test     set up, then every check: format, lint, types, import contracts, tests
python3 start.py build    set up, then build the archive for a PC without network, Python or Tesseract
python3 start.py setup    set up only
python3 start.py run ...  the command line: start.py run --help
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
WINDOWS = sys.platform == "win32"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
LANGUAGES = ("eng", "fra", "por", "spa", "ara", "swa")

# What each part is for, so that a person whose system is not Debian-like can find its name there.
QT_LIBRARIES = (
    "libdbus-1-3", "libegl1", "libfontconfig1", "libfreetype6", "libgl1", "libglib2.0-0", "libx11-xcb1",
    "libxcb-cursor0", "libxcb-icccm4", "libxcb-image0", "libxcb-keysyms1", "libxcb-randr0", "libxcb-render-util0",
    "libxcb-render0", "libxcb-shape0", "libxcb-shm0", "libxcb-sync1", "libxcb-util1", "libxcb-xfixes0",
    "libxcb-xinerama0", "libxcb-xkb1", "libxcb1", "libxkbcommon-x11-0", "libxkbcommon0", "zlib1g",
)  # fmt: skip
DEBIAN_PARTS = {
    "Tesseract 5 and its languages": ("tesseract-ocr", *(f"tesseract-ocr-{code}" for code in LANGUAGES)),
    "Qt's libraries": QT_LIBRARIES,
    "a typeface for the window": ("fonts-dejavu-core",),
    "the scanner's program": ("sane-utils",),
}
BINUTILS = {"PyInstaller's tools": ("binutils",)}


def main(arguments: "list[str]") -> int:
    """Do what was asked; 0 when it went well, else the exit code of what did not."""
    if sys.version_info < (3, 11):  # noqa: UP036 - the person may have started it with an old one
        say(f"Ledgermark needs Python 3.11 or newer; this is {sys.version.split()[0]}. Install a newer one.")
        return 6
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", nargs="?", default="main", choices=("main", "test", "build", "setup", "run"))
    parser.add_argument("rest", nargs=argparse.REMAINDER, help="passed on to the command line or to pytest")
    asked = parser.parse_args(arguments)
    try:
        set_up(extras="[dev]" if asked.what in {"test", "build"} else "", build=asked.what == "build")
    except SetUpFailed as failure:
        say(str(failure))
        return 6
    doing = {
        "main": run_main,
        "test": run_checks,
        "build": run_build,
        "setup": lambda _rest: 0,
        "run": run_line,
    }
    return doing[asked.what](asked.rest)


class SetUpFailed(Exception):  # noqa: N818 - it is the world's failure, said in a sentence
    """Something that a person has to put right; the text says what and how."""


def say(text: str) -> None:
    """One line to the person, at once."""
    print(text, flush=True)


def call(*command: object, quiet: bool = False, environ: "dict[str, str] | None" = None) -> int:
    """Run a program in this folder and give its exit code."""
    output = subprocess.DEVNULL if quiet else None
    words = [str(part) for part in command]
    return subprocess.run(words, cwd=HERE, env=environ, check=False, stdout=output).returncode


def can_import(python: object, module: str) -> bool:
    """Whether that Python has the module; a question, so that its traceback is nobody's business."""
    asked = [str(python), "-c", f"import {module}"]
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0


# ---------------------------------------------------------------------------------------------- setting up


def set_up(*, extras: str, build: bool) -> None:
    """System parts, virtual environment, pinned dependencies; quick when all is there."""
    system_parts({**DEBIAN_PARTS, **(BINUTILS if build else {})})
    environment()
    dependencies(extras)


def system_parts(parts: "dict[str, tuple[str, ...]]") -> None:
    """Install what Debian or Ubuntu lacks, or say what is missing elsewhere."""
    if WINDOWS or shutil.which("dpkg-query") is None:
        missing_elsewhere()
        return
    wanted = [name for names in parts.values() for name in names]
    missing = [name for name in wanted if not debian_has(name)]
    if not missing:
        return
    install = ["apt-get", "install", "-y", "-q", "--no-install-recommends"]
    if os.geteuid() == 0:
        prefix = []
    elif shutil.which("sudo") and (sys.stdin.isatty() or call("sudo", "-n", "true", quiet=True) == 0):
        prefix = ["sudo"]
    else:
        say(
            f"These system packages are missing, and only an administrator can install them: {' '.join(missing)}"
        )
        say(f"Ask one to run:  sudo apt-get update && sudo {' '.join(install[:2])} {' '.join(missing)}")
        if shutil.which("tesseract") is None:
            raise SetUpFailed("Without Tesseract no page can be read; Ledgermark stops here.")
        return
    say(f"Installing system packages: {' '.join(missing)}")
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    call(*prefix, "apt-get", "update", "-q", quiet=True, environ=environ)
    if call(*prefix, *install, *missing, quiet=True, environ=environ) != 0:
        # One name that this release does not have must not keep the others out.
        failed = [name for name in missing if call(*prefix, *install, name, quiet=True, environ=environ) != 0]
        say(f"These packages could not be installed: {' '.join(failed)}")
        if "tesseract-ocr" in failed and shutil.which("tesseract") is None:
            raise SetUpFailed(
                "Without Tesseract no page can be read. Check the package sources and try again."
            )


def debian_has(name: str) -> bool:
    """Whether dpkg says that the package, or one that provides it under a newer name, is installed."""
    for candidate in (name, f"{name}t64"):  # the 64-bit time names of Debian 13 and Ubuntu 24.04
        asked = subprocess.run(
            ["dpkg-query", "-W", "-f", "${db:Status-Status}", candidate],
            capture_output=True,
            text=True,
            check=False,
        )
        if asked.stdout.strip().startswith("installed"):
            return True
    return False


def missing_elsewhere() -> None:
    """Name what is missing on Windows, macOS or another Linux, and how to get it."""
    program = shutil.which("tesseract") or shutil.which("tesseract", path=r"C:\Program Files\Tesseract-OCR")
    if program is None:
        how = {
            "win32": "Install it with:  winget install UB-Mannheim.TesseractOCR",
            "darwin": "Install it with:  brew install tesseract tesseract-lang",
        }.get(
            sys.platform,
            "Install it with your package manager, for example:  sudo dnf install tesseract "
            + " ".join(f"tesseract-langpack-{code}" for code in LANGUAGES),
        )
        raise SetUpFailed(f"Tesseract 5 is missing, with the languages {', '.join(LANGUAGES)}. {how}")
    listed = subprocess.run(
        [program, "--list-langs"], capture_output=True, text=True, check=False
    ).stdout.split()
    absent = [code for code in LANGUAGES if code not in listed]
    if absent:
        say(f"Tesseract lacks the languages {', '.join(absent)}; pages in them will be read less well.")


def environment() -> None:
    """The virtual environment beside this file."""
    if PYTHON.exists() and can_import(PYTHON, "pip"):
        return
    say("Making a virtual environment in .venv")
    if shutil.which("dpkg-query") and not can_import(sys.executable, "ensurepip"):
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        system_parts({"Python's venv": (f"python{version}-venv",)})
    shutil.rmtree(VENV, ignore_errors=True)
    if call(sys.executable, "-m", "venv", VENV) != 0:
        raise SetUpFailed(
            "Python could not make a virtual environment. Is its venv module installed and the disk not full?"
        )


def dependencies(extras: str) -> None:
    """The pinned packages; a stamp of pyproject.toml tells whether anything changed."""
    wanted = hashlib.sha256((HERE / "pyproject.toml").read_bytes()).hexdigest()
    stamp = VENV / "installed-dev" if extras else VENV / "installed"
    if any(path.exists() and path.read_text() == wanted for path in (stamp, VENV / "installed-dev")):
        return
    say("Installing the pinned packages (this takes some minutes the first time)")
    pip = (
        PYTHON,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-warn-script-location",
    )
    for attempt in range(3):  # a flaky line is no reason to begin again by hand
        if call(*pip, "--editable", f".{extras}") == 0:
            stamp.write_text(wanted)
            return
        time.sleep(2 * attempt)
    raise SetUpFailed(
        "The packages could not be installed. See the lines above; then run the same command again."
    )


# ---------------------------------------------------------------------------------------------- doing


def has_screen() -> bool:
    """Whether a window can be shown."""
    return (
        WINDOWS
        or sys.platform == "darwin"
        or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    )


def run_main(rest: "list[str]") -> int:
    """The main job on the bundled sample ledger."""
    if has_screen():
        return call(PYTHON, "-m", "desktop", "--practice", *rest)
    return call(PYTHON, "-m", "desktop.cli", "practice", "--out", HERE / "out", *rest)


def run_line(rest: "list[str]") -> int:
    """The command line."""
    return call(PYTHON, "-m", "desktop.cli", *rest)


def run_checks(rest: "list[str]") -> int:
    """Every check; all are run, so that one call tells everything that is wrong."""
    code = ["db", "desktop", "workshop", "tests", "start.py"]
    checks: list[tuple[str, list[object]]] = [
        ("format", [PYTHON, "-m", "ruff", "format", "--check", "--quiet", "."]),
        ("lint", [PYTHON, "-m", "ruff", "check", "--quiet", "."]),
        ("types", [PYTHON, "-m", "mypy", *code]),
        ("import contracts", [PYTHON, VENV / "bin" / "lint-imports", "--no-cache"]),
        ("tests", [PYTHON, "-m", "pytest", "-n", "2", *rest]),
    ]
    if WINDOWS:
        checks[3] = ("import contracts", [VENV / "Scripts" / "lint-imports.exe", "--no-cache"])
    failed = []
    for name, command in checks:
        say(f"== {name}")
        started = time.monotonic()
        if call(*command) != 0:
            failed.append(name)
        say(f"   {name}: {'FAILED' if name in failed else 'fine'} ({time.monotonic() - started:.0f} s)")
    say(f"Failed: {', '.join(failed)}" if failed else "Every check passed.")
    return 1 if failed else 0


def built_program_reads(folder: Path) -> bool:
    """Whether the built console program reads a sample page with no PATH, no Python and an empty home."""
    resources = folder / "_internal" / "resources"
    page, form = resources / "samples" / "typed-clean.jpg", resources / "forms" / "typed-stock-register.toml"
    program = folder / ("ledgermark.exe" if WINDOWS else "ledgermark")
    with tempfile.TemporaryDirectory() as home:
        # Windows starts no program without these two; elsewhere nothing is handed on.
        kept = {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP") if WINDOWS and name in os.environ}
        environ = {**kept, "LEDGERMARK_HOME": home, "HOME": home, "PATH": ""}
        out = Path(home) / "out.json"
        return call(program, "page", page, "--form", form, "--json", out, environ=environ) == 0


def run_build(rest: "list[str]") -> int:
    """The archive for a PC without network, Python or Tesseract."""
    if (
        call(PYTHON, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", "build_installer.spec", *rest)
        != 0
    ):
        return 1
    folder = HERE / "dist" / "ledgermark"
    if not built_program_reads(folder):
        say("The built program could not read a page of the sample ledger; see above.")
        return 1
    kind = "zip" if WINDOWS else "gztar"
    archive = shutil.make_archive(str(folder), kind, root_dir=folder.parent, base_dir=folder.name)
    say(f"Built {Path(archive).relative_to(HERE)} ({Path(archive).stat().st_size / 1e6:.0f} MB)")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
