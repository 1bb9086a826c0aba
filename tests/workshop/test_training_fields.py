"""What the training is made of: texts that the reader can write, strips that repeat, figures that rise."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from desktop.recognition.normalise import HEIGHT
from workshop.train import hands, paper, strings, tables
from workshop.train.alphabet import codes, spell
from workshop.train.fields import Field
from workshop.train.judging import right
from workshop.train.rising import error, rising
from workshop.train.supply import Example, as_example, load, save, vary

WORDS = ("steyr", "mauser", "lee")


@pytest.mark.parametrize("kind", strings.KINDS)
def test_every_text_of_the_recipe_can_be_written_in_the_readers_alphabet(kind: str) -> None:
    rng = np.random.default_rng(1)
    for _ in range(200):
        text = spell(strings.text_of(kind, rng, WORDS, ("No. 4 Mk I",)))
        assert codes(text)


def test_accents_go_and_look_alike_signs_become_one() -> None:
    assert spell("Mémoire – n°  7×57 ’") == "Memoire - n° 7x57 '"


def test_no_contributor_both_trains_and_judges() -> None:
    assert hands.role("ced/ann") == "validation"
    assert hands.role("art/bob") == "calibration"
    assert hands.role("kai/eve") == "training"


def _hand() -> hands.Hand:
    stroke = np.array([[0, 0], [0.5, 1]], np.float32)
    glyph = hands.Glyph((stroke,), 0.5, 1.0)
    return hands.Hand("x/y", dict.fromkeys("0123456789", (glyph,)))


def _crop(seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    how = hands.manner(rng, "digits")
    ink, _ = hands.draw(hands.lay("10472", _hand(), how, rng), how, rng)
    return paper.photograph(paper.cell(ink, rng, how.height, []), rng)


def test_the_same_seed_composes_the_same_crop() -> None:
    assert np.array_equal(_crop(4), _crop(4))
    assert not np.array_equal(_crop(4), _crop(5))


def test_a_character_that_nobody_wrote_is_refused() -> None:
    rng = np.random.default_rng(1)
    with pytest.raises(KeyError):
        hands.lay("7A", _hand(), hands.manner(rng, "serial"), rng)


def test_a_field_becomes_a_strip_of_the_readers_height_and_survives_the_disk(tmp_path: Path) -> None:
    example = as_example(Field("digits", "10472", _crop(2)))
    assert example is not None
    assert example.ink.shape[0] == HEIGHT
    save(tmp_path / "00000.npz", [example, Example(example.ink[:, :30], "", signs=False)])
    first, second = load(tmp_path / "00000.npz")
    assert first.text == "10472"
    assert np.array_equal(first.ink, example.ink)
    assert (second.text, second.signs, second.ink.shape[1]) == ("", False, 30)


def test_paper_without_ink_is_no_field() -> None:
    assert as_example(Field("empty", "", np.full((40, 120), 230, np.uint8))) is None


def test_a_strip_varies_in_width_and_never_in_height() -> None:
    ink = np.zeros((HEIGHT, 100), np.uint8)
    ink[8:24, 10:90] = 255
    widths = {vary(ink, np.random.default_rng(seed)).shape for seed in range(20)}
    assert len(widths) > 5
    assert {height for height, _ in widths} == {HEIGHT}


def test_where_the_truth_has_no_signs_those_read_are_not_mistakes() -> None:
    crop = np.zeros((9, 9), np.uint8)
    assert right(Field("amounts", "12500", crop, signs=False), "12.500-")
    assert not right(Field("number", "12500", crop), "12.500-")


def test_the_fitted_line_rises_and_takes_overconfidence_away() -> None:
    rng = np.random.default_rng(3)
    raw = rng.uniform(0, 1, 4000)
    good = (rng.uniform(0, 1, 4000) < raw**3).astype(float)
    x, y = rising(raw, good, 24)
    assert all(a < b for a, b in pairwise(x))
    assert all(a <= b for a, b in pairwise(y))
    assert error(raw, good) > 0.1
    assert error(np.interp(raw, x, y), good) < 0.03


def test_a_label_that_everyone_else_contradicts_is_found() -> None:
    torch = pytest.importorskip("torch", reason="PyTorch belongs to the workshop extra")
    from workshop.train.clean import contradicted

    torch.set_num_threads(1)
    rng = np.random.default_rng(4)
    drawn = np.zeros((6000, 28, 28), np.uint8)
    labels = np.where(np.arange(6000) % 2 == 0, "3", "W")
    drawn[::2, 4:24, 6:12] = 255
    drawn[1::2, 10:16, 3:25] = 255
    drawn = np.clip(drawn + rng.integers(0, 40, drawn.shape), 0, 255).astype(np.uint8)
    labels[[70, 501]] = ["W", "3"]
    assert contradicted(drawn, labels, np.arange(6000) // 2).tolist() == [70, 501]


def test_look_alikes_are_no_contradiction() -> None:
    torch = pytest.importorskip("torch", reason="PyTorch belongs to the workshop extra")
    from workshop.train.clean import contradicted

    torch.set_num_threads(1)
    drawn = np.zeros((1200, 28, 28), np.uint8)
    drawn[:, 6:22, 6:22] = 255
    labels = np.array(["0"] * 1190 + ["O"] * 10)
    assert contradicted(drawn, labels, np.arange(1200)).tolist() == []


@pytest.mark.parametrize(
    ("value", "read", "trusted"),
    [
        ("0.155", "0-155", True),
        ("9.606", "9606", True),
        ("9.606", "9.60", True),
        ("0.219", "0", False),
        ("0.155", "138", False),
    ],
)
def test_a_cell_cut_elsewhere_does_not_train(value: str, read: str, trusted: bool) -> None:
    assert tables.near(value, read) is trusted


def test_no_page_of_tables_both_trains_and_judges() -> None:
    assert not set(tables.TEST_PAGES) & set(tables.CALIBRATION_PAGES)
    assert tables.page_role("1900-07") == "training"
