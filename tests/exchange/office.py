"""LibreOffice without a screen, with a profile of its own: what a registry's spreadsheet program does to a file."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest

SOFFICE: Final = shutil.which("soffice")
WANTED: Final = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice's soffice is not installed")
XLSX: Final = "Calc MS Excel 2007 XML"
_PATIENCE_SECONDS: Final = 600

_MODULE: Final = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">
Sub Resave(source, target, secret)
  Dim how(1) As New com.sun.star.beans.PropertyValue
  how(0).Name = "Hidden"
  how(0).Value = True
  how(1).Name = "Password"
  how(1).Value = secret
  document = StarDesktop.loadComponentFromURL(ConvertToURL(source), "_blank", 0, how())
  Dim kind(0) As New com.sun.star.beans.PropertyValue
  kind(0).Name = "FilterName"
  kind(0).Value = "Calc MS Excel 2007 XML"
  document.storeToURL(ConvertToURL(target), kind())
  document.close(True)
  StarDesktop.terminate()
End Sub
</script:module>
"""


def convert(path: Path, kind: str, folder: Path) -> Path:
    """Open a file and save it as another kind, as `soffice --convert-to` names it."""
    _run(folder, "--convert-to", kind, "--outdir", str(folder), str(path))
    return folder / f"{path.stem}.{kind.partition(':')[0]}"


def resave_with_password(path: Path, password: str, folder: Path) -> Path:
    """Open a workbook by its password, as a person types it, and save it without one."""
    _run(folder, "--terminate_after_init")  # the first start fills the profile with empty modules
    module = folder / "profile" / "user" / "basic" / "Standard" / "Module1.xba"
    module.write_text(_MODULE, encoding="utf-8")
    target = folder / "saved.xlsx"
    _run(folder, f'macro:///Standard.Module1.Resave("{path}","{target}","{password}")')
    return target


def _run(folder: Path, *words: str) -> None:
    assert SOFFICE is not None
    profile = f"-env:UserInstallation=file://{folder}/profile"
    subprocess.run(
        [SOFFICE, profile, "--headless", "--norestore", *words],
        check=True,
        capture_output=True,
        timeout=_PATIENCE_SECONDS,
    )
