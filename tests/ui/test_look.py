"""Colours that can be read, sizes, and a style sheet without gaps."""

from __future__ import annotations

import re

import pytest
from PySide6.QtWidgets import QApplication

from desktop.paths import resources_folder
from desktop.ui.look import CONTRASTS, SIZES, contrast, look, style_sheet

INKS = (
    ("ink", "ground"), ("ink", "card"), ("ink", "stripe"), ("ink", "hover"), ("ink", "selected"), ("ink", "band"),
    ("ink", "warn_ground"), ("ink", "bad_ground"), ("ink", "good_ground"), ("muted", "card"), ("muted", "ground"),
    ("muted", "band"), ("on_deep", "deep"), ("on_deep", "deep_hover"), ("on_accent", "accent"),
    ("on_accent", "accent_hover"), ("on_practice", "practice"), ("accent", "card"), ("ink", "accent_soft"),
)  # fmt: skip
MARKS = (
    ("warn", "warn_ground"),
    ("good", "good_ground"),
    ("bad", "card"),
    ("accent", "band"),
    ("edge_strong", "card"),
)


@pytest.mark.parametrize("name", CONTRASTS)
def test_text_stands_out_from_its_ground(name: str) -> None:
    colours = CONTRASTS[name]
    weak = [(ink, ground) for ink, ground in INKS if contrast(colours[ink], colours[ground]) < 4.5]
    assert weak == []


@pytest.mark.parametrize("name", CONTRASTS)
def test_marks_and_borders_that_say_something_can_be_seen(name: str) -> None:
    colours = CONTRASTS[name]
    weak = [pair for pair in MARKS if contrast(colours[pair[0]], colours[pair[1]]) < 2.8]
    assert weak == []


def test_the_contrast_of_black_and_white_is_twenty_one() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_no_text_is_smaller_than_eleven_points() -> None:
    assert min(SIZES.values()) == 11


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("shade", CONTRASTS)
def test_the_style_sheet_is_filled_in_and_says_neither_left_nor_right(
    qapp: QApplication, size: str, shade: str
) -> None:
    template = (resources_folder() / "style.qss").read_text(encoding="utf-8")
    made = style_sheet(template, look(shade, size), resources_folder())
    assert "@" not in made
    assert not re.search(r"\b(left|right)\b", made)
    assert min(float(points) for points in re.findall(r"font-size: ([0-9.]+)pt", made)) >= 11


def test_unknown_choices_look_as_in_the_beginning(qapp: QApplication) -> None:
    assert look("", "") == look("calm", "small") == look("no such", "no such")
