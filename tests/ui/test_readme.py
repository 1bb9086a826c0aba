"""The README's table of keys says what the program's own rows say."""

from __future__ import annotations

import re
from pathlib import Path

from desktop.ui.actions import COMMANDS, Where

README = Path(__file__).resolve().parents[2] / "README.md"


def shown(key: str) -> str:
    return key.replace("Return", "Enter").replace("PgDown", "PgDn")


def test_the_readme_names_every_key_of_review_and_those_that_work_everywhere() -> None:
    section = README.read_text(encoding="utf-8").split("<!-- keys -->")[1].split("\n## ")[0]
    told = set(re.findall(r"^\| (\S+) \| (.+) \|$", section, flags=re.MULTILINE))
    rows = {(shown(c.keys[0]), c.text) for c in COMMANDS if c.where in {Where.REVIEW, Where.EVERYWHERE}}
    assert rows == {row for row in told if row[0] not in {"Key", "---"} and not row[0].startswith("-")}
