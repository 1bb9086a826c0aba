"""Typewriters and hands: a text becomes ink."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

TYPEFACES = Path(__file__).with_name("typefaces")
TYPED = ("CourierPrime", "SpecialElite", "CutiveMono")
HANDWRITTEN = (
    "Kalam",
    "Caveat",
    "Mansalva",
    "CedarvilleCursive",
    "PatrickHand",
    "ReenieBeanie",
    "HomemadeApple",
)
PRINTED = "OldStandard"

_FALLBACK = {"Caveat": "CaveatCyrillic"}
_DITTO_SIGNS = {"〃": '"', "”": '"'}

Mask = NDArray[np.uint8]
"""Height x width, 255 where there is full ink."""


@dataclass(frozen=True, slots=True)
class Ink:
    """A written text: its ink, and the row of the mask that stands on the writing line."""

    mask: Mask
    line: int


class Writer(Protocol):
    """Somebody or something that writes on one page, with habits that stay the same all over it."""

    def width(self, text: str) -> float:
        """How wide the text will be, in pixels."""
        ...

    def write(self, text: str, rng: np.random.Generator) -> Ink:
        """Write the text."""
        ...


@functools.lru_cache(maxsize=64)
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(TYPEFACES / f"{name}.ttf"), size)


@functools.lru_cache(maxsize=64)
def _em(name: str) -> float:
    """Size of the font whose capital H is one pixel high."""
    _, top, _, bottom = _font(name, 200).getbbox("H")
    return 200.0 / (bottom - top)


def writer(face: str, capital_px: float, wear: float, rng: np.random.Generator) -> Writer:
    """A writer of the face, with capitals `capital_px` high; "typed" and "handwritten" stand for one of their kind."""
    if face == "typed":
        face = str(rng.choice(TYPED[:2]))
    elif face == "handwritten":
        face = str(rng.choice(HANDWRITTEN))
    size = max(6, round(capital_px * _em(face)))
    if face in TYPED:
        return Typewriter(face, size, wear, rng)
    if face == PRINTED:
        return Press(face, size)
    return Hand(face, size, wear, rng)


@functools.lru_cache(maxsize=4096)
def _has(name: str, character: str) -> bool:
    """Whether the typeface shows the character: its own shape differs from that of a character that no one has."""
    font = _font(name, 40)
    return bytes(font.getmask(character)) != bytes(font.getmask("\uffff")) or character == " "


def _render(text: str, name: str, size: int, pad: int) -> Ink:
    lacking = [character for character in text if not _has(name, character)]
    if lacking:
        raise ValueError(f"{name} has no {lacking[0]!r}")
    font = _font(name, size)
    left, top, right, bottom = font.getbbox(text, anchor="ls")
    canvas = Image.new("L", (int(right - left) + 2 * pad, int(bottom - top) + 2 * pad), 0)
    ImageDraw.Draw(canvas).text((pad - left, pad - top), text, fill=255, font=font, anchor="ls")
    return Ink(np.array(canvas), int(pad - top))


def _runs(text: str, name: str) -> list[tuple[str, str]]:
    """Split where a character needs the typeface's other alphabet."""
    other = _FALLBACK.get(name, name)
    runs: list[tuple[str, str]] = []
    for character in text:
        use = other if "Ѐ" <= character <= "ӿ" else name
        if runs and runs[-1][0] == use:
            runs[-1] = (use, runs[-1][1] + character)
        else:
            runs.append((use, character))
    return runs


class Press:
    """Printed headings: even and black."""

    def __init__(self, name: str, size: int) -> None:
        self._name, self._size = name, size

    def width(self, text: str) -> float:
        """See Writer."""
        return float(_font(self._name, self._size).getlength(text))

    def write(self, text: str, rng: np.random.Generator) -> Ink:  # noqa: ARG002 - a press leaves nothing to chance
        """See Writer."""
        return _render(text, self._name, self._size, 1)


class Typewriter:
    """Every key at one pitch; each key stands a little off in its own way, and hits a little harder or softer."""

    def __init__(self, name: str, size: int, wear: float, rng: np.random.Generator) -> None:
        self._name, self._size, self._wear = name, size, wear
        self._pitch = float(_font(name, size).getlength("0"))
        self._off = rng.normal(0, 0.022 * wear * size, 128)
        self._force = np.clip(rng.normal(1.0, 0.12 * wear, 128), 0.5, 1.0)
        self._keys: dict[str, Ink] = {}

    def width(self, text: str) -> float:
        """See Writer."""
        return self._pitch * len(text)

    def _key(self, character: str) -> Ink:
        if character not in self._keys:
            self._keys[character] = _render(character, self._name, self._size, 1)
        return self._keys[character]

    def write(self, text: str, rng: np.random.Generator) -> Ink:
        """See Writer."""
        text = "".join(_DITTO_SIGNS.get(c, c) for c in text)
        line = round(self._size * 1.1)
        mask = np.zeros((round(self._size * 1.6), round(self.width(text)) + self._size), np.uint8)
        force = np.clip(rng.normal(1.0, 0.12 * self._wear, len(text)), 0.45, 1.0)
        for number, character in enumerate(text):
            if character == " ":
                continue
            key = self._key(character)
            height, width = key.mask.shape
            slot = ord(character) % 128
            top = max(0, line - key.line + round(float(self._off[slot])))
            left = max(0, round(self._pitch * (number + 0.5) - width / 2 + self._size * 0.15))
            into = mask[top : top + height, left : left + width]
            strength = float(force[number] * self._force[slot])
            struck = cv2.convertScaleAbs(key.mask[: into.shape[0], : into.shape[1]], alpha=strength)
            np.maximum(into, struck, out=into)
        if self._wear > 0.05:
            _weave(mask, self._wear, rng)
        return Ink(mask, line)


def _weave(mask: Mask, wear: float, rng: np.random.Generator) -> None:
    """The ribbon's bare places, as broad as a stroke."""
    low = int(255 * (1 - 0.7 * wear))
    rough = rng.integers(low, 256, (mask.shape[0] // 3 + 2, mask.shape[1] // 3 + 2), dtype=np.uint8)
    cv2.multiply(
        mask, cv2.resize(rough, mask.shape[::-1], interpolation=cv2.INTER_LINEAR), dst=mask, scale=1 / 255
    )


class Hand:
    """A handwriting typeface written by somebody: words lean, rise and swell, none twice the same."""

    def __init__(self, name: str, size: int, wear: float, rng: np.random.Generator) -> None:
        self._name, self._size, self._wear = name, size, wear
        self._slant = float(rng.normal(0.04, 0.06))
        self._stretch = float(np.clip(rng.normal(1.0, 0.05), 0.9, 1.12))
        self._heavy = int(size > 45 and rng.random() < 0.4)

    def width(self, text: str) -> float:
        """See Writer."""
        length = sum(float(_font(name, self._size).getlength(run)) for name, run in _runs(text, self._name))
        return self._stretch * 1.03 * length

    def write(self, text: str, rng: np.random.Generator) -> Ink:
        """See Writer."""
        text = "".join(_DITTO_SIGNS.get(c, c) for c in text)
        size = self._size
        line = round(size * 1.5)
        mask = np.zeros((round(size * 2.4), round(self.width(text) * 1.12) + 2 * size), np.uint8)
        space = float(_font(self._name, size).getlength(" ")) * self._stretch
        x = size * 0.25
        for word in text.split(" "):
            start = x
            for name, run in _runs(word, self._name):
                x = self._word(mask, run, name, (x, line), rng)
            x = max(x, start) + space * float(rng.uniform(0.85, 1.25))
        return Ink(mask[:, : min(mask.shape[1], round(x + size * 0.2))], line)

    def _word(
        self, mask: Mask, word: str, name: str, at: tuple[float, int], rng: np.random.Generator
    ) -> float:
        word_ink = _render(word, name, self._size, 3)
        wide = self._stretch * float(np.clip(rng.normal(1.0, 0.02), 0.95, 1.05))
        tall = float(np.clip(rng.normal(1.0, 0.035), 0.9, 1.1))
        slant = self._slant + float(rng.normal(0, 0.02))
        climb = float(rng.normal(0.0, 0.012))
        rise = float(rng.normal(0, 0.025)) * self._size
        left = float(_font(name, self._size).getbbox(word, anchor="ls")[0])
        onto_x = at[0] + left * wide + slant * word_ink.line
        matrix = np.array(
            [[wide, -slant, onto_x], [-climb, tall, at[1] - tall * word_ink.line + rise]], np.float32
        )
        laid = cv2.warpAffine(word_ink.mask, matrix, mask.shape[::-1], flags=cv2.INTER_LINEAR)
        if self._heavy:
            laid = cv2.dilate(laid, np.ones((2, 2), np.uint8))
        strength = float(np.clip(rng.normal(1.0 - 0.15 * self._wear, 0.1 * self._wear), 0.5, 1.0))
        np.maximum(mask, cv2.convertScaleAbs(laid, alpha=strength), out=mask)
        return at[0] + float(_font(name, self._size).getlength(word)) * wide


def paste(layer: Mask, ink: Ink, left: float, line: float) -> None:
    """Lay ink on a layer with its writing line at `line`; what falls beyond the sheet is lost."""
    x, y = round(left), round(line) - ink.line
    height, width = ink.mask.shape
    top, first = max(0, -y), max(0, -x)
    bottom, last = min(height, layer.shape[0] - y), min(width, layer.shape[1] - x)
    if bottom > top and last > first:
        into = layer[y + top : y + bottom, x + first : x + last]
        np.maximum(into, ink.mask[top:bottom, first:last], out=into)
