from __future__ import annotations

import os
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from db.errors import Cancelled, Exit, Expected
from desktop.capture.load import PAGES, Decoder, Scan, Source, decode, scans
from desktop.messages import sentence
from tests.capture.files import encoded, page, png_that_claims, write


@pytest.fixture(scope="module")
def decoder() -> Iterator[Decoder]:
    with Decoder(PAGES) as decoder:
        yield decoder


def refusal(source: Path | Source, decoder: Decoder) -> Expected:
    with pytest.raises(Expected) as refused:
        list(scans(source, decoder=decoder))
    said = sentence(refused.value.key, refused.value.values)
    assert (source.name or "?") in said  # it says which file, and every brace has its value
    return refused.value


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP", "WEBP"])
@pytest.mark.parametrize("share", [0.02, 0.5, 0.9])
def test_a_truncated_picture_is_refused(kind: str, share: float, tmp_path: Path, decoder: Decoder) -> None:
    noisy = np.random.default_rng(1).integers(0, 255, (400, 300, 3), dtype=np.uint8)
    data = encoded(noisy, kind)
    path = write(tmp_path / "half", data[: int(len(data) * share)])
    assert refusal(path, decoder).key in {"picture_truncated", "picture_broken"}


def test_a_picture_cut_in_its_dots_is_said_to_stop_in_the_middle(tmp_path: Path, decoder: Decoder) -> None:
    noisy = np.random.default_rng(1).integers(0, 255, (400, 300, 3), dtype=np.uint8)
    for kind in ("JPEG", "BMP", "PNG"):
        data = encoded(noisy, kind)
        assert refusal(write(tmp_path / "half", data[: len(data) // 2]), decoder).key == "picture_truncated"


def test_a_picture_with_a_flipped_byte_in_its_header_is_refused(tmp_path: Path, decoder: Decoder) -> None:
    data = bytearray(encoded(page(), "PNG"))
    data[20] ^= 0xFF  # in the width: the checksum of the header no longer fits
    assert refusal(write(tmp_path / "flipped.png", bytes(data)), decoder).key == "picture_broken"


def test_an_empty_file_is_refused(tmp_path: Path, decoder: Decoder) -> None:
    assert refusal(write(tmp_path / "empty.png", b""), decoder).key == "picture_empty"


@pytest.mark.parametrize(
    "data", [b"Dear sir,\n", b"MZ\x90\x00" + bytes(500), b"PK\x03\x04" + bytes(500), b"BM"]
)
def test_what_is_no_picture_is_refused_whatever_its_name(
    data: bytes, tmp_path: Path, decoder: Decoder
) -> None:
    assert refusal(write(tmp_path / "page 1.png", data), decoder).key == "picture_unknown"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"GIF89a" + bytes(20), "GIF"),
        (struct.pack(">I", 24) + b"ftypheic" + bytes(20), "HEIC"),
        (struct.pack(">I", 24) + b"ftypavif" + bytes(20), "AVIF"),
        (b"\x00\x00\x00\x0cjP  \r\n\x87\n" + bytes(20), "JPEG 2000"),
    ],
)
def test_a_kind_that_is_not_read_is_named(data: bytes, kind: str, tmp_path: Path, decoder: Decoder) -> None:
    refused = refusal(write(tmp_path / "IMG_0001.jpg", data), decoder)
    assert refused.key == "picture_other_kind"
    assert refused.values["kind"] == kind


def test_one_dot_is_no_page(tmp_path: Path, decoder: Decoder) -> None:
    refused = refusal(write(tmp_path / "dot.png", encoded(page(1, 1), "PNG")), decoder)
    assert refused.key == "picture_too_small"
    assert refused.values["width"] == "1"


@pytest.mark.parametrize(("width", "height"), [(60_000, 60_000), (60_000, 300), (300, 60_000)])
def test_sixty_thousand_dots_on_a_side_are_refused(
    width: int, height: int, tmp_path: Path, decoder: Decoder
) -> None:
    path = write(tmp_path / "long.png", png_that_claims(width, height))
    assert refusal(path, decoder).key == "picture_too_long"


def test_a_real_picture_of_sixty_thousand_dots_is_refused(tmp_path: Path, decoder: Decoder) -> None:
    path = write(tmp_path / "long.png", png_that_claims(60_000, 250, rows=250))
    assert refusal(path, decoder).key == "picture_too_long"


def test_a_bomb_is_refused_by_its_dots_before_it_is_decoded(tmp_path: Path, decoder: Decoder) -> None:
    bomb = png_that_claims(30_000, 30_000, rows=2_000)  # 60 MB of zeros in 60 kB
    assert refusal(write(tmp_path / "bomb.png", bomb), decoder).key == "picture_too_many_pixels"


def test_a_tiff_whose_directories_go_in_circles_ends(tmp_path: Path, decoder: Decoder) -> None:
    data = bytearray(encoded(page(colour=False), "TIFF"))
    (start,) = struct.unpack_from("<I", data, 4)
    (entries,) = struct.unpack_from("<H", data, start)
    struct.pack_into("<I", data, start + 2 + 12 * entries, start)  # the next directory is this one
    path = write(tmp_path / "circle.tif", bytes(data))
    assert len(list(scans(path, decoder=decoder))) == 1


def test_a_picture_too_hungry_for_its_limit_is_refused_and_the_next_one_read(tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows bounds no address space")
    big = write(tmp_path / "big.png", png_that_claims(9_000, 9_000, rows=9_000))
    good = write(tmp_path / "good.png", encoded(page(), "PNG"))
    with Decoder(replace(PAGES, memory_bytes=300_000_000)) as decoder:
        assert refusal(big, decoder).key in {"picture_too_hungry", "picture_stopped_decoder"}
        (scan,) = scans(good, decoder=decoder)
    assert isinstance(scan, Scan)


def test_a_missing_file_a_folder_and_a_pipe_are_refused(tmp_path: Path, decoder: Decoder) -> None:
    assert refusal(tmp_path / "gone.png", decoder).key == "picture_missing"
    assert refusal(tmp_path, decoder).key == "folder_without_pictures"
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.png")
        assert refusal(tmp_path / "pipe.png", decoder).key == "picture_no_file"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_said_to_be_forbidden(tmp_path: Path, decoder: Decoder) -> None:
    path = write(tmp_path / "secret.png", encoded(page(), "PNG"))
    path.chmod(0)
    assert refusal(path, decoder).key == "picture_forbidden"


def test_a_file_larger_than_the_limit_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "large.png", encoded(page(), "PNG") + bytes(3_000_000))
    with Decoder(replace(PAGES, max_picture_bytes=2_000_000)) as decoder:
        refused = refusal(path, decoder)
    assert refused.key == "picture_file_too_large"
    assert refused.values == {"name": "large.png", "megabytes": 3, "most": 2}


def stand_in(script: str) -> list[str]:
    """A child that greets and then does as the script says; `ask()` takes a request."""
    start = (
        "import json,struct,sys,time\n"
        "def tell(header, blob=b''):\n"
        "    text = json.dumps(header).encode()\n"
        "    sys.stdout.buffer.write(struct.pack('>I', len(text)) + text + blob); sys.stdout.buffer.flush()\n"
        "def ask():\n"
        "    (n,) = struct.unpack('>I', sys.stdin.buffer.read(4)); h = json.loads(sys.stdin.buffer.read(n))\n"
        "    sys.stdin.buffer.read(h.get('length', 0)); return h\n"
        "tell({'ready': True})\n"
    )
    return [sys.executable, "-c", start + script]


@pytest.mark.parametrize(
    ("script", "key"),
    [
        ("ask()", "picture_stopped_decoder"),  # it dies while opening
        ("ask(); tell({'frames': 1}); ask()", "picture_stopped_decoder"),  # it dies while decoding
        ("ask(); tell({'refused': 'a lie', 'values': {}})", "picture_stopped_decoder"),
        ("ask(); tell({'frames': 'many'})", "picture_stopped_decoder"),
        (
            "ask(); tell({'frames': 1}); ask(); tell({'height': 10**6, 'width': 10**6, 'kept': 0, 'dpi': 0})",
            "picture_stopped_decoder",
        ),
        (
            "ask(); tell({'frames': 1}); ask(); tell({'height': 5, 'width': 5, 'kept': -1})",
            "picture_stopped_decoder",
        ),
        (
            "ask(); sys.stdout.buffer.write(b'\\xff' * 64); sys.stdout.buffer.flush()",
            "picture_stopped_decoder",
        ),
        ("ask(); time.sleep(60)", "picture_too_slow"),
    ],
)
def test_a_child_that_a_picture_took_over_is_put_down(script: str, key: str, tmp_path: Path) -> None:
    path = write(tmp_path / "a.png", encoded(page(), "PNG"))
    with Decoder(replace(PAGES, seconds=1.0), stand_in(script)) as decoder:
        assert refusal(path, decoder).key == key


def test_a_hung_picture_can_be_cancelled_at_once(tmp_path: Path) -> None:
    path = write(tmp_path / "a.png", encoded(page(), "PNG"))
    asked = threading.Event()

    def cancel() -> bool:
        asked.set()
        return True

    with Decoder(PAGES, stand_in("ask(); time.sleep(60)")) as decoder, pytest.raises(Cancelled):
        list(scans(path, decoder=decoder, cancel=cancel))
    assert asked.is_set()


@pytest.mark.parametrize("command", [["no-such-program-here"], [sys.executable, "-c", "pass"]])
def test_a_decoder_that_does_not_start_is_not_blamed_on_the_picture(
    command: list[str], tmp_path: Path
) -> None:
    path = write(tmp_path / "a.png", encoded(page(), "PNG"))
    with Decoder(PAGES, command) as decoder, pytest.raises(Expected) as refused:
        list(scans(path, decoder=decoder))
    assert refused.value.key == "decoder_missing"
    assert refused.value.exit_code is Exit.MISSING_PART
    assert "start" in sentence(refused.value.key, refused.value.values)


def test_the_child_knows_no_passphrase(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEDGERMARK_PASSPHRASE", "correct horse")
    report = tmp_path / "environment"
    script = f"import os; open({str(report)!r}, 'w').write(repr(dict(os.environ)))"
    with Decoder(PAGES, stand_in(script)) as decoder, pytest.raises(Expected):
        list(scans(write(tmp_path / "a.png", encoded(page(), "PNG")), decoder=decoder))
    assert "correct horse" not in report.read_text()
    assert "LEDGERMARK" not in report.read_text()


def test_a_folder_where_the_program_stands_lends_the_child_no_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "numpy.py").write_text("raise SystemExit('taken over')")
    (tmp_path / "desktop").mkdir()
    monkeypatch.chdir(tmp_path)
    (scan,) = scans(write(tmp_path / "a.png", encoded(page(), "PNG")))
    assert isinstance(scan, Scan)


def test_decoding_leaves_no_file_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    path = write(tmp_path / "a.png", encoded(page(), "PNG"))
    list(scans(path))
    assert [path.name for path in sorted(tmp_path.rglob("*"))] == ["a.png", "temporary"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
def test_a_held_child_can_write_no_file_and_dump_no_core(tmp_path: Path) -> None:
    script = (
        "import resource, sys\n"
        "from desktop.capture.child import hold_to\n"
        "from desktop.capture.limits import PAGES\n"
        "hold_to(PAGES)\n"
        "assert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)\n"
        "open(sys.argv[1], 'wb', buffering=0).write(b'a page')\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "leak")], capture_output=True, check=False, text=True
    )
    assert "File too large" in ran.stderr
    assert (tmp_path / "leak").read_bytes() == b""


def test_a_stored_picture_that_is_damaged_is_refused(decoder: Decoder) -> None:
    for data in (b"", b"nothing", encoded(page(), "PNG")[:300]):
        with pytest.raises(Expected) as refused:
            decode(data, decoder=decoder)
        assert refused.value.key in {"picture_broken", "picture_truncated"}
