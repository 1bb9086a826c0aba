"""Every visible text goes through translation, with a literal that the translators' tool can find."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from db.errors import Expected
from desktop.fields.problems import Problem
from desktop.messages import SENTENCES
from desktop.operations.work import Progress
from desktop.paths import resources_folder
from desktop.ui.words import LANGUAGES, count, isolated, languages_there, said, sentence

UI = Path(__file__).parents[2] / "desktop" / "ui"
SHOWS = {"setText", "setWindowTitle", "setToolTip", "setPlaceholderText", "setAccessibleName", "setFormat", "addItem",
         "label", "QLabel", "QPushButton", "QCheckBox", "QListWidgetItem", "setSpecialValueText"}  # fmt: skip
NO_WORDS = {"", "\n", "…", "?", "×"}


def calls() -> Iterator[tuple[Path, ast.Call, str]]:
    for path in sorted(UI.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = (
                    node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                )
                yield path, node, name


def test_no_text_is_shown_that_was_not_translated() -> None:
    bare = [
        f"{path.name}:{node.lineno} {node.args[0].value!r}"
        for path, node, name in calls()
        if name in SHOWS
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
        and node.args[0].value not in NO_WORDS
    ]
    assert bare == []


def test_translated_texts_are_literal_so_that_they_can_be_collected() -> None:
    hidden = [
        f"{path.name}:{node.lineno}"
        for path, node, name in calls()
        if name == "translate"
        and isinstance(node.func, ast.Name)  # a painter has a method of that name
        and path.name not in {"words.py", "actions.py"}
        and not all(isinstance(argument, ast.Constant) for argument in node.args[:2])
    ]
    assert hidden == []


def test_no_translated_text_hides_in_another_string_where_the_tool_does_not_look() -> None:
    hidden = [
        f"{path.name}:{inside.lineno}"
        for path in sorted(UI.rglob("*.py"))
        for outer in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(outer, ast.JoinedStr)
        for inside in ast.walk(outer)
        if isinstance(inside, ast.Call) and getattr(inside.func, "id", "") == "translate"
    ]
    assert hidden == []


def test_texts_need_no_plural() -> None:
    awkward = [
        f"{path.name}:{node.lineno}"
        for path, node, name in calls()
        if name == "translate"
        and len(node.args) == 2
        and isinstance(node.args[1], ast.Constant)
        and ("(s)" in str(node.args[1].value) or "%n" in str(node.args[1].value))
    ]
    assert awkward == []


def test_a_failure_a_problem_and_a_step_are_said_in_sentences() -> None:
    assert "12" in sentence(Expected("page_not_settled", count=12))
    assert sentence(Problem("picture_already_in", (("book", "3"), ("page", "12")))) == said(
        "picture_already_in", {"book": 3, "page": 12}
    )
    assert sentence(Progress(1, 2, "progress_imported")) == "Brought in"


def test_only_languages_with_a_file_can_be_chosen(tmp_path: Path) -> None:
    assert languages_there(tmp_path) == ("en",)
    (tmp_path / "ledgermark_ar.qm").write_bytes(b"")
    assert languages_there(tmp_path) == ("en", "ar")
    assert set(languages_there(resources_folder() / "translations")) <= set(LANGUAGES)


def test_a_value_in_a_sentence_keeps_its_own_direction() -> None:
    assert isolated("AB 12") == "\u2068AB 12\u2069"
    assert count(1234567).replace("\u202f", ",").replace(".", ",") in {"1,234,567", "1234567"}


OF_A_KEY = re.compile(r"\b(F\d{1,2}|(Ctrl|Shift|Alt)\+\S+|Ins|PgUp|PgDn|Enter|Esc)\b")
FIXED = {"Esc leaves it as it is."}
"""Said of the key of a dialog, which is no command's."""


def test_no_sentence_names_a_key_that_a_person_may_have_changed() -> None:
    said = [
        str(node.args[1].value)
        for _, node, name in calls()
        if name == "translate" and isinstance(node.args[1], ast.Constant)
    ]
    named = [text for text in (*said, *SENTENCES.values()) if OF_A_KEY.search(text)]
    assert set(named) == FIXED
