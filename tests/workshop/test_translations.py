"""Translators get every text that the window can show."""

from __future__ import annotations

from pathlib import Path

from defusedxml import ElementTree

from desktop.messages import SENTENCES
from desktop.ui.actions import COMMANDS
from workshop.translations import gather, release


def test_commands_sentences_and_the_texts_in_the_code_are_gathered_and_kept(tmp_path: Path) -> None:
    target = tmp_path / "ledgermark_fr.ts"
    number = gather(target)
    found = texts(target)
    assert {row.text for row in COMMANDS} <= found["Commands"]
    assert set(SENTENCES.values()) <= found["Sentences"]
    assert "Continue: Book {book}, page {page}, row {row}" in found["Home"]
    said = target.read_text(encoding="utf-8").replace(
        '<source>Lock</source>\n        <translation type="unfinished"></translation>',
        "<source>Lock</source>\n        <translation>Verrouiller</translation>",
    )
    target.write_text(said, encoding="utf-8")
    assert gather(target) == number
    assert "Verrouiller" in target.read_text(encoding="utf-8")
    assert release(target).stat().st_size > 0


def texts(target: Path) -> dict[str, set[str]]:
    """Every text by its context."""
    return {
        str(context.findtext("name")): {
            str(message.findtext("source")) for message in context.iter("message")
        }
        for context in ElementTree.parse(target).iter("context")
    }
