"""Scripts, look-alikes across them, hidden characters."""

import pytest

from desktop.fields.scripts import HOMOGLYPHS, hidden_characters, mixed_look_alikes, script_of, scripts_in


@pytest.mark.parametrize(
    ("character", "script"),
    [("A", "Latin"), ("É", "Latin"), ("Ａ", "Latin"), ("ª", "Latin"), ("Я", "Cyrillic"), ("Ω", "Greek"),
     ("ك", "Arabic"),
     ("中", "Cjk"), ("1", ""), ("-", ""), ("\U0001f700", "")],
)  # fmt: skip
def test_a_letter_has_a_script_and_a_figure_none(character: str, script: str) -> None:
    assert script_of(character) == script


def test_scripts_come_in_the_order_in_which_they_occur() -> None:
    assert scripts_in("АК-12 AB Я") == ("Cyrillic", "Latin")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("AB 123", ""),
        ("АВ 123", ""),  # Cyrillic throughout: honest
        ("АB 123", "А"),
        ("АК 12A", "АК"),
        ("ЖA", ""),  # two scripts, and nothing that could be mistaken
        ("Κ Я", ""),
        ("ΚА", "ΚА"),  # Greek and Cyrillic, each like a Latin letter
    ],
)
def test_look_alikes_are_told_where_scripts_are_mixed(text: str, found: str) -> None:
    assert mixed_look_alikes(text) == found


def test_homoglyphs_lead_from_foreign_capitals_to_latin_ones_or_figures() -> None:
    assert all(script_of(foreign) in {"Cyrillic", "Greek"} for foreign in HOMOGLYPHS)
    assert all(latin.isascii() for latin in HOMOGLYPHS.values())


def test_what_nobody_can_see_is_found_by_its_number() -> None:
    assert hidden_characters("AB\u200b12\u202e3\u200b") == ("U+200B", "U+202E")
    assert hidden_characters("AB 123") == ()
