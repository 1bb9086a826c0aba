"""How the window looks: colours of two contrasts, three text sizes, put into `resources/style.qss`.

Every pair of ink and ground that carries text has a contrast of at least 4.5:1 (WCAG 2.2, 1.4.3); `contrast` computes
it and a test holds it. State is never said by colour alone: borders are dotted, dashed or solid, and marks are drawn.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtGui import QColor, QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

CALM: Final[Mapping[str, str]] = {
    "ground": "#f3f4f1", "card": "#ffffff", "stripe": "#eceee9", "hover": "#e4e9e6", "selected": "#d5e6ee",
    "ink": "#18222c", "muted": "#4b5762", "faint": "#8a939b", "edge": "#d3d8d6", "edge_strong": "#8f9aa1",
    "deep": "#1d3442", "deep_hover": "#2c4858", "on_deep": "#f2f6f7",
    "accent": "#17608a", "accent_hover": "#124d70", "accent_soft": "#a9cfe2", "on_accent": "#ffffff",
    "band": "#e3edf1",
    "good": "#2e6b3f", "good_ground": "#edf5ee", "warn": "#96610a", "warn_ground": "#fff6de",
    "bad": "#a3241f", "bad_ground": "#fdeceb", "practice": "#ffd966", "on_practice": "#3b2b00",
}  # fmt: skip
HIGH: Final[Mapping[str, str]] = {
    **CALM,
    "ground": "#ffffff", "stripe": "#f2f2f2", "hover": "#dfeaf0", "selected": "#bcdcf0",
    "ink": "#000000", "muted": "#26303a", "faint": "#5a636b", "edge": "#6d7780", "edge_strong": "#2d363e",
    "deep": "#06151e", "accent": "#00466e", "accent_hover": "#003350", "band": "#d9e9f2",
    "good": "#0b4a1c", "warn": "#6b4300", "bad": "#7f0d09", "practice": "#ffcc33", "on_practice": "#000000",
}  # fmt: skip
CONTRASTS: Final[Mapping[str, Mapping[str, str]]] = {"calm": CALM, "high": HIGH}
SIZES: Final[Mapping[str, float]] = {"small": 11.0, "medium": 13.0, "large": 15.0}
"""Points; the smallest text of the key strip is never under 11 either."""

MONO: Final = (
    "DejaVu Sans Mono",
    "Cascadia Mono",
    "Consolas",
    "Liberation Mono",
    "Noto Sans Mono",
    "Menlo",
    "Courier New",
)
"""Faces that tell 0 from O and 1 from l and I."""
SANS: Final = ("Segoe UI", "Noto Sans", "DejaVu Sans", "Liberation Sans", "Arial")


@dataclass(frozen=True, slots=True)
class Look:
    """A choice of contrast and text size, as values that widgets draw with."""

    colours: Mapping[str, str]
    text_pt: float
    mono: str
    sans: str

    def colour(self, name: str) -> QColor:
        """A colour by its name."""
        return QColor(self.colours[name])

    @property
    def cell_pt(self) -> float:
        """Size of what is typed into cells: a little larger than the text around it."""
        return self.text_pt + 1


def look(contrast: str, text_size: str) -> Look:
    """The look of the settings' words; unknown words are as in the beginning."""
    families = set(QFontDatabase.families())
    mono = next((name for name in MONO if name in families), "monospace")
    sans = next((name for name in SANS if name in families), "sans-serif")
    return Look(CONTRASTS.get(contrast, CALM), SIZES.get(text_size, SIZES["small"]), mono, sans)


def wear(application: QApplication, chosen: Look, resources: Path) -> None:
    """Give the whole program this look."""
    font = QFont(chosen.sans)
    font.setPointSizeF(chosen.text_pt)
    application.setFont(font)
    application.setStyleSheet(
        style_sheet((resources / "style.qss").read_text(encoding="utf-8"), chosen, resources)
    )


def style_sheet(template: str, chosen: Look, resources: Path) -> str:
    """The template with its @names@ filled in. KeyError for a name that no look has."""
    names = {
        **chosen.colours,
        "text": f"{chosen.text_pt:g}",
        "small": f"{max(chosen.text_pt - 1, SIZES['small']):g}",
        "large": f"{chosen.text_pt + 2:g}",
        "title": f"{chosen.text_pt + 6:g}",
        "cell": f"{chosen.cell_pt:g}",
        "mono": f'"{chosen.mono}"',
        "sans": f'"{chosen.sans}"',
        "icons": (resources / "icons").as_posix(),
    }
    return re.sub(
        r"@(\w+)@", lambda found: names[found[1]], re.sub(r"/\*.*?\*/", "", template, flags=re.DOTALL)
    )


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
