"""Texts in type: printed, and struck on typewriters with worn ribbons and misaligned keys."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Ink = NDArray[np.uint8]
_SIZES = (30, 44)
_HELD_OUT = (
    "SpecialElite", "CutiveMono", "OldStandard", "URWBookman", "texgyrebonum", "AnonymousPro", "Hack", "OCRB", "Goudy",
)  # fmt: skip
_NO_TEXT = (  # signs, small capitals, pieces of other faces
    "caps", "math", "Math", "Symbol", "D050000L", "opens", "LinBiolinum_K", "OCRBE", "OCRBF", "OCRBL", "OCRBS", "OCRBX",
    "Because", "Hairline", "Thin", "Kristi", "Cyrillic", "LinLibertine_RZ",
)  # fmt: skip
FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/share/texmf/fonts"),
    Path(__file__).parents[1] / "draw" / "typefaces",
)
"""Where Debian's font packages lie, and the faces that the workshop draws with."""


@dataclass(frozen=True, slots=True)
class Face:
    """One typeface in the sizes it is drawn in."""

    name: str
    fonts: tuple[ImageFont.FreeTypeFont, ...]
    typewriter: bool


def load_faces(folders: tuple[Path, ...], wanted: str) -> list[Face]:
    """Text faces of one role below the folders; fixed-pitch ones strike like a typewriter.

    Some families are kept from the training, so that it can be judged by faces it never saw.
    """
    faces = []
    for path in sorted(
        p for folder in folders for p in folder.rglob("*") if p.suffix.lower() in (".ttf", ".otf")
    ):
        held_out = any(part in path.stem.replace(" ", "") for part in _HELD_OUT)
        if any(part in path.stem for part in _NO_TEXT) or held_out != (wanted != "training"):
            continue
        fonts = tuple(ImageFont.truetype(str(path), size) for size in _SIZES)
        if not _shows(fonts[0], "A0a9z-") or _small_capitals(fonts[0]):
            continue
        fixed = abs(fonts[0].getlength("i") - fonts[0].getlength("M")) < 0.5
        faces.append(Face(path.stem, fonts, fixed))
    return faces


def _shows(font: ImageFont.FreeTypeFont, text: str) -> bool:
    return all(font.getbbox(c)[2] > font.getbbox(c)[0] for c in text)


def _small_capitals(font: ImageFont.FreeTypeFont) -> bool:
    """Whether its small letters are capitals, which would teach that an A may be an a."""
    small, large = font.getmask("g").getbbox(), font.getmask("G").getbbox()
    return bool(font.getbbox("g")[3] <= font.getbbox("G")[3] + 1 and small and large)


def pick(faces: list[Face], rng: np.random.Generator) -> Face:
    """A face: half of them fixed in pitch, and a family of many cuts no oftener than one of few."""
    fixed = rng.random() < 0.5
    fitting = [face for face in faces if face.typewriter == fixed] or faces
    families = sorted({face.name[:4] for face in fitting})
    family = families[int(rng.integers(len(families)))]
    members = [face for face in fitting if face.name.startswith(family)]
    return members[int(rng.integers(len(members)))]


def type_text(text: str, face: Face, rng: np.random.Generator) -> Ink:
    """Ink of the text, 255 where there is ink."""
    font = face.fonts[int(rng.integers(len(face.fonts)))]
    ascent, descent = font.getmetrics()
    height = ascent + descent + 12
    spread = float(rng.choice([0, 0, 0.08, 0.25, 0.6], p=[0.4, 0.2, 0.2, 0.12, 0.08])) * font.size
    step = font.getlength("0") + spread if face.typewriter else 0.0
    length = int(sum(step or font.getlength(c) + spread for c in text)) + 16
    picture = Image.new("L", (min(length, 2400), height), 0)
    pen = ImageDraw.Draw(picture)
    x, worn = 8.0, face.typewriter and rng.random() < 0.6
    if spread == 0 and not worn:
        pen.text((x, 6), text, fill=255, font=font)
        return np.asarray(picture)
    jitter = float(rng.uniform(0, 0.05)) * font.size if worn else 0.0
    for character in text:
        fill = int(rng.uniform(130, 255)) if worn else 255
        dy = float(rng.normal(0, jitter)) if jitter else 0.0
        pen.text(
            (x + (float(rng.normal(0, jitter / 2)) if jitter else 0.0), 6 + dy),
            character,
            fill=fill,
            font=font,
        )
        if worn and rng.random() < 0.012 and character.isalnum():  # struck twice
            pen.text((x + 1.5, 7 + dy), character, fill=fill, font=font)
        x += step or font.getlength(character) + spread
    ink = np.array(picture)
    if worn and rng.random() < 0.6:  # the ribbon's weave and its bare places
        weave = rng.integers(110, 256, (ink.shape[0] // 3 + 1, ink.shape[1] // 3 + 1), dtype=np.uint8)
        ink = cv2.multiply(
            ink, cv2.resize(weave, ink.shape[::-1], interpolation=cv2.INTER_LINEAR), scale=1 / 255
        )
    return ink
