"""The house's rules that a machine can check; the arrows between the rooms are import-linter's."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

HOMES = {
    "PySide6": ("desktop/ui", "desktop/__main__.py", "desktop/printing"),
    "pyqtgraph": ("desktop/ui/charts/plot.py",),
    "cv2": ("desktop/imaging",),
    "pytesseract": ("desktop/recognition/tesseract.py",),
    "onnxruntime": ("desktop/recognition/field_reader.py",),
    "openpyxl": ("desktop/exchange/workbook.py",),
    "sqlite_utils": ("db",),
    "sqlcipher3": ("db",),
    "PIL": ("desktop/capture",),
    "pypdfium2": ("desktop/capture/pdf.py",),
    "cryptography": ("db", "desktop/exchange"),
    "pyrage": ("desktop/exchange/age.py",),
    "msoffcrypto": ("desktop/exchange/password.py",),
    "olefile": ("desktop/exchange/password.py",),
    "comtypes": ("desktop/capture/scanners/wia_child.py",),
}
"""Which library has which home in what ships."""


def modules(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


def imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
    return names


@pytest.mark.parametrize("library", HOMES)
def test_a_library_is_imported_in_its_own_home_only(library: str) -> None:
    strangers = [
        name
        for path in modules("db", "desktop")
        if any(one == library or one.startswith(f"{library}.") for one in imported(path))
        and not (name := path.relative_to(ROOT).as_posix()).startswith(HOMES[library])
    ]
    assert strangers == []


def test_no_module_is_longer_than_four_hundred_lines() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {count}"
        for path in [*modules("db", "desktop", "workshop", "tests"), ROOT / "start.py"]
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 400
    ]
    assert long == []


def test_the_command_line_starts_without_qt() -> None:
    qt = [
        path.name for path in modules("desktop/cli", "desktop/operations") if "PySide6" in str(imported(path))
    ]
    assert qt == []


def test_benches_and_calibration_stand_without_pytorch() -> None:
    """PyTorch belongs to training alone; the checks run where it is not installed."""
    names = [".".join(p.relative_to(ROOT).with_suffix("").parts) for p in modules("workshop/bench")]
    names = [name.removesuffix(".__init__") for name in names if not name.endswith("__main__")]
    lines = ["import sys", "sys.modules['torch'] = None", "import workshop.train.calibrate"]
    code = "\n".join([*lines, *(f"import {name}" for name in names)])
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_every_folder_of_code_says_what_belongs_there() -> None:
    silent = sorted(
        folder.relative_to(ROOT).as_posix()
        for folder in {path.parent for path in modules("db", "desktop", "workshop")}
        if folder != ROOT / "db" / "store"  # db/README.md speaks for its one room
        and not (folder / "README.md").exists()
    )
    assert silent == []


def test_no_file_in_the_repository_is_larger_than_eight_megabytes() -> None:
    shipped = [path for name in ("resources", "workshop", "tests") for path in (ROOT / name).rglob("*")]
    assert [path.name for path in shipped if path.is_file() and path.stat().st_size > 8 * 1024**2] == []


def test_the_models_together_fit_into_eight_megabytes() -> None:
    models = (ROOT / "resources" / "models").glob("*.onnx")
    assert sum(path.stat().st_size for path in models) <= 8 * 1024**2


def test_every_library_that_ships_is_named_in_the_notice() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8").lower()
    names = [
        line.partition("==")[0].lower().removesuffix("-python-headless") for line in project["dependencies"]
    ]
    spoken = {"onnxruntime": "onnx runtime", "pyside6-essentials": "pyside6-essentials"}
    assert [name for name in names if spoken.get(name, name) not in notice] == []


def test_the_exact_version_of_every_dependency_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    every = [
        *project["dependencies"],
        *(line for extra in project["optional-dependencies"].values() for line in extra),
    ]
    assert [line for line in every if "==" not in line] == []
