"""`python -m workshop.translations fr …`: gather every text of the window for its translators, make what it loads.

Qt's own tool finds the texts that stand in the code beside their context. The rows of commands and the sentences are
data, so they are written out for it as a list first. What was translated before is kept. The files are
`resources/translations/ledgermark_<code>.ts` (open them in Qt Linguist) and the `.qm` that the window loads.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from desktop.messages import SENTENCES
from desktop.ui.actions import COMMANDS
from desktop.ui.words import LANGUAGES

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "resources" / "translations"


def listed_texts() -> Iterator[tuple[str, str]]:
    """Context and text of what is data: each once."""
    yield from dict.fromkeys(("Commands", text) for row in COMMANDS for text in (row.text, row.short))
    yield from dict.fromkeys(("Sentences", text) for text in SENTENCES.values())


def gather(target: Path) -> int:
    """Bring a .ts file up to date; how many texts it has."""
    with tempfile.TemporaryDirectory() as folder:
        listing = Path(folder) / "listed.py"
        lines = [f"QT_TRANSLATE_NOOP({context!r}, {text!r})" for context, text in listed_texts()]
        listing.write_text("\n".join(lines) + "\n", encoding="utf-8")
        code = [
            str(p) for room in ("ui", "printing") for p in sorted((ROOT / "desktop" / room).rglob("*.py"))
        ]
        _tool("pyside6-lupdate", "-no-obsolete", *code, str(listing), "-ts", str(target))
    return target.read_text(encoding="utf-8").count("<source>")


def release(source: Path) -> Path:
    """Make the file that the window loads."""
    made = source.with_suffix(".qm")
    _tool("pyside6-lrelease", str(source), "-qm", str(made))
    return made


def main(argv: Sequence[str]) -> int:
    """Gather and release the languages named."""
    parser = argparse.ArgumentParser(prog="python -m workshop.translations", description=__doc__)
    parser.add_argument("languages", nargs="+", choices=[code for code in LANGUAGES if code != "en"])
    for code in parser.parse_args(argv).languages:
        target = FOLDER / f"ledgermark_{code}.ts"
        print(f"{LANGUAGES[code]}: {gather(target)} texts, {release(target).name}")
    return 0


def _tool(name: str, *arguments: str) -> None:
    """Run one of Qt's tools that come with its Python packages. Raises CalledProcessError."""
    subprocess.run(
        [str(Path(sys.executable).with_name(name)), *arguments], check=True, stdout=subprocess.DEVNULL
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
