"""Digits of real figures put together anew: each keeps its name, and what can't be told apart is left alone."""

from __future__ import annotations

import cv2
import numpy as np

from workshop.train.fields import Material
from workshop.train.hands import Hand
from workshop.train.real import RealField
from workshop.train.splice import pieces, spliced


def _strip(lean: float = 0.0, *, dot: bool = False, rule: bool = False) -> np.ndarray:
    """Bars for the digits of "123", the wider the larger, 32 rows high."""
    ink = np.zeros((32, 80), np.uint8)
    for left, wide in ((6, 3), (24, 7), (46, 12)):
        ink[6:26, left : left + wide] = 255
    if dot:
        ink[23:26, 38:41] = 255
    if rule:
        ink[:, 70:72] = 255
    if lean:
        matrix = np.array([[1, lean, -lean * 16], [0, 1, 0]])
        ink = np.asarray(cv2.warpAffine(ink, matrix, (80, 32)), np.uint8)
    return ink


def _widths(found: list[tuple[str, np.ndarray]]) -> list[tuple[str, int]]:
    return [(character, int((piece > 107).any(axis=0).sum())) for character, piece in found]


def test_each_digit_is_cut_out_under_its_own_name() -> None:
    found = pieces(_strip(), "123", signs=True)
    assert found
    assert _widths(found[0]) == [("1", 3), ("2", 7), ("3", 12)]


def test_slanted_digits_are_set_upright_before_they_are_cut() -> None:
    slanted = _strip(lean=-0.6)
    assert pieces(slanted, "12", signs=True) is None
    found = pieces(slanted, "123", signs=True)
    assert found
    assert [character for character, _ in found[0]] == ["1", "2", "3"]


def test_a_point_that_the_truth_leaves_out_is_no_digit() -> None:
    found = pieces(_strip(dot=True), "123", signs=False)
    assert found
    assert [character for character, _ in found[0]] == ["1", "2", "3"]
    with_sign = pieces(_strip(dot=True), "12.3", signs=True)
    assert with_sign
    assert _widths(with_sign[0])[2] == (".", 3)


def test_a_rule_is_never_taken_for_a_one() -> None:
    assert pieces(_strip(rule=True), "1231", signs=True) is None


def test_a_spliced_strip_has_a_digit_for_each_character_of_its_text() -> None:
    page = np.full((60, 120), 215, np.uint8)
    for left, wide in ((20, 4), (46, 9), (76, 14)):
        page[14:46, left : left + wide] = 30
    fields = [RealField("amounts", "123", page, (0, 0, 120, 60), signs=False)] * 8
    real = {"amounts": fields, "registers": [], "words": [], "typed": [], "tables": []}
    material = Material((), Hand("everyone", {}), (), [], (), (), real, [])
    made = [one for seed in range(12) if (one := spliced(material, np.random.default_rng(seed)))]
    assert made, "of twelve tries none came to a strip"
    for ink, text, signs in made:
        assert ink.shape[0] == 32
        assert set(text) <= set("123")
        assert not signs
        assert 2 <= len(text) <= 7
