from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from db.errors import Expected
from desktop.capture.load import CROPS, PAGES, Decoder, Scan, decode, scans
from tests.capture.files import encoded, page, write


@pytest.fixture(scope="module")
def decoder() -> Iterator[Decoder]:
    with Decoder(PAGES) as decoder:
        yield decoder


def only(path: Path, decoder: Decoder) -> Scan:
    (scan,) = scans(path, decoder=decoder)
    assert isinstance(scan, Scan)
    return scan


@pytest.mark.parametrize(
    ("kind", "name"), [("PNG", "a.png"), ("BMP", "a.bmp"), ("TIFF", "a.tif"), ("WEBP", "a.webp")]
)
def test_a_lossless_picture_is_read_dot_for_dot_and_kept_byte_for_byte(
    kind: str, name: str, tmp_path: Path, decoder: Decoder
) -> None:
    data = encoded(page(), kind, **({"lossless": True} if kind == "WEBP" else {}))
    scan = only(write(tmp_path / name, data), decoder)
    assert np.array_equal(scan.pixels, page())
    assert scan.data == data
    assert scan.sha256 == scan.file_sha256 == hashlib.sha256(data).hexdigest()
    assert (scan.width, scan.height, scan.frame, scan.frames, scan.source) == (300, 400, 1, 1, name)


def test_a_jpeg_is_kept_as_it_came_with_its_dots_per_inch(tmp_path: Path, decoder: Decoder) -> None:
    data = encoded(page(), "JPEG", quality=95, dpi=(300, 300))
    scan = only(write(tmp_path / "a.jpg", data), decoder)
    assert scan.data == data
    assert scan.dpi == 300
    assert np.abs(scan.pixels.astype(int) - page()).mean() < 2


@pytest.mark.parametrize("kind", ["JPEG", "TIFF", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_turned_picture_is_turned_upright(
    kind: str, orientation: int, tmp_path: Path, decoder: Decoder
) -> None:
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    image = Image.fromarray(page())
    as_held = image.transpose(undo[orientation]) if orientation in undo else image
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = tmp_path / "a"
    as_held.save(path, kind, exif=exif, **({"quality": 95} if kind == "JPEG" else {}))
    scan = only(path, decoder)
    assert (scan.width, scan.height) == (300, 400)
    assert np.abs(scan.pixels.astype(int) - page()).mean() < 3
    assert np.array_equal(decode(scan.data, decoder=decoder), scan.pixels)


def test_a_bilevel_fax_page_is_read_as_grey(tmp_path: Path, decoder: Decoder) -> None:
    path = tmp_path / "fax.tif"
    Image.fromarray(page(colour=False)).convert("1").save(path, "TIFF", compression="group4", dpi=(400, 400))
    scan = only(path, decoder)
    assert scan.pixels.shape == (400, 300)
    assert set(np.unique(scan.pixels)) == {0, 255}
    assert scan.dpi == 400


@pytest.mark.parametrize("kind", ["TIFF", "PNG"])
def test_sixteen_bits_are_brought_to_eight(kind: str, tmp_path: Path, decoder: Decoder) -> None:
    deep = page(colour=False).astype(np.uint16) * 257
    path = tmp_path / "deep"
    Image.fromarray(deep).save(path, kind)
    scan = only(path, decoder)
    assert scan.pixels.dtype == np.uint8
    assert np.array_equal(scan.pixels, page(colour=False))


def test_twelve_bits_in_sixteen_are_not_left_black(tmp_path: Path, decoder: Decoder) -> None:
    path = tmp_path / "twelve.tif"
    Image.fromarray(page(colour=False).astype(np.uint16) * 16).save(path, "TIFF")
    assert only(path, decoder).pixels.max() >= 250


def test_a_clear_background_is_white_paper(tmp_path: Path, decoder: Decoder) -> None:
    clear = np.dstack([page(), np.full((400, 300), 255, np.uint8)])
    clear[100:200, :, :] = 0  # black and fully clear
    scan = only(write(tmp_path / "clear.png", encoded(clear, "PNG")), decoder)
    assert scan.pixels.shape == (400, 300, 3)
    assert scan.pixels[150, 150].tolist() == [255, 255, 255]
    assert scan.pixels[20, 20].tolist() == [0, 0, 0]


@pytest.mark.parametrize("mode", ["P", "CMYK", "LA", "LAB"])
def test_other_colour_models_come_as_grey_or_rgb(mode: str, tmp_path: Path, decoder: Decoder) -> None:
    path = tmp_path / "colours"
    Image.fromarray(page()).convert(mode).save(path, "TIFF" if mode in {"CMYK", "LAB"} else "PNG")
    pixels = only(path, decoder).pixels
    assert pixels.shape in {(400, 300, 3), (400, 300)}
    assert pixels[20, 50].max() < 60
    assert pixels[200, 150].min() > 200


def test_a_wrong_ending_does_not_matter_when_the_picture_is_one(tmp_path: Path, decoder: Decoder) -> None:
    scan = only(write(tmp_path / "really-a-png.jpg", encoded(page(), "PNG")), decoder)
    assert np.array_equal(scan.pixels, page())


def test_an_accented_and_an_arabic_name_are_read(tmp_path: Path, decoder: Decoder) -> None:
    for name in ("Régistre № 3.png", "سجل ١٢.tif"):
        kind = "PNG" if name.endswith("png") else "TIFF"
        assert only(write(tmp_path / name, encoded(page(), kind)), decoder).source == name


def test_an_animation_is_one_picture(tmp_path: Path, decoder: Decoder) -> None:
    path = tmp_path / "moving.webp"
    first, second = Image.fromarray(page()), Image.fromarray(255 - page())
    first.save(path, "WEBP", save_all=True, append_images=[second], lossless=True)
    scan = only(path, decoder)
    assert scan.frames == 1
    assert np.array_equal(scan.pixels, page())


def test_a_nonsensical_resolution_counts_as_none(tmp_path: Path, decoder: Decoder) -> None:
    for dpi in (1, 90_000):
        assert only(write(tmp_path / "a.png", encoded(page(), "PNG", dpi=(dpi, dpi))), decoder).dpi == 0


def test_a_crop_of_one_cell_is_read_by_the_limits_for_crops(tmp_path: Path) -> None:
    path = write(tmp_path / "crop.png", encoded(page(120, 110), "PNG"))
    (scan,) = scans(path, CROPS)
    assert isinstance(scan, Scan)
    assert scan.width == 120
    with pytest.raises(Expected) as refused:
        list(scans(path))
    assert refused.value.key == "picture_too_small"
