"""Valid files of every kind, small, from which the changed ones are made."""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from PIL import Image

from db.store import batches, connect, journal
from db.vault import DataKey
from desktop.exchange.columns import RegistryColumns, load_columns
from desktop.exchange.received import Line, ReceivedBatch
from desktop.exchange.signature import Purpose, sign
from desktop.operations import exchange_keys, registry_desk
from desktop.operations.registry_desk import RegistryDesk
from desktop.operations.session import Session
from desktop.paths import resources_folder
from workshop.faults import stages
from workshop.faults.stages import PASSPHRASE, Place

_WIDTH, _HEIGHT = 220, 260


def pictures() -> tuple[bytes, ...]:
    """A page in every kind that is read, and in the ways of writing that scanners and cameras have."""
    grey = np.full((_HEIGHT, _WIDTH), 255, np.uint8)
    grey[30:60, 20:150], grey[150:170, 60:200] = 0, 120
    grey[::7, ::5] = 230
    page = Image.fromarray(grey)
    colour = Image.merge("RGB", (page, page.rotate(180), page))
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    return (
        _file(page, "PNG"), _file(page.convert("1"), "PNG"), _file(colour.quantize(16), "PNG", dpi=(300, 300)),
        _file(colour.convert("RGBA"), "PNG"), _file(page.convert("I;16"), "PNG"),
        _file(colour, "JPEG", quality=80, dpi=(300, 300), exif=exif), _file(page, "JPEG", progressive=True),
        _file(colour.convert("CMYK"), "JPEG"), _file(page, "BMP"), _file(page.convert("1"), "BMP"),
        _file(colour, "WEBP", lossless=True), _file(colour, "WEBP", exif=exif),
        _file(page, "TIFF"), _file(colour, "TIFF", compression="tiff_lzw"),
        _file(page.convert("1"), "TIFF", compression="group4"), _file(colour, "TIFF", compression="jpeg"),
        _file(page, "TIFF", compression="tiff_adobe_deflate", save_all=True, append_images=[page.rotate(180), colour]),
    )  # fmt: skip


def pdfs() -> tuple[bytes, ...]:
    """Drawn pages, pages that are pictures as scanners make them, and a packed one."""
    bar = b"0 0 0 rg 20 20 90 30 re f"
    picture = pictures()[5]
    shown = b"q 144 0 0 216 0 0 cm /I Do Q"
    image = b"<< /Type /XObject /Subtype /Image /Width 220 /Height 260 /ColorSpace /DeviceRGB /BitsPerComponent 8 "
    image += b"/Filter /DCTDecode /Length %d >>\nstream\n%s\nendstream" % (len(picture), picture)
    return (_pdf([bar]), _pdf([bar, bar]), _pdf([shown], image), _pdf([bar], packed=True))


def workbooks(scene: Scene) -> tuple[bytes, ...]:
    """A batch's workbook and a plain table as other programs write it."""
    return (scene.workbook, other_workbook(scene.answer_lines()))


def other_workbook(rows: Sequence[Sequence[str]]) -> bytes:
    """A table as openpyxl writes it, with numbers and shared texts."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    if sheet is None:
        raise RuntimeError("a new workbook has a sheet")
    for row in rows:
        sheet.append([int(text) if text.isdecimal() and text[:1] != "0" else text for text in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csvs(scene: Scene) -> tuple[bytes, ...]:
    """The answer as three programs would write it."""
    lines = scene.answer_lines()
    comma = "\r\n".join(",".join(f'"{text}"' for text in line) for line in lines).encode("utf-8-sig")
    semicolon = "\n".join(";".join(line) for line in lines).encode()
    return (comma, semicolon, "\r\n".join("\t".join(line) for line in lines).encode("utf-16"))


@dataclass(frozen=True, slots=True)
class Scene:
    """An armoury that sealed a batch, and the registry that it went to, each knowing the other's keys."""

    folder: Path
    place: Place
    key: DataKey
    session: Session
    desk: RegistryDesk
    batch: Path  # as it lies on the stick

    @property
    def workbook(self) -> bytes:
        """The batch's workbook."""
        (batch,) = batches.batches(self.session.store)
        return batches.files(self.session.store, batch.id)["batch.xlsx"]

    def columns(self) -> RegistryColumns:
        """The columns that ship."""
        return load_columns(resources_folder() / "registry" / "default.toml")

    def answer_lines(self) -> list[list[str]]:
        """An answer to every row: a heading and its texts."""
        names = ["batch_id", "record_id", "revision", "row_sha256", "answer", "registry_number", "duplicate_of", "code",
                 "note", "answered_on"]  # fmt: skip
        said = (("accepted", "R-000017"), ("duplicate", "", "R-3"), ("rejected", "", "", "E7", "no such model"),
                ("question", "", "", "", "which rack?", "2026-04-01"))  # fmt: skip
        lines: list[Line] = list(ReceivedBatch(self.workbook, "batch.xlsx").lines("answer"))
        rows = [
            [
                *(line.values.get(name, "") for name in names[:4]),
                *said[at % 4],
                *[""] * (6 - len(said[at % 4])),
            ]
            for at, line in enumerate(lines)
        ]
        return [names, *rows]

    def signature(self, answer: bytes) -> bytes:
        """The registry's over an answer."""
        return sign(answer, Purpose.ANSWER, registry_desk.registry_signing_key(self.desk))


def scene(folder: Path) -> Scene:
    """Go through a working day up to the stick, in a new folder."""
    place = Place(folder / "armoury")
    key = stages.make(place)
    for stage in (stages.bring_in, stages.have_read, stages.settle, stages.file, stages.seal):
        stage(place, key, _mute)
    session = stages.at_work(place, key)
    registry_desk.make_registry(session.workplace, folder / "registry", "Central registry", PASSPHRASE)
    desk = registry_desk.open_registry(session.workplace, folder / "registry", PASSPHRASE)
    registry_desk.enrol_armoury(desk, exchange_keys.own_keys(session))
    exchange_keys.enrol_registry(session, registry_desk.registry_keys(desk))
    (batch,) = place.stick.iterdir()
    return Scene(folder, place, key, session, desk, batch)


def register_files(there: Scene) -> dict[str, bytes]:
    """The files of the armoury's register, its newest changes still in the log beside it."""
    store = there.session.store
    with connect.action(store):
        journal.append(store, at=there.session.now(), actor="", action="after", subject="", details={})
    paths = [path for path in store.folder.rglob("*") if path.is_file() and path.stat().st_size]
    files = {path.relative_to(store.folder).as_posix(): path.read_bytes() for path in paths}
    return {name: data for name, data in files.items() if not name.endswith("-shm")}


class Grounds:
    """A folder to work in, and the scene that many parsers share, made when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.until_the_end = ExitStack()  # what has to be closed

    @cached_property
    def scene(self) -> Scene:
        """An armoury and its registry."""
        made = scene(self.folder / "scene")
        self.until_the_end.callback(made.session.close)
        self.until_the_end.callback(made.desk.close)
        return made

    def close(self) -> None:
        """Close what the parsers opened."""
        self.until_the_end.close()

    def place(self, name: str) -> Path:
        """A new folder."""
        path = self.folder / name
        path.mkdir(parents=True)
        return path


def _mute(_line: str) -> None:
    """Nobody listens."""


def _file(image: Image.Image, kind: str, **how: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def _pdf(contents: Sequence[bytes], image: bytes = b"", *, packed: bool = False) -> bytes:
    first = 4 if image else 3
    kids = " ".join(f"{first + 2 * number} 0 R" for number in range(len(contents)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>".encode(),
    ]
    objects += [image] if image else []
    seen = b"/Resources << /XObject << /I 3 0 R >> >> " if image else b""
    for number, content in enumerate(contents):
        page = b"<< /Type /Page /Parent 2 0 R %s/MediaBox [0 0 144 216] /Contents %d 0 R >>"
        objects.append(page % (seen, first + 2 * number + 1))
        body, how = (zlib.compress(content), b"/Filter /FlateDecode ") if packed else (content, b"")
        objects.append(b"<< %s/Length %d >>\nstream\n%s\nendstream" % (how, len(body), body))
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)
