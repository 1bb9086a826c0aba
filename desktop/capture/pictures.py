"""In the child: one file of pictures, opened by Pillow, measured before it is decoded, turned upright."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from db.errors import Expected
from desktop.capture.frame import Frame
from desktop.capture.kinds import Kind
from desktop.capture.limits import Limits

_PNG_MODES = frozenset({"1", "L", "LA", "P", "RGB", "RGBA", "I;16", "I;16B"})


class PictureFile:
    """A PNG, JPEG, TIFF, BMP or WebP. Only a TIFF has pages: an animation or a phone's preview is not a page."""

    def __init__(self, kind: Kind, file: Path | bytes, limits: Limits) -> None:
        self._limits = limits
        # We count pixels ourselves, before decoding and with a sentence; Pillow's own bound is looser.
        Image.MAX_IMAGE_PIXELS = None
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        warnings.simplefilter("ignore")  # a child has nobody to warn
        try:
            # Never by name: Pillow would map an uncompressed TIFF into memory, leave it lying on its side
            # (12.3), and die of a bus error when the stick is pulled out.
            self._file = io.BytesIO(file) if isinstance(file, bytes) else file.open("rb")
            self._image = Image.open(self._file, formats=(kind.value,))
            self.frames = int(getattr(self._image, "n_frames", 1)) if kind is Kind.TIFF else 1
        except FileNotFoundError as error:
            raise Expected("picture_vanished") from error
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
            raise _damage(error) from error

    def frame(self, index: int, *, keep: bool) -> Frame:
        """Decode page `index` from 0. Raises Expected where it is damaged or asks for too much."""
        try:
            if index:
                self._image.seek(index)
            check_size(self._image.width, self._image.height, self._limits)
            dpi = _dpi(self._image)
            self._image.load()
            ImageOps.exif_transpose(self._image, in_place=True)
            return Frame(_pixels(self._image), dpi, _kept(self._image, dpi) if keep else b"")
        except (OSError, SyntaxError, ValueError, EOFError) as error:
            raise _damage(error) from error

    def close(self) -> None:
        """Let go of the file."""
        self._image.close()
        self._file.close()


def check_size(width: int, height: int, limits: Limits) -> None:
    """Raise Expected where a picture of this size is no page or more than a PC can hold."""
    if min(width, height) < limits.min_side_px:
        raise Expected("picture_too_small", width=width, height=height, least=limits.min_side_px)
    if max(width, height) > limits.max_side_px:
        raise Expected("picture_too_long", width=width, height=height, most=limits.max_side_px)
    if width * height > limits.max_pixels:
        raise Expected(
            "picture_too_many_pixels", width=width, height=height, most=limits.max_pixels // 1_000_000
        )


def kept_png(image: Image.Image, dpi: float) -> bytes:
    """A lossless PNG. Level 1: a noisy A4 scan takes 0.7 s instead of 1.4 s at level 6, and is 14 % larger."""
    out = io.BytesIO()
    level = 6 if image.mode in {"1", "P"} else 1
    if dpi:
        image.save(out, "PNG", compress_level=level, dpi=(dpi, dpi))
    else:
        image.save(out, "PNG", compress_level=level)
    return out.getvalue()


def _kept(upright: Image.Image, dpi: float) -> bytes:
    plain = upright.copy()  # leaves the TIFF's own tags, orientation among them, behind
    if plain.mode in _PNG_MODES:
        return kept_png(plain, dpi)
    out = io.BytesIO()  # CMYK and the like have no PNG
    plain.save(out, "TIFF", compression="tiff_adobe_deflate", dpi=(dpi or 1, dpi or 1))
    return out.getvalue()


def _pixels(image: Image.Image) -> NDArray[np.uint8]:
    """Grey height x width or RGB height x width x 3 on white paper, whatever mode the file has."""
    if image.mode in {"I", "F"} or image.mode.startswith("I;"):
        return _eight_bits(np.asarray(image))
    if "transparency" in image.info or image.mode in {"LA", "PA", "La", "RGBA", "RGBa"}:
        grey = image.mode in {"L", "LA", "La", "1"}
        clear = image.convert("RGBA")
        paper = Image.new("RGBA", clear.size, (255, 255, 255, 255))
        image = Image.alpha_composite(paper, clear).convert("L" if grey else "RGB")
    elif image.mode == "1":
        image = image.convert("L")
    elif image.mode not in {"L", "RGB"}:
        image = image.convert("RGB")
    return np.asarray(image)


def _eight_bits(deep: NDArray[np.generic]) -> NDArray[np.uint8]:
    """Grey of more than eight bits, brought to eight by the bits in use: scanners put 12 bits into 16."""
    values = np.nan_to_num(deep.astype(np.float32), nan=0.0, posinf=0.0, neginf=0.0)
    values -= min(0.0, float(values.min()))
    bits = max(8, int(values.max()).bit_length())
    values *= 255.0 / (2**bits - 1)
    return values.astype(np.uint8)


def _dpi(image: Image.Image) -> float:
    """Dots per inch where the file says something that a scanner or camera could mean, else 0.0."""
    said = image.info.get("dpi")
    if not isinstance(said, tuple) or len(said) != 2:
        return 0.0
    across = float(said[0])
    return round(across, 2) if 50 <= across <= 4800 else 0.0


def _damage(error: Exception) -> Expected:
    truncated = isinstance(error, EOFError) or "truncated" in str(error)
    return Expected("picture_truncated" if truncated else "picture_broken")
