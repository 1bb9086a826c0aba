"""No operation that changes a register forgets to ask for a right; found in the code, so that a new one is, too."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOM = ROOT / "desktop" / "operations"

EVERYBODY = {
    "answering.look_at_answer": "may make this armoury's own key, and takes nothing",
    "drafts.keep_draft": "one's own half-typed field",
    "drafts.take_draft": "one's own half-typed field",
    "drafts.keep_typed": "one's own half-typed field",
    "drafts.take_typed": "one's own half-typed field",
    "exchange_keys.opener": "makes the armoury's key when it is first wanted",
    "exchange_keys.own_keys": "makes the armoury's key when it is first wanted",
    "exchange_keys.signing_key": "makes the armoury's key when it is first wanted",
    "exchange_keys.write_own_keys": "public keys are for everybody",
    "histories.trace_sheet": "whoever may search may print one weapon, and the journal says so",
    "page_setup.read_as_set_up": "the machine reads pages for everybody",
    "place.remember_place": "one's own place",
    "practice_rounds.finish": "one's own round",
    "questions.seen": "one's own question",
    "reading.read_again": "the machine reads pages for everybody",
    "reading.read_page": "the machine reads pages for everybody",
    "spot_checks.enter": "typing blind is for everybody; who keyed the record is refused there",
    "taking_books.look_at_bundle": "may make this armoury's own key, and takes nothing",
    "tracing.note_search": "that somebody searched is always written down",
    "weighing.weigh_again": "the machine reads pages for everybody",
    "weighing.weigh_book": "the machine reads pages for everybody",
    "weighing.weigh_next": "the machine reads pages for everybody",
}
"""What changes something and asks for no right, with why."""

Name = tuple[str, str]  # module, function


def calls_of(function: ast.FunctionDef, module: str, imported: Mapping[str, Name]) -> Iterator[Name]:
    """What a function calls, as far as its names tell."""
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Name):
                yield imported.get(called.id, (module, called.id))
            elif isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
                yield imported.get(called.value.id, (called.value.id, ""))[0], called.attr


def imports_of(tree: ast.Module) -> dict[str, Name]:
    """Local names of the room's modules and functions."""
    found: dict[str, Name] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("desktop.operations"):
            module = (node.module or "").rpartition(".")[2]
            for alias in node.names:
                is_module = node.module == "desktop.operations"
                found[alias.asname or alias.name] = (alias.name, "") if is_module else (module, alias.name)
    return found


def operations() -> tuple[set[str], set[str]]:
    """All operations, and those that write in an action and nowhere ask for a right."""
    calls: dict[Name, set[Name]] = {}
    found_operations: list[Name] = []
    for path in sorted(ROOM.glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        imported = imports_of(tree)
        for node in tree.body:
            if isinstance(node, ast.FunctionDef):
                name = (path.stem, node.name)
                calls[name] = set(calls_of(node, path.stem, imported))
                takes_session = any(one.arg == "session" for one in node.args.args)
                if takes_session and not node.name.startswith("_"):
                    found_operations.append(name)
    reached = {name: reach(name, calls) for name in found_operations}
    silent = {
        ".".join(name)
        for name, found in reached.items()
        if ("connect", "action") in found and not found & {("rights", "require"), ("rights", "may")}
    }
    return {".".join(name) for name in reached}, silent


def reach(name: Name, calls: Mapping[Name, set[Name]]) -> set[Name]:
    """All that is called in the end."""
    seen: set[Name] = set()
    waiting = [name]
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            waiting += calls.get(one, ())
    return seen


def test_every_operation_that_changes_a_register_asks_for_a_right_or_is_for_everybody_for_a_reason() -> None:
    _, silent = operations()
    assert sorted(silent - set(EVERYBODY)) == []


def test_nothing_is_excused_that_asks() -> None:
    every, silent = operations()
    assert sorted(set(EVERYBODY) & every - silent) == []
