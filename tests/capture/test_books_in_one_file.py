from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PIL.TiffImagePlugin import TiffImageFile

from db.errors import Exit, Expected
from desktop.capture.load import PAGES, Decoder, Refused, Scan, decode, scans
from tests.capture.files import bar, encoded, locked_pdf, page, pdf, write


@pytest.fixture(scope="module")
def decoder() -> Iterator[Decoder]:
    with Decoder(PAGES) as decoder:
        yield decoder


def tiff_of(path: Path, pages: list[Image.Image], **options: object) -> Path:
    pages[0].save(path, "TIFF", save_all=True, append_images=pages[1:], **options)
    return path


def numbered(count: int) -> list[Image.Image]:
    """Pages that tell themselves apart by a grey patch."""
    pages = []
    for number in range(count):
        pixels = page(colour=False)
        pixels[100:150, 100:150] = 20 * number
        pages.append(Image.fromarray(pixels))
    return pages


def key_of(path: Path, decoder: Decoder) -> str:
    with pytest.raises(Expected) as refused:
        list(scans(path, decoder=decoder))
    return refused.value.key


def test_a_tiff_of_many_pages_gives_each_page_in_order(tmp_path: Path, decoder: Decoder) -> None:
    path = tiff_of(tmp_path / "book.tif", numbered(3), compression="tiff_lzw", dpi=(200, 200))
    file_sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    read = list(scans(path, decoder=decoder))
    assert [scan.source for scan in read] == ["book.tif#1", "book.tif#2", "book.tif#3"]
    for number, scan in enumerate(read):
        assert isinstance(scan, Scan)
        assert scan.pixels[120, 120] == 20 * number
        assert scan.sha256 == f"{file_sha256}#{number + 1}"
        assert (scan.file_sha256, scan.frame, scan.frames, scan.dpi) == (file_sha256, number + 1, 3, 200)


@pytest.mark.parametrize("mode", ["1", "L", "RGB", "P", "CMYK", "I;16"])
def test_a_page_of_a_tiff_is_kept_without_loss(mode: str, tmp_path: Path, decoder: Decoder) -> None:
    if mode == "I;16":
        pages = [Image.fromarray((np.arange(400 * 300) % 65536).astype(np.uint16).reshape(400, 300))] * 2
    else:
        pages = [image.convert("RGB").convert(mode) for image in numbered(2)]
    options = {"compression": "group4"} if mode == "1" else {}
    path = tiff_of(tmp_path / "book.tif", pages, dpi=(300, 300), **options)
    for number, scan in enumerate(scans(path, decoder=decoder)):
        assert isinstance(scan, Scan)
        kept = Image.open(write(tmp_path / "kept", scan.data))
        assert kept.mode == mode
        assert np.array_equal(np.asarray(kept), np.asarray(pages[number]))
        assert np.array_equal(decode(scan.data, decoder=decoder), scan.pixels)
        assert round(float(kept.info["dpi"][0])) == 300


def test_a_turned_page_of_a_tiff_is_kept_upright_once(tmp_path: Path, decoder: Decoder) -> None:
    lying = [image.transpose(Image.Transpose.ROTATE_90) for image in numbered(2)]
    path = tiff_of(tmp_path / "book.tif", lying, tiffinfo={274: 6})
    for scan in scans(path, decoder=decoder):
        assert isinstance(scan, Scan)
        assert (scan.width, scan.height) == (300, 400)
        assert np.array_equal(decode(scan.data, decoder=decoder), scan.pixels)


def test_one_damaged_page_of_a_tiff_is_one_problem(tmp_path: Path, decoder: Decoder) -> None:
    noisy = np.random.default_rng(3).integers(0, 255, (400, 300), dtype=np.uint8)
    path = tiff_of(tmp_path / "book.tif", [*numbered(2), Image.fromarray(noisy)], compression="tiff_lzw")
    with Image.open(path) as image:
        image.seek(1)
        assert isinstance(image, TiffImageFile)
        places, lengths = image.tag_v2[273], image.tag_v2[279]
    data = bytearray(path.read_bytes())
    for place, length in zip(places, lengths, strict=True):
        data[place : place + length] = b"\xff" * length
    write(path, bytes(data))
    first, second, third = scans(path, decoder=decoder)
    assert isinstance(first, Scan)
    assert isinstance(third, Scan)
    assert isinstance(second, Refused)
    assert (second.frame, second.source, second.problem.key) == (2, "book.tif#2", "picture_broken")
    assert dict(second.problem.values)["name"] == "book.tif#2"


def test_a_pdf_is_rendered_at_300_dots_per_inch(tmp_path: Path, decoder: Decoder) -> None:
    path = write(tmp_path / "book.pdf", pdf([bar(), bar(1.0)]))
    first, second = scans(path, decoder=decoder)
    assert isinstance(first, Scan)
    assert isinstance(second, Scan)
    assert (first.width, first.height, first.dpi) == (600, 900, 300)
    assert first.pixels.shape == (900, 600)  # a page without colour is kept as grey
    assert first.pixels[500, 350] == 0
    assert second.pixels[500, 350].tolist() == [255, 0, 0]
    assert second.pixels[100, 100].tolist() == [255, 255, 255]
    for scan in (first, second):
        assert np.array_equal(decode(scan.data, decoder=decoder), scan.pixels)


def test_a_pdf_of_scans_gives_them_back(tmp_path: Path, decoder: Decoder) -> None:
    path = tmp_path / "scans.pdf"
    Image.fromarray(page(600, 800)).save(path, "PDF", resolution=300.0, quality=95)
    (scan,) = scans(path, decoder=decoder)
    assert isinstance(scan, Scan)
    assert abs(scan.width - 600) <= 1
    assert scan.pixels[20, 50].max() < 40


def test_one_broken_page_of_a_pdf_is_one_problem(tmp_path: Path, decoder: Decoder) -> None:
    path = write(tmp_path / "book.pdf", pdf([bar()] * 5, broken=frozenset({1, 3})))
    read = list(scans(path, decoder=decoder))
    assert [isinstance(one, Refused) for one in read] == [False, True, False, True, False]
    problems = [(one.frame, one.problem.key) for one in read if isinstance(one, Refused)]
    assert problems == [(2, "pdf_page_broken"), (4, "pdf_page_broken")]


def test_a_scan_in_a_pdf_that_is_damaged_is_no_white_page(tmp_path: Path, decoder: Decoder) -> None:
    path = tmp_path / "scans.pdf"
    scanned = [Image.fromarray(page(600, 800)) for _ in range(3)]
    scanned[0].save(path, "PDF", save_all=True, append_images=scanned[1:], resolution=300.0)
    whole = path.read_bytes()
    second = whole.index(b"\xff\xd8", whole.index(b"\xff\xd8") + 2)  # where its picture begins
    path.write_bytes(whole[:second] + bytes(600) + whole[second + 600 :])
    read = list(scans(path, decoder=decoder))
    assert [one.problem.key if isinstance(one, Refused) else "" for one in read] == [
        "",
        "pdf_page_broken",
        "",
    ]


def test_a_white_page_without_a_scan_comes_in(tmp_path: Path, decoder: Decoder) -> None:
    (only,) = scans(write(tmp_path / "white.pdf", pdf([b""])), decoder=decoder)
    assert isinstance(only, Scan)


def test_a_locked_and_a_broken_pdf_are_refused(tmp_path: Path, decoder: Decoder) -> None:
    assert key_of(write(tmp_path / "locked.pdf", locked_pdf()), decoder) == "pdf_encrypted"
    assert (
        key_of(write(tmp_path / "broken.pdf", b"%PDF-1.7\nnothing of a PDF follows"), decoder) == "pdf_broken"
    )
    assert key_of(write(tmp_path / "cut.pdf", pdf([bar()])[:40]), decoder) == "pdf_broken"


def test_a_pdf_without_pages_is_refused(tmp_path: Path, decoder: Decoder) -> None:
    assert key_of(write(tmp_path / "none.pdf", pdf([])), decoder) in {"picture_without_pages", "pdf_broken"}


def test_a_pdf_page_as_large_as_a_wall_is_one_problem(tmp_path: Path, decoder: Decoder) -> None:
    path = write(tmp_path / "wall.pdf", pdf([bar()], media="0 0 14400 14400"))
    (one,) = scans(path, decoder=decoder)
    assert isinstance(one, Refused)
    assert one.problem.key == "picture_too_long"


def test_a_book_with_too_many_pages_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "long.pdf", pdf([bar()] * 4))
    with Decoder(replace(PAGES, max_frames=3)) as decoder:
        assert key_of(path, decoder) == "picture_too_many_pages"


def test_a_page_that_kills_the_decoder_is_one_problem(tmp_path: Path) -> None:
    """A page of 81 million dots needs more than this child may have; those before and after it do not."""
    pages = [image.convert("L") for image in numbered(3)]
    pages[1] = Image.new("L", (9_000, 9_000), 255)
    path = tiff_of(tmp_path / "book.tif", pages, compression="tiff_deflate")
    with Decoder(replace(PAGES, memory_bytes=250_000_000)) as decoder:
        read = list(scans(path, decoder=decoder))
    assert [isinstance(one, Refused) for one in read] == [False, True, False]


def test_a_stick_pulled_out_in_the_middle_of_a_book_is_said_at_once(tmp_path: Path, decoder: Decoder) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    book = write(stick / "book.pdf", pdf([bar()] * 3))
    pages = scans(book, decoder=decoder)
    assert isinstance(next(pages), Scan)
    decoder.close()  # what the child still had open is gone with the stick
    shutil.rmtree(stick)
    with pytest.raises(Expected) as refused:
        next(pages)
    assert refused.value.key == "picture_vanished"
    assert refused.value.exit_code is Exit.DISK


def test_where_nothing_is_stored_no_page_is_packed(tmp_path: Path, decoder: Decoder) -> None:
    path = write(tmp_path / "book.pdf", pdf([bar()] * 2))
    assert [one.data for one in scans(path, decoder=decoder, keep=False) if isinstance(one, Scan)] == [
        b"",
        b"",
    ]


def test_another_picture_may_come_between_the_pages_of_a_book(tmp_path: Path, decoder: Decoder) -> None:
    path = tiff_of(tmp_path / "book.tif", numbered(3))
    patches = []
    for scan in scans(path, decoder=decoder):
        assert isinstance(scan, Scan)
        patches.append(int(scan.pixels[120, 120]))
        assert np.array_equal(decode(encoded(page(), "PNG"), decoder=decoder), page())
    assert patches == [0, 20, 40]


def test_one_child_serves_many_files(tmp_path: Path) -> None:
    paths = [write(tmp_path / f"{number}.png", encoded(page(), "PNG")) for number in range(4)]
    with Decoder(PAGES) as decoder:
        decoder.warm()
        child = decoder._child
        for path in paths:
            list(scans(path, decoder=decoder))
        assert decoder._child is child
