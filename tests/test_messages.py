"""Every failure and problem that the code can name has a sentence, and every sentence is one that can be said."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.messages import SENTENCES

ROOT = Path(__file__).resolve().parents[1]
NAMED_BY = {"Expected": 0, "Problem": 0, "Finding": 0, "Progress": 2}
"""Whose argument names a sentence, and which."""


def keys_in_code() -> Iterator[tuple[str, str]]:
    for folder in ("db", "desktop"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                    continue
                at = NAMED_BY.get(node.func.id)
                if at is None or len(node.args) <= at:
                    continue
                for key in ast.walk(node.args[at]):
                    if isinstance(key, ast.Constant) and isinstance(key.value, str):
                        yield path.relative_to(ROOT).as_posix(), key.value


def test_every_key_has_a_sentence() -> None:
    assert sorted({(path, key) for path, key in keys_in_code() if key not in SENTENCES}) == []


def test_every_failure_tells_its_values_to_its_sentence() -> None:
    wanting = []
    for folder in ("db", "desktop"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Name)
                    and node.func.id == "Expected"
                ):
                    continue
                if not node.args or not isinstance(node.args[0], ast.Constant):
                    continue
                if any(word.arg is None for word in node.keywords):
                    continue
                given = {word.arg for word in node.keywords}
                missing = braces(SENTENCES.get(str(node.args[0].value), "")) - given
                # A decoder's child does not know the file's name: its parent puts it in.
                if missing and not (missing == {"name"} and "capture" in path.parts):
                    wanting.append((path.name, node.args[0].value, missing))
    assert wanting == []


def braces(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("key", sorted(SENTENCES))
def test_a_sentence_ends_as_one_or_is_a_short_title(key: str) -> None:
    sentence = SENTENCES[key]
    assert sentence == sentence.strip()
    assert sentence[:1].isupper() or sentence.startswith(("{", "“{"))
    assert key.startswith(("progress_", "trip_")) or sentence.endswith((".", "?", ":"))
